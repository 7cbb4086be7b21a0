"""Stand-ins for the vosk and faster-whisper packages, whose models no test may fetch.

They keep to the packages' own interfaces (vosk-api python/vosk/__init__.py 0.3.45;
faster-whisper transcribe.py 1.2.1) and "hear" loud sound as the words they are given.
"""

from __future__ import annotations

import json
import math
import sys
import types
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy
import pytest

LOUD = 500.0


def vosk_folder(folder: Path) -> Path:
    """The files of a Vosk model that are looked at."""
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"")
    (folder / "conf").mkdir()
    (folder / "conf" / "model.conf").write_bytes(b"")
    return folder


def whisper_folder(folder: Path) -> Path:
    """The files of a Whisper model that are looked at."""
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_bytes(b"")
    return folder


def install_vosk(patch: pytest.MonkeyPatch, said: str) -> list[str | None]:
    """Let `import vosk` give the stand-in; the list fills with the grammars that were asked for."""
    grammars: list[str | None] = []

    class Model:
        def __init__(self, model_path: str) -> None:
            if not Path(model_path, "am", "final.mdl").is_file():
                raise Exception("Failed to create a model")

    class KaldiRecognizer:
        def __init__(self, model: Model, rate: int, grammar: str | None = None) -> None:
            assert rate == 16_000
            grammars.append(grammar)
            self._heard = False

        def SetWords(self, on: bool) -> None:  # noqa: N802 - Vosk's names
            assert on

        def Reset(self) -> None:  # noqa: N802
            self._heard = False

        def AcceptWaveform(self, data: bytes) -> int:  # noqa: N802
            sound = numpy.frombuffer(data, numpy.int16).astype(float)
            self._heard |= bool(len(sound)) and math.sqrt((sound**2).mean()) > LOUD
            return 0

        def PartialResult(self) -> str:  # noqa: N802
            return json.dumps({"partial": said if self._heard else ""})

        def Result(self) -> str:  # noqa: N802
            return self.FinalResult()

        def FinalResult(self) -> str:  # noqa: N802
            heard, self._heard = self._heard, False
            if not heard:
                return json.dumps({"text": ""})
            words = [{"word": w, "conf": 0.9, "start": 0.0, "end": 1.0} for w in said.split()]
            return json.dumps({"result": words, "text": said})

    module = types.ModuleType("vosk")
    module.__spec__ = ModuleSpec("vosk", None)
    module.Model, module.KaldiRecognizer = Model, KaldiRecognizer
    module.SetLogLevel = lambda level: None
    patch.setitem(sys.modules, "vosk", module)
    return grammars


def install_whisper(patch: pytest.MonkeyPatch, said: str) -> list[dict[str, object]]:
    """Let `import faster_whisper` give the stand-in; the list fills with how models were made."""
    made: list[dict[str, object]] = []

    class WhisperModel:
        def __init__(self, model_size_or_path: str, **options: object) -> None:
            if not Path(model_size_or_path, "model.bin").is_file():
                raise RuntimeError("no model")
            made.append({"path": model_size_or_path, **options})
            self.model = types.SimpleNamespace(is_multilingual=True)

        def transcribe(
            self, audio: numpy.ndarray, **options: object
        ) -> tuple[Iterator[types.SimpleNamespace], None]:
            assert audio.dtype == numpy.float32
            assert abs(audio).max() <= 1.0
            loud = math.sqrt((audio.astype(float) ** 2).mean()) * 32768 > LOUD
            one = types.SimpleNamespace(
                text=f" {said}",
                avg_logprob=-0.1,
                no_speech_prob=0.0 if loud else 0.95,
                compression_ratio=1.0,
            )
            return iter([one]), None

    module = types.ModuleType("faster_whisper")
    module.__spec__ = ModuleSpec("faster_whisper", None)
    module.WhisperModel = WhisperModel
    patch.setitem(sys.modules, "faster_whisper", module)
    return made
