"""What a server really has: read from its own database and storage, past all of its code."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.servers import RunningServer

#: What lies under a name in no storage.
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Held:
    """A message; `follows` is the first of its conversation, None for that itself."""

    digest: str
    text: str
    follows: str | None
    state: str
    asked_to_erase: bool


class Ledger:
    """Looks anew each time; ids are UUIDs with hyphens. Usable from any thread."""

    def __init__(self, server: RunningServer) -> None:
        self._file = server.data_dir / "server.sqlite3"
        self._media = server.data_dir / "media"
        self._url = server.environment.get("DATABASE_URL")
        self._connection: psycopg.Connection[Any] | None = None
        self._lock = threading.Lock()

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """The rows of one query, as of one moment."""
        if self._url:
            with self._lock:
                if self._connection is None:
                    self._connection = psycopg.connect(self._url, autocommit=True)
                return self._connection.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self._file, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def close(self) -> None:
        """End its connection."""
        if self._connection is not None:
            self._connection.close()

    def messages(self) -> dict[str, Held]:
        """All messages by id."""
        rows = self.query(
            "SELECT id, body_digest, text, follows_id, state, erase_asked_at"
            " FROM feedback_feedback ORDER BY id"
        )
        return {
            _id(key): Held(
                str(digest), str(text), _id(follows) or None, str(state), asked is not None
            )
            for key, digest, text, follows, state, asked in rows
        }

    def recordings(self) -> dict[str, list[str]]:
        """For each message that names any, the digests of what lies in the storage for it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key, stored in self.query("SELECT feedback_id, stored FROM feedback_blob"):
            whole = found[_id(key)]
            if stored:
                whole.append(_digest_of(self._media / str(stored)))
        return dict(found)

    def erased(self) -> set[str]:
        """The ids that are dead."""
        return {_id(key) for (key,) in self.query("SELECT id FROM feedback_erasedfeedback")}

    def replies(self) -> dict[str, dict[str, str]]:
        """The answers of each conversation: their texts by id."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for key, of, text in self.query("SELECT id, feedback_id, text FROM feedback_reply"):
            found[_id(of)][_id(key)] = str(text)
        return dict(found)

    def notices(self) -> dict[str, dict[str, Any]]:
        """The wire of each notice that stands, by id; what is deleted is not among them."""
        rows = self.query(
            "SELECT wire FROM announcements_feedentry WHERE superseded_by IS NULL ORDER BY seq"
        )
        wires = [json.loads(wire) for (wire,) in rows]
        return {one["id"]: one for one in wires if not one.get("deleted")}


def _id(value: object) -> str:
    return str(uuid.UUID(str(value))) if value else ""


def _digest_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return MISSING
