"""Rows of the table `blob`: what goes along with a message, inside somebody's transaction."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from app.domain.feedback import Recording, RecordingState, SentRecording
from app.domain.language import Words
from app.storage.codec import decode_words, encode_words, seal_of
from app.storage.recording_names import file_name

RECORDING = "recording"
_TYPE = "audio/ogg"
#: What the seal covers, in this order.
SEALED = ("entry", "sha256", "size", "type", "role", "seconds", "file")


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a message names."""

    entry: str
    sha256: str
    size: int
    type: str
    role: str
    seconds: float | None
    file: str
    #: The bytes that go are the file's own, whose key is in the message.
    sealed: bool = False

    @property
    def seal(self) -> str:
        """The seal of its row."""
        return seal_of(*(None if part is None else str(part) for part in self._parts()))

    def _parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in SEALED)

    def insert(self, connection: sqlite3.Connection, conversation: int) -> None:
        """Note it in a conversation."""
        connection.execute(
            "INSERT INTO blob (conversation, entry, sha256, size, type, role, seconds, file, seal,"
            " sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (conversation, *self._parts(), self.seal, int(self.sealed)),
        )


def named_recording(entry: str, recording: Recording, *, sealed: bool = False) -> Named:
    """The row of a recording that goes with the message `entry`; `sealed`: as its file is."""
    return Named(
        entry=entry,
        sha256=recording.sha256,
        size=recording.size,
        type=_TYPE,
        role=RECORDING,
        seconds=float(recording.seconds),
        file=file_name(entry),
        sealed=sealed,
    )


def recordings(
    connection: sqlite3.Connection, conversation_id: str | None, *, check: bool
) -> dict[tuple[int, str], SentRecording]:
    """The recordings of all conversations, or of one, by conversation number and entry.

    Raises ValueError when a row holds what no program of ours wrote.
    """
    of_one = ""
    if conversation_id is not None:
        of_one = " WHERE conversation = (SELECT number FROM conversation WHERE id = :id)"
    found: defaultdict[tuple[int, str], SentRecording] = defaultdict()
    for number, state, sent, refusal, seal, *sealed in connection.execute(
        f"SELECT conversation, state, sent, refusal, seal, {', '.join(SEALED)}"  # noqa: S608
        f" FROM blob{of_one} ORDER BY number",
        {"id": conversation_id},
    ):
        named = Named(*sealed)
        if check and named.seal != seal:
            raise ValueError("seal")
        if named.role == RECORDING:
            found[number, named.entry] = SentRecording(
                seconds=named.seconds or 0.0,
                size=named.size,
                state=RecordingState(state),
                sent=sent,
                refusal=decode_words(refusal),
            )
    return dict(found)


def waiting_recordings(connection: sqlite3.Connection) -> dict[str, Recording]:
    """The recordings that still have to go, as they were noted, by entry."""
    found = connection.execute(
        "SELECT entry, sha256, size, coalesce(seconds, 0) FROM blob"
        " WHERE role = ? AND state = 'waiting'",
        (RECORDING,),
    )
    return {entry: Recording(sha256, size, seconds) for entry, sha256, size, seconds in found}


def settle(
    connection: sqlite3.Connection,
    entry: str,
    sha256: str,
    state: RecordingState,
    reason: Words | None = None,
) -> None:
    """Nothing more of it has to go, for this reason or that; what is settled stays so."""
    connection.execute(
        "UPDATE blob SET state = ?, refusal = ?,"
        " sent = CASE ? WHEN 'received' THEN size ELSE sent END"
        " WHERE entry = ? AND sha256 = ? AND state = 'waiting'",
        (state.value, encode_words(reason), state.value, entry, sha256),
    )


def has_waiting(connection: sqlite3.Connection, entry: str) -> bool:
    """Whether something that goes along with that message still has to go."""
    found = connection.execute(
        "SELECT 1 FROM blob WHERE entry = ? AND state = 'waiting' LIMIT 1", (entry,)
    )
    return found.fetchone() is not None
