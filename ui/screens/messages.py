"""My messages: a card each, with the one honest sentence; unread answers first."""

from __future__ import annotations

from app.domain.feedback import Conversation, Draft
from ui.asking import ask_for_answers
from ui.context import Route
from ui.screens.live import LiveScreen
from ui.theme import Role, Tone
from ui.widgets.pressable import Shape
from ui.wording.message_state import state_of
from ui.wording.messages import kind_name
from ui.wording.voice import conversation_in_words, draft_in_words

_News = tuple[tuple[Conversation, ...], Draft | None]


class MessagesScreen(LiveScreen):
    """`page` is where one was."""

    name = "messages"

    def build(self) -> None:
        self.head(self.tr("My messages"), "", self.tr("Here you see what became of your words."))
        self._shown: _News | None = None
        self.context.bridge.conversations_changed.connect(self._refresh)
        self._refresh()
        ask_for_answers(self.context)

    def memory(self) -> dict[str, object]:
        return {**self.values, "page": self.flow.page}

    def _refresh(self) -> None:
        services = self.context.services

        def ask() -> _News:
            return services.conversations.all(), services.drafts.current()

        self.context.tasks.run(self, ask, self._show, self.trouble)

    def _show(self, news: _News) -> None:
        if news == self._shown:
            return
        page = int(str(self.values.get("page", 0))) if self._shown is None else self.flow.page
        self._shown = news
        self.refill(lambda: self._fill(*news), page)

    def _fill(self, conversations: tuple[Conversation, ...], draft: Draft | None) -> None:
        unread = sum(conversation.unread_answers for conversation in conversations)
        where = self.tr("%n message(s)", "", len(conversations)) if conversations else ""
        if unread:
            where += " · " + self.tr("%n new answer(s)", "", unread)
        self.head(self.title, where, self.purpose)
        # Python's sort is stable: within both groups the newest news stay first.
        for conversation in sorted(conversations, key=lambda c: not c.unread_answers):
            self._card(conversation)
        if not conversations:
            self.words(self.tr("You have not sent a message yet."), Role.STRONG, name="empty")
            self.words(self.tr("Would you like to tell us something?"), name="empty-what")
        if draft is not None:
            self.press(
                self.tr("Go on with your message"),
                self._tell,
                icon="pencil",
                note=draft_in_words(draft, 50) or kind_name(draft.kind),
                filled=not conversations,
                name="draft",
            )
        elif not conversations:
            self.press(
                self.tr("Tell us"),
                self._tell,
                icon="message",
                note=self.tr("an idea, a problem, a question, thanks"),
                filled=True,
                name="tell",
            )

    def _tell(self) -> None:
        self.context.navigator.go(Route.to("tell-kind"))

    def _card(self, conversation: Conversation) -> None:
        state = state_of(self.context, conversation)
        unread = bool(conversation.unread_answers)
        first = bool(unread and not any(getattr(w.widget, "filled", 0) for w in self.flow.blocks))
        self.press(
            conversation_in_words(conversation),
            lambda: self._open(conversation.id),
            icon=state.icon,
            note=state.sentence,
            shape=Shape.CARD,
            filled=first,
            tone=state.tone,
            note_tone=state.tone if unread or state.tone is Tone.URGENT else Tone.INK2,
            name=f"message-{conversation.id}",
        )

    def _open(self, conversation_id: str) -> None:
        self.context.navigator.go(Route.to("conversation", conversation_id=conversation_id))

    def community_arrived(self) -> None:
        """The office's name may be another now."""
        self.values = self.memory()
        self._shown = None
        self._refresh()

    def help_text(self) -> str:
        return self.tr(
            "Each box is a message of yours, with what became of it. "
            "Press one to read the answer or to write back."
        )
