"""A bug where Qt calls Python ends nothing, and is logged without a person's words."""

from __future__ import annotations

import inspect
import logging
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import ui
from app.errors import EnvironmentProblem
from ui.edge import never_raises, tell_bug
from ui.tasks import Tasks

SECRET = "the words of a person"
#: Overrides that only name a constant.
CONSTANT = {"hasHeightForWidth", "loadResource"}


class Buggy(QWidget):
    """Raises wherever Qt asks."""

    @never_raises(QSize())
    def sizeHint(self) -> QSize:  # noqa: N802
        raise ValueError(SECRET)

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        raise ValueError(SECRET)

    @never_raises()
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        raise KeyError(SECRET)


@pytest.mark.expected_log("a bug: (ValueError|KeyError)")
def test_the_program_outlives_a_bug_in_an_override(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    widget = Buggy()
    widget.show()
    widget.grab()
    QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)
    qapp.processEvents()
    widget.close()
    widget.deleteLater()
    assert "KeyError at ui/test_edge.py" in caplog.text
    assert "keyPressEvent" in caplog.text
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.expected_log("a bug: ValueError at ")
def test_a_bug_without_places_is_told_too() -> None:
    tell_bug(ValueError, None, None)
    logging.getLogger(__name__).info("still here")


def classes() -> Iterator[type[QObject]]:
    """Every class of the window."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        module = import_module(found.name)
        for _, member in inspect.getmembers(module, inspect.isclass):
            if member.__module__ == module.__name__ and issubclass(member, QObject):
                yield member


def test_every_override_is_guarded() -> None:
    unguarded = []
    for made in classes():
        bases = [base for base in made.__mro__ if base.__module__.startswith("PySide6")]
        for name, member in vars(made).items():
            if not inspect.isfunction(member) or name.startswith("_") or name in CONSTANT:
                continue
            if any(name in vars(base) for base in bases) and not hasattr(member, "__wrapped__"):
                unguarded.append(f"{made.__module__}.{made.__name__}.{name}")
    assert unguarded == []


def test_a_bug_in_a_task_leaves_nobody_waiting(qapp: QApplication) -> None:
    tasks = Tasks()
    owner = QObject()
    told: list[EnvironmentProblem] = []

    def work() -> None:
        raise ValueError(SECRET)

    raised: list[type[BaseException]] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, *_: raised.append(kind)
    try:
        tasks.run(owner, work, failed=told.append)
        while tasks.under_way:
            qapp.processEvents()
    finally:
        sys.excepthook = before
        tasks.close()
    assert [problem.code for problem in told] == ["problem"]
    assert raised == [ValueError]
