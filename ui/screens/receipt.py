"""The receipt: what became of the message just sent, its number and its claim code in big print."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.feedback import Conversation, ConversationState
from app.domain.verdicts import may_go_on
from ui.context import Route
from ui.description import Description
from ui.screens.live import LiveScreen
from ui.theme import Role, Tone
from ui.wording.message_state import state_of
from ui.wording.voice import is_spoken

_WAY_ON = (ConversationState.ANSWERED, ConversationState.CLOSED)


class ReceiptScreen(LiveScreen):
    """Turns by itself from *kept* into *received* when the community has the message."""

    name = "receipt"

    def build(self) -> None:
        self.head(self.tr("Your message"))
        self._shown: Conversation | None = None
        self._sentence = ""
        self.context.bridge.conversations_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        wanted = str(self.values.get("conversation_id", ""))
        conversations = self.context.services.conversations
        self.context.tasks.run(self, lambda: conversations.get(wanted), self._show, self.trouble)

    def _show(self, conversation: Conversation | None) -> None:
        if conversation is not None and conversation == self._shown:
            return
        first_time, self._shown = self._shown is None, conversation
        self.refill(lambda: self._fill(conversation), self.flow.page)
        if not first_time:
            self.context.navigator.announce(self._sentence)

    # --- the receipt --------------------------------------------------------------------------

    def _fill(self, conversation: Conversation | None) -> None:
        if conversation is None:
            self.words(self.tr("This message is no longer on this computer."), name="gone")
        else:
            self._fill_receipt(conversation)
        self._add_ways_on()

    def _fill_receipt(self, conversation: Conversation) -> None:
        state = state_of(self.context, conversation)
        self._sentence = state.sentence
        self.head(self._title(conversation), self.tr("Your receipt"), "")
        self.words(state.sentence, Role.STRONG, state.tone, name="state")
        if may_go_on(conversation):
            big = Role.TILE if self.compact else Role.TITLE
            if conversation.reference:
                number = self.tr("Number: {number}").format(number=conversation.reference)
                self.words(number, big, name="number")
            code = self.tr("Code: {code}").format(code=conversation.claim_code)
            self.words(code, big, name="code")
            self.words(
                self.tr("Please write this down. It shows that this message is yours."),
                Role.NOTE,
                Tone.INK2,
                name="code-why",
            )
        self.words(self._what_next(conversation), name="next")

    def _title(self, conversation: Conversation) -> str:
        state = conversation.state
        if conversation.withdrawal is not None:
            return self.tr("You took your message back")
        if state is ConversationState.ERASED:
            return self.tr("Your message was erased")
        if state is ConversationState.KEPT:
            return self.tr("Your message is kept")
        if state is ConversationState.REFUSED:
            return self.tr("Your message was not taken")
        if conversation.recording_lost:
            return self.tr("Your words were received")
        return self.tr("Your message was received")

    def _what_next(self, conversation: Conversation) -> str:
        spoken = bool(conversation.entries) and is_spoken(conversation.entries[0])
        if spoken and conversation.withdrawal is not None:
            return self.tr("What you said is gone from this computer, too.")
        if spoken and conversation.state is ConversationState.REFUSED:
            return self.tr("Please say it in a new message. Look in My messages to do so.")
        if conversation.withdrawal is not None or conversation.state is ConversationState.ERASED:
            return self.tr("Your words are still on this computer. Look in My messages.")
        if conversation.state is ConversationState.REFUSED:
            return self.tr("Your words are not lost. Look in My messages to write them anew.")
        if any(entry.damaged for entry in conversation.entries):
            return self.tr("Your words are not lost. Look in My messages to write them anew.")
        held = any(entry.held_by is not None for entry in conversation.entries)
        if conversation.state is ConversationState.KEPT and (held or conversation.elsewhere):
            return self.tr("Thank you. You need do nothing more.")
        if conversation.state is ConversationState.KEPT:
            return self.tr("Thank you. You need do nothing more: it is sent by itself.")
        if conversation.state in _WAY_ON or conversation.unread_answers:
            return self.tr("Look in My messages: something came back.")
        if conversation.answer_wanted and spoken:
            return self.tr("Thank you. Now somebody hears it. The answer comes to My messages.")
        if conversation.answer_wanted:
            return self.tr("Thank you. Now somebody reads it. The answer comes to My messages.")
        if spoken:
            return self.tr(
                "Thank you. Now somebody hears it. In My messages you see what becomes of it."
            )
        return self.tr(
            "Thank you. Now somebody reads it. In My messages you see what becomes of it."
        )

    def _add_ways_on(self) -> None:
        self._done = self.press(
            self.tr("Done"),
            self.context.navigator.home,
            icon="check",
            filled=True,
            name="done",
            pairs=True,
        )
        self.press(
            self.tr("My messages"),
            lambda: self.context.navigator.go(Route.to("messages")),
            icon="mailbox",
            name="to-messages",
            pairs=True,
        )

    def first_focus(self) -> QWidget | None:
        done = getattr(self, "_done", None)
        return done if done is not None and done.isVisibleTo(self) else super().first_focus()

    def describe(self) -> Description:
        """The code is spelt, letter by letter."""
        plain = super().describe()
        if self._shown is None:
            return plain
        code = self._shown.claim_code
        spelt = ", ".join(code.replace("-", ""))
        text = tuple(
            replace(part, text=part.text.replace(code, spelt)) if part.key == "code" else part
            for part in plain.text
        )
        return replace(plain, text=text)

    def community_arrived(self) -> None:
        """The office's name may be another now."""
        self._shown = None
        self._refresh()

    def help_text(self) -> str:
        return self.tr(
            "This says what became of your message. "
            "Write down the number and the code, then press Done."
        )
