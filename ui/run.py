"""Open the window, run until it closes, leave cleanly."""

from __future__ import annotations

import argparse
import logging
import signal
import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.errors import OPEN_ALREADY, StoreProblem
from app.log import start_log
from app.paths import Paths
from ui.application import Options, Running, prepare_qt, start
from ui.edge import tell_bug
from ui.language import system_language
from ui.pauses import keep_pauses_short
from ui.problem_window import ProblemWindow

log = logging.getLogger(__name__)
#: The exit code when the store could not be opened.
NOT_OPENED = 3


def run(given: argparse.Namespace) -> int:
    """Run the program with these options; returns the exit code."""
    options = Options.of(given)
    paths = Paths(options.data) if options.data else Paths.default()
    start_log(paths.logs)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    prepare_qt(application)
    stop_timer = _stop_on_signals(application)
    sys.excepthook = tell_bug
    running = _started(application, options)
    code = application.exec() if isinstance(running, Running) else running
    stop_timer.stop()
    if isinstance(running, Running):
        running.close()
    return code


def _started(application: QApplication, options: Options) -> Running | int:
    """The open window; the exit code when the store can't be opened and the person gave up."""
    while True:
        try:
            running = start(options)
        except StoreProblem as problem:
            log.warning("the store can't be opened: %s", problem.code)
            if not _asks_again(application, options, problem):
                return OPEN_ALREADY if problem.code == "store_busy" else NOT_OPENED
        else:
            keep_pauses_short(running)
            # The first *Listen* then speaks at once: a voice takes up to a second to start.
            running.loaded.connect(running.services.reader.warm_up)
            running.loaded.connect(running.window.voice.warm_up)
            return running


def _asks_again(application: QApplication, options: Options, problem: StoreProblem) -> bool:
    """Say what is wrong in a window of its own; whether the person wants to try again."""
    window = ProblemWindow(problem.code, options.language or system_language())
    answers: list[bool] = []
    loop = QEventLoop()

    def answer(again: bool) -> None:
        answers.append(again)
        loop.quit()

    window.again.connect(lambda: answer(True))
    window.closed.connect(lambda: answer(False))
    if options.kiosk:
        window.showFullScreen()
    else:
        window.show()
    # Its end is not the program's end.
    application.setQuitOnLastWindowClosed(False)
    loop.exec()
    application.setQuitOnLastWindowClosed(True)
    window.deleteLater()
    return answers[:1] == [True]


def _stop_on_signals(application: QApplication) -> QTimer:
    """Close the window on Ctrl+C and on SIGTERM; the timer lets Python see the signal.

    A signal may come while the window is still being made, before there is a loop to quit: it is
    remembered, and the timer's next beat sees to it.
    """
    asked: list[int] = []

    def leave() -> None:
        if asked:
            application.closeAllWindows()
            application.quit()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: asked.append(number))
    timer = QTimer(application, interval=200)
    timer.timeout.connect(leave)
    timer.start()
    return timer
