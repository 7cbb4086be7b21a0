"""What has to go from the copies as well, and not only from the store."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from app.storage.connections import BUSY_TIMEOUT_MS

log = logging.getLogger(__name__)


def change_copy(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change a copy in one transaction; one that is broken, or too old to have it, is passed over.

    Without a journal on the disk: it would hold what is dropped.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(
            sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        ) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN IMMEDIATE")
            change(connection)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        if "no such table" not in str(error):
            log.warning("a copy can't be reached: %s", error.sqlite_errorname)
