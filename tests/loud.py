"""What a test must not leave behind or say under its breath; used by conftest.py."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

#: How long a thread or a child process that was told to end may take to be gone.
GONE_WITHIN_S = 3.0


@dataclass
class ExpectedLog:
    """What a test expects to be logged at WARNING or above; call it with patterns."""

    patterns: list[str] = field(default_factory=list)

    def __call__(self, *patterns: str) -> None:
        """Expect messages that these regular expressions find something in."""
        self.patterns.extend(patterns)


class LoudLog(logging.Handler):
    """Remembers every record of WARNING or above, from every logger that passes records on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember it, unless it is a web server's daily bread."""
        if not _ordinary(record):
            self.records.append(record)

    def faults(self, expected: ExpectedLog) -> list[str]:
        """Unexpected records, and expectations that nothing met."""
        told = [(r, f"{r.name} {r.levelname}: {r.getMessage()}") for r in self.records]
        unexpected = [
            f"logged: {text}{_traceback(record)}"
            for record, text in told
            if not any(re.search(pattern, text) for pattern in expected.patterns)
        ]
        unmet = [
            f"was expected to be logged, but was not: {pattern}"
            for pattern in expected.patterns
            if not any(re.search(pattern, text) for _, text in told)
        ]
        return unexpected + unmet


def _ordinary(record: logging.LogRecord) -> bool:
    """Django logs each answer 4xx as a warning; a test sees the answer itself."""
    status = getattr(record, "status_code", None)
    return record.name == "django.request" and isinstance(status, int) and status < 500


def _traceback(record: logging.LogRecord) -> str:
    if not record.exc_info:
        return ""
    return "\n" + logging.Formatter().formatException(record.exc_info)


@dataclass
class Before:
    """What there was before a test began."""

    threads: set[threading.Thread]
    children: set[int]
    widgets: set[int]
    timers: set[int]

    @classmethod
    def now(cls) -> Before:
        """Look around."""
        return cls(
            set(threading.enumerate()),
            set(children()),
            {id(widget) for widget in top_level_widgets()},
            {id(timer) for timer in active_timers()},
        )

    def leaks(self) -> list[str]:
        """What is there now, was not there before, and stays. Empty when all is well."""
        settle_qt()
        return [
            *self._widgets_left(),
            *self._timers_left(),
            *_stay(
                lambda: [
                    f"thread {thread.name!r} is still running"
                    for thread in threading.enumerate()
                    if thread not in self.threads and thread.is_alive()
                ]
            ),
            *_stay(
                lambda: [
                    f"child process {pid} is still there: {command}"
                    for pid, command in children().items()
                    if pid not in self.children
                ]
            ),
        ]

    def _widgets_left(self) -> list[str]:
        def left() -> list[str]:
            return [
                f"window {type(widget).__name__} {widget.objectName()!r} was not closed for good"
                for widget in top_level_widgets()
                if id(widget) not in self.widgets
            ]

        if left():
            gc.collect()  # a cycle of Python objects may hold it
            settle_qt()
        return left()

    def _timers_left(self) -> list[str]:
        def left() -> list[str]:
            return [
                f"timer of {timer.parent()!r} is still running every {timer.interval()} ms"
                for timer in active_timers()
                if id(timer) not in self.timers
            ]

        if left():
            gc.collect()
            settle_qt()
        return left()


def _stay(look: Callable[[], list[str]]) -> list[str]:
    deadline = time.monotonic() + GONE_WITHIN_S
    while (found := look()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def children() -> dict[int, str]:
    """This process's child processes with their command lines (Linux; elsewhere nothing)."""
    found: dict[int, str] = {}
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            pids = task.read_text().split()
        except OSError:  # the thread has just ended
            continue
        for pid in pids:
            command = _command(pid)
            # Python's own helper; it lives as long as this process.
            if command is not None and "multiprocessing.resource_tracker" not in command:
                found[int(pid)] = command
    return found


def _command(pid: str) -> str | None:
    """The command line, "(ended, not waited for)" for a zombie, None when it is gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    return os.fsdecode(b" ".join(words)).strip() or "(ended, not waited for)"


def _qt_application() -> object | None:
    """The application, where a test has made one; never makes or imports one."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def top_level_widgets() -> list:  # type: ignore[type-arg]
    """All windows, shown or not."""
    application = _qt_application()
    return list(application.topLevelWidgets()) if application else []  # type: ignore[attr-defined]


def active_timers() -> list:  # type: ignore[type-arg]
    """All running QTimers that Python knows of."""
    if _qt_application() is None:
        return []
    import shiboken6
    from PySide6.QtCore import QTimer

    return [
        wrapper
        for wrapper in shiboken6.getAllValidWrappers()
        if isinstance(wrapper, QTimer) and wrapper.isActive()
    ]


def settle_qt() -> None:
    """Let Qt delete what is due, and deliver what is queued."""
    if _qt_application() is None:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
