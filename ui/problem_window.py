"""A window for when the store can't be opened: what is wrong, and what one can press."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.language import Language
from app.domain.profile import Theme
from ui.edge import never_raises
from ui.language import use_language
from ui.theme import Look, Role, Tone
from ui.widgets.pressable import Pressable, Shape
from ui.widgets.words import Words
from ui.wording.problems import problem_text

# Trying again changes nothing while another program's or a newer file lies there, or on that disk.
_FOR_GOOD = frozenset({"store_newer", "store_not_ours", "folder_no_lock"})


class ProblemWindow(QWidget):
    """Says what is wrong in plain words. Nothing was changed on the disk.

    The person's settings can't be read now, so that it is said in both languages, `language`
    first. `again` is emitted when the person wants to try once more, `closed` when not.
    """

    again = Signal()
    closed = Signal()

    def __init__(self, code: str, language: Language) -> None:
        super().__init__()
        look = Look.of(Theme.SYSTEM, 24)
        self._leaving = True
        self.setObjectName("problem")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#problem {{ background: {look.palette.paper}; }}")
        self.setMinimumSize(QSize(960, 580))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[look.gap] * 4)
        layout.setSpacing(look.gap)
        other = Language.ENGLISH if language is Language.CHINESE else Language.CHINESE
        use_language(other)
        second = (self._title(), problem_text(code))
        use_language(language)
        self.setWindowTitle(self.tr("Footbridge"))
        for number, (title, text) in enumerate(((self._title(), problem_text(code)), second)):
            role = Role.TITLE if number == 0 else Role.STRONG
            layout.addWidget(Words(look, title, role, Tone.INK, name=f"problem-title-{number}"))
            layout.addWidget(Words(look, text, name=f"problem-text-{number}"))
        layout.addStretch(1)
        self.setAccessibleName(self._title())
        self.setAccessibleDescription(problem_text(code))
        self._add_buttons(layout, look, may_try=code not in _FOR_GOOD)
        self.resize(1000, 620)

    def _title(self) -> str:
        return self.tr("Footbridge can't open just now")

    def _add_buttons(self, layout: QVBoxLayout, look: Look, may_try: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(look.gap)
        buttons: list[Pressable] = []

        def add(title: str, icon: str, name: str, action: Callable[[], object]) -> None:
            button = Pressable(look, Shape.ACTION, title, icon=icon, filled=not buttons, name=name)
            button.clicked.connect(action)
            row.addWidget(button)
            buttons.append(button)

        if may_try:
            add(self.tr("Try again"), "refresh", "problem-again", self._try_again)
        add(self.tr("Close"), "x", "problem-close", self.close)
        layout.addLayout(row)
        buttons[0].setFocus()

    def _try_again(self) -> None:
        self._leaving = False
        self.close()
        self.again.emit()

    @never_raises()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @never_raises()
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if self._leaving:
            self.closed.emit()
