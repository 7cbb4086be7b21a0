"""Sure? Before a message is taken back, or words are removed from this computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.feedback import Conversation, ConversationState
from app.domain.verdicts import may_remove, may_take_back
from app.errors import EnvironmentProblem
from ui.screens.live import LiveScreen
from ui.theme import Role, Tone
from ui.wording.sentences import in_a_row
from ui.wording.voice import conversation_in_words


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, what it means, the two answers, and what is said afterwards."""

    title: str
    meaning: str
    yes: str
    no: str
    done: str


class TakeBackScreen(LiveScreen):
    """Values: `conversation_id`; `what`: `take-back`, `remove` or `throw-words`."""

    name = "take-back"

    def build(self) -> None:
        self._busy = False
        self._shown: Conversation | None = None
        self._keep: QWidget | None = None
        self.head(self.tr("Your message"))
        self.context.bridge.conversations_changed.connect(self._refresh)
        self._refresh()

    @property
    def _id(self) -> str:
        return str(self.values.get("conversation_id", ""))

    @property
    def _what(self) -> str:
        return str(self.values.get("what", "take-back"))

    def _refresh(self) -> None:
        conversations, wanted = self.context.services.conversations, self._id
        self.context.tasks.run(self, lambda: conversations.get(wanted), self._show, self.trouble)

    def _show(self, conversation: Conversation | None) -> None:
        if self._busy or (conversation is not None and conversation == self._shown):
            return
        self._shown = conversation
        self.refill(lambda: self._fill(conversation))

    def _fill(self, conversation: Conversation | None) -> None:
        if conversation is None or not self._possible(conversation):
            # It became something else while one was thinking: the conversation says what.
            self.words(self.tr("Something happened to this message meanwhile."), name="changed")
            self._keep = self.press(
                self.tr("Look at it"),
                self.context.navigator.back,
                icon="arrow-left",
                filled=True,
                name="keep",
            )
            return
        question = self._question(conversation)
        self.head(question.title, self._first_words(conversation), question.meaning)
        self.words(question.meaning, Role.BODY, name="meaning")
        self._keep = self.press(
            question.no, self.context.navigator.back, icon="arrow-left", filled=True, name="keep"
        )
        self.press(question.yes, self._yes, icon="trash", tone=Tone.URGENT, name="yes")

    def _possible(self, conversation: Conversation) -> bool:
        if self._what == "take-back":
            return may_take_back(conversation)
        if self._what == "remove":
            return may_remove(conversation)
        return any(e.mine and e.refusal is not None for e in conversation.entries)

    def _first_words(self, conversation: Conversation) -> str:
        return conversation_in_words(conversation, 24 if self.compact else 44)

    # --- the questions --------------------------------------------------------------------------

    def _question(self, conversation: Conversation) -> _Question:
        if self._what == "remove":
            return self._remove()
        if self._what == "throw-words":
            return self._throw_words()
        return _Question(
            self.tr("Take this message back?"),
            in_a_row(self._meaning(conversation), self._of_voice(conversation)),
            self.tr("Yes, take it back"),
            self.tr("No, leave it as it is"),
            self.tr("You took your message back."),
        )

    def _meaning(self, conversation: Conversation) -> str:
        if conversation.state is ConversationState.KEPT:
            return self.tr(
                "Then it is not sent. Should it have left already, "
                "it is erased at the other end, too."
            )
        return self.tr(
            "If nobody has looked at it yet, it is erased. "
            "If somebody has, the office is asked to erase it."
        )

    def _of_voice(self, conversation: Conversation) -> str:
        if all(entry.recording is None for entry in conversation.entries):
            return ""
        return self.tr("Your recording is then gone from this computer.")

    def _remove(self) -> _Question:
        return _Question(
            self.tr("Remove it from this computer?"),
            self.tr("Your words and the answers are then gone. They can't be brought back."),
            self.tr("Yes, remove it"),
            self.tr("No, keep it"),
            self.tr("The message is removed from this computer."),
        )

    def _throw_words(self) -> _Question:
        return _Question(
            self.tr("Throw these words away?"),
            self.tr(
                "The words that could not be taken are then gone. "
                "The rest of the conversation stays."
            ),
            self.tr("Yes, throw them away"),
            self.tr("No, keep them"),
            self.tr("The words are thrown away."),
        )

    # --- yes ------------------------------------------------------------------------------------

    def _yes(self) -> None:
        """One press is one yes, however often it is pressed meanwhile."""
        if self._busy or self._shown is None:
            return
        self._busy = True
        question, services, wanted = self._question(self._shown), self.context.services, self._id
        work: dict[str, Callable[[], object]] = {
            "take-back": lambda: services.take_back(wanted),
            "remove": lambda: services.remove(wanted),
            "throw-words": lambda: services.throw_away_refused(wanted),
        }
        self.context.tasks.run(
            self, work[self._what], lambda _: self._over(question.done), self._not_done
        )

    def _over(self, said: str) -> None:
        navigator = self.context.navigator
        navigator.back()
        if self._what == "remove":
            navigator.back()
        navigator.announce(said)

    def _not_done(self, problem: EnvironmentProblem) -> None:
        self._busy = False
        self.trouble(problem)

    def first_focus(self) -> QWidget | None:
        keep = self._keep
        return keep if keep is not None and keep.isVisibleTo(self) else super().first_focus()

    def help_text(self) -> str:
        return self.tr(
            "Read what happens then, and choose. If you are not sure, press the first button: "
            "nothing changes."
        )
