"""Open the window, run until it closes, leave cleanly."""

from __future__ import annotations

import argparse
import logging
import signal
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.errors import StoreProblem
from app.log import start_log
from app.paths import Paths
from ui.application import Options, prepare_qt, start
from ui.language import system_language, use_language
from ui.problem_window import ProblemWindow

log = logging.getLogger(__name__)


def run(given: argparse.Namespace) -> int:
    """Run the program with these options; returns the exit code."""
    options = Options.of(given)
    paths = Paths(options.data) if options.data else Paths.default()
    start_log(paths.logs)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    prepare_qt(application)
    stop_timer = _stop_on_signals(application)
    try:
        running = start(options)
    except StoreProblem as problem:
        return _say_problem(application, options, problem)
    code = application.exec()
    stop_timer.stop()
    running.close()
    return code


def _say_problem(application: QApplication, options: Options, problem: StoreProblem) -> int:
    """The store can't be opened: say so in a window of its own."""
    log.error("the store can't be opened: %s", problem)
    use_language(options.language or system_language())
    window = ProblemWindow(problem.code)
    window.show()
    application.exec()
    return 3


def _stop_on_signals(application: QApplication) -> QTimer:
    """Close the window on Ctrl+C and on SIGTERM; the timer lets Python see the signal."""

    def stop(*_: object) -> None:
        application.closeAllWindows()
        application.quit()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    timer = QTimer(application, interval=200)
    timer.timeout.connect(lambda: None)
    timer.start()
    return timer
