"""One engine of pyttsx3 in the voice's process, and the driver that knows it."""

from __future__ import annotations

import time
from typing import Any, Protocol

from app.domain.segment import code_point_offset
from app.speech.synthesiser import SynthDriver

_SETTLE = 0.03  # seconds for a system voice's last messages
_SETTLE_AT_MOST = 0.3


class Told(Protocol):
    """Who is told what the engine tells."""

    def emit(self, **event: Any) -> None:
        """An event for the parent."""

    def fail(self, number: int | None, error: Exception) -> None:
        """Utterance `number` failed."""


class Speaker:
    """Speaks one utterance at a time; `speaking` is its number, None in silence."""

    def __init__(self, driver: SynthDriver, child: Told) -> None:
        import pyttsx3

        self.driver = driver
        self.speaking: int | None = None
        self._child = child
        self._text: dict[int, str] = {}
        self.engine = pyttsx3.init(driver.engine_name)
        self.engine.connect("started-utterance", self._started)
        self.engine.connect("started-word", self._word)
        self.engine.connect("finished-utterance", self._finished)
        self.engine.connect("error", self._error)
        self.engine.startLoop(False)

    def say(self, command: dict[str, Any], voice: str) -> None:
        number = int(command["id"])
        language = str(command["language"])
        self._text = {number: str(command["text"])}
        self.engine.setProperty("voice", voice)
        self.engine.setProperty("rate", self.driver.engine_rate(language, float(command["rate"])))
        self.engine.setProperty("volume", min(max(float(command["volume"]), 0.0), 1.0))
        self.speaking = number
        self.engine.say(self._text[number], str(number))

    def stop(self) -> None:
        """Silence now, and hear out what the engine still has to tell about it.

        sapi5 sends the end of the stopped stream, and of the empty one that stops it, only when
        its messages are pumped; left over, they would end the next utterance at its start.
        """
        if self.speaking is None:
            return
        self.engine.stop()
        settle = _SETTLE if not self.driver.tells_words else 0.0
        until = time.monotonic() + settle
        limit = time.monotonic() + _SETTLE_AT_MOST
        while time.monotonic() < (limit if self.speaking is not None else until):
            self.engine.iterate()
            self.driver.pump()
            time.sleep(0.005)

    def _started(self, name: str) -> None:
        self.speaking = int(name)
        self._child.emit(ev="start", id=self.speaking)

    def _word(self, name: str | None, location: int, length: int) -> None:
        number = self.speaking
        text = self._text.get(number) if number is not None else None
        if not length or text is None:  # sapi5 sends an empty word for the beginning of a stream
            return
        start, end = location, location + length
        if self.driver.uses_utf16:
            start, end = code_point_offset(text, start), code_point_offset(text, end)
        self._child.emit(ev="word", id=number, loc=start, len=end - start)

    def _finished(self, name: str | None, completed: bool) -> None:
        number, self.speaking = self.speaking, None
        self._child.emit(ev="end", id=number, ok=bool(completed))

    def _error(self, name: str | None, exception: Exception) -> None:
        self._child.fail(self.speaking, exception)
