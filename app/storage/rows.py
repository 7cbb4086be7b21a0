"""Rows of the tables `conversation`, `entry` and `outbox`, inside somebody's transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum, auto

from app.domain.feedback import (
    Conversation,
    ConversationState,
    Draft,
    Entry,
    FeedbackKind,
    OtherCommunity,
    Sealed,
    SentRecording,
    Verdict,
    Withdrawal,
    claim_code,
)
from app.domain.mailbox import Reply
from app.errors import StoreProblem
from app.storage import blobs
from app.storage.belonging import address_in_force
from app.storage.codec import decode_words, encode_words, seal_of, storable

_CONVERSATION = (
    "number, seal, id, token, kind, topic, about, answer_wanted, state, reference, received_at,"
    " handler, promised_by, refusal, withdrawal, withdrawn_at, erased_at, community"
)
_ENTRY = (
    "conversation, seal, id, text, language, sent_at, author, verdict, sealed, mine, received,"
    " unread,"
    " refusal,"
    " mine AND coalesce((SELECT damaged FROM outbox WHERE outbox.id = entry.id), 0),"
    " mine AND EXISTS (SELECT 1 FROM outbox WHERE outbox.id = entry.id AND words_at IS NOT NULL),"
    " (SELECT problem FROM outbox WHERE outbox.id = entry.id),"
    " (SELECT on_stick FROM outbox WHERE outbox.id = entry.id)"
)


class Kept(Enum):
    """How the bytes of a message are kept until they have gone."""

    OPEN = auto()  #: As they are; its words stay readable here.
    SEALED = auto()  #: Only the community can read them.
    VEILED = auto()  #: Under the veil (`veil.py`), since there is nothing to seal them with yet.


#: Problems that no connection will end: the sender is told of them.
_HOLDING = ("too_old", "not_joined")
# What the seals cover: what never changes (a reply's words change with a new seal).
_SEALED = slice(0, 5)
_SEALED_OF_ENTRY = slice(0, 7)


def conversations(
    connection: sqlite3.Connection, conversation_id: str | None = None, *, check: bool = False
) -> tuple[Conversation, ...]:
    """All conversations, newest news first, or the one with that id; `check` checks the seals too.

    Raises:
        StoreProblem: `store_damaged`: a row holds what no program of ours wrote.
    """
    one, of_one = "", ""
    if conversation_id is not None:
        one = " WHERE id = :id"
        of_one = " WHERE conversation = (SELECT number FROM conversation WHERE id = :id)"
    given = {"id": conversation_id}
    found = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversation{one} ORDER BY news DESC",  # noqa: S608
        given,
    ).fetchall()
    said = connection.execute(
        f"SELECT {_ENTRY} FROM entry{of_one} ORDER BY number",  # noqa: S608
        given,
    ).fetchall()
    try:
        if check:
            _check_seals(found, said)
        spoken = blobs.recordings(connection, conversation_id, check=check)
        entries: defaultdict[int, list[Entry]] = defaultdict(list)
        for number, _seal, *values in said:
            entries[number].append(_entry(spoken.get((number, str(values[0]))), *values))
        others = _Others(connection)
        return tuple(
            _conversation(tuple(entries[number]), others.of(values.pop()), *values)
            for number, _seal, *values in found
        )
    except ValueError as error:
        raise StoreProblem("store_damaged", "a stored message can't be read") from error


def next_news(connection: sqlite3.Connection) -> int:
    """The number of the next news; the list of conversations shows the highest first."""
    row = connection.execute("SELECT coalesce(max(news), 0) + 1 FROM conversation").fetchone()
    return int(row[0])


def put_news(connection: sqlite3.Connection, number: int) -> None:
    """Something happened in that conversation: it comes first on the list."""
    connection.execute(
        "UPDATE conversation SET news = ? WHERE number = ?", (next_news(connection), number)
    )


def insert_conversation(connection: sqlite3.Connection, draft: Draft, kind: FeedbackKind) -> int:
    """A conversation that begins with `draft`; returns its number."""
    sealed = (draft.id, draft.token, kind.value, draft.topic, draft.about)
    cursor = connection.execute(
        "INSERT INTO conversation (id, token, kind, topic, about, seal, answer_wanted, state, news,"
        " community) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *sealed,
            seal_of(*sealed),
            int(draft.answer_wanted is not False),
            ConversationState.KEPT.value,
            next_news(connection),
            address_in_force(connection) or None,
        ),
    )
    return int(cursor.lastrowid or 0)


def insert_mine(connection: sqlite3.Connection, number: int, entry: Entry) -> None:
    """Something that the person says."""
    verdict = entry.verdict.value if entry.verdict else None
    sent_at = entry.sent_at.isoformat()
    said = (
        *(entry.id, storable(entry.text), str(entry.language), sent_at, "{}", verdict),
        entry.sealed.value if entry.sealed else None,
    )
    connection.execute(
        "INSERT INTO entry (conversation, id, text, language, sent_at, author, verdict, sealed,"
        " seal, mine, received, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0)",
        (number, *said, entry_seal(said)),
    )


def entry_seal(said: Sequence[str | None]) -> str:
    """The seal of an entry: id, text, language, sent_at, author, verdict, sealed.

    What is not sealed has the seal that it had before there was anything sealed.
    """
    return seal_of(*(said if said[-1] is not None else said[:-1]))


def put_reply(connection: sqlite3.Connection, number: int, reply: Reply) -> bool:
    """Store a reply, unless it is here in these words; returns whether it was news."""
    row = connection.execute(
        "SELECT text, mine FROM entry WHERE conversation = ? AND id = ?", (number, reply.id)
    ).fetchone()
    text = storable(reply.text)
    if row is not None and (row[1] or row[0] == text):
        return False
    sent_at, author = reply.sent_at.isoformat(), encode_words(reply.author)
    sealed = (reply.id, text, reply.language, sent_at, author, None)
    connection.execute(
        "INSERT INTO entry (conversation, id, text, language, sent_at, author, verdict, seal,"
        " mine, received, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 1)"
        " ON CONFLICT (conversation, id) DO UPDATE SET text = excluded.text,"
        " language = excluded.language, sent_at = excluded.sent_at, author = excluded.author,"
        " seal = excluded.seal, unread = 1",
        (number, *sealed, seal_of(*sealed)),
    )
    return True


def insert_waiting(
    connection: sqlite3.Connection,
    number: int,
    entry_id: str,
    token: str,
    payload: bytes,
    named: Sequence[blobs.Named] = (),
) -> None:
    """What carries an entry across, with its exact bytes, and what goes along with it."""
    for one in named:
        one.insert(connection, number)
    connection.execute(
        "INSERT INTO outbox (id, conversation, payload, sha256, seal, blobs)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            entry_id,
            number,
            payload,
            hashlib.sha256(payload).hexdigest(),
            seal_of(entry_id, token, payload),
            len(named),
        ),
    )


def _check_seals(found: list[tuple[object, ...]], said: list[tuple[object, ...]]) -> None:
    for rows, sealed, made in ((found, _SEALED, _plain_seal), (said, _SEALED_OF_ENTRY, entry_seal)):
        for _number, seal, *values in rows:
            if made([None if v is None else str(v) for v in values[sealed]]) != seal:
                raise ValueError("seal")


def _plain_seal(parts: Sequence[str | None]) -> str:
    return seal_of(*parts)


class _Others:
    """Communities other than the one that is joined, as they called themselves."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._here = address_in_force(connection)
        self._met = {
            address: (name, office)
            for address, name, office in connection.execute(
                "SELECT address, name, office FROM community_met"
            )
        }

    def of(self, address: object) -> OtherCommunity | None:
        """The other community that a conversation belongs to; None where it is at home here."""
        if address is None or address == self._here:
            return None
        name, office = self._met.get(str(address), (None, None))
        return OtherCommunity(decode_words(name) or {}, decode_words(office) or {})


