"""Putting a pack in beside everything else: how far it is, and what came of it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from app.errors import PackProblem
from app.speech.packs import Installed, SpeechPacks

_log = logging.getLogger(__name__)


class PutIn:
    """One pack on its way in, on the thread `pack`; a large one takes minutes.

    What it tells may be asked on any thread at any time.
    """

    def __init__(self, packs: SpeechPacks, path: Path, language: str | None = None) -> None:
        """Begin at once."""
        self.path = path
        self.done = self.whole = 0
        self.installed: Installed | None = None
        self.problem: PackProblem | None = None
        self._packs, self._language = packs, language
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pack", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has ended: then there is either `installed` or `problem`."""
        return self.installed is not None or self.problem is not None

    def cancel(self) -> None:
        """Stop; nothing of it stays. It is over a moment later."""
        self._cancelled.set()

    def _run(self) -> None:
        try:
            self.installed = self._packs.add(
                self.path, self._language, self._tell, self._cancelled.is_set
            )
        except PackProblem as problem:
            _log.info("a pack was not put in: %s", problem.code)
            self.problem = problem
        except Exception as error:  # noqa: BLE001 - the edge of the thread: whoever waits is told
            _log.error("a pack was not put in: %s", type(error).__name__)
            self.problem = PackProblem()

    def _tell(self, done: int, whole: int) -> None:
        self.done, self.whole = done, whole
