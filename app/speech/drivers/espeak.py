"""pyttsx3 driver over libespeak-ng and PortAudio, in place of pyttsx3's own `espeak` driver.

That one renders the whole text to a file in the temp folder, sends every word event before the
first sound, cannot be stopped and loses sentences (pyttsx3 2.99; issues 402, 419, 440). Here
the sound is made in memory while it plays, words are told when they are heard, and `stop` is
silence within the time of one buffer.

`notify` and `setBusy` are called on the loop's thread only, from `iterate`.
"""

from __future__ import annotations

import queue
import threading
import wave
from collections import deque
from typing import Any

from pyttsx3.voice import Voice

from app.domain.segment import Span, words
from app.speech.drivers.libespeak import EspeakError, LibEspeak, WordMark
from app.speech.drivers.looped import LoopedSpeech
from app.speech.output import NoSoundError, Output, Playback
from app.speech.tracker import WordTimes

_DEFAULT_VOICE = "gmw/en"
_Notice = tuple["_Utterance", str, dict[str, Any]]


def buildDriver(proxy: Any) -> EspeakSpeech:  # noqa: N802 - the name pyttsx3 asks for
    """The driver, as pyttsx3 makes it. Raises EspeakError when espeak-ng cannot be loaded."""
    return EspeakSpeech(proxy)


class EspeakSpeech(LoopedSpeech):
    """What pyttsx3 calls; `pyttsx3.drivers.dummy` describes each method."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        self._library = LibEspeak.shared()
        self._properties: dict[str, Any] = {"rate": 175, "volume": 1.0, "voice": _DEFAULT_VOICE}
        self._notices: queue.SimpleQueue[_Notice] = queue.SimpleQueue()
        self._output = Output()
        self._current: _Utterance | None = None

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """A property; "voices" lists every espeak-ng voice."""
        if name == "voices":
            return [
                Voice(identifier, title, [language])
                for identifier, title, language in self._library.voices()
            ]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Set "rate" (espeak's own words a minute), "volume" (0 to 1) or "voice"."""
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        self._properties[name] = value

    def say(self, text: str) -> None:
        """Begin to speak; an error is told as pyttsx3 tells it, and the utterance ends."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        utterance = _Utterance(self._library, text, dict(self._properties), self._notices)
        self._current = utterance
        try:
            self._output.play(utterance.playback)
        except NoSoundError as error:
            utterance.playback.drop()
            self._fail(utterance, error)
            return
        utterance.start()

    def stop(self) -> None:
        """Silence now; the utterance is told as finished and not completed."""
        self._output.stop()
        if self._current is not None:
            self._current.playback.drop()
            self._finish(completed=False)

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a WAV, as pyttsx3 promises. Reading aloud never calls it."""
        sound = bytearray()
        properties = self._properties

        def receive(piece: bytes, _marks: list[WordMark]) -> bool:
            sound.extend(piece)
            return True

        self._library.synthesise(text, properties["voice"], properties["rate"], receive)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._library.sample_rate)
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
        self,
        library: LibEspeak,
        text: str,
        properties: dict[str, Any],
        notices: queue.SimpleQueue[_Notice],
    ) -> None:
        self._library = library
        self._text = text
        self._properties = properties
        self._notices = notices
        self._times = WordTimes(words(text))
        self._due: deque[tuple[int, Span]] = deque()
        self._samples = 0
        self.playback = Playback(library.sample_rate, 1, properties["volume"], self)

    def start(self) -> None:
        """Start making the sound."""
        threading.Thread(target=self._synthesise, name="synthesis", daemon=True).start()

    def _synthesise(self) -> None:
        try:
            self._library.synthesise(
                self._text, self._properties["voice"], int(self._properties["rate"]), self._receive
            )
        except EspeakError as error:
            self._post("error", exception=error)
            return
        self._due.extend(self._times.finish(self._samples))
        self.playback.complete()

    def _receive(self, sound: bytes, marks: list[WordMark]) -> bool:
        for sample, position, length in marks:
            if length > 0:  # a quotation mark sends an empty event
                self._due.extend(self._times.add(sample, position))
        self._samples += len(sound) // 2
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
