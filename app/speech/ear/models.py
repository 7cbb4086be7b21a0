"""Where the models lie that listening needs."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from app.paths import resources_folder


@dataclass(frozen=True, slots=True)
class SphinxFiles:
    """One English model of CMU Sphinx."""

    acoustic_model: Path
    language_model: Path
    dictionary: Path


def sphinx_files() -> SphinxFiles:
    """The English model that the SpeechRecognition wheel carries.

    Raises FileNotFoundError when it is not there.
    """
    found = importlib.util.find_spec("speech_recognition")
    if found is None or found.origin is None:
        raise FileNotFoundError("speech_recognition")
    folder = Path(found.origin).parent / "pocketsphinx-data" / "en-US"
    files = SphinxFiles(
        folder / "acoustic-model",
        folder / "language-model.lm.bin",
        folder / "pronounciation-dictionary.dict",  # so spelt in the wheel
    )
    for path in (files.acoustic_model / "mdef", files.language_model, files.dictionary):
        if not path.is_file():
            raise FileNotFoundError(path.name)
    return files


@dataclass(frozen=True, slots=True)
class CommandFiles:
    """What commands are heard with; see resources/speech."""

    language_model: Path
    dictionary: Path


def command_files(language: str) -> CommandFiles:
    """The files for commands of that language. Raises FileNotFoundError without them."""
    start = resources_folder() / "speech" / f"commands.{language}"
    files = CommandFiles(*(Path(f"{start}{end}") for end in (".lm", ".dict")))
    for path in (files.language_model, files.dictionary):
        if not path.is_file():
            raise FileNotFoundError(path.name)
    return files
