"""pyttsx3 driver over Piper: voices that sound like a person, from files in a folder.

Piper makes a whole sentence at a time and, with most voices, does not say when a word comes: its
words are spread over the sentence by how many phonemes each has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyttsx3.voice import Voice

from app.domain.segment import Span, words
from app.speech.drivers.piper_voices import END_PAUSE_S, LoadedVoice, PiperVoices
from app.speech.drivers.streamed import (
    Receive,
    Source,
    StreamedSpeech,
    SynthesisError,
    TimedWord,
)

_PIECE_S = 0.1
_FASTEST, _SLOWEST = 0.3, 3.0  # length scales beyond which no voice is understood


def buildDriver(proxy: Any) -> PiperSpeech:  # noqa: N802 - the name pyttsx3 asks for
    """The driver, as pyttsx3 makes it."""
    return PiperSpeech(proxy)


class PiperSpeech(StreamedSpeech):
    """`rate` is what is heard, words or characters a minute; `voice` a file's path."""

    voices = PiperVoices(Path())
    """The folder's voices; set before pyttsx3 makes the driver, which takes no arguments."""

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy, rate=150, volume=1.0, voice="")

    def _voices(self) -> list[Voice]:
        return [
            Voice(told["file"], told["file"], [str(told["language"])])
            for told in self.voices.listed()
        ]

    def _source(self, text: str) -> Source:
        voice = self.voices.loaded(Path(str(self._properties["voice"])))
        if voice is None:
            raise SynthesisError("no such voice")
        return _PiperSource(voice, text, float(self._properties["rate"]))


class _PiperSource:
    def __init__(self, voice: LoadedVoice, text: str, rate: float) -> None:
        self._voice = voice
        self._text = text
        natural = voice.natural / max(rate, 1.0)
        self._stretch = min(max(natural, _FASTEST), _SLOWEST)
        self.sample_rate = voice.sample_rate

    def make(self, receive: Receive) -> None:
        """Make it sentence by sentence, as Piper cuts them."""
        from piper import SynthesisConfig

        scale = self._voice.piper.config.length_scale * self._stretch
        left = list(words(self._text))
        at = 0
        try:
            chunks = [*self._voice.piper.phonemize(self._text)]
            for number, phonemes in enumerate(chunks):
                sound = self._sound(phonemes, SynthesisConfig(length_scale=scale))
                last = number + 1 == len(chunks)
                mine = left if last else left[: len(_groups(phonemes))]
                left = left[len(mine) :]
                timed = [(at + place, word) for place, word in _spread(mine, phonemes, len(sound))]
                at += len(sound)
                if not self._give(sound.tobytes(), timed, receive):
                    return
        except Exception as error:  # whatever a stranger's model makes it raise
            raise SynthesisError(type(error).__name__) from error
        receive(bytes(2 * int(END_PAUSE_S * self._stretch * self.sample_rate)), [])

    def _sound(self, phonemes: list[str], config: Any) -> Any:
        import numpy

        piper = self._voice.piper
        made = piper.phoneme_ids_to_audio(piper.phonemes_to_ids(phonemes), config)
        audio = made[0] if isinstance(made, tuple) else made
        loudest = float(numpy.abs(audio).max(initial=1e-8))
        return (audio / max(loudest, 1e-8) * 32767).astype(numpy.int16).reshape(-1)

    def _give(self, sound: bytes, timed: list[TimedWord], receive: Receive) -> bool:
        """In small pieces, so that a stop need not wait."""
        size = 2 * int(_PIECE_S * self.sample_rate)
        for start in range(0, len(sound), size):
            if not receive(sound[start : start + size], timed if start == 0 else []):
                return False
        return True


def _groups(phonemes: list[str]) -> list[int]:
    """How many phonemes each spoken word has."""
    return [len(group) for group in "\0".join(phonemes).split("\0 \0") if group]


def _spread(found: list[Span], phonemes: list[str], samples: int) -> list[TimedWord]:
    """Each word's begin: by its phonemes, or by its letters where the voice parts words otherwise
    than we do ("9:30" is said as two)."""
    groups = _groups(phonemes)
    weights = groups if len(groups) == len(found) else [len(word) for word in found]
    whole = max(sum(weights), 1)
    timed, passed = [], 0
    for word, weight in zip(found, weights, strict=True):
        timed.append((samples * passed // whole, word))
        passed += weight
    return timed
