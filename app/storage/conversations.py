"""What was said to the community, and what it answered."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from app.domain.feedback import Conversation, Draft, Entry, Sealed, Verdict
from app.storage import recording_keys, rows
from app.storage.blobs import Named, named_recording
from app.storage.database import Store
from app.storage.rows import Kept


class ConversationRepository:
    """The conversations. Whatever is said goes into the outbox in the same transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(
        self,
        draft: Draft,
        payload: bytes,
        made_at: datetime,
        kept: Kept = Kept.OPEN,
        dropped_key: bytes | None = None,
    ) -> Conversation:
        """The draft becomes a message: kept here, in the outbox with its exact bytes, no draft.

        It belongs to the community that is joined now; sent before any was joined, it goes to the
        first one that is.

        Sending the same draft twice is sending it once. `made_at` is for people to read. Its
        recording, where that goes along, is noted in the same transaction; that the file is on the
        disk is for the caller to see (`RecordingRepository.secure`).

        `kept`: how its payload is kept; none of its words are, beside it, unless it is open. The
        key of that name is in the sealed payload, and is dropped from the store.

        Raises:
            ValueError: the draft has no kind yet.
            StoreProblem: as `Store.write`; the draft is then still a draft.
        """
        if draft.kind is None:
            raise ValueError("a draft without a kind can't be sent")
        with self._store.veil.ending(self._store) as connection:
            if _place(connection, draft.id) is None:
                number = rows.insert_conversation(connection, draft, draft.kind)
                entry = Entry(draft.id, True, draft.text, draft.language, made_at, received=False)
                rows.insert_mine(connection, number, _as_kept(entry, kept, draft.voice_goes))
                bytes_kept = self._veiled(payload, kept)
                named = _named(draft, kept)
                rows.insert_waiting(connection, number, draft.id, draft.token, bytes_kept, named)
            if dropped_key is not None:
                recording_keys.drop(connection, [dropped_key])
            connection.execute("DELETE FROM draft WHERE id = ?", (draft.id,))
            return rows.conversations(connection, draft.id)[0]

    def address_of(self, conversation_id: str) -> str | None:
        """The community that it belongs to; None for none yet, or when there is none of that id."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT community FROM conversation WHERE id = ?", (conversation_id,)
            ).fetchone()
        return row[0] if row else None

    def _veiled(self, payload: bytes, kept: Kept) -> bytes:
        return self._store.veil.close(payload) if kept is Kept.VEILED else payload

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
        kept: Kept = Kept.OPEN,
    ) -> Conversation:
        """Say one thing more in a conversation; it goes out after all that was said before it.

        The same `entry_id` twice is once. A draft of that id is gone then. `kept` as in `send`.

        Raises:
            ValueError: there is no such conversation, or it is over or was taken back.
            StoreProblem: as `Store.write`.
        """
        with self._store.veil.ending(self._store) as connection:
            place = _place(connection, conversation_id)
            if place is None or not place[2]:
                raise ValueError("no conversation that can be gone on with")
            number, token, _ = place
            there = connection.execute("SELECT 1 FROM entry WHERE id = ?", (entry_id,)).fetchone()
            if there is None:
                entry = Entry(
                    entry_id, True, text, language, made_at, received=False, verdict=verdict
                )
                rows.insert_mine(connection, number, _as_kept(entry, kept, False))
                bytes_kept = self._veiled(payload, kept)
                rows.insert_waiting(connection, number, entry_id, token, bytes_kept)
                rows.put_news(connection, number)
            connection.execute("DELETE FROM draft WHERE id = ?", (entry_id,))
            return rows.conversations(connection, conversation_id)[0]


def _named(draft: Draft, kept: Kept) -> tuple[Named, ...]:
    if draft.recording is None or not draft.voice_goes:
        return ()
    return (named_recording(draft.id, draft.recording, sealed=kept is Kept.SEALED),)


def _as_kept(entry: Entry, kept: Kept, spoken: bool) -> Entry:
    """What is said, without its words unless they stay readable here."""
    if kept is Kept.OPEN:
        return entry
    if entry.text.strip():
        return replace(entry, text="", sealed=Sealed.WORDS)
    return replace(entry, text="", sealed=Sealed.VOICE if spoken else None)


def _place(connection: sqlite3.Connection, conversation_id: str) -> tuple[int, str, int] | None:
    """Number and token of a conversation, and whether it can be gone on with."""
    row: tuple[int, str, int] | None = connection.execute(
        "SELECT number, token, state NOT IN ('refused', 'erased') AND withdrawal IS NULL"
        " FROM conversation WHERE id = ?",
        (conversation_id,),
    ).fetchone()
    return row
