"""One conversation: where it stands, what was said, and what can be said of the answer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QAbstractButton

from app.domain.feedback import Conversation, Entry, Verdict
from app.domain.language import pick_text
from app.domain.verdicts import (
    may_remove,
    may_take_back,
    may_write_back,
    verdict_on,
    verdicts_offered,
)
from ui.context import Route
from ui.description import Description
from ui.meaning import Means
from ui.screens.live import LiveScreen
from ui.theme import Role, Tone
from ui.wording.dates import is_sane, local_day, moment_in_words
from ui.wording.message_state import state_of
from ui.wording.messages import kind_name, topic_name
from ui.wording.voice import (
    conversation_in_words,
    duration_in_words,
    entry_in_words,
    is_voice_entry,
    sealed_in_words,
)

_SAID = "said-"
#: Beside the bar; more confuse. Source: standards.md (COGA o5p03).
MOST_CHOICES = 5


class ConversationScreen(LiveScreen):
    """`fresh` are the answers that were new when it was opened: they stay first till it is left."""

    name = "conversation"

    def build(self) -> None:
        self.head(self.tr("Your message"))
        self._shown: Conversation | None = None
        self._languages: dict[str, str] = {}
        self._busy = False
        self.context.bridge.conversations_changed.connect(self._refresh)
        self._refresh()

    @property
    def _id(self) -> str:
        return str(self.values.get("conversation_id", ""))

    @property
    def _fresh(self) -> tuple[str, ...]:
        fresh = self.values.get("fresh", ())
        return tuple(fresh) if isinstance(fresh, (tuple, list)) else ()

    def memory(self) -> dict[str, object]:
        return {**self.values, "page": self.flow.page}

    def _refresh(self) -> None:
        conversations, wanted = self.context.services.conversations, self._id
        self.context.tasks.run(self, lambda: conversations.get(wanted), self._show, self.trouble)

    # --- showing ------------------------------------------------------------------------------

    def _show(self, conversation: Conversation | None) -> None:
        if conversation is not None and conversation == self._shown:
            return
        new = tuple(e.id for e in conversation.entries if e.unread) if conversation else ()
        news = [entry_id for entry_id in new if entry_id not in self._fresh]
        if conversation is not None and self._only_opened(conversation):
            self._shown = conversation
            return
        page = int(str(self.values.get("page", 0))) if self._shown is None else self.flow.page
        self.values = {**self.values, "fresh": (*self._fresh, *news)}
        self._shown = conversation
        self.refill(lambda: self._fill(conversation), 0 if news else page)
        if new:
            conversations, wanted = self.context.services.conversations, self._id
            self.context.tasks.run(self, lambda: conversations.mark_opened(wanted))

    def _only_opened(self, conversation: Conversation) -> bool:
        """Whether nothing changed but that the answers shown here count as opened."""
        if self._shown is None:
            return False
        opened = tuple(replace(entry, unread=False) for entry in self._shown.entries)
        return replace(self._shown, entries=opened) == conversation

    def _fill(self, conversation: Conversation | None) -> None:
        self._languages = {}
        if conversation is None:
            self.words(self.tr("This message is no longer on this computer."), name="gone")
        else:
            self._fill_conversation(conversation)

    def _fill_conversation(self, conversation: Conversation) -> None:
        state = state_of(self.context, conversation)
        most = 24 if self.compact else 44
        self.head(conversation_in_words(conversation, most), self._facts(conversation))
        self.words(state.sentence, Role.STRONG, state.tone, name="state")
        fresh = [e for e in conversation.entries if e.id in self._fresh]
        rest = [e for e in conversation.entries if e.id not in self._fresh]
        # One new answer is already told of by the sentence above it.
        told = len(fresh) == 1 == conversation.unread_answers
        for entry in fresh:
            self._entry(entry, headed=not told)
        if fresh:
            self._add_choices(conversation)
            if rest:
                self.words(self.tr("What was said before:"), Role.STRONG, name="before", leads=True)
        for entry in rest:
            self._entry(entry)
        if not fresh:
            self._add_choices(conversation)
        self._add_ways_out(conversation)

    def _facts(self, conversation: Conversation) -> str:
        topic = topic_name(conversation.topic, self.context.community, self.context.language)
        number = (
            self.tr("number {number}").format(number=conversation.reference)
            if conversation.reference
            else ""
        )
        code = self.tr("code {code}").format(code=conversation.claim_code)
        first = next(iter(conversation.entries), None)
        # Where it is sealed its title says the kind.
        kind = "" if first and first.sealed else kind_name(conversation.kind)
        parts = (kind, topic, number, "" if self.compact else code)
        return " · ".join(part for part in parts if part)

    # --- what was said ------------------------------------------------------------------------

    def _entry(self, entry: Entry, headed: bool = True) -> None:
        if headed:
            self._entry_head(entry)
        if entry.verdict is not None:
            self.words(self._verdict_said(entry.verdict), Role.BODY, name=f"verdict-{entry.id}")
        if entry.sealed is not None:
            self.words(sealed_in_words(entry), Role.BODY, name=f"sealed-{entry.id}")
        elif is_voice_entry(entry):
            self.words(entry_in_words(entry), Role.STRONG, name=f"voice-{entry.id}")
        elif entry.recording is not None:
            spoken = self.tr("Your voice, {length}.")
            length = duration_in_words(entry.recording.seconds)
            self.words(spoken.format(length=length), Role.BODY, name=f"spoken-{entry.id}")
        paragraphs = [p.strip() for p in entry.text.split("\n") if p.strip()]
        for number, paragraph in enumerate(paragraphs):
            key = f"{_SAID}{entry.id}-{number}"
            self._languages[key] = entry.language
            self.words(paragraph, name=key)

    def _entry_head(self, entry: Entry) -> None:
        today = self.context.services.clock.today()
        when = moment_in_words(entry.sent_at, self.context.locale, today)
        tone = Tone.INK2 if entry.mine else Tone.PRIMARY
        said_by = self._who(entry)
        line = f"{said_by} · {when}" if is_sane(local_day(entry.sent_at)) else said_by
        self.words(line, Role.NOTE, tone, name=f"who-{entry.id}", leads=True)

    def _who(self, entry: Entry) -> str:
        if entry.mine:
            return self.tr("You")
        author = pick_text(entry.author, self.context.language)
        return self.tr("Answer from {who}").format(who=author) if author else self.tr("Answer")

    def _verdict_said(self, verdict: Verdict) -> str:
        return {
            Verdict.SOLVED: self.tr("You said: solved."),
            Verdict.NOT_SOLVED: self.tr("You said: not solved."),
            Verdict.NOT_UNDERSTOOD: self.tr("You said: I don't understand."),
        }[verdict]

    # --- what can be done ---------------------------------------------------------------------

    def _add_choices(self, conversation: Conversation) -> None:
        offered = verdicts_offered(conversation)
        if Verdict.SOLVED in offered:
            self.press(
                self.tr("Solved"),
                self._solved,
                icon="thumb-up",
                filled=True,
                name="solved",
                means=Means.YES | Means.SEND,
                pairs=True,
            )
        if Verdict.NOT_SOLVED in offered:
            self._verdict_press(self.tr("Not solved"), "thumb-down", Verdict.NOT_SOLVED)
        if Verdict.NOT_UNDERSTOOD in offered:
            self._verdict_press(
                self.tr("I don't understand"), "question-mark", Verdict.NOT_UNDERSTOOD
            )
        if may_write_back(conversation):
            self.press(
                self.tr("Write back"),
                lambda: self._write_back(None),
                icon="writing",
                name="write-back",
                pairs=True,
            )
        refused = self._refused_words(conversation)
        spoken, sealed = self._lost_voice(conversation), self._lost_sealed(conversation)
        if refused:
            self.press(
                self.tr("Copy the words into a new message"),
                lambda: self._write_anew(conversation, refused),
                icon="pencil",
                note=self.tr("without your recording") if spoken else "",
                filled=conversation.over,
                name="write-anew",
            )
        elif spoken or sealed:
            self.press(
                self.tr("Say it in a new message"),
                lambda: self._write_anew(conversation, ""),
                icon="microphone",
                note=self.tr("what is sealed can't be shown again")
                if sealed
                else self.tr("your recording can't be copied"),
                filled=True,
                name="say-anew",
            )

    def _add_ways_out(self, conversation: Conversation) -> None:
        """To take it back while it is alive; to remove what is over or was not taken."""
        if may_remove(conversation):
            title = self.tr("Remove it from this computer")
            lost = self._lost_voice(conversation) or self._lost_sealed(conversation)
            filled = not (self._refused_words(conversation) or lost)
            self._way_out(title, "trash", "remove", filled=filled)
        elif any(e.mine and e.refusal is not None for e in conversation.entries):
            self._way_out(self.tr("Throw these words away"), "trash", "throw-words")
        elif may_take_back(conversation) and self._room_for_one():
            self._way_out(self.tr("Take this message back"), "arrow-back-up", "take-back")

    def _room_for_one(self) -> bool:
        there = sum(isinstance(block.widget, QAbstractButton) for block in self.flow.blocks)
        return there < MOST_CHOICES

    def _way_out(self, title: str, icon: str, name: str, *, filled: bool = False) -> None:
        def go() -> None:
            self.context.navigator.go(Route.to("take-back", conversation_id=self._id, what=name))

        self.press(title, go, icon=icon, filled=filled, name=name, pairs=True)

    def _verdict_press(self, title: str, icon: str, verdict: Verdict) -> None:
        self.press(
            title,
            lambda: self._write_back(verdict),
            icon=icon,
            means=Means.NO if verdict is Verdict.NOT_SOLVED else Means.NONE,
            name=str(verdict).replace("_", "-"),
            pairs=True,
        )

    def _write_back(self, verdict: Verdict | None) -> None:
        route = Route.to("write-back", conversation_id=self._id, verdict=verdict)
        self.context.navigator.go(route)

    @staticmethod
    def _lost_voice(conversation: Conversation) -> bool:
        """Whether something said aloud will never be with the other side."""
        return (conversation.over or conversation.withdrawal is not None) and any(
            entry.mine and entry.recording is not None for entry in conversation.entries
        )

    @staticmethod
    def _lost_sealed(conversation: Conversation) -> bool:
        """Whether something sealed will never be with the other side: it has to be said again."""
        over = conversation.over or conversation.withdrawal is not None
        return any(
            entry.sealed is not None and (over or entry.refusal is not None or entry.damaged)
            for entry in conversation.entries
        )

    @staticmethod
    def _refused_words(conversation: Conversation) -> str:
        """What the other side would not take, or the disk spoilt; empty where there is none."""
        if conversation.over or conversation.withdrawal is not None:
            said = [entry.text for entry in conversation.entries if entry.mine]
        elif any(e.damaged and e.id == conversation.id for e in conversation.entries):
            # What was written behind a damaged first message can't go either.
            said = [e.text for e in conversation.entries if e.mine and not e.received]
        else:
            said = [e.text for e in conversation.entries if e.refusal is not None or e.damaged]
        return "\n".join(text for text in said if text.strip())

    def _write_anew(self, conversation: Conversation, words: str) -> None:
        self.context.navigator.go(Route.to("tell-kind", words=words, about=conversation.about))

    # --- solved -------------------------------------------------------------------------------

    def _solved(self) -> None:
        """One press is one verdict, however often it is pressed meanwhile."""
        if self._busy or self._shown is None or verdict_on(self._shown) is Verdict.SOLVED:
            return
        self._busy = True
        services, wanted = self.context.services, self._id
        language = str(self.context.language)
        self.context.tasks.run(
            self,
            lambda: services.write_back(wanted, "", language, Verdict.SOLVED),
            self._thanks,
            self._not_kept,
        )

    def _thanks(self, conversation: Conversation) -> None:
        self._busy = False
        self._show(conversation)
        self.say(
            self.tr("Thank you. If it is not solved after all, press Not solved."),
            Tone.GOOD,
            "circle-check",
        )
        self.content_changed.emit()

    def _not_kept(self, problem: object) -> None:
        self._busy = False
        self.trouble(problem)  # type: ignore[arg-type]

    # --- reading aloud ------------------------------------------------------------------------

    def describe(self) -> Description:
        """What was said is read by the voice of its own language."""
        plain = super().describe()
        text = tuple(
            replace(part, language=self._languages.get(part.key, part.language))
            for part in plain.text
        )
        return replace(plain, text=text)

    def community_arrived(self) -> None:
        """Names may be others now."""
        self.values = self.memory()
        self._shown = None
        self._refresh()

    def help_text(self) -> str:
        return self.tr(
            "Here is what you said and what was answered. "
            "Press Listen to hear it, then say whether it is solved, or write back."
        )