def _conversation(
    entries: tuple[Entry, ...], other: OtherCommunity | None, *row: object
) -> Conversation:
    (id_, token, kind, topic, about, wanted, state, reference, received, handler, by) = row[:11]
    (refusal, withdrawal, withdrawn_at, erased_at) = row[11:]
    return Conversation(
        id=str(id_),
        kind=FeedbackKind(str(kind)),
        topic=_text(topic),
        state=ConversationState(str(state)),
        entries=entries,
        claim_code=claim_code(str(token)),
        answer_wanted=bool(wanted),
        about=_text(about),
        reference=_text(reference),
        received_at=_moment(received),
        handler=decode_words(_text(handler)),
        promised_by=date.fromisoformat(str(by)) if by is not None else None,
        refusal=decode_words(_text(refusal)),
        elsewhere=other,
        withdrawal=Withdrawal(str(withdrawal)) if withdrawal is not None else None,
        withdrawn_at=_moment(withdrawn_at),
        erased_at=_moment(erased_at),
    )


def _entry(spoken: SentRecording | None, *row: object) -> Entry:
    (id_, text, language, sent_at, author, verdict, sealed) = row[:7]
    (mine, received, unread, refusal, damaged, words_received, problem, on_stick) = row[7:]
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
        damaged=bool(damaged),
        recording=spoken,
        words_received=bool(words_received),
        held_by=str(problem) if mine and problem in _HOLDING else None,
        on_stick=_moment(on_stick) if mine else None,
        sealed=Sealed(str(sealed)) if sealed is not None else None,
    )


def _moment(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
