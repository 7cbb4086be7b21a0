"""Which recogniser hears what on this computer.

Only those of this package can be chosen, all of which work without a network: SpeechRecognition's
own list, most of which sends the sound away, is never asked.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.segment import ENGLISH
from app.speech.ear import sphinx_recogniser, vosk_recogniser, whisper_recogniser
from app.speech.ear.recogniser import Recogniser

_log = logging.getLogger(__name__)

_LIBRARIES = {
    vosk_recogniser.NAME: "vosk",
    whisper_recogniser.NAME: "faster_whisper",
    sphinx_recogniser.NAME: "pocketsphinx",
}


def _model_folders(language: str, folder: Path | None) -> Iterator[Path]:
    """Where a model of `language` may lie: in `<folder>/<language>`, or in a folder in it."""
    own = folder / language if folder is not None else None
    if own is None or not own.is_dir():
        return
    yield own
    with contextlib.suppress(OSError):
        yield from sorted(path for path in own.iterdir() if path.is_dir())


@dataclass(frozen=True, slots=True)
class Choice:
    """A recogniser by its name, and the folder of its model; None for the built-in one.

    `stamp` changes when another model is put in its place.
    """

    name: str
    path: Path | None = None
    stamp: tuple[int, int] = (0, 0)


def can_read(name: str) -> bool:
    """Whether the library is here that the recogniser of that name needs."""
    return importlib.util.find_spec(_LIBRARIES[name]) is not None


def choices(language: str, folder: Path | None, commands: bool = False) -> list[Choice]:
    """The recognisers that may work, the preferred first. Loads nothing.

    A part of a second at most: it is asked before each listening, so that a model that was put in
    or taken out meanwhile is noticed.
    """
    folders = list(_model_folders(language, folder))
    found: list[Choice] = []
    if can_read(vosk_recogniser.NAME):
        models = filter(vosk_recogniser.is_vosk_model, folders)
        found += [_choice(vosk_recogniser.NAME, path) for path in models]
    if not commands and can_read(whisper_recogniser.NAME):
        models = filter(whisper_recogniser.is_whisper_model, folders)
        found += [_choice(whisper_recogniser.NAME, path) for path in models]
    if language == ENGLISH and can_read(sphinx_recogniser.NAME):
        found.append(Choice(sphinx_recogniser.NAME))
    return found


def _choice(name: str, path: Path) -> Choice:
    with contextlib.suppress(OSError):
        found = path.stat()
        return Choice(name, path, (found.st_ino, found.st_mtime_ns))
    return Choice(name, path)


def chosen(language: str, folder: Path | None, commands: bool = False) -> Choice | None:
    """What would be chosen; None when nothing here can. Loads nothing."""
    return next(iter(choices(language, folder, commands)), None)


def what_hears(language: str, folder: Path | None, commands: bool = False) -> str | None:
    """The name of what would be chosen; None when nothing here can. Loads nothing."""
    choice = chosen(language, folder, commands)
    return choice.name if choice is not None else None


def choose_recogniser(
    language: str, folder: Path | None, commands: bool = False
) -> Recogniser | None:
    """The best recogniser of `language` ("en", "zh") that loads; None when there is none.

    `folder` holds a folder for each language in which somebody has put a model.
    English commands stay with PocketSphinx where no Vosk model is. Takes up to some seconds.
    """
    for choice in choices(language, folder, commands):
        try:
            return load(choice, language, commands)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            _log.warning("ear: %s does not load: %s", choice.name, type(error).__name__)
    return None


def load(choice: Choice, language: str, commands: bool) -> Recogniser:
    """That recogniser. Raises ImportError, OSError, ValueError, RuntimeError where it can't."""
    name, path = choice.name, choice.path
    if name == vosk_recogniser.NAME and path is not None:
        model = _vosk_model(path, choice.stamp)
        return vosk_recogniser.VoskRecogniser(model, language, commands)
    if name == whisper_recogniser.NAME and path is not None:
        return whisper_recogniser.WhisperRecogniser(path, language)
    if commands:
        return sphinx_recogniser.SphinxCommands()
    return sphinx_recogniser.SphinxDictation()


@lru_cache(maxsize=2)
def _vosk_model(path: Path, stamp: tuple[int, int]) -> Any:
    """Kept: a model is hundreds of megabytes, and commands and dictation share it."""
    return vosk_recogniser.load_model(path)


def forget_models() -> None:
    """Let go of what is kept for the next recogniser; those that use it go on."""
    _vosk_model.cache_clear()
