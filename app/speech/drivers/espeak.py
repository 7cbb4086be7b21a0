"""pyttsx3 driver over libespeak-ng and PortAudio, in place of pyttsx3's own `espeak` driver.

That one renders the whole text to a file in the temp folder, sends every word event before the
first sound, cannot be stopped and loses sentences (pyttsx3 2.99; issues 402, 419, 440).
"""

from __future__ import annotations

from typing import Any

from pyttsx3.voice import Voice

from app.domain.segment import words
from app.speech.drivers.libespeak import EspeakError, LibEspeak, WordMark
from app.speech.drivers.streamed import Receive, Source, StreamedSpeech, SynthesisError
from app.speech.tracker import WordTimes

_DEFAULT_VOICE = "gmw/en"


def buildDriver(proxy: Any) -> EspeakSpeech:  # noqa: N802 - the name pyttsx3 asks for
    """The driver, as pyttsx3 makes it. Raises EspeakError when espeak-ng cannot be loaded."""
    return EspeakSpeech(proxy)


class EspeakSpeech(StreamedSpeech):
    """`rate` is espeak's own words a minute."""

    def __init__(self, proxy: Any) -> None:
        self._library = LibEspeak.shared()
        super().__init__(proxy, rate=175, volume=1.0, voice=_DEFAULT_VOICE)

    def _voices(self) -> list[Voice]:
        return [
            Voice(identifier, title, [language])
            for identifier, title, language in self._library.voices()
        ]

    def _source(self, text: str) -> Source:
        voice, rate = self._properties["voice"], int(self._properties["rate"])
        return _EspeakSource(self._library, text, voice, rate)


class _EspeakSource:
    def __init__(self, library: LibEspeak, text: str, voice: str, rate: int) -> None:
        self._library = library
        self._text, self._voice, self._rate = text, voice, rate
        self.sample_rate = library.sample_rate

    def make(self, receive: Receive) -> None:
        """Make it; words are settled as soon as espeak-ng has marked a later one."""
        times = WordTimes(words(self._text))
        samples = 0

        def take(sound: bytes, marks: list[WordMark]) -> bool:
            nonlocal samples
            samples += len(sound) // 2
            # A quotation mark sends an empty event.
            found = [pair for at, place, size in marks if size > 0 for pair in times.add(at, place)]
            return receive(sound, found)

        try:
            self._library.synthesise(self._text, self._voice, self._rate, take)
        except EspeakError as error:
            raise SynthesisError(str(error)) from error
        receive(b"", times.finish(samples))
