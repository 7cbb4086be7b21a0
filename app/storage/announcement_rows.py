"""Rows of the table `announcement` and its index of words, inside somebody's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from app.domain.announcement import Announcement, AnnouncementState, Deleted
from app.storage.codec import decode, encode, seal_of
from app.storage.search_text import words_of


def put_from_elsewhere(
    connection: sqlite3.Connection, announcements: Sequence[Announcement], read: dict[str, int]
) -> None:
    """Store notices from elsewhere than the feed, inside a transaction; the cursor stays.

    What is here in the same or a later revision stays as it is. `read` says which revisions the
    reader has opened.
    """
    there = known(connection, [a.id for a in announcements])
    pull = connection.execute("SELECT pull FROM feed").fetchone()[0]
    newer = [a for a in announcements if a.id not in there or a.revision > there[a.id].revision]
    put(connection, newer, there, pull)
    for announcement_id, revision in read.items():
        mark(connection, announcement_id, revision)


def damaged_notices(connection: sqlite3.Connection) -> list[int]:
    """The numbers of notices whose bytes are not those that were stored."""
    found = connection.execute("SELECT number, seal, content FROM announcement")
    return [number for number, seal, content in found if seal_of(content) != seal]


def drop_damaged(connection: sqlite3.Connection, damaged: Sequence[int]) -> None:
    """Drop notices that were damaged on the disk, so that the feed brings them again.

    Nothing of a person's own is lost by it but the mark that they were read.
    """
    if damaged:
        drop(connection, damaged)
        begin_refill(connection)


def begin_refill(connection: sqlite3.Connection) -> None:
    """Forget the cursor; what the coming pull does not bring is dropped when it ends."""
    connection.execute(
        "UPDATE feed SET cursor = NULL, pull = pull + 1, refilling = 1, older = NULL"
    )
    connection.execute("DELETE FROM deleted_meanwhile")


def end_refill(connection: sqlite3.Connection, here: str, roll: frozenset[str] | None) -> list[str]:
    """Drop what the pull that ends did not bring.

    What the community at the address `here` signed goes only when its `roll` does not name it;
    returns the ids of such. Where there is what it signed, and no roll, the pull has not ended: it
    is asked for again.
    """
    rows = connection.execute(
        "SELECT number, id, EXISTS (SELECT 1 FROM notice_proof AS p"
        " WHERE p.address = ? AND p.id = announcement.id AND NOT p.gone)"
        " FROM announcement WHERE pull < (SELECT pull FROM feed)",
        (here,),
    ).fetchall()
    unlisted = [(number, id_) for number, id_, proved in rows if proved and _lacks(roll, id_)]
    gone = [number for number, _id, proved in rows if not proved]
    drop(connection, [*gone, *(number for number, _id in unlisted)])
    waits = roll is None and any(proved for _number, _id, proved in rows)
    connection.execute("UPDATE feed SET refilling = ?, older = NULL", (int(waits),))
    connection.execute("DELETE FROM deleted_meanwhile")
    return [id_ for _number, id_ in unlisted]


def _lacks(roll: frozenset[str] | None, id_: str) -> bool:
    return roll is not None and id_ not in roll


def note_deleted(connection: sqlite3.Connection, deleted: Sequence[Deleted]) -> None:
    """While older notices are still to come, remember which of them must not."""
    if connection.execute("SELECT older IS NOT NULL FROM feed").fetchone()[0]:
        connection.executemany(
            "INSERT OR IGNORE INTO deleted_meanwhile (id) VALUES (?)", [(d.id,) for d in deleted]
        )


def put_part(
    connection: sqlite3.Connection, notices: Mapping[str, Announcement], older: str | None
) -> None:
    """Store one file of a snapshot, its notices by id; `older` names the next."""
    gone = {row[0] for row in connection.execute("SELECT id FROM deleted_meanwhile")}
    wanted = [a for a in notices.values() if a.id not in gone]
    pull = connection.execute("SELECT pull FROM feed").fetchone()[0]
    put(connection, wanted, known(connection, notices), pull)
    connection.execute("UPDATE feed SET older = ?", (older,))


def words_are_sound(connection: sqlite3.Connection) -> bool:
    """Whether the index of words fits its texts. A damaged one may find nothing, and say nothing.

    10,000 long notices take 0.16 s.
    """
    try:
        connection.execute(
            "INSERT INTO announcement_words (announcement_words) VALUES ('integrity-check')"
        )
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    return True


def rebuild_words(connection: sqlite3.Connection) -> None:
    """Make the index of words anew: it holds nothing that the notices don't."""
    # Emptied by hand, then made from that emptiness: dropping the table would leave this
    # connection with what it remembers of the damaged one.
    connection.execute("DELETE FROM announcement_words_content")
    connection.execute("INSERT INTO announcement_words (announcement_words) VALUES ('rebuild')")
    found = connection.execute("SELECT number, seal, content FROM announcement")
    connection.executemany(
        "INSERT INTO announcement_words (rowid, words) VALUES (?, ?)",
        (
            (number, words_of(decode(content, Announcement)))
            for number, seal, content in found.fetchall()
            if seal_of(content) == seal
        ),
    )


