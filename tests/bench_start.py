"""From the start of the process to Home that can be read, seen from outside, on a private screen.

A first start shows what the finished picture is; a start takes until the screen shows just that
picture: the tiles, the greeting and the counts from the store. Beside it, an empty PySide6 window.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy

from tests.bench_figures import Figure
from tests.bench_world import ROOT, PrivateScreen, environment, joined, program, scratch, serving

NOTICES = 1000
BOUND_S = 1.0
RUNS = 9
COLD_RUNS = 3
_PATIENCE_S = 60.0
#: A picture that has not changed for so long is the finished one.
_SETTLED_S = 2.5
_LOOK_S = 0.002
_STEP = 3

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setStyleSheet("background: #335577")
window.resize(1280, 800)
window.show()
sys.exit(application.exec())
""".strip()


def run() -> list[Figure]:
    """The figures of a start."""
    with serving(NOTICES) as address, scratch() as folder, PrivateScreen() as screen:
        data = joined(folder / "data", address)
        ours = program("--data", str(data))
        empty = [sys.executable, "-c", EMPTY]
        finished = {name: _finished(screen, command) for name, command in _both(ours, empty)}
        taken: dict[str, list[tuple[float, float]]] = {"ours": [], "empty": []}
        for _ in range(RUNS):  # by turns: what else the machine does falls on both
            for name, command in _both(ours, empty):
                taken[name].append(_start(screen, command, finished[name]))
        cold: dict[str, list[float]] = {"ours": [], "empty": []}
        for _ in range(COLD_RUNS):
            for name, command in _both(ours, empty):
                _drop_from_memory([Path(sys.prefix), ROOT / "app", ROOT / "ui", ROOT / "resources",
                                   data])  # fmt: skip
                cold[name].append(_start(screen, command, finished[name])[0])
    return _figures(taken, cold)


def _both(ours: list[str], empty: list[str]) -> list[tuple[str, list[str]]]:
    return [("empty", empty), ("ours", ours)]


def _figures(
    taken: dict[str, list[tuple[float, float]]], cold: dict[str, list[float]]
) -> list[Figure]:
    def figure(what: str, which: int, bound: float | None) -> Figure:
        ours, empty = (tuple(run[which] for run in taken[name]) for name in ("ours", "empty"))
        beside = Figure("", "s", empty).median
        return Figure(what, "s", ours, bound, beside, "an empty window")

    empty = Figure("", "s", tuple(cold["empty"])).median
    return [
        figure(f"start to Home with {NOTICES:,} notices", 0, BOUND_S),
        figure("  of that, processor time of all threads", 1, None),
        Figure(
            "  with the program's files dropped from memory", "s", tuple(cold["ours"]), None, empty,
            "an empty window",
        ),
    ]  # fmt: skip


def _spawn(screen: PrivateScreen, command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment(DISPLAY=screen.display),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _finished(screen: PrivateScreen, command: Sequence[str]) -> numpy.ndarray:
    """The picture when the program has done all that it does after a start."""
    blank = screen.picture(_STEP)
    process = _spawn(screen, command)
    last, since = blank, time.monotonic()
    deadline = since + _PATIENCE_S
    while True:
        time.sleep(0.05)
        now = screen.picture(_STEP)
        if not numpy.array_equal(now, last):
            last, since = now, time.monotonic()
        if not numpy.array_equal(last, blank) and time.monotonic() - since > _SETTLED_S:
            break
        if time.monotonic() > deadline or process.poll() is not None:
            raise RuntimeError("the window did not come")
    _kill(process)
    _wait_for_other(screen, last)
    return last


def _start(
    screen: PrivateScreen, command: Sequence[str], finished: numpy.ndarray
) -> tuple[float, float]:
    """Seconds from the start of the process to the finished picture, and processor seconds."""
    begun = time.monotonic()
    process = _spawn(screen, command)
    _wait_for(screen, finished, process)
    taken = time.monotonic() - begun
    used = _kill(process)
    _wait_for_other(screen, finished)
    return taken, used


def _wait_for(
    screen: PrivateScreen, picture: numpy.ndarray, process: subprocess.Popen[bytes]
) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not numpy.array_equal(screen.picture(_STEP), picture):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the picture did not come ({process.poll()})")
        time.sleep(_LOOK_S)


def _wait_for_other(screen: PrivateScreen, picture: numpy.ndarray) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while numpy.array_equal(screen.picture(_STEP), picture):
        if time.monotonic() > deadline:
            raise RuntimeError("the window does not go away")
        time.sleep(_LOOK_S)


def _kill(process: subprocess.Popen[bytes]) -> float:
    """End it at once; the processor seconds it has used so far."""
    os.killpg(process.pid, signal.SIGKILL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _drop_from_memory(folders: Sequence[Path]) -> None:
    """Have the system forget these files' contents, as far as no other program holds them."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
