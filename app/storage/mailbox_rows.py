"""Rows that the mailbox changes, inside somebody's transaction, and whom it is asked about."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.feedback import ConversationState, Withdrawal
from app.domain.mailbox import MailboxEntry
from app.storage.codec import encode_words
from app.storage.rows import put_news, put_reply

#: How many closed conversations are asked about in one round, half of them those with the newest
#: news, the other half in turns.
CLOSED_WATCHED = 50


@dataclass(frozen=True, slots=True)
class Watched:
    """A conversation to ask the mailbox about."""

    id: str
    token: str = field(repr=False)


def some_of(closed: list[Watched], turn: int) -> tuple[Watched, ...]:
    """The newest of them always, the others in turns: each is asked about once in some rounds."""
    always, others = closed[: CLOSED_WATCHED // 2], closed[CLOSED_WATCHED // 2 :]
    room = CLOSED_WATCHED - len(always)
    if len(others) <= room:
        return (*always, *others)
    start = turn * room % len(others)
    return (*always, *(others[start:] + others[:start])[:room])


def erase(connection: sqlite3.Connection, number: int, erased_at: datetime | None) -> None:
    """The community has it no longer; whether its sender wanted that stands in `withdrawal`."""
    connection.execute("DELETE FROM outbox WHERE conversation = ?", (number,))
    connection.execute(
        "UPDATE conversation SET state = 'erased', erased_at = ?, withdrawal ="
        " CASE WHEN withdrawal IS NULL THEN NULL ELSE ? END WHERE number = ?",
        (erased_at.isoformat() if erased_at else None, Withdrawal.DONE.value, number),
    )
    put_news(connection, number)


def is_newer(connection: sqlite3.Connection, answer: MailboxEntry) -> bool:
    """Whether this must have been said after what is here: replies are never taken back."""
    rows = connection.execute(
        "SELECT e.id FROM entry AS e JOIN conversation AS c ON c.number = e.conversation"
        " WHERE c.id = ? AND NOT e.mine",
        (answer.id,),
    )
    here, there = {id_ for (id_,) in rows}, {reply.id for reply in answer.replies}
    return answer.state is ConversationState.ERASED or here < there


def apply(connection: sqlite3.Connection, answer: MailboxEntry) -> bool:
    """Store what the mailbox says of one conversation; returns whether anything is new."""
    row = connection.execute(
        "SELECT number, state, reference, received_at, handler, promised_by FROM conversation"
        " WHERE id = ?",
        (answer.id,),
    ).fetchone()
    if row is None or row[1] in (ConversationState.REFUSED, ConversationState.ERASED):
        return False
    number, *before = row
    if answer.state is ConversationState.ERASED:
        erase(connection, number, answer.erased_at)
        return True
    after = [
        before[0] if before[0] == ConversationState.KEPT else answer.state.value,
        before[1] if answer.reference is None else answer.reference,
        before[2] if answer.received_at is None else answer.received_at.isoformat(),
        encode_words(answer.handler),
        answer.promised_by.isoformat() if answer.promised_by else None,
    ]
    changed: bool = after != before
    if changed:
        connection.execute(
            "UPDATE conversation SET state = ?, reference = ?, received_at = ?, handler = ?,"
            " promised_by = ? WHERE number = ?",
            (*after, number),
        )
    for reply in answer.replies:
        changed = put_reply(connection, number, reply) or changed
    if changed:
        put_news(connection, number)
    return changed
