"""What can still be read from a broken file, carried over into the store that takes its place.

The daily copy brings back yesterday; this brings back what was written since. A conversation is
taken when all of it can be read as the screens would read it.
The broken file itself is never opened for writing: a working copy is.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.domain.announcement import Announcement
from app.domain.community import Community
from app.domain.feedback import Draft
from app.errors import StoreProblem
from app.storage import blobs, rows, schema
from app.storage.announcement_rows import put_from_elsewhere
from app.storage.codec import decode, seal_of
from app.storage.connections import connect
from app.storage.rows import next_news
from app.storage.veil import is_veiled

log = logging.getLogger(__name__)

Row = dict[str, object]

_SEALED = ("id", "token", "kind", "topic", "about")
_SEALED_OF_ENTRY = ("id", "text", "language", "sent_at", "author", "verdict", "sealed")

#: More rows than this are not looked for one by one.
_MOST_ROWS = 200_000


def carry_over(broken: Path, target: sqlite3.Connection) -> int:
    """Carry over what is readable; returns how many messages the target did not have.

    Raises:
        sqlite3.Error: the target can't be written. What is wrong with the broken file raises
            nothing: it is expected.
    """
    with tempfile.TemporaryDirectory(dir=broken.parent, prefix="salvage-") as folder:
        work = Path(folder) / "work.db"
        try:
            for ending in ("", "-journal", "-wal"):
                side = broken.with_name(broken.name + ending)
                if side.exists():
                    shutil.copyfile(side, work.with_name(work.name + ending))
            source = connect(work)
        except (OSError, sqlite3.Error, UnicodeDecodeError):
            log.info("nothing can be read from the broken file")
            return 0
        with contextlib.closing(source):
            source.row_factory = sqlite3.Row
            return _carry(source, target)


def _carry(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    target.execute("BEGIN IMMEDIATE")
    try:
        carried = _conversations(source, target)
        _drafts(source, target)
        _recording_keys(source, target)
        _one_row_tables(source, target)
        _communities_met(source, target)
        _trust(source, target)
        _couriers(source, target)
        _announcements(source, target)
        target.execute("COMMIT")
    except BaseException:
        if target.in_transaction:
            target.execute("ROLLBACK")
        raise
    return carried


def _conversations(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    entries: dict[object, list[Row]] = {}
    for entry in _readable(source, "entry"):
        entries.setdefault(entry["conversation"], []).append(entry)
    waiting = {row["id"]: row for row in _readable(source, "outbox")}
    named = _readable(source, "blob")
    before = _count_mine(target)
    for row in _readable(source, "conversation"):
        target.execute("SAVEPOINT one")
        try:
            _conversation(target, row, entries.get(row["number"], []), waiting)
            _blobs(target, str(row["id"]), [b for b in named if b["conversation"] == row["number"]])
            rows.conversations(target, str(row["id"]), check=True)
            target.execute("RELEASE one")
        except (StoreProblem, LookupError, ValueError, sqlite3.IntegrityError):
            target.execute("ROLLBACK TO one")
            target.execute("RELEASE one")
            log.warning("a conversation in the broken file can't be read")
    return _count_mine(target) - before


def _count_mine(target: sqlite3.Connection) -> int:
    return int(target.execute("SELECT count(*) FROM entry WHERE mine").fetchone()[0])


def _conversation(
    target: sqlite3.Connection, row: Row, entries: list[Row], waiting: dict[object, Row]
) -> None:
    there = target.execute("SELECT number FROM conversation WHERE id = ?", (row["id"],)).fetchone()
    values = {key: value for key, value in row.items() if key not in ("number", "news")}
    if there is None:
        values |= {"news": next_news(target), "seal": _seal(row, _SEALED)}
        number = _insert(target, "conversation", values)
    else:
        number = there[0]
        if row["seal"] == _seal(row, _SEALED):
            _update(target, "conversation", values, number)
    for entry in entries:
        _entry(target, number, entry)
        packed = waiting.get(entry["id"])
        if packed is not None:
            _waiting(target, number, row, packed)


def _entry(target: sqlite3.Connection, number: int, entry: Row) -> None:
    """A damaged text is better than none, but not than the copy's."""
    there = target.execute(
        "SELECT number FROM entry WHERE conversation = ? AND id = ?", (number, entry["id"])
    ).fetchone()
    values = {key: value for key, value in entry.items() if key != "number"}
    values["conversation"] = number
    if there is None:
        _insert(target, "entry", {**values, "seal": _entry_seal(entry)})
    elif entry["seal"] == _entry_seal(entry):
        _update(target, "entry", values, there[0])


