"""What words and recordings have in common on their way out: refused or put off, and told."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import Clock
from app.domain.mailbox import Refusal
from app.errors import BadData, ConnectionProblem
from app.events import EventBus
from app.formats import wire
from app.storage.outbox import Outbox
from app.sync.answer import Answer, TooOften
from app.sync.backoff import Backoff
from app.sync.report import SyncReport

_log = logging.getLogger(__name__)

#: The one refusal that says what became of the words.
_ERASED = (410, "erased")


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a run hands things over."""

    outbox: Outbox
    clock: Clock
    events: EventBus
    report: SyncReport
    backoff: Backoff
    chance: random.Random

    def now(self) -> datetime:
        """The time by this computer's clock."""
        return self.clock.now()

    def erased(self, feedback_id: str, answer: Answer, refusal: Refusal) -> bool:
        """Whether it is refused because the other side erased it, which is then kept."""
        if (answer.status, refusal.code) != _ERASED:
            return False
        _log.info("a message was erased by the other side")
        self.outbox.erased(feedback_id, refusal.erased_at)
        return True

    def put_off(self, feedback_id: str, attempts: int, problem: ConnectionProblem) -> None:
        """It could not go now, the `attempts`-th time after so many: later, and later each time."""
        now, asked = self.now(), problem.retry_after_s
        wait = self.backoff.wait(attempts + 1, self.chance)
        when = now + timedelta(seconds=max(wait, asked or 0.0))
        not_before = None if asked is None else now + timedelta(seconds=asked)
        self.outbox.failed(feedback_id, when, problem.code, not_before)
        self.report.not_sent += 1
        # What this message has to wait for, the others need not.
        often = isinstance(problem, TooOften)
        self.report.note(ConnectionProblem("busy", problem.detail) if often else problem)


def refusal_in(answer: Answer, id_: str, sha256: str) -> Refusal:
    """A no counts only in the wire's own form, and of the message or recording that was sent.

    A proxy's error page decides nothing, nor does an answer to something else, or to other bytes
    than those that left here. Raises ConnectionProblem.
    """
    try:
        refusal = wire.parse_refusal(answer.body)
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error
    if refusal.id not in (None, id_) or refusal.sha256 not in (None, sha256):
        raise ConnectionProblem("bad_answer", "a refusal of something else")
    return refusal
