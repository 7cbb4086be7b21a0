"""Messages that a person removed, so that no older copy of the store brings them back.

The daily copies still hold them until they are thrown away; nothing of them is shown again. The
list lies with the copies: a line with the id for each.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from app.storage.durable import sync_folder
from app.storage.problems import told_system_problems

_NAME = "removed.txt"


def note(copies: Path, conversation_id: str) -> None:
    """Remember it, for good, before its row goes. Raises StoreProblem."""
    with told_system_problems(copies):
        copies.mkdir(parents=True, exist_ok=True)
        with (copies / _NAME).open("a", encoding="utf-8") as file:
            file.write(f"{conversation_id}\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(copies)


def leave_out(connection: sqlite3.Connection, copies: Path) -> None:
    """Take out of a store that was made from a copy what was removed since."""
    try:
        text = (copies / _NAME).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    connection.executemany(
        "DELETE FROM conversation WHERE id = ?", [(line,) for line in text.splitlines()]
    )
