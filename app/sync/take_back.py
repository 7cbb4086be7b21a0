"""Telling the community that a message was taken back."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.errors import BadData, ConnectionProblem
from app.events import ConversationsChanged
from app.formats import wire
from app.storage.withdrawals import ToTell, WithdrawalRepository
from app.sync.answer import Answer
from app.sync.counter import Counter
from app.sync.report import ENDS_THE_RUN
from app.sync.transport import Transport

_log = logging.getLogger(__name__)

_TAKEN_BACK = (200, 202)


class TakeBack:
    """The wishes of one run. Each is told until the community says what became of it."""

    def __init__(self, withdrawals: WithdrawalRepository, counter: Counter) -> None:
        self._withdrawals = withdrawals
        self._counter = counter

    async def tell_due(self, transport: Transport) -> None:
        """Raises ConnectionProblem when nothing more can get through, and StoreProblem."""
        for one in self._withdrawals.to_tell(self._counter.now()):
            try:
                await self._tell(transport, one)
            except ConnectionProblem as problem:
                _log.info("a withdrawal: %s", problem)
                wait = self._counter.backoff.wait(one.attempts + 1, self._counter.chance)
                seconds = max(wait, problem.retry_after_s or 0.0)
                self._withdrawals.failed(one.id, self._counter.now() + timedelta(seconds=seconds))
                self._counter.report.note(problem)
                if problem.code in ENDS_THE_RUN:
                    raise

    async def _tell(self, transport: Transport, one: ToTell) -> None:
        answer = await transport.delete(f"/feedback/{one.id}", one.token, wire.RECEIPT_LIMIT)
        self.settle(one, answer)

    def settle(self, one: ToTell, answer: Answer) -> None:
        """What the community says when it is told. Raises ConnectionProblem and StoreProblem."""
        if answer.status not in _TAKEN_BACK:
            raise ConnectionProblem("bad_answer", f"status {answer.status} for a withdrawal")
        try:
            said = wire.parse_taken_back(answer.body)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if said.id != one.id:
            raise ConnectionProblem("bad_answer", "another message was taken back")
        self._withdrawals.told(said)
        self._counter.events.emit(ConversationsChanged())
