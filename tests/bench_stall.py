"""How long an event waits in the window while ten thousand notices come in.

Real pages of the wire, from a server in a process of its own, into the real window. At the same
time an empty window's heartbeat tells what the machine did to any program; and before it, the
same window beats with nothing to do.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.bench_figures import Figure, one, percentile
from tests.bench_world import ROOT, PrivateScreen, end, environment, joined, scratch, serving

COUNT = 10_000
BOUND_MS = 50.0
SCREENS = ("home", "notices")
#: Longer than the notices take to come in; the empty window is ended before.
_LONG_S = 240


def run() -> list[Figure]:
    """The figures of the stalls."""
    figures: list[Figure] = []
    with serving(COUNT) as address, scratch() as folder, PrivateScreen() as screen:
        full = joined(folder / "full", address)
        idle = window(screen, "idle", "--data", str(full))
        figures += _figures("nothing to do, 5 s", idle)
        for name in SCREENS:
            data = joined(folder / name, address, filled=False)
            control = _begin(screen, "control", "--seconds", str(_LONG_S))
            try:
                found = window(
                    screen, "sync", "--data", str(data), "--count", str(COUNT), "--screen", name
                )
            finally:
                control.terminate()
                beside, _ = control.communicate(timeout=20)
            if found["total"] != COUNT:
                raise RuntimeError(f"only {found['total']} notices came in")
            alone = json.loads(beside)
            figures += _figures(f"{COUNT:,} notices come in, {name} open", found, alone)
            figures.append(one("  seconds until all are there", "s", found["seconds"]))
    return figures


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


def _figures(what: str, found: dict[str, Any], alone: dict[str, Any] | None = None) -> list[Figure]:
    gaps, own = found["gaps"], found["own"]
    print(f"  {what}: longest waits as (ms, no processor free, own work): {found['worst']}")
    beside = max(alone["gaps"]) if alone else None
    over = float(sum(gap > BOUND_MS for gap in alone["gaps"])) if alone else None
    name = "an empty window"
    return [
        Figure(f"{what}: longest wait", "ms", (max(gaps),), None, beside, name),
        one("  less the time when no processor was free", "ms", max(own), BOUND_MS),
        one("  99 in 100 waits are shorter than", "ms", percentile(gaps, 0.99)),
        Figure("  waits over 50 ms", "", (sum(gap > BOUND_MS for gap in gaps),), None, over, name),
        one("  less the time when no processor was free", "", sum(g > BOUND_MS for g in own), 0),
    ]
