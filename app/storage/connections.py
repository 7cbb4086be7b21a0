"""Connections to the store's file, all with the same settings."""

from __future__ import annotations

import sqlite3
from pathlib import Path

#: How long a connection waits for another one of ours, in milliseconds.
BUSY_TIMEOUT_MS = 8_000

#: SQLite 3.7.0–3.51.2 can corrupt a write-ahead log when two connections checkpoint at once
#: (sqlite.org/releaselog/3_51_3.html); below it the rollback journal is used, as durable and,
#: for one writer, fast enough.
FIRST_SAFE_WAL = (3, 51, 3)


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The journal that is safe with this SQLite."""
    return "WAL" if version >= FIRST_SAFE_WAL else "DELETE"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def connect(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """A connection with every setting in place; it may be used by one thread after another.

    Without `create`, a missing file is an error and never an empty new store: that is what keeps a
    memory stick that was pulled out from turning into a fresh start.

    Raises:
        sqlite3.Error: as SQLite says it; see problems.py.
    """
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
    )
    # Damaged text is read as it can be; the seals tell.
    connection.text_factory = _text
    try:
        # EXTRA: what was acknowledged outlives a power cut. FULL does not write out the folder
        # after the journal was deleted: it may be there again after the cut, and undo the last
        # message (sqlite.org/pragma.html#pragma_synchronous; tests/drill_power.py shows it).
        # secure_delete: what was discarded or handed on is gone from the file. trusted_schema: a
        # doctored file runs no function of ours.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -8000")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute(f"PRAGMA journal_mode = {journal_mode()}")
    except BaseException:
        connection.close()
        raise
    return connection
