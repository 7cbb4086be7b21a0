"""Any language by Vosk, from a model in a folder. Used where the vosk package is installed.

API: vosk-api, python/vosk/__init__.py. `Model(lang=...)` would ask a hub for a model, so only a
folder is ever given.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain.commands import COMMANDS, command_of
from app.domain.segment import CHINESE
from app.speech.ear.endpoint import SAMPLE_RATE
from app.speech.ear.offline import without_network
from app.speech.ear.recogniser import Heard

NAME = "vosk"
_UNKNOWN = "[unk]"
_SURE_ENOUGH = 0.7  # of a command; unmeasured


def is_vosk_model(folder: Path) -> bool:
    """Whether a Vosk model lies there (vosk-api, src/model.cc, for its newer layout)."""
    return (folder / "am" / "final.mdl").is_file() and (folder / "conf").is_dir()


def load_library() -> Any:
    """The vosk package, which gets no way to its hub. Raises ImportError or OSError without it."""
    with without_network():
        import vosk

    return vosk


def load_model(folder: Path) -> Any:
    """The model in `folder`; both recognisers of a language share it.

    Raises ImportError without the vosk package, ValueError for a folder that is no model.
    """
    vosk = load_library()
    if not is_vosk_model(folder):
        raise ValueError("not a Vosk model")
    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as error:
        raise ValueError("not a Vosk model") from error  # vosk raises bare Exception


class VoskRecogniser:
    """Dictation, or with `commands` only the phrases of that language."""

    name = NAME

    def __init__(self, model: Any, language: str, commands: bool = False) -> None:
        self._language = language
        self._commands = commands
        self._recogniser = _make(model, language, commands)
        self._settled: list[tuple[str, float]] = []
        self._fed = False

    def begin(self) -> None:
        """A new listening."""
        self._recogniser.Reset()
        self._settled = []
        self._fed = False

    def feed(self, sound: bytes) -> None:
        """Decode it now."""
        self._fed = True
        if self._recogniser.AcceptWaveform(sound):
            self._settle(self._recogniser.Result())

    def breathe(self) -> None:
        """Vosk finds its own pauses."""

    def partial(self) -> str:
        """The settled words and the best guess at the rest."""
        if not self._fed or self._commands:
            return ""
        guess = str(json.loads(self._recogniser.PartialResult()).get("partial", ""))
        return self._joined([*(word for word, _ in self._settled), *guess.split()])

    def finish(self) -> Heard | None:
        """All the words; of commands, exactly one phrase or None."""
        if self._fed:
            self._settle(self._recogniser.FinalResult())
        words, self._settled, self._fed = self._settled, [], False
        if not words:
            return None
        sure = sum(one for _, one in words) / len(words)
        heard = Heard(self._joined([word for word, _ in words]), round(sure, 3))
        if not self._commands:
            return heard
        return heard if sure >= _SURE_ENOUGH and command_of(heard.text, self._language) else None

    def _settle(self, result: str) -> None:
        for word in json.loads(result).get("result", ()):
            self._settled.append((str(word["word"]), float(word["conf"])))

    def _joined(self, words: list[str]) -> str:
        return ("" if self._language == CHINESE else " ").join(words)


def _make(model: Any, language: str, commands: bool) -> Any:
    vosk = load_library()
    if not commands:
        made = vosk.KaldiRecognizer(model, SAMPLE_RATE)
    else:
        phrases = [*_spaced(language), _UNKNOWN]
        made = vosk.KaldiRecognizer(model, SAMPLE_RATE, json.dumps(phrases, ensure_ascii=False))
    made.SetWords(True)
    return made


def _spaced(language: str) -> list[str]:
    """The phrases as the model's words. Single characters are in every Mandarin vocabulary."""
    phrases = COMMANDS.get(language, {})
    return [" ".join(phrase) if language == CHINESE else phrase for phrase in phrases]
