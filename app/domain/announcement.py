"""An announcement: what an issuer says to the community, in its latest revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.language import Language, Words, language_shown, pick, same_language


class AnnouncementState(StrEnum):
    """Whether the issuer stands by it."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class MediaRole(StrEnum):
    """What a medium is for. Roles that this version does not know are left out on reading."""

    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """The words in one language: 0–3 lines in short; an empty line parts paragraphs."""

    title: str
    body: str
    in_short: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs, none of them empty."""
        return tuple(part.strip() for part in self.body.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a sound that belongs to an announcement; `size` in bytes."""

    role: MediaRole
    sha256: str
    media_type: str
    size: int
    description: Words
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an earlier correction changed, and the revision that it made."""

    revision: int
    note: Words


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement in its latest state, as the wire gives it.

    `change_note` is the latest change's; `changes` are the corrections before it, oldest first.
    """

    id: str
    seq: int
    revision: int
    state: AnnouncementState
    issuer_id: str
    issuer_name: Words
    published_at: datetime
    texts: Mapping[str, AnnouncementText]
    urgent: bool = False
    topic: str | None = None
    revised_at: datetime | None = None
    expires_on: date | None = None
    change_note: Words | None = None
    media: tuple[Media, ...] = ()
    changes: tuple[Change, ...] = ()

    def text(self, language: Language | str) -> AnnouncementText:
        """The words in `language`, else in the other one."""
        found = pick(self.texts, language)
        return found if found is not None else AnnouncementText("", "")

    def language_shown(self, language: Language | str) -> str:
        """The tag of the words that `text` gives."""
        return language_shown(self.texts, language)

    def medium(self, role: MediaRole, language: Language | str) -> Media | None:
        """The first medium of that role in `language` or in no language, else any of that role."""
        of_role = [m for m in self.media if m.role is role]
        fitting = [m for m in of_role if m.language is None or same_language(m.language, language)]
        return next(iter(fitting or of_role), None)

    def is_past(self, today: date) -> bool:
        """Whether the day it was good for is over."""
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True, slots=True)
class Deleted:
    """The feed's word that the announcement `id` is gone."""

    id: str
    seq: int


class CardStatus(StrEnum):
    """What a person should know about a notice before opening it."""

    NEW = "new"
    READ = "read"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AnnouncementCard:
    """An announcement and what the reader has seen of it: `read_revision` is None when unread.

    `checked`: it was signed by its community, whose code a person vouched for.
    """

    announcement: Announcement
    read_revision: int | None = None
    checked: bool = False

    @property
    def status(self) -> CardStatus:
        """Withdrawn before corrected before new before read."""
        if self.announcement.state is AnnouncementState.WITHDRAWN:
            return CardStatus.WITHDRAWN
        if self.read_revision is None:
            return CardStatus.NEW
        if self.read_revision < self.announcement.revision:
            return CardStatus.CORRECTED
        return CardStatus.READ

    @property
    def missed(self) -> tuple[Change, ...]:
        """The earlier corrections that the reader, who had read the notice before, has not seen."""
        read = self.read_revision
        if read is None:
            return ()
        return tuple(one for one in self.announcement.changes if one.revision > read)

    @property
    def asks_attention(self) -> bool:
        """New, or changed since it was read. A notice withdrawn before anyone read it is not."""
        if self.announcement.state is AnnouncementState.WITHDRAWN:
            return self.read_revision is not None and (
                self.read_revision < self.announcement.revision
            )
        return self.read_revision is None or self.read_revision < self.announcement.revision


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of the list; `total` is how many there are on all pages."""

    cards: tuple[AnnouncementCard, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AnnouncementFilter:
    """What to show of the notices; empty means all of them."""

    search: str = ""
    issuer_id: str | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementCounts:
    """For Home. `urgent_id` is the urgent notice that is not yet read, the newest first.

    `urgent_checked`: see `AnnouncementCard.checked`.
    """

    total: int = 0
    new: int = 0
    urgent_id: str | None = None
    urgent_title: Words = field(default_factory=dict)
    urgent_checked: bool = False


def is_news(card: AnnouncementCard, today: date) -> bool:
    """Whether a person should be called to it: it asks for attention, and not too late.

    What was past its day before anyone read it calls nobody; a change of what was read does.
    """
    late = card.announcement.is_past(today) and card.read_revision is None
    return card.asks_attention and not late


def sort_key(card: AnnouncementCard, today: date) -> tuple[int, float]:
    """Order on the list: urgent, then asking for attention, then the rest; newest first in each.

    What is past its date comes last, except a change that a reader has not seen.
    """
    announcement = card.announcement
    past = announcement.is_past(today)
    withdrawn = announcement.state is AnnouncementState.WITHDRAWN
    if announcement.urgent and not past and not withdrawn:
        group = 0
    elif is_news(card, today):
        group = 1
    else:
        group = 3 if past or withdrawn else 2
    moment = announcement.revised_at or announcement.published_at
    return (group, -moment.timestamp())
