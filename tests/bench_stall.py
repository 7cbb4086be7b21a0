"""How long an event waits in the window while ten thousand notices come in.

Real pages of the wire, from a server in a process of its own, into the real window. At the same
time an empty window's heartbeat tells what the machine did to any program; and before it, the
same window beats with nothing to do.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench_figures import Figure, percentile
from tests.bench_world import ROOT, PrivateScreen, end, environment, joined, scratch, serving

COUNT = 10_000
BOUND_MS = 50.0
RUNS = 3
SCREENS = ("home", "notices")
#: Longer than the notices take to come in; the empty window is ended before.
_LONG_S = 240


def run() -> list[Figure]:
    """The figures of the stalls."""
    figures: list[Figure] = []
    with serving(COUNT) as address, scratch() as folder, PrivateScreen() as screen:
        full = joined(folder / "full", address)
        idle = [window(screen, "idle", "--data", str(full)) for _ in range(RUNS)]
        figures += _figures("nothing to do, 5 s", idle, None)
        for name in SCREENS:
            found, alone = [], []
            for number in range(RUNS):
                data = joined(folder / f"{name}{number}", address, filled=False)
                one_found, one_alone = _fill(screen, data, name)
                found.append(one_found)
                alone.append(one_alone)
            figures += _figures(f"{COUNT:,} notices come in, {name} open", found, alone)
            seconds = tuple(one["seconds"] for one in found)
            figures.append(Figure("  seconds until all are there", "s", seconds))
    return figures


def _fill(screen: PrivateScreen, data: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """All notices come in while that screen is open; and an empty window's heart meanwhile."""
    control = _begin(screen, "control", "--seconds", str(_LONG_S))
    try:
        words = ("--data", str(data), "--count", str(COUNT), "--screen", name)
        found = window(screen, "sync", *words)
        control.terminate()
        told, _ = control.communicate(timeout=20)
    finally:
        end(control)
    if found["total"] != COUNT:
        raise RuntimeError(f"only {found['total']} notices came in")
    return found, json.loads(told)


def _begin(screen: PrivateScreen, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench_window", *words],
        env=environment(DISPLAY=screen.display),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def window(screen: PrivateScreen, *words: str) -> dict[str, Any]:
    """What `tests.bench_window` finds."""
    process = _begin(screen, *words)
    try:
        told, _ = process.communicate(timeout=_LONG_S)
    finally:
        end(process)
    if process.returncode:
        raise RuntimeError(f"the window under measurement failed: {words}")
    found: dict[str, Any] = json.loads(told)
    return found


def _figures(
    what: str, found: list[dict[str, Any]], alone: list[dict[str, Any]] | None
) -> list[Figure]:
    """Of several runs; `own` is what is left when no processor was free for us is taken off."""
    worst = sorted((gap for one in found for gap in one["worst"]), reverse=True)[:6]
    print(f"  {what}: longest waits as (ms, no processor free, own work): {worst}", flush=True)
    empty, name = [one["gaps"] for one in alone or []], "an empty window"
    beside = median(max(gaps) for gaps in empty) if empty else None
    beside_over = float(median(_over(gaps) for gaps in empty)) if empty else None
    gaps, own = [one["gaps"] for one in found], [one["own"] for one in found]
    less = "  less the time when no processor was free"
    return [
        Figure(f"{what}: longest wait", "ms", tuple(map(max, gaps)), None, beside, name),
        Figure(less, "ms", tuple(map(max, own)), BOUND_MS, always=True),
        Figure("  99 in 100 waits are below", "ms", tuple(percentile(g, 0.99) for g in gaps)),
        Figure("  waits over 50 ms", "", tuple(map(_over, gaps)), None, beside_over, name),
        Figure(less, "", tuple(map(_over, own)), 0, always=True),
    ]


def _over(gaps: list[float]) -> int:
    return sum(gap > BOUND_MS for gap in gaps)
