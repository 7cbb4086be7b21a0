"""What every recogniser can do, and the sound that it is given.

A recogniser is loaded once and kept. It is given 16 kHz mono 16-bit sound, first to last, and
says what it heard; it never touches the network.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.speech.ear.endpoint import SAMPLE_RATE

if TYPE_CHECKING:
    from speech_recognition.audio import AudioData

SAMPLE_WIDTH = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """Words, and how sure the recogniser is of them: 0 to 1."""

    text: str
    confidence: float


class Recogniser(Protocol):
    """One way of turning speech into text, for one language."""

    @property
    def name(self) -> str:
        """For the log and the helper's corner: "pocketsphinx", "vosk", "faster-whisper"."""

    def begin(self) -> None:
        """Forget what was heard; somebody else may be speaking."""

    def feed(self, sound: bytes) -> None:
        """Hear more."""

    def breathe(self) -> None:
        """The person pauses: what was said so far is a piece of its own."""

    def partial(self) -> str:
        """What was heard so far; may change with the next word. "" where this is not known."""

    def finish(self) -> Heard | None:
        """What was heard in all; None when nothing was understood."""


def audio_data(sound: bytes) -> AudioData:
    """The sound as SpeechRecognition's value, which converts, cuts and makes WAV of it."""
    with warnings.catch_warnings():
        # Its aifc and audioop left the standard library; the wheel brings them along from 3.13 on.
        warnings.simplefilter("ignore", DeprecationWarning)
        from speech_recognition.audio import AudioData

    return AudioData(sound, SAMPLE_RATE, SAMPLE_WIDTH)


def recognise(recogniser: Recogniser, audio: AudioData) -> Heard | None:
    """What is said in `audio`, whatever its rate and width."""
    sound = audio.get_raw_data(convert_rate=SAMPLE_RATE, convert_width=SAMPLE_WIDTH)
    recogniser.begin()
    if not sound:
        return None
    recogniser.feed(sound)
    return recogniser.finish()
