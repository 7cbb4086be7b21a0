"""As what this machine is known by its sticks, and what goes out with the next one."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.feedback import new_id
from app.storage.belonging import address_in_force
from app.storage.database import Store

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class CourierRow:
    """This machine, for the community that is joined; see `migrations/0008_courier.sql`."""

    id: str
    secret: bytes = field(repr=False)
    number: int
    answered: int
    heard_at: int


class CourierRepository:
    """One identity for each community's address, made when it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def here(self) -> CourierRow:
        """That for the community that is joined. Raises StoreProblem."""
        with self._store.read() as connection:
            row = _row(connection)
        if row is not None:
            return row
        with self._store.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO courier (address, id, secret) VALUES (?, ?, ?)",
                (address_in_force(connection), new_id(), secrets.token_bytes(_SECRET_BYTES)),
            )
            made = _row(connection)
        assert made is not None
        return made

    def begin(self, ids: Iterable[str], above: int) -> tuple[int, frozenset[str]]:
        """A file goes out with these messages: note that they leave.

        Returns its number, which is above all before it and above `above`, and those of the
        messages that were not taken back meanwhile.
        """
        with self._store.write() as connection:
            here = address_in_force(connection)
            (number,) = connection.execute(
                "UPDATE courier SET number = max(number, ?) + 1 WHERE address = ? RETURNING number",
                (above, here),
            ).fetchone()
            leave = frozenset(
                id_
                for id_ in ids
                if connection.execute("UPDATE outbox SET tried = 1 WHERE id = ?", (id_,)).rowcount
            )
        return int(number), leave

    def copied(self, ids: Collection[str], at: datetime) -> None:
        """The file with these messages is on the stick, whole."""
        with self._store.write() as connection:
            connection.executemany(
                "UPDATE outbox SET on_stick = ? WHERE id = ?",
                [(at.isoformat(), id_) for id_ in ids],
            )

    def unread_answers(self) -> int:
        """How many answers are here that nobody opened yet."""
        with self._store.read() as connection:
            found = connection.execute("SELECT count(*) FROM entry WHERE unread AND NOT mine")
            return int(found.fetchone()[0])

    def came(self, number: int) -> None:
        """A file that came in was settled."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE courier SET answered = max(answered, ?) WHERE address = ?",
                (number, address_in_force(connection)),
            )


def heard(connection: sqlite3.Connection) -> None:
    """The mailbox was heard over a connection: what a stick brings of before is old."""
    connection.execute(
        "UPDATE courier SET heard_at = number WHERE address = ? AND heard_at <> number",
        (address_in_force(connection),),
    )


def _row(connection: sqlite3.Connection) -> CourierRow | None:
    row = connection.execute(
        "SELECT id, secret, number, answered, heard_at FROM courier WHERE address = ?",
        (address_in_force(connection),),
    ).fetchone()
    return None if row is None else CourierRow(*row)
