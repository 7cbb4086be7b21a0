"""A message that was damaged on the disk while it waited, mended from a daily copy."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path

from app.storage import schema
from app.storage.blobs import SEALED
from app.storage.codec import seal_of
from app.storage.copies import copies_in

#: Copies of earlier versions know no blobs.
_FIRST_WITH_BLOBS = 3
_FIRST_WITH_SEALED = 7

log = logging.getLogger(__name__)


def mend(connection: sqlite3.Connection, feedback_id: str, folder: Path) -> bool:
    """Take the message's bytes from the newest copy that has them whole.

    Returns False when no copy has them. Runs inside the caller's transaction.
    """
    for copy in copies_in(folder):
        with contextlib.suppress(sqlite3.Error):
            found = _whole_row(copy.path, feedback_id)
            if found is not None:
                (token, payload, sha256, seal), named = found
                connection.execute(
                    "UPDATE outbox SET payload = ?, sha256 = ?, seal = ? WHERE id = ?",
                    (payload, sha256, seal, feedback_id),
                )
                connection.execute(
                    "UPDATE conversation SET token = ? WHERE number ="
                    " (SELECT conversation FROM outbox WHERE id = ?)",
                    (token, feedback_id),
                )
                _mend_named(connection, feedback_id, named)
                log.info("a damaged message was mended from the copy of %s", copy.day)
                return True
    return False


def _mend_named(
    connection: sqlite3.Connection, feedback_id: str, named: list[tuple[object, ...]]
) -> None:
    """What goes along with the message: the rows that are missing here."""
    connection.executemany(
        "INSERT OR IGNORE INTO blob (conversation, entry, sha256, size, type, role, seconds, file,"
        " seal, sealed) SELECT conversation, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM outbox WHERE id = ?",
        [(*row, feedback_id) for row in named],
    )


_Whole = tuple[tuple[str, bytes, str, str], list[tuple[object, ...]]]


def _whole_row(copy: Path, feedback_id: str) -> _Whole | None:
    uri = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
        row: tuple[str, bytes, str, str] | None = source.execute(
            "SELECT c.token, o.payload, o.sha256, o.seal FROM outbox AS o"
            " JOIN conversation AS c ON c.number = o.conversation WHERE o.id = ?",
            (feedback_id,),
        ).fetchone()
        named = []
        version = schema.version_of(source)
        if version >= _FIRST_WITH_BLOBS:
            sealed = "sealed" if version >= _FIRST_WITH_SEALED else "0"
            columns = ", ".join((*SEALED, "seal", sealed))
            named = source.execute(
                f"SELECT {columns} FROM blob WHERE entry = ?",  # noqa: S608
                (feedback_id,),
            ).fetchall()
    if row is None or seal_of(feedback_id, row[0], row[1]) != row[3]:
        return None
    return row, named
