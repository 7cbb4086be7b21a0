"""The program's window under measurement, in a process of its own; started by the benches.

`python -m tests.bench_window sync|idle|screens ...` prints one JSON object. A heartbeat in the GUI
thread tells how long an event had to wait there; beside each gap stands how long of it the thread
itself was kept from a processor by other programs, as the kernel counts it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.language import Language
from app.domain.profile import Theme
from ui.application import Options, Running, prepare_qt, start
from ui.context import Route
from ui.pauses import keep_pauses_short

BEAT_MS = 5
_PATIENCE_S = 180.0
#: So long without a picture means that the last one was the finished one.
_STILL_S = 0.06


class Heartbeat(QObject):
    """Notes each gap between two beats, in milliseconds beyond the beat itself.

    With it stands how long in that time a thread of ours was ready to run and got no processor,
    the one that was kept the longest: while another thread holds the interpreter's lock and is
    kept from a processor, this one waits as well. The last number is this thread's own work.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float, float]] = []
        self._schedules: dict[str, int] = {}
        self._kept: dict[str, float] = {}
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._begin()
        self._timer.start()

    def _begin(self) -> None:
        self._kept = self._kept_so_far()
        self._at, self._worked = time.perf_counter() * 1e3, time.thread_time() * 1e3

    def _kept_so_far(self) -> dict[str, float]:
        """Of each thread: how long it has waited for a processor, in ms. See proc(5)."""
        if not self.gaps or len(self.gaps) % 20 == 0:
            self._find_threads()
        kept = {}
        for number, file in self._schedules.items():
            with contextlib.suppress(OSError):  # that thread has ended
                kept[number] = int(os.pread(file, 100, 0).split()[1]) / 1e6
        return kept

    def _find_threads(self) -> None:
        now = {task.name for task in Path("/proc/self/task").iterdir()}
        for number in set(self._schedules) - now:
            os.close(self._schedules.pop(number))
        for number in now - set(self._schedules):
            with contextlib.suppress(OSError):
                path = f"/proc/self/task/{number}/schedstat"
                self._schedules[number] = os.open(path, os.O_RDONLY)

    def _beat(self) -> None:
        at, worked, kept = self._at, self._worked, self._kept
        self._begin()
        most = max(
            (now - kept[number] for number, now in self._kept.items() if number in kept),
            default=0.0,
        )
        self.gaps.append((max(0.0, self._at - at - BEAT_MS), most, self._worked - worked))

    def told(self) -> dict[str, Any]:
        """What was noted so far."""
        gaps = self.gaps[1:]
        worst = sorted(gaps, reverse=True)[:8]
        return {
            "gaps": [gap for gap, _, _ in gaps],
            "own": [max(0.0, gap - kept) for gap, kept, _ in gaps],
            "worst": [[round(part, 1) for part in one] for one in worst],
        }


