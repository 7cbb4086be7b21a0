"""The drill of the wire: clients, a server and an office in a world where half of all goes wrong.

A world has a real server process (SQLite or PostgreSQL), some real clients without a window, each
behind a network of its own that spoils about half of all exchanges, two publishers and somebody who
answers. Two sticks go to the server's desk and back, and one computer is a shared one, which seals
what is said. Clients, server and desk are killed with -9, disks fill up, clocks jump. A simple
model, made of what was acknowledged alone, is compared with each client's screen after each step,
with the server's own database, and with both at the end, when all faults are over and all must have
healed.

All that is decided by chance comes from the seed. What the scheduler of the machine decides (which
of two processes is first) can't be repeated; kills are placed by exchange and by answer, so that a
seed comes as close as may be.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.drill_world import Ground, Size, World, folder
from tests.fakes.fault_proxy import Kind

DATABASES = ("sqlite", "postgresql")
MESSAGES = Size().messages
#: The last steps that are told when something was found.
_LAST_STEPS = 12
#: After so many worlds it is told how far they are.
_TOLD_EACH = 5


@dataclass(slots=True)
class Outcome:
    """What came of the worlds so far."""

    worlds: int = 0
    messages: int = 0
    publications: int = 0
    replies: int = 0
    exchanges: int = 0
    faulted: Counter[Kind] = field(default_factory=Counter)
    client_kills: int = 0
    server_kills: int = 0
    publisher_kills: int = 0
    sealed: int = 0
    #: With sticks: at a computer, what these settled, and at the desk.
    swaps: int = 0
    settled: int = 0
    desk_swaps: int = 0
    desk_kills: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    #: The seeds of the worlds in which something was found.
    failed: list[int] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For a person to read."""
        faulted = self.faulted.total()
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(self.faulted.items()))
        first = (
            f"{self.worlds} worlds, {self.messages:,} messages, {self.publications:,} publications,"
            f" {self.replies:,} answers, {self.exchanges:,} exchanges,"
            f" {faulted / max(self.exchanges, 1):.0%} of them went wrong,"
            f" {self.sealed:,} messages sealed,"
            f" {self.swaps:,} swaps with a stick settled {self.settled:,} things,"
            f" {self.desk_swaps:,} swaps at the desk,"
            f" client killed {self.client_kills:,} times, server {self.server_kills:,}"
            f" times, publisher {self.publisher_kills:,} times,"
            f" desk {self.desk_kills:,} times:"
            f" {len(self.problems)} violations, {self.seconds:.0f} s"
        )
        return [first, f"  {kinds}"]


def drill(
    runs: int,
    seed: int,
    database: str,
    messages: int = MESSAGES,
    tell: Callable[[str], object] = lambda _line: None,
) -> Outcome:
    """So many worlds; the n-th has the seed `seed + n`, so that one can be repeated alone."""
    outcome, begun = Outcome(), time.monotonic()
    with folder("footbridge-ground-") as place:
        ground = Ground(Path(place), database)
        for number in range(runs):
            _one(ground, seed + number, Size(messages), outcome, tell)
            outcome.seconds = time.monotonic() - begun
            if number % _TOLD_EACH == _TOLD_EACH - 1 and number + 1 < runs:
                tell(f"so far: {outcome.lines()[0]}")
    return outcome


def _one(
    ground: Ground,
    seed: int,
    size: Size,
    outcome: Outcome,
    tell: Callable[[str], object],
) -> None:
    with World(ground, f"{seed}", size) as world:
        try:
            world.run()
        finally:
            outcome.worlds += 1
            outcome.publications += sum(one[0] % 1000 for one in world.board.notices.values())
            outcome.replies += sum(map(len, world.staff.replies.values()))
            outcome.server_kills += world.server_kills
            outcome.publisher_kills += sum(one.kills for one in world.publishers)
            outcome.desk_swaps += world.desk.swaps
            outcome.desk_kills += world.desk.kills
            for person in world.people:
                outcome.sealed += person.sealed
                outcome.swaps += person.swaps
                outcome.settled += person.settled
                outcome.messages += person.said
                outcome.exchanges += person.proxy.spoilt_of
                outcome.faulted += person.proxy.faulted
                outcome.client_kills += person.kills
            outcome.problems += [f"world {seed}: {one}" for one in world.problems]
        for problem in world.problems:
            tell(f"world {seed}: {problem}")
        if world.problems:
            outcome.failed.append(seed)
            for person in world.people:
                tell(f"  last steps of {person.home.seed}: {', '.join(person.log[-_LAST_STEPS:])}")
            tell("\n".join(world.server.log.splitlines()[-20:]))