def _waiting(target: sqlite3.Connection, number: int, conversation: Row, packed: Row) -> None:
    """What waits to be sent; without a seal that fits it is told as damaged and never sent."""
    id_, token, payload = packed["id"], conversation["token"], packed["payload"]
    if not (isinstance(id_, str) and isinstance(token, str) and isinstance(payload, bytes)):
        return
    if target.execute("SELECT 1 FROM outbox WHERE id = ?", (id_,)).fetchone() is None:
        names = ("id", "payload", "sha256", "seal", "attempts", "blobs", "words_at", "words_as")
        values = {key: packed[key] for key in names if key in packed}
        whole = seal_of(id_, token, payload) == packed["seal"]
        state = {"damaged": 0 if whole else 1, "tried": 1}
        _insert(target, "outbox", {**values, **state, "conversation": number})


def _blobs(target: sqlite3.Connection, conversation_id: str, named: list[Row]) -> None:
    """What goes along with the messages; a damaged row is left out, and the outbox counts them."""
    (number,) = target.execute(
        "SELECT number FROM conversation WHERE id = ?", (conversation_id,)
    ).fetchone()
    for row in named:
        if row["seal"] != _seal(row, blobs.SEALED):
            continue
        values = {key: value for key, value in row.items() if key != "number"}
        values["conversation"] = number
        there = target.execute(
            "SELECT number FROM blob WHERE conversation = ? AND entry = ? AND sha256 = ?",
            (number, row["entry"], row["sha256"]),
        ).fetchone()
        if there is None:
            _insert(target, "blob", values)
        else:
            _update(target, "blob", values, there[0])
    # What can't be told whole any more goes once more, or is told as damaged: never just forgotten.
    target.execute(
        "UPDATE outbox SET words_at = NULL, words_as = NULL WHERE conversation = ?"
        " AND blobs > (SELECT count(*) FROM blob WHERE entry = outbox.id)",
        (number,),
    )


def _seal(row: Row, names: tuple[str, ...]) -> str:
    return seal_of(*_texts(row, names))


def _entry_seal(row: Row) -> str:
    # An older store has no column for what is sealed.
    return rows.entry_seal(_texts({"sealed": None, **row}, _SEALED_OF_ENTRY))


def _texts(row: Row, names: tuple[str, ...]) -> list[str | None]:
    return [None if row[name] is None else str(row[name]) for name in names]


