"""Small facts that outlive a start, such as the last contact."""

from __future__ import annotations

import json

from app.storage.database import Store


class MemoRepository:
    """Names and short texts. Nothing personal, nothing that a message depends on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> str | None:
        """What was kept under that name."""
        with self._store.read() as connection:
            row = connection.execute("SELECT value FROM memo WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def get_json(self, name: str) -> object:
        """The JSON value that was kept under that name; None where there is none, or a damaged one.

        What it should look like is for the caller to see.
        """
        try:
            return json.loads(self.get(name) or "null")
        except (ValueError, RecursionError):
            return None

    def put(self, name: str, value: str | None) -> None:
        """Keep `value` under that name; None forgets it."""
        with self._store.write() as connection:
            if value is None:
                connection.execute("DELETE FROM memo WHERE name = ?", (name,))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO memo (name, value) VALUES (?, ?)", (name, value)
                )
