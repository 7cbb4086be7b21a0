"""Write back by speaking: it listens, writes down what is said, and reads it back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer

from app.domain.feedback import Draft
from app.speech.dictation import UNSURE, add_heard
from app.speech.ear.events import Recorded
from ui.context import Route
from ui.description import Description
from ui.dictating import Dictation, End, Outcome, ear_language
from ui.drafting import desk_of
from ui.lit_text import LitText
from ui.meaning import Means
from ui.screen import Screen


class WriteBackSayScreen(Screen):
    """The values of `write-back`; `base` is the text before what is said.

    `check`: it was said, and is read back; `unsure` that it may be wrong.
    """

    name = "write-back-say"

    def build(self) -> None:
        self._desk = desk_of(self.context)
        self._desk.trouble.connect(self.trouble)
        self._reply: Draft | None = None
        self.dictation: Dictation | None = None
        self._said: LitText | None = None
        verdict = str(self.values.get("verdict") or "")
        conversation = str(self.values.get("conversation_id", ""))
        self._desk.open_reply(self, conversation, verdict, self._opened)

    def _opened(self, reply: Draft) -> None:
        self._reply = reply
        self._base = str(self.values.get("base", reply.text))
        where = self.tr("To the people who answered you")
        if self.values.get("check"):
            self._fill_check(reply, where)
        else:
            self.head(self.tr("Write back"), where)
            self.dictation = Dictation(
                self, recorded=self._recorded, done=self._ended, never_mind=self._never_mind
            )
            self.dictation.begin(ear_language(self.context.language), None)
        self.filled()

    # --- what was said ------------------------------------------------------------------------

    def _recorded(self, _: Recorded) -> None:
        """Nothing is recorded here: what is written back are words."""

    def _ended(self, outcome: Outcome) -> None:
        if outcome.end is End.WORDS and self._reply is not None:
            language = self.context.language
            text = add_heard(self._base, outcome.text, ear_language(language))
            self._reply = replace(self._reply, text=text, language=language)
            self._desk.keep_reply(self._reply)
            unsure = outcome.confidence < UNSURE
            self._open(self.name, check=True, base=self._base, unsure=unsure, fresh=True)
        elif outcome.end is End.UNAVAILABLE:
            self._open("write-back", trouble=outcome.reason)
        elif outcome.end is End.STOPPED:
            self._open("write-back")
        else:
            self._open("write-back", failed=True)

    def _way(self, screen: str, **values: object) -> Route:
        kept = {k: v for k, v in self.values.items() if k in ("conversation_id", "verdict")}
        return Route(screen, {**kept, **values})

    def _open(self, screen: str, **values: object) -> None:
        self.context.navigator.replace(self._way(screen, **values))

    def _never_mind(self) -> None:
        if self.dictation is not None:
            self.dictation.close()
        self._open("write-back")

    # --- is it right --------------------------------------------------------------------------

    def _fill_check(self, reply: Draft, where: str) -> None:
        unsure = bool(self.values.get("unsure"))
        title = self.tr("I am not sure. Is this right?") if unsure else self.tr("Is this right?")
        self.head(title, where)
        self._said = LitText(self, reply.text, str(reply.language))
        if unsure:
            self._type(filled=True)
            self._again()
            self._right(filled=False)
        else:
            self._right(filled=True)
            self._again()
            self._type(filled=False)
        if self.values.get("fresh"):
            QTimer.singleShot(0, self, self.read_aloud)

    def _choice(
        self,
        title: str,
        icon: str,
        name: str,
        way: Route,
        filled: bool,
        means: Means = Means.NONE,
    ) -> None:
        """In a crowded window in one row below the words."""
        press = self.press_below if self.compact else self.press
        go = partial(self.context.navigator.replace, way)
        press(title, go, icon=icon, name=name, filled=filled, means=means)

    def _right(self, filled: bool) -> None:
        title = self.tr("Yes, that is right")
        way = self._way("write-back", right=True)
        self._choice(title, "check", "right", way, filled, Means.YES)

    def _again(self) -> None:
        title = self.tr("Say it again")
        self._choice(title, "microphone", "say-again", self._way(self.name, base=self._base), False)

    def _type(self, filled: bool) -> None:
        title = self.tr("Let me type")
        self._choice(title, "keyboard", "change", self._way("write-back"), filled, Means.NO)

    # --- the frame's questions ----------------------------------------------------------------

    def memory(self) -> dict[str, object]:
        """It begins to read by itself once."""
        return {k: v for k, v in self.values.items() if k != "fresh"}

    def go_back(self) -> bool:
        self._never_mind()
        return True

    def read_aloud(self) -> None:
        """While it listens the voice would be heard by the microphone: never mind, then read."""
        if self.dictation is None:
            super().read_aloud()
        else:
            self._never_mind()
            self.context.navigator.listen()

    def leave(self) -> None:
        if self.dictation is not None:
            self.dictation.close()

    def turn(self, step: int) -> None:
        if self.flow.pages > 1 or self._said is None or not self._said.turn(step):
            super().turn(step)

    def describe(self) -> Description:
        """The words are read by the voice of their own language."""
        plain = super().describe()
        said = self._said
        return replace(plain, text=(*said.spoken(), *plain.text)) if said else plain

    def help_text(self) -> str:
        return self.tr(
            "Speak when you see that I am listening, then press I have finished. "
            "Your words are shown and read to you before they are sent."
        )
