"""Messages that their sender took back, and what is removed from this computer altogether."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.feedback import Conversation, ConversationState, Withdrawal
from app.domain.mailbox import TakenBack
from app.storage import removed, rows
from app.storage.belonging import MAY_GO, address_in_force
from app.storage.database import Store
from app.storage.waiting import has_come, moments, put_off

#: As an SQL condition on a conversation `c`: the community is still to be told of it.
TO_TELL = f"c.withdrawal = '{Withdrawal.WANTED.value}' AND {MAY_GO}"


@dataclass(frozen=True, slots=True)
class ToTell:
    """A message that was taken back and whose community does not know yet."""

    id: str
    token: str = field(repr=False)
    attempts: int = 0


class WithdrawalRepository:
    """Taking back and removing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take_back(self, conversation_id: str, at: datetime) -> Conversation:
        """Its sender takes the message back: nothing more of it goes out.

        When none of its bytes ever left, that is all; else the community is to be told. Whether
        they left is noted before they do (`Outbox.begin`), so the two can't overtake each other.
        Twice is once. Raises ValueError: there is none that could be taken back; and StoreProblem.
        """
        with self._store.veil.ending(self._store) as connection:
            row = connection.execute(
                "SELECT number, state, withdrawal FROM conversation WHERE id = ?",
                (conversation_id,),
            ).fetchone()
            if row is None or (row[2] is None and row[1] in _OVER):
                raise ValueError("no conversation that can be taken back")
            if row[2] is None:
                _take_back(connection, row[0], conversation_id, at)
            return rows.conversations(connection, conversation_id)[0]

    def to_tell(self, now: datetime | None = None) -> tuple[ToTell, ...]:
        """Of which the community that is joined is to be told now, or at all."""
        with self._store.read() as connection:
            found = connection.execute(
                "SELECT c.id, c.token, c.telling_attempts FROM conversation AS c"  # noqa: S608
                f" WHERE {TO_TELL} AND {has_come('c.telling_next')} ORDER BY c.number",
                {**moments(now), "here": address_in_force(connection)},
            ).fetchall()
        return tuple(ToTell(*row) for row in found)

    def told(self, answer: TakenBack) -> None:
        """The community erased it, or asks somebody there to."""
        with self._store.write() as connection:
            place = _wanted(connection, answer.id)
            if place is None:
                return
            done = answer.erased_at is not None
            connection.execute(
                "UPDATE conversation SET withdrawal = ?, state = CASE WHEN ? THEN 'erased'"
                " ELSE state END, erased_at = ? WHERE number = ?",
                (
                    (Withdrawal.DONE if done else Withdrawal.ASKED).value,
                    done,
                    answer.erased_at.isoformat() if answer.erased_at else None,
                    place,
                ),
            )
            rows.put_news(connection, place)

    def failed(self, conversation_id: str, when: datetime) -> None:
        """It could not be told now: try again at `when`, at most an hour from now."""
        moment = put_off(when, self._store.clock.now())
        with self._store.write() as connection:
            connection.execute(
                "UPDATE conversation SET telling_attempts = telling_attempts + 1,"
                " telling_next = ? WHERE id = ?",
                (moment, conversation_id),
            )

    def remove(self, conversation_id: str) -> None:
        """Remove a message that is over from this computer, with all that was said in it.

        No older copy of the store brings it back.
        Raises ValueError for one that is not over: it would go on elsewhere without anybody here
        who could see it; and StoreProblem.
        """
        with self._store.veil.ending(self._store) as connection:
            row = connection.execute(
                "SELECT number, state FROM conversation WHERE id = ?", (conversation_id,)
            ).fetchone()
            if row is None:
                return
            if row[1] not in _OVER:
                raise ValueError("a conversation that is not over")
            removed.note(self._store.copies, conversation_id)
            connection.execute("DELETE FROM conversation WHERE number = ?", (row[0],))

    def throw_away_refused(self, conversation_id: str) -> None:
        """Remove the words of a conversation that the other side would not take, and no others."""
        with self._store.veil.ending(self._store) as connection:
            connection.execute(
                "DELETE FROM entry WHERE mine AND refusal IS NOT NULL AND id <> ?1"
                " AND conversation = (SELECT number FROM conversation WHERE id = ?1)",
                (conversation_id,),
            )


_OVER = (ConversationState.REFUSED.value, ConversationState.ERASED.value)


def _take_back(
    connection: sqlite3.Connection, number: int, conversation_id: str, at: datetime
) -> None:
    first = connection.execute(
        "SELECT tried FROM outbox WHERE conversation = ? AND id = ?", (number, conversation_id)
    ).fetchone()
    connection.execute("DELETE FROM outbox WHERE conversation = ?", (number,))
    stayed = first is not None and not first[0]
    connection.execute(
        "UPDATE conversation SET withdrawal = ?, withdrawn_at = ?, state = CASE WHEN ? THEN"
        " 'erased' ELSE state END WHERE number = ?",
        (
            (Withdrawal.NEVER_SENT if stayed else Withdrawal.WANTED).value,
            at.isoformat(),
            stayed,
            number,
        ),
    )
    rows.put_news(connection, number)


def _wanted(connection: sqlite3.Connection, conversation_id: str) -> int | None:
    row = connection.execute(
        "SELECT number FROM conversation WHERE id = ? AND withdrawal = ?",
        (conversation_id, Withdrawal.WANTED.value),
    ).fetchone()
    return None if row is None else int(row[0])
