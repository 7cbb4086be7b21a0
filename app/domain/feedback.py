"""Feedback: what a person says back, from the first draft to the answer.

A *draft* is being made; *feedback* is what was sent (it may still lie in the outbox); a
*conversation* is a first feedback with all that followed, from both sides.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.language import Language, Words

#: The server refuses longer texts for good.
MAX_TEXT = 10_000
#: A recording is at most so long; seconds.
MAX_RECORDING_S = 300


class FeedbackKind(StrEnum):
    """What it is, in the sender's eyes."""

    IDEA = "idea"
    PROBLEM = "problem"
    QUESTION = "question"
    THANKS = "thanks"
    CONFIDENTIAL = "confidential"
    FOLLOW_UP = "follow_up"


class Verdict(StrEnum):
    """What the sender thinks of an answer."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    NOT_UNDERSTOOD = "not_understood"


class ConversationState(StrEnum):
    """Where a conversation stands, from the stored facts alone.

    KEPT: on this computer, no receipt yet. RECEIVED, IN_PROGRESS, ANSWERED, CLOSED: as the mailbox
    says. REFUSED: the other side will never take it, and said why. ERASED: the other side does not
    have it (any more) and never will; `Withdrawal` says whether its sender wanted that.
    """

    KEPT = "kept"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFUSED = "refused"
    ERASED = "erased"


class Withdrawal(StrEnum):
    """What became of the sender's wish to take a message back.

    WANTED: the other side does not know yet. NEVER_SENT: nothing of it ever left this computer.
    ASKED: somebody there had looked at it, and they are asked to erase it. DONE: they erased it.
    """

    WANTED = "wanted"
    NEVER_SENT = "never_sent"
    ASKED = "asked"
    DONE = "done"


def new_id() -> str:
    """A fresh UUID, made when the draft is born."""
    return str(uuid.uuid4())


def new_token() -> str:
    """A fresh bearer token: 32 random bytes in base64url without padding."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def claim_code(token: str) -> str:
    """The claim code of a token, `ABCD-EFGH`; see docs/protocol.md for the formula."""
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    number = int.from_bytes(hashlib.sha256(b"footbridge-claim-v1\0" + raw).digest()[:5], "big")
    letters = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


class Sealed(StrEnum):
    """What was said, where this computer can't read it any more."""

    WORDS = "words"  #: Words, perhaps with the recording of a voice.
    VOICE = "voice"  #: A voice alone.


@dataclass(frozen=True, slots=True)
class Recording:
    """A message in the person's own voice, as Ogg Opus: the digest and size of its bytes."""

    sha256: str
    size: int
    seconds: float


class RecordingState(StrEnum):
    """What became of a recording that was sent.

    WAITING: some or all of it still has to go. RECEIVED: the other side confirmed its very digest.
    REFUSED: it will never be taken. DAMAGED: the disk spoilt or lost it before it could go.
    """

    WAITING = "waiting"
    RECEIVED = "received"
    REFUSED = "refused"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class SentRecording:
    """The recording of something said: its length, and how much of it the other side has.

    `refusal` is the other side's reason.
    """

    seconds: float
    size: int
    state: RecordingState = RecordingState.WAITING
    sent: int = 0
    refusal: Words | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message being made. Saved after every step; `step` is where the person was.

    `place_id` and `place_words` are two ways to say where; at most one is set. `recording` is the
    person's own voice; without any text it is the whole message, beside a text it goes along only
    when `send_voice` says so.
    """

    id: str = field(default_factory=new_id)
    token: str = field(default_factory=new_token, repr=False)
    kind: FeedbackKind | None = None
    topic: str | None = None
    text: str = field(default="", repr=False)
    language: str = Language.ENGLISH
    place_id: str | None = None
    place_words: str = field(default="", repr=False)
    place_asked: bool = False
    answer_wanted: bool | None = None
    name: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    about: str | None = None
    step: str = "kind"
    recording: Recording | None = None
    send_voice: bool = False

    @property
    def voice_goes(self) -> bool:
        """Whether the recording goes along, or is the whole message."""
        return self.recording is not None and (self.send_voice or not self.text.strip())


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in a conversation. `mine` is False for an answer; `author` then says whose.

    `recording` is the person's own voice, which went along or, without a text, is all there is.
    `damaged`: the disk spoilt what should carry it across, so that it can't be sent as it is.
    `sent_at` is for people to read. `received` is True when a receipt (or the answer itself) is
    here. `unread` marks an answer that was not yet opened. `refusal` is the other side's reason.
    `recording` is what was said aloud; while it is on its way, `words_received` says that the
    words are there already, and `received` is False.
    `held_by` is the code of what keeps it from going that no connection will end: `too_old` or
    `not_joined`. `on_stick`: when it was last copied to a stick, for people to read; None once
    nothing of it waits any more.
    `sealed`: what was said can be read by the community alone; `text` is then empty, and
    `recording` can't be heard here.
    """

    id: str
    mine: bool
    text: str = field(repr=False)
    language: str
    sent_at: datetime
    author: Words = field(default_factory=dict)
    received: bool = True
    unread: bool = False
    verdict: Verdict | None = None
    refusal: Words | None = None
    damaged: bool = False
    recording: SentRecording | None = None
    words_received: bool = False
    held_by: str | None = None
    on_stick: datetime | None = None
    sealed: Sealed | None = None

    @property
    def has_words(self) -> bool:
        """Whether there are words, here or sealed."""
        return bool(self.text.strip()) or self.sealed is Sealed.WORDS


@dataclass(frozen=True, slots=True)
class OtherCommunity:
    """A community that was joined before: what it called itself and those who answer for it.

    Both are empty where it was never heard of.
    """

    name: Words = field(default_factory=dict)
    office: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A first message with all that followed, oldest first.

    `elsewhere` is set when it belongs to another community than the one that is joined: it then
    waits on this computer until that one is joined again. `withdrawn_at` is when its sender took it
    back, `erased_at` when the other side erased it; both are for people to read.
    """

    id: str
    kind: FeedbackKind
    topic: str | None
    state: ConversationState
    entries: tuple[Entry, ...]
    claim_code: str
    answer_wanted: bool = True
    about: str | None = None
    reference: str | None = None
    received_at: datetime | None = None
    handler: Words | None = None
    promised_by: date | None = None
    refusal: Words | None = None
    elsewhere: OtherCommunity | None = None
    withdrawal: Withdrawal | None = None
    withdrawn_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more can come of it on either side."""
        return self.state in (ConversationState.REFUSED, ConversationState.ERASED)

    @property
    def unread_answers(self) -> int:
        """How many answers wait to be opened."""
        return sum(1 for entry in self.entries if entry.unread)

    @property
    def recording_lost(self) -> bool:
        """Whether the recording of the first message will never be there, its words being there."""
        first = next(iter(self.entries), None)
        lost = (RecordingState.REFUSED, RecordingState.DAMAGED)
        return first is not None and first.recording is not None and first.recording.state in lost

    @property
    def waiting(self) -> bool:
        """Whether something of mine has no receipt yet, and was neither refused nor damaged."""
        return any(
            e.mine and not e.received and e.refusal is None and not e.damaged for e in self.entries
        )
