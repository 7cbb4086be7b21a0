"""Reading the feed: cursors and pages."""

import re
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from server.announcements.models import FeedEntry
from server.communities.models import FeedCounter
from server.config import together

CURSOR = re.compile(r"g(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})")


class GenerationError(Exception):
    """The cursor was not given out by the feed as it is now."""


class HorizonError(Exception):
    """What was deleted since the cursor is no longer known."""


class CursorError(ValueError):
    """The text is no cursor at all."""


@dataclass(frozen=True)
class Cursor:
    """A place in the feed: `g<generation>.<number of the last change>`."""

    generation: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises CursorError for anything else."""
        match = CURSOR.fullmatch(text)
        if match is None:
            raise CursorError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"g{self.generation}.{self.number}"


@dataclass(frozen=True)
class Page:
    """Some of the feed: wire JSON of each item, where to go on, and whether there is more."""

    items: list[str]
    next: Cursor
    more: bool

    def json(self) -> str:
        """The page as it goes out."""
        more = "true" if self.more else "false"
        return f'{{"items":[{",".join(self.items)}],"next":"{self.next}","more":{more}}}'


def head(community_id: int) -> Cursor:
    """The last change there is."""
    counter = FeedCounter.objects.get(community_id=community_id)
    return Cursor(counter.generation, counter.n)


@dataclass(frozen=True)
class Head:
    """What every client asks all day long: the last change, and the digests of what it may lack.

    `keyset` is None where the community signs nothing. `only_joined`: none but joined machines may
    send; `join_codes`: there are codes for machines that are still good. `snapshot` is the latest
    that is made and good, as it stands in the database: the number of its last change, and the
    JSON of its files.
    """

    community_id: int
    feed: Cursor
    horizon: int
    document: str
    keyset: str | None
    only_joined: bool
    join_codes: bool
    snapshot: tuple[int, str] | None


_HEAD = (
    "SELECT c.id, f.generation, f.n, f.horizon, c.document_digest, k.digest, c.only_joined,"
    " EXISTS (SELECT 1 FROM devices_joincode AS j WHERE j.community_id = c.id"
    "  AND j.uses_left > 0 AND j.expires_at > CURRENT_TIMESTAMP), s.number, s.files"
    " FROM communities_community AS c"
    " JOIN communities_feedcounter AS f ON f.community_id = c.id"
    " LEFT JOIN signing_keysets AS k ON k.community_id = c.id"
    " LEFT JOIN announcements_snapshot AS s ON s.id = (SELECT t.id FROM announcements_snapshot AS t"
    "  WHERE t.community_id = c.id AND t.generation = f.generation AND t.number >= f.horizon"
    "  AND t.files IS NOT NULL ORDER BY t.number DESC LIMIT 1)"
)


def head_of(slug: str | None) -> Head | None:
    """The head of a community, of the first one for None.

    None when there is no such community. One query, and not through Django's models, which took
    three quarters of the time.
    """
    where = "" if slug is None else " WHERE c.slug = %s"
    given = [] if slug is None else [slug]
    rows = together.read((f"{_HEAD}{where} ORDER BY c.id LIMIT 1", given))
    if not rows:
        return None
    community, generation, number, horizon, document, keyset, joined, codes, at, files = rows[0]
    return Head(
        community_id=community,
        feed=Cursor(generation, number),
        horizon=horizon,
        document=str(document),
        keyset=keyset,
        only_joined=bool(joined),
        join_codes=bool(codes),
        snapshot=None if at is None else (at, files),
    )


def page(community_id: int, after: Cursor | None, upto: Cursor | None, limit: int) -> Page:
    """Changes with `after < seq <= upto`, each announcement once, in its state as of `upto`.

    The head is read before the rows, so the page never says "up to here" of a row not yet seen.
    Raises GenerationError for a cursor of another generation or beyond the head, CursorError for an
    `upto` before `after`, HorizonError for one before the horizon.
    """
    counter = FeedCounter.objects.get(community_id=community_id)
    now = Cursor(counter.generation, counter.n)
    for cursor in (after, upto):
        if cursor and (cursor.generation != now.generation or cursor.number > now.number):
            raise GenerationError(str(cursor))
        if cursor and cursor.number < counter.horizon:
            raise HorizonError(str(cursor))
    start, end = after or Cursor(now.generation, 0), upto or now
    if end.number < start.number:
        raise CursorError(f"{end} is before {start}")
    rows = list(
        FeedEntry.objects.filter(
            community_id=community_id, seq__gt=start.number, seq__lte=end.number
        )
        .filter(Q(superseded_by=None) | Q(superseded_by__gt=end.number))
        .order_by("seq")
        .values_list("seq", "wire")[: limit + 1]
    )
    more = len(rows) > limit
    rows = rows[:limit]
    last = Cursor(now.generation, rows[-1][0]) if more else end
    return Page([wire for _, wire in rows], last, more)
