"""Which recogniser hears what on this computer.

Only those of this package can be chosen, all of which work without a network: SpeechRecognition's
own list, most of which sends the sound away, is never asked.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.segment import ENGLISH
from app.speech.ear import sphinx_recogniser, vosk_recogniser, whisper_recogniser
from app.speech.ear.recogniser import Recogniser

_log = logging.getLogger(__name__)


def _model_folders(language: str, folder: Path | None) -> Iterator[Path]:
    """Where a model of `language` may lie: in `<folder>/<language>`, or in a folder in it."""
    own = folder / language if folder is not None else None
    if own is None or not own.is_dir():
        return
    yield own
    yield from sorted(path for path in own.iterdir() if path.is_dir())


def _found(language: str, folder: Path | None, commands: bool) -> Iterator[tuple[str, Path | None]]:
    """The recognisers that may work, the preferred first."""
    folders = list(_model_folders(language, folder))
    if importlib.util.find_spec("vosk") is not None:
        yield from (
            (vosk_recogniser.NAME, path) for path in folders if vosk_recogniser.is_vosk_model(path)
        )
    if not commands and importlib.util.find_spec("faster_whisper") is not None:
        yield from (
            (whisper_recogniser.NAME, path)
            for path in folders
            if whisper_recogniser.is_whisper_model(path)
        )
    if language == ENGLISH and importlib.util.find_spec("pocketsphinx") is not None:
        yield sphinx_recogniser.NAME, None


def what_hears(language: str, folder: Path | None, commands: bool = False) -> str | None:
    """The name of what would be chosen; None when nothing here can. Loads nothing."""
    return next((name for name, _ in _found(language, folder, commands)), None)


def choose_recogniser(
    language: str, folder: Path | None, commands: bool = False
) -> Recogniser | None:
    """The best recogniser of `language` ("en", "zh") that loads; None when there is none.

    `folder` holds a folder for each language in which somebody has put a model.
    English commands stay with PocketSphinx where no Vosk model is. Takes up to some seconds.
    """
    for name, path in _found(language, folder, commands):
        try:
            return _load(name, path, language, commands)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            _log.warning("ear: %s does not load: %s", name, type(error).__name__)
    return None


def _load(name: str, path: Path | None, language: str, commands: bool) -> Recogniser:
    if name == vosk_recogniser.NAME and path is not None:
        return vosk_recogniser.VoskRecogniser(_vosk_model(path), language, commands)
    if name == whisper_recogniser.NAME and path is not None:
        return whisper_recogniser.WhisperRecogniser(path, language)
    if commands:
        return sphinx_recogniser.SphinxCommands()
    return sphinx_recogniser.SphinxDictation()


@lru_cache(maxsize=2)
def _vosk_model(path: Path) -> Any:
    """Kept: a model is hundreds of megabytes, and commands and dictation share it."""
    return vosk_recogniser.load_model(path)
