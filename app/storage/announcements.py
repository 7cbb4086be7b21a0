"""The notices kept here: the list, what was read of them, and how far the feed was followed."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from app.domain.announcement import (
    Announcement,
    AnnouncementCard,
    AnnouncementCounts,
    AnnouncementFilter,
    CardPage,
    Deleted,
    Media,
)
from app.domain.community import Named
from app.domain.trust import Proof, RefusedNotice
from app.errors import StoreProblem
from app.storage import announcement_rows as notices
from app.storage import media_files
from app.storage.belonging import address_in_force
from app.storage.codec import decode, seal_of
from app.storage.database import Store
from app.storage.search_text import query_of
from app.storage.trust import CHECKED, note_not_listed, prove

log = logging.getLogger(__name__)

T = TypeVar("T")
#: Seal, content, the revision that was read, and whether it was checked.
_Row = tuple[str, bytes, int | None, int]

_GROUP = "CASE WHEN expires_on < :today THEN past_group ELSE live_group END"
# Withdrawn before it was read, or past before it was read: nobody needs to be called to it.
_NEW = "attention AND (expires_on IS NULL OR expires_on >= :today OR past_group = 1)"


class AnnouncementRepository:
    """The notices. `media` is the folder of pictures and sounds, each named by its digest."""

    def __init__(self, store: Store, media: Path) -> None:
        self._store = store
        self._media = media

    def cards(
        self, wanted: AnnouncementFilter, language: str, offset: int = 0, limit: int = 60
    ) -> CardPage:
        """A page of the list, in the order of `domain.announcement.sort_key`.

        A search finds words of either language: `language` is what the reader sees, and the order
        does not depend on it.
        """
        found, total = self._indexed(lambda: self._page(wanted, offset, limit))
        return CardPage(tuple(_cards(found)), total)

    def counts(self, language: str) -> AnnouncementCounts:
        """What Home says: all, those that ask for attention, and the unread urgent one."""
        given: dict[str, object] = {"today": self._today()}
        with self._store.read() as connection:
            given["here"] = address_in_force(connection)
            total, new = connection.execute(
                f"SELECT count(*), coalesce(sum({_NEW}), 0) FROM announcement",  # noqa: S608
                given,
            ).fetchone()
            row = connection.execute(
                f"SELECT seal, content, read_revision, {CHECKED}"  # noqa: S608
                " FROM announcement WHERE number ="
                " (SELECT number FROM announcement"
                f"  WHERE attention AND {_GROUP} = 0 ORDER BY moment DESC, seq DESC LIMIT 1)",
                given,
            ).fetchone()
        urgent = next(iter(_cards([row])), None) if row else None
        if urgent is None:
            return AnnouncementCounts(total, new)
        titles = {tag: text.title for tag, text in urgent.announcement.texts.items()}
        return AnnouncementCounts(total, new, urgent.announcement.id, titles, urgent.checked)

    def get(self, announcement_id: str) -> AnnouncementCard | None:
        """One notice; None when it is not (or no longer) here."""
        with self._store.read() as connection:
            found = connection.execute(
                f"SELECT seal, content, read_revision, {CHECKED}"  # noqa: S608
                " FROM announcement WHERE id = :id",
                {"id": announcement_id, "here": address_in_force(connection)},
            ).fetchall()
        return next(iter(_cards(found)), None)

    def mark_read(self, announcement_id: str, revision: int) -> None:
        """The reader opened that revision. A later one, come meanwhile, still asks attention."""
        with self._store.write() as connection:
            notices.mark(connection, announcement_id, revision)

    def issuers(self) -> tuple[Named, ...]:
        """Those that have notices here, by their latest name, in the order of their ids."""
        with self._store.read() as connection:
            found = connection.execute(
                "SELECT seal, content, NULL, 0 FROM announcement WHERE number IN"
                " (SELECT n FROM (SELECT number AS n, max(moment) FROM announcement"
                "  GROUP BY issuer_id)) ORDER BY issuer_id"
            ).fetchall()
        return tuple(
            Named(card.announcement.issuer_id, card.announcement.issuer_name)
            for card in _cards(found)
        )

    def cursor(self) -> str | None:
        """How far the feed was read; None before the first page."""
        with self._store.read() as connection:
            row = connection.execute("SELECT cursor FROM feed").fetchone()
        return None if row[0] is None else str(row[0])

    def apply(
        self,
        changes: Sequence[Announcement | Deleted],
        cursor: str,
        proofs: Mapping[str, Proof] | None = None,
    ) -> list[RefusedNotice]:
        """Store a page of the feed and where it ends, in one transaction.

        A revision never goes back: an older one than is here is passed over. `proofs` says what
        was signed; returns what of it was refused, for it is older or other than what is proved.
        """
        latest = {change.id: change for change in changes}
        return self._indexed(lambda: self._apply(latest, cursor, proofs or {}))

    def begin_refill(self) -> None:
        """Forget the cursor: the feed is read from its beginning, page by page, with `apply`.

        Until `finish_refill` everything stays to be read as it is. After a start in between, the
        cursor says where to go on, and `refilling` that `finish_refill` is still to come.
        """
        with self._store.write() as connection:
            notices.begin_refill(connection)

    def swap_in(
        self,
        changes: Sequence[Announcement | Deleted],
        cursor: str,
        older: str | None,
        proofs: Mapping[str, Proof] | None = None,
    ) -> list[RefusedNotice]:
        """Begin anew with these notices and their cursor, in one transaction.

        `older` names where the rest is, None says that this was all. What was here before stays to
        be read until `finish_refill`. `proofs` and what is returned are as for `apply`.
        """
        return self._indexed(lambda: self._put_part(changes, older, proofs or {}, cursor))

    def older(self) -> str | None:
        """Where the rest is of what was swapped in; None when all is here."""
        with self._store.read() as connection:
            row = connection.execute("SELECT older FROM feed").fetchone()
        return None if row[0] is None else str(row[0])

    def add_older(
        self,
        changes: Sequence[Announcement | Deleted],
        older: str | None,
        proofs: Mapping[str, Proof] | None = None,
    ) -> list[RefusedNotice]:
        """Add notices from before those that are here. What was deleted meanwhile stays deleted.

        All arguments and what is returned are as for `swap_in`.
        """
        return self._indexed(lambda: self._put_part(changes, older, proofs or {}))

    def refilling(self) -> bool:
        """Whether a refill was begun and not yet finished."""
        with self._store.read() as connection:
            return bool(connection.execute("SELECT refilling FROM feed").fetchone()[0])

    def finish_refill(self, cursor: str, roll: frozenset[str] | None = None) -> None:
        """The feed was read to its end: drop what it no longer holds. Without a refill, nothing.

        While older notices of a snapshot are still to come, nothing either.
        What the community signed goes only when the signed `roll` of all notices does not name it:
        who stands between must not take notices away by leaving them out. Without a roll the
        refill is not over while there are such.
        """
        self._indexed(lambda: self._finish_refill(cursor, roll))

    def missing_media(self) -> tuple[Media, ...]:
        """Pictures and sounds of published notices whose files are not here, newest first."""
        with self._store.read() as connection:
            found = connection.execute(
                "SELECT m.content FROM announcement_media AS m"
                " JOIN announcement ON number = m.announcement"
                " WHERE state = 'published' ORDER BY moment DESC, seq DESC"
            ).fetchall()
        media = {medium.sha256: medium for medium in (decode(row[0], Media) for row in found)}
        return tuple(m for m in media.values() if self.media_path(m.sha256) is None)

    def media_path(self, sha256: str) -> Path | None:
        """Where the file lies; None when it is not here."""
        return media_files.path_of(self._media, sha256)

    def save_media(self, sha256: str, chunks: Iterable[bytes]) -> Path:
        """Keep a file, piece by piece; it is there only when whole and of that digest.

        Raises:
            BadData: the bytes have another digest, or `sha256` is none.
            StoreProblem: `disk_full`, `folder_read_only`, `folder_gone`.
        """
        return media_files.save(self._media, sha256, chunks)

    def prune_media(self) -> int:
        """Delete the files that no notice names any more; returns how many."""
        with self._store.read() as connection:
            found = connection.execute("SELECT DISTINCT sha256 FROM announcement_media").fetchall()
        return media_files.prune(self._media, {row[0] for row in found})

    def _page(self, wanted: AnnouncementFilter, offset: int, limit: int) -> tuple[list[_Row], int]:
        given: dict[str, object] = {"today": self._today(), "limit": limit, "offset": offset}
        where = _where(wanted, given)
        # A search costs most: it is done once, and counts what it finds on the way. Without one,
        # the index alone answers both questions.
        searching = "query" in given
        counted = "count(*) OVER ()" if searching else "NULL"
        page = (
            f"SELECT number AS n, {_GROUP} AS place, moment AS m, seq AS s, {counted} AS total"  # noqa: S608
            f" FROM announcement{where}"
            " ORDER BY place, m DESC, s DESC LIMIT :limit OFFSET :offset"
        )
        with self._store.read() as connection:
            given["here"] = address_in_force(connection)
            # Content is read for the one page only.
            found = connection.execute(
                f"SELECT total, seal, content, read_revision, {CHECKED} FROM ({page})"  # noqa: S608
                " CROSS JOIN announcement ON number = n ORDER BY place, m DESC, s DESC",
                given,
            ).fetchall()
            total = found[0][0] if found and searching else None
            if total is None:
                total = connection.execute(
                    f"SELECT count(*) FROM announcement{where}",  # noqa: S608
                    given,
                ).fetchone()[0]
        return [row[1:] for row in found], int(total)

    def _apply(
        self,
        latest: dict[str, Announcement | Deleted],
        cursor: str,
        proofs: Mapping[str, Proof],
    ) -> list[RefusedNotice]:
        with self._store.write() as connection:
            refused = prove(connection, latest, proofs)
            stale = {one.key for one in refused}
            pull = connection.execute("SELECT pull FROM feed").fetchone()[0]
            known = notices.known(connection, latest)
            gone = [
                known[i].number for i, c in latest.items() if isinstance(c, Deleted) and i in known
            ]
            kept = [c for c in latest.values() if isinstance(c, Announcement) and c.id not in stale]
            notices.drop(connection, gone)
            notices.put(connection, kept, known, pull)
            connection.execute("UPDATE feed SET cursor = ?", (cursor,))
            notices.note_deleted(connection, [c for c in latest.values() if isinstance(c, Deleted)])
        return refused

    def _put_part(
        self,
        changes: Sequence[Announcement | Deleted],
        older: str | None,
        proofs: Mapping[str, Proof],
        begin_at: str | None = None,
    ) -> list[RefusedNotice]:
        latest = {c.id: c for c in changes if isinstance(c, Announcement)}
        with self._store.write() as connection:
            if begin_at is not None:
                notices.begin_refill(connection)
                connection.execute("UPDATE feed SET cursor = ?", (begin_at,))
            refused = prove(connection, latest, {i: p for i, p in proofs.items() if i in latest})
            for one in refused:
                del latest[one.key]
            notices.put_part(connection, latest, older)
        return refused

    def _finish_refill(self, cursor: str, roll: frozenset[str] | None) -> None:
        with self._store.write() as connection:
            refilling = connection.execute("SELECT refilling AND older IS NULL FROM feed")
            if not refilling.fetchone()[0]:
                return
            here = address_in_force(connection)
            note_not_listed(connection, here, notices.end_refill(connection, here, roll))
            connection.execute("UPDATE feed SET cursor = ?", (cursor,))

    def _indexed(self, call: Callable[[], T]) -> T:
        """`call()`, once more with a new index of words when that is what is damaged."""
        try:
            return call()
        except StoreProblem as problem:
            if problem.detail != "SQLITE_CORRUPT_VTAB":
                raise
        log.warning("the index of words is damaged and made anew")
        with self._store.write() as connection:
            notices.rebuild_words(connection)
        return call()

    def _today(self) -> str:
        return self._store.clock.today().isoformat()


def _where(wanted: AnnouncementFilter, given: dict[str, object]) -> str:
    parts = []
    if wanted.issuer_id is not None:
        parts.append("issuer_id = :issuer")
        given["issuer"] = wanted.issuer_id
    query = query_of(wanted.search)
    if query is not None:
        parts.append(
            "number IN (SELECT rowid FROM announcement_words WHERE announcement_words MATCH :query)"
        )
        given["query"] = query
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def _cards(rows: Iterable[_Row]) -> Iterator[AnnouncementCard]:
    """Rows as cards. One that is damaged is left out: the others are still good.

    The next start drops it and asks for it again; see `announcement_rows.drop_damaged`.
    """
    for seal, content, read_revision, checked in rows:
        with contextlib.suppress(StoreProblem):
            if seal_of(content) == seal:
                notice = decode(content, Announcement)
                yield AnnouncementCard(notice, read_revision, bool(checked))
                continue
        log.warning("a stored notice is damaged")
