"""pyttsx3 driver without sound: every word at its time by the clock, for a machine that must
not speak, with the light still moving. Chosen by name only, never instead of a broken voice."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from pyttsx3.voice import Voice

from app.domain.segment import words
from app.speech.drivers.looped import LoopedSpeech

_VOICES = {"silence-en": "en", "silence-zh": "zh"}
_LAST_PAUSE = 0.2  # seconds of quiet after a sentence


def buildDriver(proxy: Any) -> SilentSpeech:  # noqa: N802 - the name pyttsx3 asks for
    """The driver, as pyttsx3 makes it."""
    return SilentSpeech(proxy)


class SilentSpeech(LoopedSpeech):
    """What pyttsx3 calls; `pyttsx3.drivers.dummy` describes each method."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        self._properties: dict[str, Any] = {"rate": 150, "volume": 1.0, "voice": "silence-en"}
        self._due: deque[tuple[float, dict[str, Any]]] = deque()
        self._ends: float | None = None

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """A property; "voices" lists one silent voice a language."""
        if name == "voices":
            return [Voice(key, key, [language]) for key, language in _VOICES.items()]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Set "rate" (words or hanzi a minute), "volume" or "voice"."""
        if name not in self._properties or (name == "voice" and value not in _VOICES):
            raise KeyError(f"unknown property or voice {name}")
        self._properties[name] = value

    def say(self, text: str) -> None:
        """Begin to be silent about `text`."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        at = time.monotonic()
        step = 60.0 / max(float(self._properties["rate"]), 1.0)
        for word in words(text):
            values = {"name": word.of(text), "location": word.start, "length": len(word)}
            self._due.append((at, values))
            at += step
        self._ends = at + _LAST_PAUSE

    def stop(self) -> None:
        """End the utterance, not completed."""
        self._due.clear()
        if self._ends is not None:
            self._finish(completed=False)

    def save_to_file(self, text: str, filename: str) -> None:
        """Not possible: there is no sound. Raises NotImplementedError."""
        raise NotImplementedError("silence has no sound to save")

    def destroy(self) -> None:
        """Nothing is held."""
        self._due.clear()

    def _drain(self) -> None:
        now = time.monotonic()
        while self._due and self._due[0][0] <= now:
            self._proxy.notify("started-word", **self._due.popleft()[1])
        if self._ends is not None and self._ends <= now:
            self._finish(completed=True)

    def _finish(self, completed: bool) -> None:
        self._ends = None
        self._proxy.notify("finished-utterance", completed=completed)
        self._proxy.setBusy(False)
