"""Shall I send it? Laid over a screen whose button was asked for by voice; two ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.meaning import Means
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.pressable import Pressable
from ui.wording.messages import first_words

_SHOWN = 160  # letters of what is at stake


class ConfirmScreen(Screen):
    """No route leads here: made anew, the screen below is there again and nothing was done."""

    name = "confirm"
    numbered = False  # "number one" is no yes

    def __init__(
        self, context: Context, below: Screen, button: Pressable, answer: Callable[[bool], None]
    ) -> None:
        """`answer` is called with whether `button` of the screen `below` shall be pressed."""
        super().__init__(context)
        self.below, self.pressed = below, button.objectName()
        self._means, self._title, self._answer = button.means, button.title, answer

    def build(self) -> None:
        lose = bool(self._means & Means.LOSE)
        question = self.tr("Shall I throw it away?") if lose else self.tr("Shall I send it?")
        how = self.tr("Say “yes please” or “no thank you”, or press.")
        self.head(question, how, how)
        if self.compact:  # both answers belong on the first page
            self._add_answers(lose)
            self._add_at_stake()
        else:
            self._add_at_stake()
            self._add_answers(lose)

    def _add_at_stake(self) -> None:
        at_stake = self.below.words_at_stake() or self._title
        self.words(first_words(at_stake, _SHOWN), name="at-stake")

    def _add_answers(self, lose: bool) -> None:
        yes = self.press(
            self._title if lose else self.tr("Yes, send it"),
            lambda: self._answer(True),
            icon="trash" if lose else "send",
            filled=not lose,
            tone=Tone.URGENT if lose else Tone.PRIMARY,
            means=Means.YES,
            name="confirm-yes",
            pairs=True,
        )
        no = self.press(
            self.tr("No, not now"),
            lambda: self._answer(False),
            icon="x",
            filled=lose,
            means=Means.NO,
            name="confirm-no",
            pairs=True,
        )
        self._first = no if lose else yes

    def first_focus(self) -> QWidget | None:
        return self._first

    def memory(self) -> dict[str, object]:
        return self.below.memory()

    def go_back(self) -> bool:
        self._answer(False)
        return True

    def help_text(self) -> str:
        return self.tr(
            "Say “yes please” or “no thank you”, or press one of the two. "
            "Nothing happens before you have said yes."
        )
