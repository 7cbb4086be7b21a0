"""From a press to the painted screen, and the window's memory, with many notices in the store."""

from __future__ import annotations

from tests.bench_figures import Figure, one
from tests.bench_stall import window
from tests.bench_world import PrivateScreen, joined, scratch, serving

COUNTS = (1_000, 10_000)
#: What a person takes for at once. Source: J. Nielsen, Usability Engineering, 1993, chapter 5.
AT_ONCE_MS = 100.0
ROUNDS = 7


def run() -> list[Figure]:
    """The figures of screens and memory."""
    figures: list[Figure] = []
    for count in COUNTS:
        with serving(count) as address, scratch() as folder, PrivateScreen() as screen:
            data = joined(folder / "data", address)
            found = window(screen, "screens", "--data", str(data), "--rounds", str(ROUNDS))
        for what, taken in found["taken"].items():
            figures.append(Figure(f"{what}, {count:,}", "ms", tuple(taken), AT_ONCE_MS))
        for when, size in found["memory"].items():
            figures.append(one(f"memory {when}, {count:,}", "MB", size))
    return figures
