"""Where a message stands, in one honest sentence made from the stored facts alone.

The card in the list, the receipt, the conversation and the voice all take it from here, so that
no two of them ever say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.feedback import (
    Conversation,
    ConversationState,
    Entry,
    RecordingState,
    Verdict,
    Withdrawal,
)
from app.domain.language import Language, Words, pick_text
from app.domain.verdicts import last_answer, last_words, verdict_on
from ui.context import Context
from ui.theme import Tone
from ui.wording.dates import is_sane, local_day, moment_in_words, near_day
from ui.wording.sentences import in_a_row


@dataclass(frozen=True, slots=True)
class MessageState:
    """The sentence, the icon that goes with it, and what its colour means."""

    sentence: str
    icon: str
    tone: Tone


def state_of(context: Context, conversation: Conversation) -> MessageState:
    """Where `conversation` stands, in the interface's language, as of today."""
    office = context.community.office if context.community else {}
    today = context.services.clock.today()
    return message_state(conversation, office, context.language, context.locale, today)


def message_state(
    conversation: Conversation, office: Words, language: Language, locale: QLocale, today: date
) -> MessageState:
    """Where `conversation` stands. `office` is the community's own name for who receives."""
    return _Wording(conversation, office, language, locale, today).made()


@dataclass(frozen=True, slots=True)
class _Wording:
    conversation: Conversation
    office: Words
    language: Language
    locale: QLocale
    today: date

    def made(self) -> MessageState:
        state, unread = self.conversation.state, self.conversation.unread_answers
        if state is ConversationState.ERASED or self.conversation.withdrawal is not None:
            return self._gone()
        spoilt = self._spoilt()
        if spoilt is not None:
            return spoilt
        if state is ConversationState.REFUSED:
            return MessageState(self._refused(), "circle-x", Tone.URGENT)
        if unread:
            return MessageState(self._answered(), "mail", Tone.GOOD)
        if state is ConversationState.KEPT:
            return MessageState(self._kept(), "device-desktop", Tone.CARE)
        spoken = self._recording_lost()
        if spoken is not None:
            return MessageState(spoken, "alert-triangle", Tone.URGENT)
        said = self._last_words()
        if said is not None:
            return said
        if state is ConversationState.CLOSED or self._solved():
            return MessageState(self._closed(), "checks", Tone.GOOD)
        if state is ConversationState.ANSWERED:
            return MessageState(self._answered(), "mail-opened", Tone.PRIMARY)
        if state is ConversationState.IN_PROGRESS:
            sentence = in_a_row(self._in_progress(), self._answers_elsewhere())
            return MessageState(sentence, "eye", Tone.PRIMARY)
        sentence = in_a_row(self._received(), self._answers_elsewhere())
        return MessageState(sentence, "circle-check", Tone.GOOD)

    # --- taken back, or erased by the office ----------------------------------------------------

    def _gone(self) -> MessageState:
        """What its sender took back, and what the other side erased, comes before all else."""
        withdrawal, moment = self.conversation.withdrawal, self.conversation.withdrawn_at
        if withdrawal is None or moment is None:
            return MessageState(self._erased(), "trash", Tone.INK2)
        texts = {
            Withdrawal.NEVER_SENT: QCoreApplication.translate(
                "MessageState", "It never left this computer."
            ),
            Withdrawal.WANTED: QCoreApplication.translate(
                "MessageState", "{office} is told when there is a connection."
            ),
            Withdrawal.ASKED: QCoreApplication.translate(
                "MessageState", "Somebody had seen it: {office} is asked to erase it."
            ),
            Withdrawal.DONE: QCoreApplication.translate("MessageState", "{office} has erased it."),
        }
        text = texts[withdrawal]
        if withdrawal is Withdrawal.WANTED and self._elsewhere() is not None:
            text = QCoreApplication.translate(
                "MessageState", "{office} is told when you join that community again."
            )
        pending = withdrawal in (Withdrawal.WANTED, Withdrawal.ASKED)
        sentence = in_a_row(self._taken_back(moment), text.format(office=self._office()))
        tone, icon = (Tone.CARE, "hourglass") if pending else (Tone.INK2, "trash")
        return MessageState(sentence, icon, tone)

    def _taken_back(self, moment: datetime) -> str:
        if not is_sane(local_day(moment)):
            return QCoreApplication.translate("MessageState", "You took it back.")
        text = QCoreApplication.translate("MessageState", "You took it back, {when}.")
        return text.format(when=moment_in_words(moment, self.locale, self.today))

    def _erased(self) -> str:
        moment = self.conversation.erased_at
        if moment is None:
            text = QCoreApplication.translate("MessageState", "Erased by {office}.")
            return text.format(office=self._office())
        text = QCoreApplication.translate("MessageState", "Erased by {office}, {when}.")
        when = moment_in_words(moment, self.locale, self.today)
        return text.format(office=self._office(), when=when)

    # --- damaged on the disk, or for another community ------------------------------------------

    def _spoilt(self) -> MessageState | None:
        """What the disk spoilt before it could go comes before all other news."""
        spoilt = [entry for entry in self.conversation.entries if entry.damaged]
        if not spoilt:
            return None
        if spoilt[0].recording is not None and not spoilt[0].has_words:
            text = QCoreApplication.translate(
                "MessageState",
                "This computer's disk damaged your recording, so it can't be sent. "
                "Please say it anew.",
            )
        elif spoilt[0].id == self.conversation.id:
            text = QCoreApplication.translate(
                "MessageState",
                "This computer's disk damaged it, so it can't be sent. Please write it anew.",
            )
        else:
            text = QCoreApplication.translate(
                "MessageState",
                "This computer's disk damaged words of yours, so they can't be sent. "
                "Please write them anew.",
            )
        return MessageState(text, "alert-triangle", Tone.URGENT)

    def _elsewhere(self) -> str | None:
        """The name of the other community that it belongs to; None where it is at home here."""
        other = self.conversation.elsewhere
        if other is None:
            return None
        name = pick_text(other.name, self.language).strip()
        return name or QCoreApplication.translate("MessageState", "another community")

    def _answers_elsewhere(self) -> str:
        name = self._elsewhere()
        if name is None or not self.conversation.answer_wanted:
            return ""
        text = QCoreApplication.translate(
            "MessageState", "Its answer comes when you join {community} again."
        )
        return text.format(community=name)

    # --- the first message --------------------------------------------------------------------

    def _kept(self) -> str:
        name = self._elsewhere()
        if name is not None:
            text = QCoreApplication.translate(
                "MessageState",
                "Kept on this computer for {community}. "
                "It goes when you join that community again.",
            )
            return text.format(community=name)
        on_its_way = self._on_its_way()
        if on_its_way is not None:
            return on_its_way
        text = QCoreApplication.translate(
            "MessageState", "Kept on this computer, {when}. It goes when there is a connection."
        )
        first = self.conversation.entries[:1]
        if first and first[0].on_stick is not None:
            return in_a_row(self._kept_since(first[0]), self._copied(first[0].on_stick))
        if first and first[0].held_by is not None:
            return in_a_row(self._kept_since(first[0]), self._held(first[0].held_by))
        if not first or not self._is_dated(first[0]):
            return QCoreApplication.translate(
                "MessageState", "Kept on this computer. It goes when there is a connection."
            )
        return text.format(when=self._when(first[0]))

    def _kept_since(self, entry: Entry) -> str:
        if not self._is_dated(entry):
            return QCoreApplication.translate("MessageState", "Kept on this computer.")
        text = QCoreApplication.translate("MessageState", "Kept on this computer, {when}.")
        return text.format(when=self._when(entry))

    def _held(self, code: str) -> str:
        """What has to happen before it can go, where a connection alone is not enough."""
        if code == "too_old":
            return QCoreApplication.translate(
                "MessageState", "It goes when a helper has brought the newer program."
            )
        return QCoreApplication.translate(
            "MessageState", "It goes when this computer is joined again, with a new code."
        )

    def _copied(self, moment: datetime) -> str:
        """It left on a stick; nobody here knows yet where the stick is."""
        if not is_sane(local_day(moment)):
            copied = QCoreApplication.translate("MessageState", "Copied to a USB stick.")
        else:
            text = QCoreApplication.translate("MessageState", "Copied to a USB stick, {when}.")
            copied = text.format(when=moment_in_words(moment, self.locale, self.today))
        arrives = QCoreApplication.translate(
            "MessageState", "It arrives with the stick, or when there is a connection."
        )
        return in_a_row(copied, arrives)

    # --- a recording --------------------------------------------------------------------------

    def _first(self) -> Entry | None:
        return next(iter(self.conversation.entries), None)

    def _on_its_way(self) -> str | None:
        """The words are there, the recording is not yet; None where that is not so."""
        first = self._first()
        if first is None or first.recording is None or not first.words_received:
            return None
        if not first.has_words:
            text = QCoreApplication.translate(
                "MessageState", "Your recording is on its way to {office}. It is not all there yet."
            )
            return text.format(office=self._office())
        text = QCoreApplication.translate(
            "MessageState", "{office} has your words. Your recording is still on its way."
        )
        return in_a_row(text.format(office=self._office()), self._number())

    def _recording_lost(self) -> str | None:
        """The words were taken, the recording never will be; None where all is well."""
        first = self._first()
        recording = first.recording if first else None
        if recording is None or self.conversation.state is not ConversationState.RECEIVED:
            return None
        if recording.state is RecordingState.DAMAGED:
            text = QCoreApplication.translate(
                "MessageState",
                "{office} has your words. This computer's disk damaged your recording, "
                "so it can't be sent.",
            )
            return in_a_row(text.format(office=self._office()), self._number())
        if recording.state is not RecordingState.REFUSED:
            return None
        text = QCoreApplication.translate(
            "MessageState",
            "{office} has your words, but could not take your recording. The reason: {reason}",
        )
        reason = pick_text(recording.refusal, self.language).strip()
        if not reason:
            text = QCoreApplication.translate(
                "MessageState", "{office} has your words, but could not take your recording."
            )
        return in_a_row(text.format(office=self._office(), reason=reason), self._number())

    def _refused(self) -> str:
        reason = pick_text(self.conversation.refusal, self.language).strip()
        if reason:
            text = QCoreApplication.translate(
                "MessageState", "{office} could not take it. The reason: {reason}"
            )
            return text.format(office=self._office(), reason=reason)
        text = QCoreApplication.translate(
            "MessageState", "{office} could not take it, and gave no reason."
        )
        return text.format(office=self._office())

    def _received(self) -> str:
        number = self._number()
        moment = self.conversation.received_at
        if moment is None:
            text = QCoreApplication.translate("MessageState", "Received by {office}.")
            return in_a_row(text.format(office=self._office()), number)
        text = QCoreApplication.translate("MessageState", "Received by {office}, {when}.")
        when = moment_in_words(moment, self.locale, self.today)
        return in_a_row(text.format(office=self._office(), when=when), number)

    def _number(self) -> str:
        if not self.conversation.reference:
            return ""
        text = QCoreApplication.translate("MessageState", "Number {number}.")
        return text.format(number=self.conversation.reference)

    def _in_progress(self) -> str:
        handler = pick_text(self.conversation.handler, self.language).strip() or self._office()
        text = QCoreApplication.translate("MessageState", "Being looked at by {who}.")
        looked_at = text.format(who=handler)
        if self.conversation.promised_by is None:
            return in_a_row(looked_at, self._number())
        promise = QCoreApplication.translate("MessageState", "An answer is promised by {day}.")
        day = near_day(self.conversation.promised_by, self.locale, self.today)
        return in_a_row(looked_at, promise.format(day=day))

    # --- answers ------------------------------------------------------------------------------

    def _answered(self) -> str:
        answer = last_answer(self.conversation)
        if answer is None:
            return QCoreApplication.translate("MessageState", "Answered.")
        if answer.unread:
            text = QCoreApplication.translate("MessageState", "New answer from {who}, {when}.")
        else:
            text = QCoreApplication.translate("MessageState", "Answered by {who}, {when}.")
        who = pick_text(answer.author, self.language).strip() or self._office()
        return text.format(who=who, when=self._when(answer))

    def _solved(self) -> bool:
        return verdict_on(self.conversation) is Verdict.SOLVED

    def _closed(self) -> str:
        said = last_words(self.conversation)
        if said is not None and self._solved():
            text = QCoreApplication.translate("MessageState", "Solved. You said so {when}.")
            return text.format(when=self._when(said))
        text = QCoreApplication.translate("MessageState", "Closed by {office}.")
        return in_a_row(text.format(office=self._office()), self._number())

    # --- what was written back ------------------------------------------------------------------

    def _last_words(self) -> MessageState | None:
        """What became of the newest word written back, where that is the news."""
        said = last_words(self.conversation)
        if said is None or said.id == self.conversation.id:
            return None
        if said.refusal is not None:
            return MessageState(self._words_refused(said), "circle-x", Tone.URGENT)
        if not said.received:
            return MessageState(self._words_kept(said), "device-desktop", Tone.CARE)
        newest = self.conversation.entries[-1] is said
        if newest and not self._solved() and self.conversation.state in _LEFT_BEHIND:
            text = QCoreApplication.translate(
                "MessageState", "{office} has the words you wrote {when}."
            )
            if not self._is_dated(said):
                text = QCoreApplication.translate("MessageState", "{office} has your last words.")
            sentence = text.format(office=self._office(), when=self._when(said))
            return MessageState(sentence, "circle-check", Tone.GOOD)
        return None

    def _words_refused(self, said: Entry) -> str:
        reason = pick_text(said.refusal, self.language).strip()
        if not reason:
            return QCoreApplication.translate(
                "MessageState", "Your last words could not be taken. No reason was given."
            )
        text = QCoreApplication.translate(
            "MessageState", "Your last words could not be taken. The reason: {reason}"
        )
        return text.format(reason=reason)

    def _words_kept(self, said: Entry) -> str:
        name = self._elsewhere()
        if name is not None:
            text = QCoreApplication.translate(
                "MessageState",
                "Your last words are kept on this computer for {community}. "
                "They go when you join that community again.",
            )
            return text.format(community=name)
        if said.on_stick is not None:
            return in_a_row(self._words_kept_since(said), self._copied(said.on_stick))
        if said.held_by is not None:
            return in_a_row(self._words_kept_since(said), self._held(said.held_by))
        if not self._is_dated(said):
            return QCoreApplication.translate(
                "MessageState",
                "Your last words are kept on this computer. They go when there is a connection.",
            )
        if said.verdict is Verdict.SOLVED:
            text = QCoreApplication.translate(
                "MessageState",
                "You said it is solved, {when}. "
                "That is kept on this computer and goes when there is a connection.",
            )
        else:
            text = QCoreApplication.translate(
                "MessageState",
                "Your last words are kept on this computer, {when}. "
                "They go when there is a connection.",
            )
        return text.format(when=self._when(said))

    def _words_kept_since(self, said: Entry) -> str:
        if not self._is_dated(said):
            return QCoreApplication.translate(
                "MessageState", "Your last words are kept on this computer."
            )
        text = QCoreApplication.translate(
            "MessageState", "Your last words are kept on this computer, {when}."
        )
        return text.format(when=self._when(said))

    # --- parts ----------------------------------------------------------------------------------

    def _office(self) -> str:
        other = self.conversation.elsewhere
        name = pick_text(other.office if other else self.office, self.language).strip()
        return name or QCoreApplication.translate("MessageState", "the office")

    def _is_dated(self, entry: Entry) -> bool:
        """Whether this computer's clock can be believed when it was said."""
        return is_sane(local_day(entry.sent_at))

    def _when(self, entry: Entry) -> str:
        return moment_in_words(entry.sent_at, self.locale, self.today)


#: States that the community has not yet changed since a word was written back.
_LEFT_BEHIND = (ConversationState.ANSWERED, ConversationState.CLOSED)
