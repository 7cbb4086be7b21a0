"""Piper voices that a helper dropped into a folder: found, loaded in the background, measured.

A voice is two files, `name.onnx` and `name.onnx.json` (github.com/OHF-Voice/piper1-gpl). The folder
is looked through at each reading, so that a new voice is used without a restart; one that can't be
used is passed over until its files change. Nothing is ever fetched for a voice.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.segment import CHINESE, ENGLISH, language_code, words
from app.speech.child_process import NOT_TOLD

_log = logging.getLogger(__name__)

PATIENCE_S = 1.2
"""How long a reading waits for a voice that is still being loaded; then another one speaks."""
END_PAUSE_S = 0.3
"""Silence behind a sentence at the voice's own speed; Piper ends with the last sound."""
_PHONEMES = ("espeak", "text")  # the others need dictionaries that Piper would fetch
_MEASURED = {
    ENGLISH: "The water is off tomorrow from nine to four, so please fill a kettle tonight.",
    CHINESE: "明天上午九点到下午四点停水，请您今天晚上先接好水。",
}


class BadVoiceError(Exception):
    """The files are not a voice that can be used here; the message says why, for a log."""


@dataclass(frozen=True)
class LoadedVoice:
    """A voice that can speak, and how many words or characters a minute it says by itself."""

    piper: Any
    language: str
    natural: float

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        return int(self.piper.config.sample_rate)


class PiperVoices:
    """The voices of a folder. For one thread; loading is done on others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[Path, _Loading] = {}

    def any(self) -> bool:
        """Whether there is a file that may be a voice."""
        return any(True for _ in self._files())

    def voice_for(self, language: str) -> Path | None:
        """The first voice of `language` by name, loaded; None when there is none, or none yet."""
        deadline = time.monotonic() + PATIENCE_S
        for loading in self._look(language):
            loading.ended.wait(max(deadline - time.monotonic(), 0.0))
            if loading.voice is not None:
                return loading.path
        return None

    def loaded(self, path: Path) -> LoadedVoice | None:
        """The voice of that file."""
        loading = self._found.get(path)
        return loading.voice if loading is not None else None

    def listed(self) -> list[dict[str, Any]]:
        """Each file with its language and, where it was passed over, why: for the self-check."""
        told = []
        for path, _ in self._files():
            loading = self._found.get(path)
            failed = loading.failure if loading is not None else ""
            told.append({"file": path.name, "language": _language(path), "failure": failed})
        return told

    def _files(self) -> Iterator[tuple[Path, float]]:
        try:
            for path in sorted(self._folder.glob("*.onnx")):
                yield path, path.stat().st_mtime
        except OSError:
            return

    def _look(self, language: str) -> list[_Loading]:
        """The voices of `language`, every new or changed one being loaded."""
        found = []
        for path, changed in self._files():
            if _language(path) not in (language, None):
                continue
            known = self._found.get(path)
            if known is None or known.changed != changed:
                known = self._found[path] = _Loading(path, changed)
                known.start()
            found.append(known)
        return [one for one in found if one.language == language]


class _Loading:
    def __init__(self, path: Path, changed: float) -> None:
        self.path = path
        self.changed = changed
        self.language = _language(path)
        self.voice: LoadedVoice | None = None
        self.failure = ""
        self.ended = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._load, name="voice-file", daemon=True).start()

    def _load(self) -> None:
        try:
            self.voice = load(self.path)
        except Exception as error:  # noqa: BLE001 - the edge of a thread, over a file of a stranger
            self.failure = type(error).__name__
            _log.warning("voice file passed over: %s", type(error).__name__)
        finally:
            self.ended.set()


def _language(path: Path) -> str | None:
    """The language that the voice's JSON names; None when it can't be read or is another."""
    try:
        told = json.loads(Path(f"{path}.json").read_text("utf-8"))
        language = told.get("language") or {}
        code = language.get("code") or told["espeak"]["voice"]
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None
    return language_code(str(code))


def load(path: Path) -> LoadedVoice:
    """Load and measure a voice; seconds of work. Raises BadVoiceError and whatever a bad file
    makes onnxruntime raise."""
    os.environ.update(NOT_TOLD)
    from piper import PiperVoice

    language = _language(path)
    if language is None:
        raise BadVoiceError("no language that is read here")
    voice = PiperVoice.load(path)
    if voice.config.phoneme_type.value not in _PHONEMES:
        raise BadVoiceError("it needs a dictionary that is not part of it")
    text = _MEASURED[language]
    pieces = [piece.audio_int16_bytes for piece in voice.synthesize(text)]
    samples = sum(len(piece) for piece in pieces) // 2
    if not samples or not any(any(piece) for piece in pieces):
        raise BadVoiceError("it makes no sound")
    seconds = samples / voice.config.sample_rate + END_PAUSE_S
    return LoadedVoice(voice, language, len(words(text)) * 60 / seconds)
