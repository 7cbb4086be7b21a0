"""Is an open file sound? SQLite's own check, and ours where SQLite sees nothing.

`quick_check` noticed 8 of 60 random page corruptions: it looks at the trees, neither at what lies
in them nor whether the indexes fit. `integrity_check` looks at the indexes too (0.26 s instead of
0.15 s with 10,000 long notices); what lies in the rows is told by their seals, which are checked
here for everything that belongs to the person, and in `announcement_rows` for the notices.
"""

from __future__ import annotations

import logging
import sqlite3

from app.domain.community import Community
from app.domain.feedback import Draft
from app.errors import StoreProblem
from app.storage import rows, schema
from app.storage.codec import decode
from app.storage.veil import is_veiled

log = logging.getLogger(__name__)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the file may be worked with.

    Raises:
        sqlite3.Error: whatever keeps it from being read that is not damage (a busy file).
    """
    try:
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            log.info("integrity_check failed")
            return False
        version = schema.version_of(connection)
        if version and schema.shape(connection) != schema.expected_shape(version):
            log.info("the store's tables are not those of version %d", version)
            return False
        if version == schema.newest_version():
            _read_all(connection)
    except (StoreProblem, ValueError) as error:
        log.info("the store holds what can't be read: %s", type(error).__name__)
        return False
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_ERROR,
            0,
        }:
            log.info("the store can't be read through: %s", type(error).__name__)
            return False
        raise
    return True


def _read_all(connection: sqlite3.Connection) -> None:
    """Read what is the person's own; raises when something of it can't be."""
    rows.conversations(connection, check=True)
    for (content,) in connection.execute("SELECT content FROM draft"):
        if not is_veiled(content):
            decode(content, Draft)
    for (content,) in connection.execute("SELECT name FROM community_met"):
        decode(content, dict[str, str])
    for (content,) in connection.execute("SELECT office FROM community_met"):
        decode(content, dict[str, str])
    for (content,) in connection.execute("SELECT content FROM community"):
        decode(content, Community)
    if connection.execute("SELECT count(*) FROM feed").fetchone()[0] != 1:
        raise ValueError("feed")
