"""The swap with a stick that is under way: it goes on while other screens are open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from weakref import WeakKeyDictionary

from app.domain.swap import Swap
from app.errors import CourierProblem, EnvironmentProblem
from ui.context import Context

_log = logging.getLogger(__name__)


class SwapJob:
    """One swap, on the thread `stick`. What it tells may be asked on any thread at any time."""

    def __init__(self, swap: Callable[[Path, Callable[[int], None]], Swap], top: Path) -> None:
        """Begin at once."""
        self.top = top
        self.swap: Swap | None = None
        self.problem: EnvironmentProblem | None = None
        #: Bytes written so far; 0 while it is still reading.
        self.written = 0
        self._run_swap = swap
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="stick", daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether it has ended: then there is either `swap` or `problem`."""
        return self.swap is not None or self.problem is not None

    def stop(self) -> None:
        """Stop as soon as it can; what was taken in until then stays."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            self.swap = self._run_swap(self.top, self._step)
        except EnvironmentProblem as problem:
            _log.info("a swap with a stick ended: %s", problem.code)
            self.problem = problem
        except Exception as error:  # noqa: BLE001 - the thread's edge: whoever waits is told
            _log.error("a swap with a stick broke: %s", type(error).__name__)
            self.problem = EnvironmentProblem()

    def _step(self, written: int) -> None:
        self.written = written
        if self._stopped.is_set():
            raise CourierProblem("stick_stopped")


_jobs: WeakKeyDictionary[Context, SwapJob] = WeakKeyDictionary()


def job_of(context: Context) -> SwapJob | None:
    """The swap of this window that is under way, or whose end nobody saw yet."""
    return _jobs.get(context)


def begin(context: Context, top: Path) -> SwapJob:
    """Begin to swap with the stick at `top`."""
    _jobs[context] = job = SwapJob(context.services.swap, top)
    return job


def forget(context: Context) -> None:
    """What came of it was read."""
    _jobs.pop(context, None)
