"""What was said to the community, and what it answered."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from app.domain.feedback import Conversation, Draft, Entry, Verdict
from app.storage import rows
from app.storage.blobs import Named, named_recording
from app.storage.database import Store


class ConversationRepository:
    """The conversations. Whatever is said goes into the outbox in the same transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(self, draft: Draft, payload: bytes, made_at: datetime) -> Conversation:
        """The draft becomes a message: kept here, in the outbox with its exact bytes, no draft.

        It belongs to the community that is joined now; sent before any was joined, it goes to the
        first one that is.

        Sending the same draft twice is sending it once. `made_at` is for people to read. Its
        recording, where that goes along, is noted in the same transaction; that the file is on the
        disk is for the caller to see (`RecordingRepository.secure`).

        Raises:
            ValueError: the draft has no kind yet.
            StoreProblem: as `Store.write`; the draft is then still a draft.
        """
        if draft.kind is None:
            raise ValueError("a draft without a kind can't be sent")
        with self._store.write() as connection:
            if _place(connection, draft.id) is None:
                number = rows.insert_conversation(connection, draft, draft.kind)
                entry = _said(draft.id, draft.text, draft.language, None, made_at)
                rows.insert_mine(connection, number, entry)
                rows.insert_waiting(
                    connection, number, draft.id, draft.token, payload, _named(draft)
                )
            connection.execute("DELETE FROM draft WHERE id = ?", (draft.id,))
            return rows.conversations(connection, draft.id)[0]

    def all(self) -> tuple[Conversation, ...]:
        """All conversations, those with the newest news first."""
        with self._store.read() as connection:
            return rows.conversations(connection)

    def get(self, conversation_id: str) -> Conversation | None:
        """One conversation; None when there is none of that id."""
        with self._store.read() as connection:
            return next(iter(rows.conversations(connection, conversation_id)), None)

    def answers_waiting(self) -> int:
        """How many answers were not yet opened."""
        with self._store.read() as connection:
            row = connection.execute("SELECT count(*) FROM entry WHERE unread").fetchone()
        return int(row[0])

    def mark_opened(self, conversation_id: str) -> None:
        """Its answers were seen."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE entry SET unread = 0 WHERE unread AND conversation ="
                " (SELECT number FROM conversation WHERE id = ?)",
                (conversation_id,),
            )

    def write_back(
        self,
        conversation_id: str,
        entry_id: str,
        text: str,
        language: str,
        verdict: Verdict | None,
        payload: bytes,
        made_at: datetime,
    ) -> Conversation:
        """Say one thing more in a conversation; it goes out after all that was said before it.

        The same `entry_id` twice is once.

        Raises:
            ValueError: there is no such conversation, or it is over or was taken back.
            StoreProblem: as `Store.write`.
        """
        with self._store.write() as connection:
            place = _place(connection, conversation_id)
            if place is None or not place[2]:
                raise ValueError("no conversation that can be gone on with")
            number, token, _ = place
            there = connection.execute("SELECT 1 FROM entry WHERE id = ?", (entry_id,)).fetchone()
            if there is None:
                entry = _said(entry_id, text, language, verdict, made_at)
                rows.insert_mine(connection, number, entry)
                rows.insert_waiting(connection, number, entry_id, token, payload)
                rows.put_news(connection, number)
            return rows.conversations(connection, conversation_id)[0]


def _named(draft: Draft) -> tuple[Named, ...]:
    if draft.recording is None or not draft.voice_goes:
        return ()
    return (named_recording(draft.id, draft.recording),)


def _said(
    entry_id: str, text: str, language: str, verdict: Verdict | None, made_at: datetime
) -> Entry:
    return Entry(entry_id, True, text, language, made_at, received=False, verdict=verdict)


def _place(connection: sqlite3.Connection, conversation_id: str) -> tuple[int, str, int] | None:
    """Number and token of a conversation, and whether it can be gone on with."""
    row: tuple[int, str, int] | None = connection.execute(
        "SELECT number, token, state NOT IN ('refused', 'erased') AND withdrawal IS NULL"
        " FROM conversation WHERE id = ?",
        (conversation_id,),
    ).fetchone()
    return row