def _drafts(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for row in sorted(
        _readable(source, "draft", numbered=False), key=lambda row: str(row["saved"])
    ):
        with contextlib.suppress(StoreProblem, TypeError):
            if not is_veiled(row["content"]):
                decode(row["content"], Draft)  # type: ignore[arg-type]
            target.execute(
                "INSERT OR REPLACE INTO draft (id, saved, content)"
                " SELECT ?, (SELECT coalesce(max(saved), 0) + 1 FROM draft), ?"
                " WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE id = ?)",
                (row["id"], row["content"], row["id"]),
            )
    # The copy may be from before they were sent.
    target.execute("DELETE FROM draft WHERE id IN (SELECT id FROM entry)")


def _recording_keys(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """What opens sealed recordings; a key that the copy has is taken from there.

    Not one under the veil: what the copy has may be under an older one.
    """
    for row in _readable(source, "recording_key", numbered=False):
        with contextlib.suppress(sqlite3.IntegrityError):
            rule = "REPLACE" if is_veiled(row["key"]) else "IGNORE"
            target.execute(
                f"INSERT OR {rule} INTO recording_key (name, key) VALUES (?, ?)",  # noqa: S608
                (row["name"], row["key"]),
            )


def _one_row_tables(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for row in _readable(source, "profile", numbered=False):
        target.execute(
            "INSERT OR REPLACE INTO profile (one, content) VALUES (1, ?)", (row["content"],)
        )
    for row in _readable(source, "community", numbered=False):
        with contextlib.suppress(StoreProblem, TypeError):
            decode(row["content"], Community)  # type: ignore[arg-type]
            # An empty digest: it is asked for again at the next contact.
            target.execute(
                "INSERT OR IGNORE INTO community (one, digest, seal, content) VALUES (1, '', ?, ?)",
                (row["seal"], row["content"]),
            )


def _communities_met(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for row in _readable(source, "community_met", numbered=False):
        with contextlib.suppress(StoreProblem, TypeError, sqlite3.IntegrityError):
            for name in ("name", "office"):
                decode(row[name], dict[str, str])  # type: ignore[arg-type]
            target.execute(
                "INSERT OR IGNORE INTO community_met (address, name, office) VALUES (?, ?, ?)",
                (row["address"], row["name"], row["office"]),
            )


def _trust(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The keys of communities, and what they proved; the copy's own only where nothing is read.

    Both only grow. A row that was damaged fits nothing that comes, so it can't make a false notice
    true.
    """
    for table in ("trust", "notice_proof"):
        for row in _readable(source, table, numbered=False):
            newer = (
                "SELECT 1 FROM notice_proof WHERE address = ? AND id = ? AND revision > ?",
                (row["address"], row.get("id"), row.get("revision")),
            )
            if table == "notice_proof" and target.execute(*newer).fetchone():
                continue
            names = ", ".join(row)
            marks = ", ".join("?" * len(row))
            with contextlib.suppress(sqlite3.IntegrityError):
                target.execute(
                    f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                    tuple(row.values()),
                )


def _couriers(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Whose stick is on its way must be known when it comes back; numbers only go up."""
    for row in _readable(source, "courier", numbered=False):
        if set(row) != set(_columns("courier")):
            continue
        with contextlib.suppress(sqlite3.IntegrityError):
            target.execute(
                "INSERT INTO courier (address, id, secret, number, answered, heard_at)"
                " VALUES (:address, :id, :secret, :number, :answered, :heard_at)"
                " ON CONFLICT (address) DO UPDATE SET number = max(number, excluded.number),"
                " answered = max(answered, excluded.answered)"
                " WHERE id = excluded.id AND secret = excluded.secret",
                row,
            )


def _announcements(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Notices that the copy does not have, and what was read. The feed brings the rest again."""
    found: dict[str, Announcement] = {}
    read: dict[str, int] = {}
    for row in _readable(source, "announcement"):
        with contextlib.suppress(StoreProblem, TypeError):
            announcement = decode(row["content"], Announcement)  # type: ignore[arg-type]
            if announcement.id == row["id"] and _is_sealed(row):
                found[announcement.id] = announcement
                if isinstance(row["read_revision"], int):
                    read[announcement.id] = row["read_revision"]
    put_from_elsewhere(target, list(found.values()), read)


def _is_sealed(row: Row) -> bool:
    content = row["content"]
    return isinstance(content, bytes) and seal_of(content) == row["seal"]


def _readable(source: sqlite3.Connection, table: str, *, numbered: bool = True) -> list[Row]:
    """The rows of a table that can be read, by the names that its columns have today.

    The names in a damaged file may be damaged too: as many columns as today are those of today.
    """
    names = _columns(table)
    found = []
    for row in _numbered_rows(source, table) if numbered else _rows(source, f"* FROM {table}"):
        values = tuple(row)[1:] if numbered else tuple(row)
        there = names if len(values) == len(names) else tuple(row.keys())[-len(values) :]
        if set(there) <= set(names):
            found.append(dict(zip(there, values, strict=True)))
    return found


@cache
def _columns(table: str) -> tuple[str, ...]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.migrate(connection)
        return tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))


def _numbered_rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Rows with their rowid first: from both ends, then one by one, as far as they can be read."""
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        for row in _rows(source, f"rowid, * FROM {table} NOT INDEXED ORDER BY rowid {order}"):
            if row[0] not in seen:
                seen.add(row[0])
                yield row
    for number in range(1, min(max(seen, default=0), _MOST_ROWS)):
        if number not in seen:
            yield from _rows(source, f"rowid, * FROM {table} WHERE rowid = {number}")


def _rows(source: sqlite3.Connection, what: str) -> Iterator[sqlite3.Row]:
    """The rows that come before the first error."""
    with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
        yield from source.execute(f"SELECT {what}")


def _insert(target: sqlite3.Connection, table: str, values: Row) -> int:
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = target.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
        tuple(values.values()),
    )
    return int(cursor.lastrowid or 0)


def _update(target: sqlite3.Connection, table: str, values: Row, number: int) -> None:
    names = ", ".join(f"{name} = ?" for name in values)
    target.execute(
        f"UPDATE {table} SET {names} WHERE number = ?",  # noqa: S608
        (*values.values(), number),
    )
