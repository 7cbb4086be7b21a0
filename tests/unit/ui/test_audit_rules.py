"""The audit bites: one bad screen for each rule is found out, and a good one has no findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTextEdit, QWidget

from app.domain.profile import Theme
from tests.audit import audit
from tests.audit.words import left_over
from ui.theme import Look, Role, Tone, apply_look
from ui.widgets.pressable import Pressable, Shape
from ui.widgets.type_setting import set_text
from ui.widgets.words import Words

LOOK = Look.of(Theme.LIGHT, 24)


class Page(QWidget):
    """A window with a title, a text and two buttons, all as they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAutoFillBackground(True)
        self.resize(1000, 700)
        self.title = Words(LOOK, "A good screen", Role.TITLE, parent=self, name="title")
        text = "The water is off on Wednesday from nine to four. " * 3
        self.text = Words(LOOK, text.strip(), parent=self, name="text")
        self.yes = self.button("yes", "Yes, please", 400, filled=True)
        self.no = self.button("no", "No, thank you", 520)
        self.title.setGeometry(20, 20, 960, self.title.heightForWidth(960))
        self.text.setGeometry(20, 100, 960, self.text.heightForWidth(960))
        self.show()
        self.activateWindow()

    def button(self, name: str, title: str, top: int, **options: object) -> Pressable:
        """A button over the whole width."""
        made = Pressable(LOOK, Shape.ACTION, title, icon="check", name=name, parent=self, **options)  # type: ignore[arg-type]
        made.setGeometry(20, top, 960, made.heightForWidth(960))
        made.show()
        return made


@pytest.fixture
def page(qapp: QApplication) -> Iterator[Page]:
    apply_look(qapp, LOOK)
    made = Page()
    qapp.processEvents()
    yield made
    made.close()
    made.deleteLater()


def test_a_good_screen_has_no_findings(page: Page) -> None:
    assert audit(page, language="en") == []


