"""Rows of the tables `conversation`, `entry` and `outbox`, inside somebody's transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from datetime import date, datetime

from app.domain.feedback import Conversation, ConversationState, Entry, FeedbackKind, Verdict
from app.domain.feedback import claim_code as claim_code_of
from app.storage.codec import decode_words

_CONVERSATION = (
    "number, id, token, kind, topic, about, answer_wanted, state, reference, received_at, handler,"
    " promised_by, refusal"
)
_ENTRY = (
    "conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal"
)


def conversations(
    connection: sqlite3.Connection, conversation_id: str | None = None
) -> tuple[Conversation, ...]:
    """All conversations, newest news first, or the one with that id.

    Raises:
        StoreProblem, ValueError: a row holds what no program of ours wrote.
    """
    where, given = ("", ()) if conversation_id is None else (" WHERE id = ?", (conversation_id,))
    found = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversation{where} ORDER BY news DESC",  # noqa: S608
        given,
    ).fetchall()
    only = (
        ""
        if conversation_id is None
        else " WHERE conversation = (SELECT number FROM conversation WHERE id = ?)"
    )
    entries = defaultdict(list)
    for row in connection.execute(
        f"SELECT {_ENTRY} FROM entry{only} ORDER BY number",  # noqa: S608
        given,
    ):
        entries[row[0]].append(_entry(row[1:]))
    return tuple(_conversation(row[1:], tuple(entries[row[0]])) for row in found)


def seal_of(entry_id: str, token: str, payload: bytes) -> str:
    """SHA-256 over all that is sent, so that damage on the disk is seen before it travels."""
    digest = hashlib.sha256()
    for part in (entry_id.encode(), token.encode(), payload):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def next_news(connection: sqlite3.Connection) -> int:
    """The number of the next news; the list of conversations shows the highest first."""
    row = connection.execute("SELECT coalesce(max(news), 0) + 1 FROM conversation").fetchone()
    return int(row[0])


def _conversation(row: tuple[object, ...], entries: tuple[Entry, ...]) -> Conversation:
    (id_, token, kind, topic, about, wanted, state, reference, received, handler, by, refusal) = row
    return Conversation(
        id=str(id_),
        kind=FeedbackKind(str(kind)),
        topic=_text(topic),
        state=ConversationState(str(state)),
        entries=entries,
        claim_code=claim_code_of(str(token)),
        answer_wanted=bool(wanted),
        about=_text(about),
        reference=_text(reference),
        received_at=datetime.fromisoformat(str(received)) if received is not None else None,
        handler=decode_words(_text(handler)),
        promised_by=date.fromisoformat(str(by)) if by is not None else None,
        refusal=decode_words(_text(refusal)),
    )


def _entry(row: tuple[object, ...]) -> Entry:
    (id_, mine, text, language, sent_at, author, received, unread, verdict, refusal) = row
    return Entry(
        id=str(id_),
        mine=bool(mine),
        text=str(text),
        language=str(language),
        sent_at=datetime.fromisoformat(str(sent_at)),
        author=decode_words(str(author)) or {},
        received=bool(received),
        unread=bool(unread),
        verdict=Verdict(str(verdict)) if verdict is not None else None,
        refusal=decode_words(_text(refusal)),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