class Painted(QObject):
    """When the window was last painted, in seconds of `time.perf_counter`."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._seen = False
        self.at = 0.0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._seen = True
        return False

    def until_still(self, busy: Callable[[], bool]) -> None:
        """Deliver events until nothing is under way and nothing has been painted for a while."""
        deadline = time.perf_counter() + _PATIENCE_S
        idle_since = time.perf_counter()
        while time.perf_counter() - idle_since < _STILL_S:
            self._application.processEvents()
            now = time.perf_counter()
            if self._seen:
                self._seen, self.at = False, now
            if busy() or self.at == now:
                idle_since = now
            if now > deadline:
                raise RuntimeError("the window does not come to rest")
            time.sleep(0.0005)


def _sync(running: Running, application: QApplication, given: argparse.Namespace) -> dict[str, Any]:
    """The longest gaps while the notices come in, with that screen open."""
    if given.screen != "home":
        running.window.go(Route.to(given.screen))
    heart = Heartbeat()
    announcements = running.services.announcements
    begun = time.perf_counter()

    def look() -> None:
        def counted(counts: Any) -> None:
            if counts.total >= given.count or time.perf_counter() - begun > _PATIENCE_S:
                QTimer.singleShot(500, application.quit)
            else:
                QTimer.singleShot(250, look)

        running.tasks.run(running, lambda: announcements.counts("en"), counted)

    QTimer.singleShot(250, look)
    application.exec()
    seconds = time.perf_counter() - begun
    return heart.told() | {"seconds": seconds, "total": announcements.counts("en").total}


def _idle(running: Running, application: QApplication, given: argparse.Namespace) -> dict[str, Any]:
    """The same window with nothing to do."""
    _after(application, 1.0)
    heart = Heartbeat()
    _after(application, given.seconds)
    return heart.told()


def _after(application: QApplication, seconds: float) -> None:
    QTimer.singleShot(round(seconds * 1000), application.quit)
    application.exec()


class _Walk:
    """Goes from screen to screen as a person does, and times each step until it is painted."""

    def __init__(self, running: Running, application: QApplication) -> None:
        self.running = running
        self.painted = Painted(application)
        self.taken: dict[str, list[float]] = {}
        self.still()

    def still(self) -> None:
        """Wait until nothing moves."""
        self.painted.until_still(lambda: self.running.tasks.under_way > 0)

    def step(self, what: str, act: Callable[[], object]) -> None:
        """Do it, and note the milliseconds until its picture is there."""
        begun = time.perf_counter()
        act()
        self.still()
        self.taken.setdefault(what, []).append((self.painted.at - begun) * 1000)

    def press(self, what: str, name: str) -> None:
        """Press the button of that name, or the first whose name begins so."""
        screen = self.running.window.screen_now
        assert screen is not None
        self.step(what, next(b for b in screen.choices() if b.objectName().startswith(name)).click)

    def settings(self, what: str, **changes: Any) -> None:
        """Change a setting as its screen does."""
        from dataclasses import replace

        profile = replace(self.running.context.profile, **changes)
        self.step(what, lambda: self.running.window.settle(profile))


def _screens(
    running: Running, application: QApplication, given: argparse.Namespace
) -> dict[str, Any]:
    """How long each step of a walk takes, and the memory on the way."""
    walk = _Walk(running, application)
    memory = {"after the start": resident()}
    for _ in range(given.rounds):
        walk.press("Home to Notices", "tile-notices")
        walk.press("a page of Notices on", "more")
        walk.press("Notices to Reading", "card-")
        for size in (30, 24):
            walk.settings("another text size (Reading)", text_size=size)
        walk.step("Back to Notices", running.window.back)
        for size in (30, 24):
            walk.settings("another text size (Notices)", text_size=size)
        for theme in (Theme.DARK, Theme.LIGHT):
            walk.settings("other colours (Notices)", theme=theme)
        walk.step("Notices to Home", running.window.home)
        for language in (Language.CHINESE, Language.ENGLISH):
            walk.settings("the other language (Home)", language=language)
    memory["after reading"] = resident()
    return {"taken": walk.taken, "memory": memory}


def resident(pid: int | str = "self") -> float:
    """The resident memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _control(seconds: float) -> dict[str, Any]:
    """An empty window's heartbeat: what this machine does to any program just now."""
    application = QApplication([])
    window = QWidget()
    window.show()
    heart = Heartbeat()
    # The heart beats in Python, so the signal is seen.
    signal.signal(signal.SIGTERM, lambda *_: application.quit())
    _after(application, seconds)
    return heart.told()


def main() -> None:
    """Run one measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["sync", "idle", "screens", "control"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--screen", default="home")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.what == "control":
        print(json.dumps(_control(given.seconds)))
        return
    application = QApplication(sys.argv[:1])
    prepare_qt(application)
    running = start(Options(data=given.data, offline=given.what == "screens"))
    keep_pauses_short(running)
    measure = {"sync": _sync, "idle": _idle, "screens": _screens}[given.what]
    found = measure(running, application, given)
    running.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