class Faint(Pressable):
    """Grey on grey, and no ring."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#C8C4BC"))
        painter.setPen(QPen(QColor("#B0AA9E"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        done = set_text(self.title, LOOK, Role.STRONG, self.width() - 40)
        done.draw(painter, 20, 16, QColor("#9A9488"))
        painter.end()


class Trap(QLineEdit):
    """Keeps the Tab key for itself."""

    def event(self, event: QKeyEvent) -> bool:  # type: ignore[override]
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return True
        return super().event(event)


def _shown(widget: QWidget, box: QRect, name: str) -> None:
    widget.setObjectName(name)
    widget.setGeometry(box)
    widget.show()


def clipped_words(page: Page) -> None:
    page.text.resize(960, page.text.height() - 30)


def clipped_button(page: Page) -> None:
    _shown(QPushButton("Far too long for so little room", page), QRect(20, 250, 120, 80), "b")


def cut_line(page: Page) -> None:
    view = QTextEdit("one<br>two<br>three<br>four<br>five<br>six", page)
    view.setReadOnly(True)
    _shown(view, QRect(20, 230, 960, 130), "view")
    view.verticalScrollBar().setValue(14)


def overlapping(page: Page) -> None:
    page.no.move(20, page.yes.y() + 30)


def off_window(page: Page) -> None:
    page.no.move(20, 690)


def covered(page: Page) -> None:
    _shown(QWidget(page), page.no.geometry(), "glass")


def small_target(page: Page) -> None:
    page.no.resize(960, 50)


def close_targets(page: Page) -> None:
    page.no.move(20, page.yes.geometry().bottom() - 10)


def sideways(page: Page) -> None:
    view = QTextEdit(page)
    view.setReadOnly(True)
    view.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
    view.setPlainText("wide " * 100)
    _shown(view, QRect(20, 230, 960, 130), "view")


def too_many_choices(page: Page) -> None:
    page.resize(1000, 1400)
    for number in range(4):
        page.button(f"more-{number}", "One more", 700 + 120 * number)


def two_filled(page: Page) -> None:
    page.no.filled = True


def small_type(page: Page) -> None:
    label = QLabel("the small print", page)
    font = label.font()
    font.setPixelSize(16)
    label.setFont(font)
    _shown(label, QRect(20, 250, 400, 60), "label")


def tight_lines(page: Page) -> None:
    label = QLabel("lines that stand close " * 12, page)
    label.setWordWrap(True)
    _shown(label, QRect(20, 220, 960, 160), "label")


def long_lines(page: Page) -> None:
    page.resize(1900, 700)

    class Wide(Words):
        def typeset(self, width: int) -> object:  # type: ignore[override]
            return set_text(self.text(), LOOK, Role.BODY, width)

    _shown(Wide(LOOK, "a line without an end " * 12, parent=page), QRect(20, 230, 1860, 120), "w")


def broken_words(page: Page) -> None:
    _shown(
        Words(LOOK, "incomprehensibilities", parent=page), QRect(20, 220, 200, 120), "broken-words"
    )


def rich_text(page: Page) -> None:
    page.text.setTextFormat(Qt.TextFormat.AutoText)


def unnamed(page: Page) -> None:
    page.no.setText("")
    page.no.setAccessibleName("")


def same_names(page: Page) -> None:
    page.no.setObjectName("yes")


def undescribed(page: Page) -> None:
    button = QPushButton(page)
    button.setAccessibleName("Stop")
    _shown(button, QRect(20, 250, 80, 80), "stop")


def wrong_role(page: Page) -> None:
    class Drawn(QWidget):
        pass

    drawn = Drawn(page)
    drawn.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    _shown(drawn, QRect(20, 250, 80, 80), "drawn")


def tab_trap(page: Page) -> None:
    field = Trap(page)
    field.setAccessibleName("Name")
    _shown(field, QRect(20, 250, 500, 80), "trap")


def not_reached(page: Page) -> None:
    # It jumps over what is behind it.
    class Jump(Pressable):
        def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
            page.yes.setFocus()
            return True

    jump = Jump(LOOK, Shape.ACTION, "Jump", name="jump", parent=page)
    _shown(jump, QRect(20, 250, 960, 100), "jump")
    QWidget.setTabOrder(page.yes, jump)
    QWidget.setTabOrder(jump, page.no)


def wrong_order(page: Page) -> None:
    third = page.button("third", "The third", 260)
    QWidget.setTabOrder(third, page.no)
    QWidget.setTabOrder(page.no, page.yes)


def faint_words(page: Page) -> None:
    page.text.look = _pale()


def _pale() -> Look:
    return replace(LOOK, palette=replace(LOOK.palette, ink="#8A857C"))


def faint_icon(page: Page) -> None:
    page.no.look = replace(LOOK, palette=replace(LOOK.palette, primary="#CCC7BD"))


def faint_edge(page: Page) -> None:
    page.no.hide()
    faint = Faint(LOOK, Shape.ACTION, "Faint", name="faint", parent=page)
    _shown(faint, page.no.geometry(), "faint")


BAD: dict[Callable[[Page], None], str] = {
    clipped_words: "clipped",
    clipped_button: "clipped",
    cut_line: "cut line",
    overlapping: "overlapping",
    off_window: "off the window",
    covered: "covered",
    small_target: "small target",
    close_targets: "close targets",
    sideways: "sideways",
    too_many_choices: "too many choices",
    two_filled: "two filled",
    small_type: "small type",
    tight_lines: "tight lines",
    long_lines: "long lines",
    broken_words: "broken words",
    rich_text: "rich text",
    unnamed: "unnamed",
    same_names: "unnamed",
    undescribed: "undescribed",
    wrong_role: "wrong role",
    tab_trap: "tab way",
    not_reached: "tab way",
    wrong_order: "tab way",
    faint_words: "faint words",
    faint_icon: "faint shapes",
    faint_edge: "faint focus",
}


@pytest.mark.parametrize(
    ("spoil", "rule"), BAD.items(), ids=lambda one: getattr(one, "__name__", "")
)
def test_a_bad_screen_is_found_out(
    page: Page, spoil: Callable[[Page], None], rule: str, qapp: QApplication
) -> None:
    spoil(page)
    qapp.processEvents()
    found = audit(page)
    assert rule in {finding.rule for finding in found}, found


def test_a_fault_is_told_with_the_widget_and_the_numbers(page: Page) -> None:
    page.no.resize(960, 50)
    told = [str(finding) for finding in audit(page) if finding.rule == "small target"]
    assert told == ["small target: Pressable#no: is 946×36"]


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("Back", "zh-CN", "Back"),
        ("返回", "zh-CN", ""),
        ("按 F2 听，按 Enter 打开", "zh-CN", ""),
        ("取件码 ABCD-EFGH", "zh-CN", ""),
        ("Storm coming: please stay indoors", "pseudo", ""),
        ("⟦Ńew⟧ · Willow Lane Street Office · Monday, 23 November", "pseudo", ""),
        ("⟦Páge {1} ⟦new⟧⟧ of 3", "pseudo", "of"),
        ("Go on", "pseudo", "Go"),
        ("Willow Lane says: nothing", "pseudo", "says"),
    ],
)
def test_what_is_not_translated_is_found(text: str, language: str, left: str) -> None:
    assert left_over(text, language) == left


def test_an_untranslated_word_on_a_screen_is_a_finding(page: Page) -> None:
    found = {f.widget for f in audit(page, (), "zh-CN") if f.rule == "untranslated"}
    assert "Pressable#yes" in found


def test_notes_in_any_tone_are_strong_enough(page: Page) -> None:
    for tone in Tone:
        words = Words(LOOK, "Words in a tone", Role.NOTE, tone, page, f"tone-{tone}")
        _shown(words, QRect(20, 250, 500, 60), f"tone-{tone}")
        assert [f for f in audit(page) if f.rule == "faint words"] == []
        words.hide()
