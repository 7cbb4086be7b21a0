"""What becomes of a message: received or refused. Inside somebody's transaction."""

from __future__ import annotations

import sqlite3

from app.domain.feedback import ConversationState, RecordingState, Sealed
from app.storage import blobs
from app.storage.codec import encode_words
from app.storage.rows import next_news, put_news


def finish(connection: sqlite3.Connection, feedback_id: str) -> None:
    """Nothing of the message waits any more: say what became of it."""
    row = connection.execute(
        "SELECT o.conversation, o.words_at, e.text, e.verdict, e.sealed"
        " FROM outbox AS o JOIN entry AS e"
        " ON e.conversation = o.conversation AND e.id = o.id WHERE o.id = ?",
        (feedback_id,),
    ).fetchone()
    if row is None or blobs.has_waiting(connection, feedback_id):
        return
    number, words_at, text, verdict, sealed = row
    states = connection.execute(
        "SELECT state, refusal FROM blob WHERE entry = ? ORDER BY number", (feedback_id,)
    ).fetchall()
    says_enough = text.strip() or verdict is not None or sealed == Sealed.WORDS
    empty = not says_enough and bool(states)
    if empty and all(state == RecordingState.DAMAGED for state, _ in states):
        connection.execute("UPDATE outbox SET damaged = 1 WHERE id = ?", (feedback_id,))
        put_news(connection, number)
    elif empty and all(state != RecordingState.RECEIVED for state, _ in states):
        reason = next((words for _, words in states if words), encode_words({}))
        refuse(connection, feedback_id, reason)
    elif words_at is not None:
        _received(connection, feedback_id, number)


def _received(connection: sqlite3.Connection, feedback_id: str, number: int) -> None:
    connection.execute("DELETE FROM outbox WHERE id = ?", (feedback_id,))
    connection.execute(
        "UPDATE entry SET received = 1 WHERE conversation = ? AND id = ?", (number, feedback_id)
    )
    connection.execute(
        "UPDATE conversation SET state = ?, news = ? WHERE number = ? AND id = ? AND state = ?",
        (
            ConversationState.RECEIVED.value,
            next_news(connection),
            number,
            feedback_id,
            ConversationState.KEPT.value,
        ),
    )


def refuse(connection: sqlite3.Connection, feedback_id: str, words: str | None) -> None:
    """It will never be taken, nor what waited behind a refused first message.

    `words` are the reason, as the store keeps it.
    """
    row = connection.execute(
        "SELECT o.conversation, c.id FROM outbox AS o"
        " JOIN conversation AS c ON c.number = o.conversation WHERE o.id = ?",
        (feedback_id,),
    ).fetchone()
    if row is None:
        return
    number, conversation_id = row
    ids = [feedback_id]
    if conversation_id == feedback_id:
        later = connection.execute("SELECT id FROM outbox WHERE conversation = ?", (number,))
        ids = [id_ for (id_,) in later.fetchall()]
        connection.execute(
            "UPDATE conversation SET state = ?, refusal = ? WHERE number = ?",
            (ConversationState.REFUSED.value, words, number),
        )
    for id_ in ids:
        connection.execute("DELETE FROM outbox WHERE id = ?", (id_,))
        connection.execute(
            "UPDATE entry SET refusal = ? WHERE conversation = ? AND id = ?", (words, number, id_)
        )
    put_news(connection, number)
