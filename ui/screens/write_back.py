"""Write back: one more word in a conversation, with or without a verdict on the answer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.feedback import MAX_TEXT, Draft, Verdict
from app.errors import EnvironmentProblem
from ui.context import Route
from ui.dictating import say_what_failed, writes_down
from ui.drafting import desk_of
from ui.meaning import Means
from ui.screen import Screen
from ui.screens.tell import SAVE_AFTER_MS
from ui.theme import Tone
from ui.widgets.field import Field
from ui.wording.messages import written_language


class WriteBackScreen(Screen):
    """`conversation_id` and perhaps `verdict`: not solved, or not understood.

    `right`: the words were said and found right. `failed`, `trouble`: they could not be said.
    """

    name = "write-back"

    def build(self) -> None:
        self._desk = desk_of(self.context)
        self._sent = False
        self._reply: Draft | None = None
        self._desk.trouble.connect(self._not_kept)
        title, label = self._wording()
        self.head(title, self.tr("To the people who answered you"))
        self.field = Field(self.look, label, several=True, name="words")
        # A crowded window has room for the title's question only; the label is still read aloud.
        self.field.label.setVisible(not self.compact)
        least = self.field.edit.minimumHeight() if self.compact else self.field.least_height(2)
        self.flow.add(self.field, grows=True, least=least)
        listens = writes_down(self.context)
        if listens:
            self.press(
                self.tr("Say it"), self._say_it, icon="microphone", name="say-it", pairs=True
            )
        self._go = self.press(
            self.tr("Send"),
            self._send,
            icon="send",
            filled=True,
            means=Means.SEND,
            name="send",
            pairs=listens,
        )
        self._save = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._save.timeout.connect(self._keep)
        self.field.edit.textChanged.connect(self._typed)
        self._desk.open_reply(self, self._id, str(self._verdict or ""), self._opened)
        say_what_failed(self)

    def memory(self) -> dict[str, object]:
        """What went wrong was told once."""
        return {k: v for k, v in self.values.items() if k not in ("failed", "trouble", "right")}

    def _say_it(self) -> None:
        self._keep()
        self.context.navigator.replace(Route("write-back-say", dict(self.memory())))

    def _wording(self) -> tuple[str, str]:
        if self._verdict is Verdict.NOT_SOLVED:
            return self.tr("What is not solved yet?"), self.tr("Write a word of why:")
        if self._verdict is Verdict.NOT_UNDERSTOOD:
            return (
                self.tr("What is not clear?"),
                self.tr("Write it here if you like, or just press Send:"),
            )
        return self.tr("Write back"), self.tr("Write it here, in your own words:")

    @property
    def _id(self) -> str:
        return str(self.values.get("conversation_id", ""))

    @property
    def _verdict(self) -> Verdict | None:
        verdict = self.values.get("verdict")
        return Verdict(str(verdict)) if verdict else None

    # --- keeping ------------------------------------------------------------------------------

    def _opened(self, reply: Draft) -> None:
        self._reply = reply
        if reply.text and not self.field.text():
            self.field.set_text(reply.text)

    def _typed(self) -> None:
        if not self._save.isActive():
            self._save.start()

    def _keep(self) -> None:
        if self._reply is not None and not self._sent:
            text = self.field.text()
            language = written_language(text, self.context.language)
            self._reply = replace(self._reply, text=text, language=language)
            self._desk.keep_reply(self._reply)

    def leave(self) -> None:
        self._save.stop()
        self._keep()

    def _not_kept(self, problem: EnvironmentProblem) -> None:
        """Said without taking the field away from somebody who is typing."""
        typing = self.typing()
        self.trouble(problem)
        if typing:
            self._to_field()

    def _to_field(self) -> None:
        self.flow.show_block(self.field)
        self.field.edit.setFocus()

    # --- sending ------------------------------------------------------------------------------

    def _send(self) -> None:
        """One press is one word, however often it is pressed meanwhile."""
        if self._sent or self._reply is None:
            return
        text = self.field.text().strip()
        if not self._may_go(text):
            self._to_field()
            return
        self.unsay()
        self._keep()
        self._desk.send_reply(self._reply, self._verdict, self, self._done, self.trouble)

    def _may_go(self, text: str) -> bool:
        if len(text) > MAX_TEXT:
            too_many = len(text) - MAX_TEXT
            self.say(
                self.tr(
                    "That is too long to send. Please leave something out: "
                    "%n letter(s) too many. Nothing is lost.",
                    "",
                    too_many,
                ),
                Tone.CARE,
                "pencil",
            )
            return False
        if not text and self._verdict is not Verdict.NOT_UNDERSTOOD:
            self.say(
                self.tr("There are no words yet. Write some, then press Send."),
                Tone.CARE,
                "pencil",
            )
            return False
        return True

    def _done(self, _: object) -> None:
        self._sent = True
        self.context.navigator.back()

    def first_focus(self) -> QWidget | None:
        return self._go if self.values.get("right") else self.field.edit

    def words_at_stake(self) -> str:
        return self.field.text()

    def help_text(self) -> str:
        return self.tr(
            "Write what you want to say, then press Send. "
            "Without a connection it is kept here and goes later, by itself."
        )
