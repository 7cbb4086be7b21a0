"""Drills: faults by the thousand, each run from a seed that brings the same faults again.

`python3 dev.py drill --power-cuts N --runs N --seed S`, or `python -m tests.drill` with the same
words. `--power-cuts`: a store alone, on disks that lose their power (`drill_power.py`). `--runs`:
so many worlds of clients, a server and an office (`drill_sync.py`), on each database.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time

from tests.drill_power import PowerDrill
from tests.drill_sync import DATABASES, MESSAGES, drill


def power_cuts(count: int, seed: int) -> int:
    """Cut the power so often, with both journals; 0 when nothing acknowledged was lost."""
    problems = []
    for name, weaker in (("rollback journal", ""), ("write-ahead log", "wal")):
        share = count - count // 2 if not weaker else count // 2
        begun = time.monotonic()
        outcome = PowerDrill(seed, weaker).run(share)
        problems += outcome.problems
        print(
            f"{name}: {outcome.cuts:,} power cuts, {outcome.done:,} acknowledged things looked for,"
            f" {len(outcome.problems)} violations, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    for problem in problems:
        print(problem)
    if problems:
        print(f"The same again: python3 dev.py drill --power-cuts {count} --seed {seed}")
    return int(bool(problems))


def worlds(runs: int, seed: int, databases: tuple[str, ...], messages: int) -> int:
    """Live in so many worlds on each database; 0 when nothing was lost, doubled or false."""
    code = 0
    for database in databases:
        outcome = drill(runs, seed, database, messages, tell=lambda line: print(line, flush=True))
        for line in outcome.lines():
            print(f"{database}: {line}", flush=True)
        for failed in outcome.failed:
            again = f"--runs 1 --seed {failed} --database {database} --messages {messages}"
            print(f"The same again: python3 dev.py drill {again}")
        code |= int(bool(outcome.problems))
    return code


def main() -> int:
    """Run the drills that are asked for; 0 when there was no violation."""
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("--power-cuts", type=int, default=0, metavar="N", help="on so many disks")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the chance to begin with")
    parser.add_argument("--runs", type=int, default=0, metavar="N", help="in so many worlds")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--messages", type=int, default=MESSAGES, metavar="N", help="in each world")
    given = parser.parse_args()
    # Asked to end from outside: so that servers and clients end too.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    # The drills tell themselves what went wrong; what the store says of it is no news.
    logging.disable(logging.CRITICAL)
    code = 0
    if given.power_cuts:
        code |= power_cuts(given.power_cuts, given.seed)
    if given.runs:
        databases = DATABASES if given.database == "both" else (given.database,)
        code |= worlds(given.runs, given.seed, databases, given.messages)
    return code


if __name__ == "__main__":
    sys.exit(main())
