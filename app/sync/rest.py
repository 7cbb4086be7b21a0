"""How long to rest between two runs, and what ends the rest early."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.clock import Clock
from app.errors import ConnectionProblem, EnvironmentProblem
from app.sync.backoff import Backoff
from app.sync.report import SyncReport

if TYPE_CHECKING:
    import asyncio

#: Problems that mean: nothing got through to the community at all.
NO_WAY_THROUGH = frozenset({"no_connection", "login_page"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When to try. All in seconds.

    `least` and `most` bound the community's own wish, `usual` stands where it has none. Each
    `watch` the ways out of this computer are looked at, and the clock for a sleep of the machine;
    `jump` is how far it must have leapt.
    """

    least: float = 30.0
    most: float = 3600.0
    usual: float = 900.0
    watch: float = 5.0
    jump: float = 60.0
    backoff: Backoff = field(default_factory=Backoff)


def rest_after(
    problem: EnvironmentProblem | None,
    report: SyncReport,
    failures: int,
    rhythm: Rhythm,
    chance: random.Random,
) -> float:
    """Seconds to rest after a run; `failures` counts the runs with a problem, this one too."""
    wish = rhythm.usual if report.poll_after_s is None else report.poll_after_s
    # Up to a tenth later, so that all the clients do not come in the same second.
    usual = min(max(wish, rhythm.least), rhythm.most) * chance.uniform(1.0, 1.1)
    if problem is None:
        if report.again_in_s is None:
            return usual
        return min(usual, max(report.again_in_s, rhythm.backoff.least))
    if problem.code in NO_WAY_THROUGH:
        return rhythm.backoff.wait_for_network(failures, chance)
    rest = rhythm.backoff.wait(failures, chance)
    if report.reached:
        # One message that is never taken must not keep the notices from coming.
        rest = min(rest, usual)
    asked = problem.retry_after_s if isinstance(problem, ConnectionProblem) else None
    return min(max(rest, asked or 0.0), rhythm.most)


async def pause(
    rest: float | None,
    wake: asyncio.Event,
    rhythm: Rhythm,
    clock: Clock,
    network: Callable[[], frozenset[str]],
    eager: bool,
) -> bool:
    """Rest so long (None: until woken); returns True when something calls for a try by itself.

    That is another way out of this computer, or a machine that wakes from its sleep, which no
    steady clock counts. When not `eager`, a change of the way out is heeded only after
    `rhythm.least`, so that a network that comes and goes does not make a storm.
    """
    import asyncio

    time = asyncio.get_running_loop().time
    begun, before = time(), network()
    while True:
        left = None if rest is None else rest - (time() - begun)
        if left is not None and left <= 0:
            return False
        wall, steady = clock.now(), time()
        try:
            # Not `wait_for`: in Python 3.11 it forgets that it was cancelled when woken at the same
            # moment, and the thread would never end (python/cpython issue 86296).
            async with asyncio.timeout(rhythm.watch if left is None else min(left, rhythm.watch)):
                await wake.wait()
        except TimeoutError:
            pass
        else:
            return False
        slept = (clock.now() - wall).total_seconds() - (time() - steady) > rhythm.jump
        now = network()
        heeded = eager or time() - begun >= rhythm.least
        if slept or (now and now != before and heeded):
            return True
        # What came too early is still a change later on.
        before = now if heeded or not now else before
