"""What the community answers about a person's words: receipts, replies, refusals.

`app.formats` reads these from the wire and `app.storage` keeps them; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.feedback import ConversationState
from app.domain.language import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """The community has the feedback `id` whose bytes have the digest `sha256`."""

    id: str
    sha256: str
    received_at: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class BlobStatus:
    """How much the community has of the recording `sha256` of the feedback `id`; in bytes."""

    id: str
    sha256: str
    size: int
    offset: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer from the community."""

    id: str
    text: str = field(repr=False)
    language: str
    author: Words
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    """What the mailbox says of one conversation. `id` is that of its first message."""

    id: str
    state: ConversationState
    reference: str | None = None
    received_at: datetime | None = None
    handler: Words | None = None
    promised_by: date | None = None
    replies: tuple[Reply, ...] = ()
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the other side says no: a word for programs and, perhaps, a reason for people.

    `erased_at` comes with the code `erased`: when the message was erased there. `offset`: from
    where a recording has to go on. `id` and `sha256` say of what it speaks, where that is said.
    """

    code: str
    reason: Words | None = None
    erased_at: datetime | None = None
    offset: int | None = None
    id: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What the community says when a message is taken back.

    `erased_at` is None while somebody there is asked to erase it.
    """

    id: str
    erased_at: datetime | None = None
