"""The base of our drivers with sound: it is made in memory while it plays, on the play clock.

Words are told when they are heard, and `stop` is silence within the time of one buffer. `notify`
and `setBusy` are called on the loop's thread only, from `iterate`.
"""

from __future__ import annotations

import queue
import threading
import wave
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from app.domain.segment import Span
from app.speech.drivers.looped import LoopedSpeech
from app.speech.output import NoSoundError, Output, Playback

TimedWord = tuple[int, Span]
"""(sample, word): a word and where in the sound it begins."""
Receive = Callable[[bytes, list[TimedWord]], bool]
"""Takes the next sound, 16-bit mono, and words in their order; False to stop the making."""
_Notice = tuple["_Utterance", str, dict[str, Any]]


class SynthesisError(Exception):
    """The voice cannot make sound of this text."""


class Source(Protocol):
    """One text, about to be made into sound."""

    @property
    def sample_rate(self) -> int:
        """Samples a second."""

    def make(self, receive: Receive) -> None:
        """Make it, piece by piece; blocks until done. Raises SynthesisError."""


class StreamedSpeech(LoopedSpeech):
    """What pyttsx3 calls; `pyttsx3.drivers.dummy` describes each method."""

    def __init__(self, proxy: Any, **properties: Any) -> None:
        super().__init__(proxy)
        self._properties = properties
        self._notices: queue.SimpleQueue[_Notice] = queue.SimpleQueue()
        self._output = Output()
        self._current: _Utterance | None = None

    def _source(self, text: str) -> Source:
        """The text in the voice and at the rate of now. Raises SynthesisError."""
        raise NotImplementedError

    def _voices(self) -> list[Any]:
        """Every voice there is, as pyttsx3 lists them."""
        raise NotImplementedError

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """A property; "voices" lists every voice."""
        return self._voices() if name == "voices" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Set "rate" (the driver's own measure), "volume" (0 to 1) or "voice"."""
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        self._properties[name] = value

    def say(self, text: str) -> None:
        """Begin to speak; an error is told as pyttsx3 tells it, and the utterance ends."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            source = self._source(text)
        except SynthesisError as error:
            self._proxy.notify("error", exception=error)
            self._finish(completed=False)
            return
        utterance = _Utterance(source, text, self._properties["volume"], self._notices)
        self._current = utterance
        utterance.start()  # first, so that the card's first buffer is sound and not silence
        try:
            self._output.play(utterance.playback)
        except NoSoundError as error:
            utterance.playback.drop()
            self._fail(utterance, error)

    def stop(self) -> None:
        """Silence now; the utterance is told as finished and not completed."""
        self._output.stop()
        if self._current is not None:
            self._current.playback.drop()
            self._finish(completed=False)

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a WAV, as pyttsx3 promises. Reading aloud never calls it."""
        sound = bytearray()

        def receive(piece: bytes, _words: list[TimedWord]) -> bool:
            sound.extend(piece)
            return True

        source = self._source(text)
        source.make(receive)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(source.sample_rate)
            file.writeframes(sound)

    def destroy(self) -> None:
        """Be silent and let the speaker go."""
        self._output.stop()
        if self._current is not None:
            self._current.playback.drop()
            self._current = None

    def _drain(self) -> None:
        while True:
            try:
                utterance, topic, values = self._notices.get_nowait()
            except queue.Empty:
                break
            if utterance is self._current:
                self._tell(utterance, topic, values)
        try:
            self._output.tend()
        except NoSoundError as error:
            if self._current is not None:
                self._fail(self._current, error)

    def _tell(self, utterance: _Utterance, topic: str, values: dict[str, Any]) -> None:
        if topic == "finished-utterance":
            self._output.finished(utterance.playback)
            self._finish(**values)
        elif topic == "error":
            self._output.stop()
            self._fail(utterance, values["exception"])
        else:
            self._proxy.notify(topic, **values)

    def _fail(self, utterance: _Utterance, error: Exception) -> None:
        if utterance is self._current:
            self._proxy.notify("error", exception=error)
            self._finish(completed=False)

    def _finish(self, completed: bool) -> None:
        self._current = None
        self._proxy.notify("finished-utterance", completed=completed)
        self._proxy.setBusy(False)


class _Utterance:
    """One text being made on a thread of its own while the card plays it."""

    def __init__(
        self, source: Source, text: str, volume: float, notices: queue.SimpleQueue[_Notice]
    ) -> None:
        self._source = source
        self._text = text
        self._notices = notices
        self._due: deque[TimedWord] = deque()
        self.playback = Playback(source.sample_rate, 1, volume, self)

    def start(self) -> None:
        """Start making the sound."""
        threading.Thread(target=self._synthesise, name="synthesis", daemon=True).start()

    def _synthesise(self) -> None:
        try:
            self._source.make(self._receive)
        except SynthesisError as error:
            self._post("error", exception=error)
            return
        self.playback.complete()

    def _receive(self, sound: bytes, found: list[TimedWord]) -> bool:
        self._due.extend(found)
        return self.playback.append(sound)

    def on_heard(self, frame: int) -> None:
        """Tell the words that began up to `frame`. On the card's thread."""
        while self._due and self._due[0][0] <= frame:
            _, word = self._due.popleft()
            self._post(
                "started-word",
                name=word.of(self._text),
                location=word.start,
                length=len(word),
            )

    def on_done(self) -> None:
        """Tell the end. On the card's thread."""
        self._post("finished-utterance", completed=True)

    def _post(self, topic: str, **values: Any) -> None:
        self._notices.put((self, topic, values))
