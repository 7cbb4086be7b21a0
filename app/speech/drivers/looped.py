"""What pyttsx3's loop asks of a driver that runs on one thread, the same for all of ours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any


class LoopedSpeech:
    """The base of our drivers: pyttsx3 calls these; `_drain` tells what has happened."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._looping = False

    def _drain(self) -> None:
        """Tell pyttsx3 what has happened since the last call; on the loop's thread only."""
        raise NotImplementedError

    def startLoop(self) -> None:  # noqa: N802
        """pyttsx3's blocking loop; the voice child uses `iterate`."""
        self._looping = True
        self._proxy.setBusy(False)
        while self._looping:
            self._drain()
            time.sleep(0.01)

    def endLoop(self) -> None:  # noqa: N802
        """End `startLoop`."""
        self._looping = False

    def iterate(self) -> Iterator[None]:
        """Each step tells what has happened since the last one."""
        self._proxy.setBusy(False)
        while True:
            self._drain()
            yield
