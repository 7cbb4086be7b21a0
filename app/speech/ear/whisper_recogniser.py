"""Any language by faster-whisper, from a model in a folder. Used where the package is installed.

It understands best and slowest, and only once all is said. By a name instead of a folder it would
ask a hub, so only a folder is ever given, and the hub is shut as well.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

from app.domain.segment import ENGLISH
from app.speech.ear.offline import without_network
from app.speech.ear.recogniser import Heard, audio_data

NAME = "faster-whisper"
# Whisper's own thresholds (openai-whisper, transcribe.py): for "this is no speech", for "these
# words are guessed", for "the same again and again". What fails them is not shown to anybody: the
# recording is the message.
_NO_SPEECH = 0.6
_GUESSED = -1.0
_AGAIN_AND_AGAIN = 2.4


def is_whisper_model(folder: Path) -> bool:
    """Whether a CTranslate2 Whisper model lies there."""
    return all((folder / name).is_file() for name in ("model.bin", "config.json", "tokenizer.json"))


class WhisperRecogniser:
    """Dictation."""

    name = NAME

    def __init__(self, folder: Path, language: str) -> None:
        """Load the model.

        Raises ImportError without the package, ValueError for a folder that is no model.
        """
        if not is_whisper_model(folder):
            raise ValueError("not a Whisper model")
        os.environ["HF_HUB_OFFLINE"] = "1"
        with without_network():
            import tqdm
            from faster_whisper import WhisperModel

        tqdm.tqdm.monitor_interval = 0  # no thread that watches over bars nobody sees
        self._language = language
        try:
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", local_files_only=True
            )
        except (RuntimeError, OSError) as error:
            raise ValueError("not a Whisper model") from error
        if language != ENGLISH and not self._model.model.is_multilingual:
            raise ValueError("an English model")
        self._sound = bytearray()

    def begin(self) -> None:
        """A new listening."""
        self._sound.clear()

    def feed(self, sound: bytes) -> None:
        """Keep it."""
        self._sound += sound

    def breathe(self) -> None:
        """Whisper wants the whole."""

    def partial(self) -> str:
        """Not known before the end."""
        return ""

    def finish(self) -> Heard | None:
        """Think about all of it."""
        if not self._sound:
            return None
        import numpy

        raw = audio_data(bytes(self._sound)).get_raw_data()
        self._sound.clear()
        samples = numpy.frombuffer(raw, numpy.int16).astype(numpy.float32) / 32768
        segments, _ = self._model.transcribe(
            samples,
            language=self._language,
            beam_size=5,
            temperature=0.0,  # no second and third guess by chance
            condition_on_previous_text=False,
        )
        said = [one for one in segments if _is_speech(one) and one.text.strip()]
        if not said:
            return None
        sure = sum(math.exp(min(one.avg_logprob, 0.0)) for one in said) / len(said)
        return Heard("".join(one.text for one in said).strip(), round(sure, 3))


def _is_speech(segment: Any) -> bool:
    return bool(
        segment.no_speech_prob < _NO_SPEECH
        and segment.avg_logprob > _GUESSED
        and segment.compression_ratio < _AGAIN_AND_AGAIN
    )
