"""What goes along with a person's words, out in pieces: recordings, which are large.

A piece is small enough that a line which is cut every few seconds still gets on, and that nothing
else has to wait for long: the pieces of several recordings go in turns, and words that are sent
meanwhile go first.
"""

from __future__ import annotations

import logging
from collections import Counter as Tally
from collections.abc import Awaitable, Callable

from app.domain.feedback import RecordingState
from app.domain.mailbox import BlobStatus, Refusal
from app.errors import BadData, ConnectionProblem, StoreProblem
from app.events import ConversationsChanged, RecordingMoved
from app.formats import wire
from app.storage.outbox import BlobRow
from app.storage.recordings import RecordingRepository
from app.sync.answer import Answer, TooOften
from app.sync.counter import Counter, refusal_in
from app.sync.report import ENDS_THE_RUN
from app.sync.transport import Transport

_log = logging.getLogger(__name__)

#: Bytes; at 10 kB a second it takes 13 seconds. Half of it after each try that failed, down to the
#: least: on a line that is always cut, small pieces still get through.
PIECE = 128 * 1024
LEAST_PIECE = 4 * 1024
#: So long may the pieces of one run take, in seconds; then notices and answers have their turn.
ENOUGH_S = 60.0
#: Answers with which the community says for good that it will not take it.
_FOR_GOOD = frozenset({410, 413, 415, 422})
_GO_ON = 409
_NOT_FOUND = 404
#: So often in a row may the other side say "from elsewhere" before it is left for the next run.
_ENOUGH_TURNS = 3


