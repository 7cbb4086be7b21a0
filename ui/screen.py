"""The base of all screens: blocks in a paged flow, one description, one help text."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import EnvironmentProblem
from app.speech.reader import ReaderState
from ui.context import Context
from ui.description import Choice, Description, Spoken
from ui.edge import never_raises
from ui.meaning import Means
from ui.theme import Role, Tone
from ui.widgets.banner import Banner
from ui.widgets.blocks import LEAST_GAP
from ui.widgets.field import Field
from ui.widgets.paged_flow import PagedFlow
from ui.widgets.pressable import Pressable, Shape
from ui.widgets.strip import Strip
from ui.widgets.words import Words
from ui.wording.pages import page_in_words
from ui.wording.problems import problem_text

#: So many choices have a number: the keys 1 to 9.
NUMBER_KEYS = 9


class Screen(QWidget):
    """One task. A subclass sets its title, fills `flow` in `build()` and says what it is for.

    Screens are cheap: after a change of language, size or colours the frame makes them anew, so
    what must outlive that belongs into the store (a draft) or into `memory()`.
    """

    #: The name in routes; also the object name.
    name: ClassVar[str] = ""
    #: Whether its choices have numbers for whoever speaks; the keys' numbers they have always.
    numbered: ClassVar[bool] = True
    heading_changed = Signal()
    content_changed = Signal()

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__()
        self.context = context
        self.values = values
        self.look = context.look
        self.title = ""
        self.where = ""
        self.purpose = ""
        self._banner: Banner | None = None
        self._foot: Strip | None = None
        self.setObjectName(f"screen-{self.name}")
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Expanding)
        self.flow = PagedFlow(self.look, self.compact, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.look.gap)
        layout.addWidget(self.flow, 1)

    # --- for subclasses -----------------------------------------------------------------------

    def build(self) -> None:
        """Fill the screen. Called once, when the frame has given it its size."""
        raise NotImplementedError

    def help_text(self) -> str:
        """What to do here, in two sentences."""
        raise NotImplementedError

    def leave(self) -> None:
        """Called before the screen goes away; save here what was typed."""

    def memory(self) -> dict[str, object]:
        """What to give to the same screen when it is made anew."""
        return self.values

    def first_focus(self) -> QWidget | None:
        """The one thing to do; where the focus starts."""
        filled = [button for button in self._below() if button.filled]
        return next(iter(filled or self.focus_order()), None)

    @property
    def compact(self) -> bool:
        """Whether the window is small for this text size: some space is given up then."""
        return self.context.navigator.compact

    def heading(self) -> str:
        """The title as the head shows it; empty where the screen shows it by itself."""
        return self.title

    def go_back(self) -> bool:
        """Go back inside this screen; False where the frame should go back instead."""
        return False

    def turn(self, step: int) -> None:
        """Show another page."""
        self.flow.turn(step)

    def page_numbers(self) -> tuple[int, int]:
        """Which page is shown, counted from 1, and how many there are."""
        return self.flow.page + 1, self.flow.pages

    def page_words(self) -> str:
        """“page 1 of 3”; empty where there is but one page."""
        return page_in_words(*self.page_numbers())

    def read_aloud(self) -> None:
        """Read this screen."""
        language = str(self.context.language)
        self.context.services.reader.read(self.describe().passages(language))

    def steers_reading(self, widget: QWidget, key: Qt.Key | None) -> bool:
        """Whether a key, or a press (None), for `widget` steers the voice; others silence it."""
        return False

    def reader_changed(self, state: ReaderState) -> None:
        """The voice began, paused, stopped, or can't work: then say so on the screen."""
        if state.reason:
            self.say(problem_text(state.reason), Tone.CARE, "volume-off")

    def community_arrived(self) -> None:
        """Names, topics or places came or changed while this screen is open."""

    # --- building blocks ------------------------------------------------------------------------

    def head(self, title: str, where: str = "", purpose: str = "") -> None:
        """Set the title, the line that says where one is, and what the screen is for."""
        self.title, self.where, self.purpose = title, where, purpose
        self.setAccessibleName(title)
        self.heading_changed.emit()

    def begin_anew(self) -> None:
        """Take all blocks away, and the message: others follow."""
        self.unsay()
        self.flow.clear()

    def filled(self) -> None:
        """The blocks are there, or say something else: show them."""
        self.flow.relayout()
        self.content_changed.emit()

    def words(
        self,
        text: str,
        role: Role = Role.BODY,
        tone: Tone = Tone.INK,
        name: str = "",
        *,
        leads: bool = False,
    ) -> Words:
        """Add words; those that `leads` stay on the page of the block that follows."""
        block = Words(self.look, text, role, tone, name=name)
        self.flow.add(block, leads=leads)
        return block

    def press(
        self,
        title: str,
        action: object,
        *,
        icon: str = "",
        note: str = "",
        short_note: str = "",
        shape: Shape = Shape.ACTION,
        filled: bool = False,
        tone: Tone = Tone.PRIMARY,
        note_tone: Tone = Tone.INK2,
        description: str = "",
        means: Means = Means.NONE,
        name: str,
        pairs: bool = False,
    ) -> Pressable:
        """Add something to press; `action` is called without arguments."""
        button = Pressable(
            self.look,
            shape,
            title,
            icon=icon,
            note=note,
            short_note=short_note,
            filled=filled,
            tone=tone,
            note_tone=note_tone,
            compact=self.compact,
            means=means,
            name=name,
        )
        button.setAccessibleDescription(description)
        button.clicked.connect(lambda: action())  # type: ignore[operator]
        self.flow.add(button, pairs=pairs)
        return button

    def press_below(
        self,
        title: str,
        action: object,
        *,
        icon: str,
        name: str,
        filled: bool = False,
        means: Means = Means.NONE,
    ) -> Pressable:
        """Add something to press to one row below the blocks, which no page ever hides.

        For what belongs to what is seen above it, and for a crowded window.
        """
        if self._foot is None:
            self._foot = Strip(self.look, self.compact, "below", self, whole=True)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.setSpacing(LEAST_GAP)
            layout.addWidget(self._foot)
        button = self._foot.add(title, icon, name, filled=filled)
        button.means = means
        button.clicked.connect(lambda: action())  # type: ignore[operator]
        self._fit_foot()
        return button

    def _fit_foot(self) -> None:
        if self._foot is not None:
            self._foot.setFixedHeight(self._foot.heightForWidth(self.width()))
            self._foot.lay_out()

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _below(self) -> list[Pressable]:
        return list(self._foot.buttons) if self._foot is not None else []

    def say(self, text: str, tone: Tone = Tone.GOOD, icon: str = "circle-check") -> None:
        """Show a message at the top of this screen, and tell a screen reader."""
        self.unsay()
        self._banner = Banner(self.look, text, tone, icon)
        self.flow.insert(0, self._banner)
        self.flow.show_block(self._banner)
        self.context.navigator.announce(text, urgent=tone is Tone.URGENT)

    def unsay(self) -> None:
        """Take the message away."""
        if self._banner is not None:
            self.flow.remove(self._banner)
            self._banner = None

    def trouble(self, problem: EnvironmentProblem) -> None:
        """Say in plain words what went wrong, that nothing is lost, and what to press."""
        self.say(problem_text(problem.code), Tone.URGENT, "alert-triangle")

    # --- what the frame asks ----------------------------------------------------------------------

    def choices(self) -> list[QAbstractButton]:
        """What can be pressed now, in the order of the number keys."""
        return [*self.flow.choices(), *self._below()]

    def meant(self, meaning: Means) -> Pressable | None:
        """What says that, on whatever page; None where nothing here does."""
        found = (
            widget
            for widget in (*(block.widget for block in self.flow.blocks), *self._below())
            if isinstance(widget, Pressable) and widget.isEnabled() and widget.means & meaning
        )
        return next(found, None)

    def words_at_stake(self) -> str:
        """What would be sent or lost by what is FINAL here: shown again before it is done."""
        return ""

    def speed_changed(self) -> None:
        """The voice's speed was changed by a key or by voice."""

    def focus_order(self) -> list[QWidget]:
        """Everything that Tab reaches, in order."""
        return [*self.flow.focus_order(), *self._below()]

    def describe(self) -> Description:
        """The screen in words, from the blocks that are there (all pages of text, all choices).

        What can be pressed now comes with its number key, the pager's buttons among it.
        """
        text: list[Spoken] = []
        for block in self.flow.blocks:
            widget = block.widget
            if isinstance(widget, Words):
                text.append(Spoken(widget.objectName() or f"words-{len(text)}", widget.text()))
            elif isinstance(widget, Field):
                text.append(Spoken(widget.objectName(), widget.spoken()))
        now, later = self._read_choices()
        return Description(
            title=self.title,
            where=self.where,
            purpose=self.purpose,
            error=self._banner.text() if self._banner else "",
            text=tuple(text),
            choices=now,
            choices_intro=self.tr("You can choose:") if len(now) > 1 else "",
            further=later,
            further_intro=self.tr("On the other pages:"),
        )

    def numbered_choices(self) -> list[QAbstractButton]:
        """Those of the choices that have a number key, in order: the first has 1."""
        return self.choices()[:NUMBER_KEYS]

    def _read_choices(self) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
        """What can be pressed on this page, and what on others."""
        now = self.choices()
        blocks = (block.widget for block in self.flow.blocks)
        later = [w for w in blocks if isinstance(w, QAbstractButton) and w not in now]
        keys = {button: n for n, button in enumerate(self.numbered_choices(), 1)}
        if not self.numbered:
            keys = {}
        return (
            tuple(Choice(b.accessibleName(), keys.get(b)) for b in now),
            tuple(Choice(b.accessibleName()) for b in later),
        )

    def typing(self) -> bool:
        """Whether keys go into a text field."""
        focus = self.window().focusWidget()
        return isinstance(focus, (QLineEdit, QPlainTextEdit)) and self.isAncestorOf(focus)

    def set_waiting(self, waiting: bool) -> None:
        """Show the wait cursor while something long is under way."""
        shape = Qt.CursorShape.WaitCursor if waiting else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
