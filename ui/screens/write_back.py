"""Write back: one more word in a conversation, with or without a verdict on the answer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.feedback import MAX_TEXT, Verdict, new_id
from app.errors import EnvironmentProblem
from ui.drafting import desk_of
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.field import Field
from ui.wording.messages import written_language


class WriteBackScreen(Screen):
    """`conversation_id` and perhaps `verdict`: not solved, or not understood."""

    name = "write-back"

    def build(self) -> None:
        self._desk = desk_of(self.context)
        self._busy = self._sent = False
        # One screen says one thing, however often it is tried.
        self._entry_id = new_id()
        title, label = self._wording()
        self.head(title, self.tr("To the people who answered you"))
        self.field = Field(self.look, label, self._kept(), several=True, name="words")
        self.flow.add(
            self.field, grows=True, least=self.field.least_height(1 if self.compact else 2)
        )
        self.press(self.tr("Send"), self._send, icon="send", filled=True, name="send")

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

    @property
    def _key(self) -> tuple[str, str]:
        return self._id, str(self._verdict or "")

    def _kept(self) -> str:
        return self._desk.replies.get(self._key, "")

    def leave(self) -> None:
        if not self._sent:
            self._desk.replies[self._key] = self.field.text()

    # --- sending ------------------------------------------------------------------------------

    def _send(self) -> None:
        """One press is one word, however often it is pressed meanwhile."""
        if self._busy or self._sent:
            return
        text = self.field.text().strip()
        if not self._may_go(text):
            self.flow.show_block(self.field)
            self.field.edit.setFocus()
            return
        self._busy = True
        self.unsay()
        services, wanted, verdict = self.context.services, self._id, self._verdict
        language, said = str(written_language(text, self.context.language)), self._entry_id
        self.context.tasks.run(
            self,
            lambda: services.write_back(wanted, text, language, verdict, said),
            self._done,
            self._failed,
        )

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
        self._desk.replies.pop(self._key, None)
        self.context.navigator.back()

    def _failed(self, problem: EnvironmentProblem) -> None:
        self._busy = False
        self.trouble(problem)

    def first_focus(self) -> QWidget | None:
        return self.field.edit

    def help_text(self) -> str:
        return self.tr(
            "Write what you want to say, then press Send. "
            "Without a connection it is kept here and goes later, by itself."
        )
