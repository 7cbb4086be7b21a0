"""Work off the GUI thread, its answer back on it.

Disk work is done in order on the one thread `store`; what may take long (asking an address) on
`errand`. An answer for a screen that has been closed is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from app.errors import EnvironmentProblem

log = logging.getLogger(__name__)
T = TypeVar("T")


class Tasks(QObject):
    """Runs functions elsewhere. `idle` is emitted when nothing is under way any more."""

    _answered = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._errand = ThreadPoolExecutor(1, thread_name_prefix="errand")
        self._under_way = 0
        self._closed = False
        self._answered.connect(self._deliver)

    @property
    def under_way(self) -> int:
        """How many functions have not yet answered."""
        return self._under_way

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[EnvironmentProblem], None] | None = None,
        *,
        long: bool = False,
    ) -> None:
        """Call `work` on another thread, then `done` or `failed` on this one.

        `failed` gets what the environment did wrong. Any other exception is a bug: `failed` gets a
        general problem, so that nobody waits for ever, and the bug is raised here, on the GUI
        thread. `done` and `failed` are dropped when `owner` is gone by then.
        """
        if self._closed:
            return
        self._under_way += 1
        future = (self._errand if long else self._store).submit(work)
        answer = (owner, done, failed)

        def pass_on(finished: Future[T]) -> None:
            if not self._closed:
                self._answered.emit((*answer, finished))

        future.add_done_callback(pass_on)

    @Slot(object)
    def _deliver(self, answer: tuple[Any, ...]) -> None:
        owner, done, failed, future = answer
        self._under_way -= 1
        try:
            self._hand_over(owner, done, failed, future)
        finally:
            if self._under_way == 0:
                self.idle.emit()

    @staticmethod
    def _hand_over(
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[EnvironmentProblem], None] | None,
        future: Future[Any],
    ) -> None:
        problem = future.exception()
        if problem is None:
            if done is not None and shiboken6.isValid(owner):
                done(future.result())
        elif isinstance(problem, EnvironmentProblem):
            log.warning("a task failed: %s", problem.code)
            if failed is not None and shiboken6.isValid(owner):
                failed(problem)
        else:
            if failed is not None and shiboken6.isValid(owner):
                failed(EnvironmentProblem())
            raise problem

    def close(self) -> None:
        """Finish what is queued for the store, drop the rest."""
        self._closed = True
        self._errand.shutdown(wait=False, cancel_futures=True)
        self._store.shutdown(wait=True)
