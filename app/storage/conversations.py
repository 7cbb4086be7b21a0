"""What was said to the community, and what it answered."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import datetime

from app.domain.feedback import Conversation, ConversationState, Draft, FeedbackKind, Verdict
from app.storage import rows
from app.storage.codec import storable
from app.storage.database import Store
from app.storage.rows import next_news, seal_of


class ConversationRepository:
    """The conversations. Whatever is said goes into the outbox in the same transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(self, draft: Draft, payload: bytes, made_at: datetime) -> Conversation:
        """The draft becomes a message: kept here, in the outbox with its exact bytes, no draft.

        Sending the same draft twice is sending it once. `made_at` is for people to read.

        Raises:
            ValueError: the draft has no kind yet.
            StoreProblem: as `Store.write`; the draft is then still a draft.
        """
        if draft.kind is None:
            raise ValueError("a draft without a kind can't be sent")
        with self._store.write() as connection:
            if _number(connection, draft.id) is None:
                _insert_conversation(connection, draft, draft.kind)
                _say(connection, draft.id, draft.id, draft, None, payload, made_at)
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
            ValueError: there is no such conversation, or the other side refused it for good.
            StoreProblem: as `Store.write`.
        """
        with self._store.write() as connection:
            state = connection.execute(
                "SELECT state FROM conversation WHERE id = ?", (conversation_id,)
            ).fetchone()
            if state is None or state[0] == ConversationState.REFUSED:
                raise ValueError("no conversation that can be gone on with")
            there = connection.execute("SELECT 1 FROM entry WHERE id = ?", (entry_id,)).fetchone()
            if there is None:
                said = Draft(id=entry_id, text=text, language=language)
                _say(connection, conversation_id, entry_id, said, verdict, payload, made_at)
                connection.execute(
                    "UPDATE conversation SET news = ? WHERE id = ?",
                    (next_news(connection), conversation_id),
                )
            return rows.conversations(connection, conversation_id)[0]


def _number(connection: sqlite3.Connection, conversation_id: str) -> int | None:
    row = connection.execute(
        "SELECT number FROM conversation WHERE id = ?", (conversation_id,)
    ).fetchone()
    return int(row[0]) if row else None


def _insert_conversation(connection: sqlite3.Connection, draft: Draft, kind: FeedbackKind) -> None:
    connection.execute(
        "INSERT INTO conversation (id, token, kind, topic, about, answer_wanted, state, news)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.id,
            draft.token,
            kind.value,
            draft.topic,
            draft.about,
            int(draft.answer_wanted is not False),
            ConversationState.KEPT.value,
            next_news(connection),
        ),
    )


def _say(
    connection: sqlite3.Connection,
    conversation_id: str,
    entry_id: str,
    said: Draft,
    verdict: Verdict | None,
    payload: bytes,
    made_at: datetime,
) -> None:
    """Store one thing that the person says, and what carries it."""
    number, token = connection.execute(
        "SELECT number, token FROM conversation WHERE id = ?", (conversation_id,)
    ).fetchone()
    connection.execute(
        "INSERT INTO entry (conversation, id, mine, text, language, sent_at, author, received,"
        " unread, verdict) VALUES (?, ?, 1, ?, ?, ?, '{}', 0, 0, ?)",
        (
            number,
            entry_id,
            storable(said.text),
            str(said.language),
            made_at.isoformat(),
            verdict.value if verdict else None,
        ),
    )
    connection.execute(
        "INSERT INTO outbox (id, conversation, payload, sha256, seal) VALUES (?, ?, ?, ?, ?)",
        (
            entry_id,
            number,
            payload,
            hashlib.sha256(payload).hexdigest(),
            seal_of(entry_id, token, payload),
        ),
    )
