"""What the files of recordings are called, and what the store remembers of their folder."""

from __future__ import annotations

import sqlite3

ENDING = ".ogg"

#: In the folder: what belongs to no message that is known any more; see `stray_recordings.py`.
SET_ASIDE = "set-aside"

#: The memo that says that no file in the folder is unknown to this store.
KNOWN = "recordings_known"


def file_name(message_id: str) -> str:
    """The name of that message's file in the folder."""
    return f"{message_id}{ENDING}"


def forget_known(connection: sqlite3.Connection) -> None:
    """The store is another one now: what lies in the folder is not known any more."""
    connection.execute("DELETE FROM memo WHERE name = ?", (KNOWN,))