class Known:
    """What the table holds of a notice, as far as an update must know."""

    __slots__ = ("content", "number", "read_revision", "revision")

    def __init__(self, number: int, revision: int, read: int | None, content: bytes) -> None:
        self.number = number
        self.revision = revision
        self.read_revision = read
        self.content = content


def mark(connection: sqlite3.Connection, announcement_id: str, revision: int) -> None:
    row = connection.execute(
        "SELECT state, urgent, revision, coalesce(read_revision, 0) FROM announcement WHERE id = ?",
        (announcement_id,),
    ).fetchone()
    if row is None:
        return
    state, urgent, current, seen = row
    read = max(seen, min(revision, current))
    places = _places(AnnouncementState(state), bool(urgent), current, read)
    connection.execute(
        "UPDATE announcement SET read_revision = ?, attention = ?, live_group = ?,"
        " past_group = ? WHERE id = ?",
        (read, *places, announcement_id),
    )


def _places(
    state: AnnouncementState, urgent: bool, revision: int, read: int | None
) -> tuple[int, int, int]:
    """The columns attention, live_group and past_group; see `domain.announcement.sort_key`."""
    withdrawn = state is AnnouncementState.WITHDRAWN
    changed = read is not None and read < revision
    attention = changed if withdrawn else changed or read is None
    if urgent and not withdrawn:
        live = 0
    elif attention:
        live = 1
    else:
        live = 3 if withdrawn else 2
    return int(attention), live, 1 if attention and read is not None else 3


def known(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Known]:
    wanted = list(ids)
    found = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        for id_, *rest in connection.execute(
            "SELECT id, number, revision, read_revision, content FROM announcement"  # noqa: S608
            f" WHERE id IN ({marks})",
            part,
        ):
            found[id_] = Known(*rest)
    return found


def drop(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    rows = [(number,) for number in numbers]
    connection.executemany("DELETE FROM announcement_words WHERE rowid = ?", rows)
    connection.executemany("DELETE FROM announcement WHERE number = ?", rows)


def put(
    connection: sqlite3.Connection,
    announcements: Sequence[Announcement],
    known: dict[str, Known],
    pull: int,
) -> None:
    """Insert, update or pass over each; the same content again only counts as seen."""
    free = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM announcement").fetchone()[0]
    seen: list[tuple[int, int]] = []
    fresh: list[tuple[int, Announcement, int | None, bytes]] = []
    stale: list[tuple[int]] = []
    for announcement in announcements:
        there = known.get(announcement.id)
        content = encode(announcement)
        if there is None:
            fresh.append((free, announcement, None, content))
            free += 1
        elif announcement.revision < there.revision or content == there.content:
            seen.append((pull, there.number))
        else:
            read = there.read_revision
            # Never more than there is: a revision may have been given by a key since revoked.
            read = None if read is None else min(read, announcement.revision)
            fresh.append((there.number, announcement, read, content))
            stale.append((there.number,))
    connection.executemany("UPDATE announcement SET pull = ? WHERE number = ?", seen)
    connection.executemany("DELETE FROM announcement_words WHERE rowid = ?", stale)
    connection.executemany("DELETE FROM announcement WHERE number = ?", stale)
    _insert(connection, fresh, pull)


def _insert(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[int, Announcement, int | None, bytes]],
    pull: int,
) -> None:
    connection.executemany(
        "INSERT INTO announcement (number, id, seq, revision, state, issuer_id, urgent, moment,"
        " expires_on, read_revision, pull, attention, live_group, past_group, seal,"
        " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, a, read, pull, content) for number, a, read, content in rows),
    )
    connection.executemany(
        "INSERT INTO announcement_words (rowid, words) VALUES (?, ?)",
        ((number, words_of(a)) for number, a, _, _ in rows),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO announcement_media (announcement, sha256, size, content)"
        " VALUES (?, ?, ?, ?)",
        ((number, m.sha256, m.size, encode(m)) for number, a, _, _ in rows for m in a.media),
    )


def _row(
    number: int, a: Announcement, read: int | None, pull: int, content: bytes
) -> tuple[object, ...]:
    moment = (a.revised_at or a.published_at).timestamp()
    expires = a.expires_on.isoformat() if a.expires_on else None
    places = _places(a.state, a.urgent, a.revision, read)
    return (
        *(number, a.id, a.seq, a.revision, a.state.value, a.issuer_id, int(a.urgent), moment),
        *(expires, read, pull, *places, seal_of(content), content),
    )