class Parcels:
    """The recordings of one run."""

    def __init__(self, counter: Counter, recordings: RecordingRepository) -> None:
        self._counter = counter
        self._outbox = counter.outbox
        self._recordings = recordings
        self._offsets: dict[tuple[str, str], int] = {}
        self._looked_at: set[tuple[str, str]] = set()
        self._turns: Tally[tuple[str, str]] = Tally()
        self._no_progress: Tally[tuple[str, str]] = Tally()

    def ready(self, feedback_id: str) -> bool:
        """Whether what has to go along with a message can be read, asked before its words go.

        What can't be read is told as damaged, once. Raises StoreProblem.
        """
        unreadable = 0
        for row in self._outbox.blobs_of(feedback_id):
            unreadable += not self._is_readable(row)
        return unreadable == 0

    async def send_due(self, transport: Transport, between: Callable[[], Awaitable[None]]) -> None:
        """Send pieces in turns until nothing is due or `ENOUGH_S` are over.

        `between` is done after each piece. What fails is put off and holds up nothing else. Raises
        ConnectionProblem when nothing more can get through, and StoreProblem.
        """
        until = self._counter.clock.monotonic() + ENOUGH_S
        held_up: set[str] = set()
        while self._counter.clock.monotonic() < until:
            rows = [r for r in self._outbox.blobs_due(self._counter.now()) if r.id not in held_up]
            if not rows:
                return
            row = min(rows, key=lambda one: self._turns[_key(one)])
            self._turns[_key(row)] += 1
            try:
                if self._is_readable(row):
                    await self._send_piece(transport, row)
            except StoreProblem:
                if self._outbox.blobs_of(row.id):
                    raise
                # It was taken back meanwhile, and its file is gone.
            except ConnectionProblem as problem:
                held_up.add(row.id)
                self._offsets.pop(_key(row), None)
                self._counter.put_off(row.id, row.attempts, problem)
                if isinstance(problem, TooOften):
                    # Only pieces are too many: what comes in may come all the same.
                    return
                if problem.code in ENDS_THE_RUN:
                    raise
            await between()

    def _is_readable(self, row: BlobRow) -> bool:
        """Whether the file is as it was when it was kept; if not, that is told for good."""
        if _key(row) in self._looked_at:
            return True
        self._looked_at.add(_key(row))
        if self._recordings.is_whole(row.file, row.sha256, raw=row.sealed):
            return True
        _log.error("a recording is damaged on the disk and set aside")
        self._settle(row, RecordingState.DAMAGED)
        return False

    async def _send_piece(self, transport: Transport, row: BlobRow) -> None:
        start = await self._start(transport, row)
        if start is None:
            return
        length = max(PIECE >> min(row.attempts, 30), LEAST_PIECE)
        wanted = min(length, row.size - start)
        piece = self._recordings.piece(row.file, start, wanted, raw=row.sealed)
        answer = await transport.put_piece(
            _path(row), piece, start, row.size, row.token, wire.RECEIPT_LIMIT
        )
        self.settle(row, answer, start)

    def settle(self, row: BlobRow, answer: Answer, start: int) -> None:
        """What the community says of bytes from `start` on: taken, go on elsewhere, or refused.

        Raises ConnectionProblem and StoreProblem.
        """
        if answer.good:
            self._taken(row, self._status(row, answer), start)
            return
        refusal = refusal_in(answer, row.id, row.sha256)
        if answer.status == _GO_ON and refusal.offset is not None:
            self._go_on_from(row, refusal.offset, refusal.code)
        else:
            self._refused(row, answer, refusal)

    async def _start(self, transport: Transport, row: BlobRow) -> int | None:
        """From where to go on; None when it is there already, whole, or will never be taken."""
        known = self._offsets.get(_key(row))
        if known is None and row.sent == 0 and row.attempts == 0:
            known = 0
        if known is not None and known < row.size:
            return known
        answer = await transport.get(_path(row), wire.RECEIPT_LIMIT, token=row.token)
        if not answer.good:
            self._refused(row, answer, refusal_in(answer, row.id, row.sha256))
            return None
        status = self._status(row, answer)
        if status.complete:
            self._taken(row, status, -1)
            return None
        if status.offset >= row.size:
            raise ConnectionProblem("bad_answer", "a recording that is there and is not")
        return status.offset

    def _status(self, row: BlobRow, answer: Answer) -> BlobStatus:
        """Only an answer that names the very message and digest says anything."""
        try:
            status = wire.parse_blob_status(answer.body)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if (status.id, status.sha256, status.size) != (row.id, row.sha256, row.size):
            raise ConnectionProblem("bad_answer", "an answer about another recording")
        return status

    def _taken(self, row: BlobRow, status: BlobStatus, start: int) -> None:
        if status.complete:
            self._counter.report.recordings += 1
            self._settle(row, RecordingState.RECEIVED)
            return
        if status.offset <= start:
            raise ConnectionProblem("bad_answer", "a recording that does not go on")
        self._no_progress[_key(row)] = 0
        self._moved(row, status.offset)

    def _go_on_from(self, row: BlobRow, offset: int, code: str) -> None:
        """The other side has another part of it than was thought."""
        self._no_progress[_key(row)] += 1
        self._moved(row, min(offset, row.size))
        if code == "digest" or self._no_progress[_key(row)] >= _ENOUGH_TURNS:
            raise ConnectionProblem("bad_answer", f"a recording has to begin anew: {code}")

    def _moved(self, row: BlobRow, offset: int) -> None:
        self._offsets[_key(row)] = offset
        self._outbox.blob_moved(row.id, row.sha256, offset)
        self._counter.events.emit(RecordingMoved())

    def _refused(self, row: BlobRow, answer: Answer, refusal: Refusal) -> None:
        if self._counter.erased(row.id, answer, refusal):
            self._counter.report.refused += 1
            self._counter.events.emit(ConversationsChanged())
            return
        if answer.status in _FOR_GOOD:
            _log.warning("a recording was refused: %d %s", answer.status, refusal.code)
            self._counter.report.refused += 1
            self._settle(row, RecordingState.REFUSED, refusal)
            return
        if answer.status == _NOT_FOUND:
            # An old backup may have come back there: the words go once more, and then this.
            self._outbox.words_unknown(row.id)
        raise ConnectionProblem("bad_answer", f"status {answer.status} for a recording")

    def _settle(self, row: BlobRow, state: RecordingState, refusal: Refusal | None = None) -> None:
        self._outbox.blob_settled(row.id, row.sha256, state, refusal.reason if refusal else None)
        self._counter.events.emit(ConversationsChanged())


def _key(row: BlobRow) -> tuple[str, str]:
    return row.id, row.sha256


def _path(row: BlobRow) -> str:
    return f"/feedback/{row.id}/blobs/{row.sha256}"
