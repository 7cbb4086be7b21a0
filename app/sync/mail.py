"""A person's words out, the community's answers in."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from app.clock import Clock
from app.errors import BadData, ConnectionProblem
from app.events import ConversationsChanged, EventBus
from app.formats import wire
from app.storage.outbox import Outbox, OutboxRow
from app.sync.backoff import Backoff
from app.sync.check import wanted
from app.sync.report import ENDS_THE_RUN, SyncReport
from app.sync.transport import Answer, TooOften, Transport

_log = logging.getLogger(__name__)

#: Answers with which the community says for good that it will not take the words.
_FOR_GOOD = frozenset({409, 410, 413, 422})
#: The one refusal that says what became of the words.
_ERASED = (410, "erased")
#: So many messages in a row that fail are enough to leave the others for the next run.
_ENOUGH_FAILURES = 3


class Mail:
    """The outbox and the mailbox of one run.

    `machine` is this machine's id and token, where only joined machines may send.
    """

    def __init__(
        self,
        outbox: Outbox,
        clock: Clock,
        events: EventBus,
        report: SyncReport,
        backoff: Backoff,
        chance: random.Random,
        machine: str | None = None,
    ) -> None:
        self._machine = machine
        self._outbox = outbox
        self._clock = clock
        self._events = events
        self._report = report
        self._backoff = backoff
        self._chance = chance

    async def send_due(self, transport: Transport) -> None:
        """Send what is due, in order within each conversation.

        One message that fails holds up its own conversation only. Raises ConnectionProblem when
        nothing more can get through, and StoreProblem.
        """
        tried: set[str] = set()
        held_up: set[str] = set()
        in_a_row = 0
        while in_a_row < _ENOUGH_FAILURES:
            row = self._next(tried, held_up)
            if row is None:
                return
            tried.add(row.id)
            try:
                await self._send(transport, row)
                in_a_row = 0
            except TooOften as problem:
                # Only words are too many: the notices may come in all the same.
                self._put_off(row, problem)
                return
            except ConnectionProblem as problem:
                if problem.code == "not_joined":
                    # None of them will go, and a connection is not what is missing.
                    self._put_off(row, problem)
                    self._outbox.hold(problem.code)
                    self._events.emit(ConversationsChanged())
                    return
                in_a_row += 1
                held_up.add(row.conversation_id)
                self._put_off(row, problem)
                if problem.code in ENDS_THE_RUN:
                    raise

    async def ask_mailbox(self, transport: Transport, turn: int) -> None:
        """Fetch how the conversations stand, in several calls when they are many.

        `turn` counts the runs; see `Outbox.watched`. Raises ConnectionProblem and StoreProblem.
        """
        watched = [(asked.id, asked.token) for asked in self._outbox.watched(turn)]
        for start in range(0, len(watched), wire.MAILBOX_MOST):
            some = watched[start : start + wire.MAILBOX_MOST]
            answer = wanted(
                await transport.post("/mailbox", wire.mailbox_payload(some), wire.MAILBOX_LIMIT)
            )
            try:
                mailbox = wire.parse_mailbox(answer.body)
            except BadData as error:
                raise ConnectionProblem("bad_answer", str(error)) from error
            asked_for = {id_ for id_, _ in some}
            self._report.set_aside += len(mailbox.set_aside)
            entries = [entry for entry in mailbox.entries if entry.id in asked_for]
            if self._outbox.apply_mailbox(entries):
                self._report.answers_changed = True
                self._events.emit(ConversationsChanged())

    def _next(self, tried: set[str], held_up: set[str]) -> OutboxRow | None:
        rows = self._outbox.due(self._clock.now())
        return next(
            (row for row in rows if row.id not in tried and row.conversation_id not in held_up),
            None,
        )

    async def _send(self, transport: Transport, row: OutboxRow) -> None:
        if not self._outbox.begin(row.id):
            return
        answer = await transport.put(
            f"/feedback/{row.id}", row.payload, row.token, wire.RECEIPT_LIMIT, self._machine
        )
        if answer.status in (200, 201):
            self._take(row, answer)
        elif answer.status in _FOR_GOOD:
            self._refuse(row, answer)
        elif answer.status == 403 and self._code(answer) == "device":
            raise ConnectionProblem("not_joined")
        else:
            raise ConnectionProblem("bad_answer", f"status {answer.status} for a message")

    def _take(self, row: OutboxRow, answer: Answer) -> None:
        """Only a receipt with the very id and digest means that the words are there."""
        try:
            receipt = wire.parse_receipt(answer.body)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if receipt.id != row.id or receipt.sha256 != row.sha256:
            raise ConnectionProblem("bad_answer", "a receipt for something else")
        self._outbox.taken(row.id, receipt)
        self._report.sent += 1
        self._events.emit(ConversationsChanged())

    def _refuse(self, row: OutboxRow, answer: Answer) -> None:
        """A no counts only in the wire's own form: a proxy's error page decides nothing."""
        try:
            refusal = wire.parse_refusal(answer.body)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if (answer.status, refusal.code) == _ERASED:
            _log.info("a message was erased by the other side")
            self._outbox.erased(row.id, refusal.erased_at)
        else:
            _log.warning("a message was refused: %d %s", answer.status, refusal.code)
            self._outbox.refused(row.id, refusal.reason)
        self._report.refused += 1
        self._events.emit(ConversationsChanged())

    @staticmethod
    def _code(answer: Answer) -> str:
        try:
            return wire.parse_refusal(answer.body).code
        except BadData:
            return ""

    def _put_off(self, row: OutboxRow, problem: ConnectionProblem) -> None:
        now, asked = self._clock.now(), problem.retry_after_s
        wait = self._backoff.wait(row.attempts + 1, self._chance)
        when = now + timedelta(seconds=max(wait, asked or 0.0))
        not_before = None if asked is None else now + timedelta(seconds=asked)
        self._outbox.failed(row.id, when, problem.code, not_before)
        self._report.not_sent += 1
        # What this message has to wait for, the others need not.
        often = isinstance(problem, TooOften)
        self._report.note(ConnectionProblem("busy", problem.detail) if often else problem)
