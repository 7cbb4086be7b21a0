"""A person's words out, the community's answers in."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Sequence

from app.domain.mailbox import MailboxEntry
from app.errors import BadData, ConnectionProblem
from app.events import ConversationsChanged
from app.formats import wire
from app.storage.outbox import OutboxRow
from app.sync.answer import Answer, TooOften
from app.sync.check import wanted
from app.sync.counter import Counter, refusal_in
from app.sync.report import ENDS_THE_RUN
from app.sync.transport import Transport

_log = logging.getLogger(__name__)

#: Answers with which the community says for good that it will not take the words.
_FOR_GOOD = frozenset({409, 410, 413, 422})
#: So many messages in a row that fail are enough to leave the others for the next run.
_ENOUGH_FAILURES = 3


class Mail:
    """The outbox and the mailbox of one run.

    `ready` is asked before the words of a message go; when it says no, it has changed something
    about what goes along with them. `machine` is this machine's id and token, where only joined
    machines may send.
    """

    def __init__(
        self, counter: Counter, ready: Callable[[str], bool], machine: str | None = None
    ) -> None:
        self._counter = counter
        self._outbox = counter.outbox
        self._report = counter.report
        self._ready = ready
        self._machine = machine

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
            if not self._ready(row.id):
                continue
            tried.add(row.id)
            try:
                await self._send(transport, row)
                in_a_row = 0
            except TooOften as problem:
                # Only words are too many: the notices may come in all the same.
                self._counter.put_off(row.id, row.attempts, problem)
                return
            except ConnectionProblem as problem:
                if problem.code == "not_joined":
                    self._counter.put_off(row.id, row.attempts, problem)
                    return
                in_a_row += 1
                held_up.add(row.conversation_id)
                self._counter.put_off(row.id, row.attempts, problem)
                if problem.code in ENDS_THE_RUN:
                    raise

    async def ask_mailbox(self, transport: Transport, turn: int) -> None:
        """Fetch how the conversations stand, in several calls when they are many.

        `turn` counts the runs; see `Outbox.watched`. Raises ConnectionProblem and StoreProblem.
        """
        watched = [(asked.id, asked.token) for asked in self._outbox.watched(turn)]
        for start in range(0, len(watched), wire.MAILBOX_MOST):
            some = watched[start : start + wire.MAILBOX_MOST]
            question = secrets.token_hex(8)
            payload = wire.mailbox_payload(some, question)
            answer = wanted(await transport.post("/mailbox", payload, wire.MAILBOX_LIMIT))
            asked_for = {id_ for id_, _ in some}
            self.settle_mailbox(answer, asked_for, self._outbox.apply_mailbox, question)

    def settle_mailbox(
        self,
        answer: Answer,
        asked_for: Collection[str],
        apply: Callable[[Sequence[MailboxEntry]], bool],
        question: str | None = None,
    ) -> None:
        """Have `apply` keep what the mailbox says of those that were asked about.

        `question` is the name that the question had. Raises ConnectionProblem and StoreProblem.
        """
        try:
            mailbox = wire.parse_mailbox(answer.body)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if mailbox.asked not in (None, question):
            # Played back, it would set the conversations back.
            raise ConnectionProblem("bad_answer", "an answer to another question")
        self._report.set_aside += len(mailbox.set_aside)
        if apply([entry for entry in mailbox.entries if entry.id in asked_for]):
            self._report.answers_changed = True
            self._counter.events.emit(ConversationsChanged())

    def _next(self, tried: set[str], held_up: set[str]) -> OutboxRow | None:
        rows = self._outbox.due(self._counter.now())
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
        self.settle(row, answer)

    def settle(self, row: OutboxRow, answer: Answer) -> None:
        """What the community says of a message: taken, refused for good, or ConnectionProblem.

        Raises StoreProblem, too.
        """
        if answer.status in (200, 201):
            self._take(row, answer)
        elif answer.status in _FOR_GOOD:
            self._refuse(row, answer)
        elif answer.status == 403 and self._code(answer) == "device":
            # None of them will go, and a connection is not what is missing.
            self._outbox.hold("not_joined")
            self._counter.events.emit(ConversationsChanged())
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
        self._counter.events.emit(ConversationsChanged())

    def _refuse(self, row: OutboxRow, answer: Answer) -> None:
        refusal = refusal_in(answer, row.id, row.sha256)
        if not self._counter.erased(row.id, answer, refusal):
            _log.warning("a message was refused: %d %s", answer.status, refusal.code)
            self._outbox.refused(row.id, refusal.reason)
        self._report.refused += 1
        self._counter.events.emit(ConversationsChanged())

    @staticmethod
    def _code(answer: Answer) -> str:
        try:
            return wire.parse_refusal(answer.body).code
        except BadData:
            return ""
