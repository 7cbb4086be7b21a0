"""Speech packs: what a helper puts in, so that this computer hears or speaks better."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.language import Words
from app.domain.segment import CHINESE, ENGLISH

LANGUAGES = (ENGLISH, CHINESE)
ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class PackKind(StrEnum):
    """What reads the files of a pack."""

    VOSK = "vosk"
    WHISPER = "faster-whisper"
    PIPER = "piper-voice"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: its way from the pack's folder, with "/" between."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SpeechPack:
    """A pack. `checked`: its maker wrote down what its files hold, and that is what is there."""

    id: str
    name: Words
    language: str
    kind: PackKind
    version: str = ""
    licence: str = ""
    files: tuple[PackFile, ...] = field(default=(), repr=False)
    checked: bool = True

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.files)


def kind_of(paths: Collection[str]) -> PackKind | None:
    """What a folder with these files is, as Vosk, faster-whisper and Piper lay them out.

    Sources: vosk-api src/model.cc; faster-whisper WhisperModel; piper PiperVoice.load.
    """
    there = set(paths)
    if "am/final.mdl" in there and any(path.startswith("conf/") for path in there):
        return PackKind.VOSK
    if {"model.bin", "config.json", "tokenizer.json"} <= there:
        return PackKind.WHISPER
    return PackKind.PIPER if len(voices_in(there)) == 1 else None


def voices_in(paths: Collection[str]) -> list[str]:
    """The Piper voices that lie at the top: `NAME.onnx` with `NAME.onnx.json`."""
    return sorted(
        path
        for path in paths
        if path.endswith(".onnx") and "/" not in path and f"{path}.json" in paths
    )


_LANGUAGE_WORDS = {
    "en": ENGLISH,
    "english": ENGLISH,
    "zh": CHINESE,
    "cn": CHINESE,
    "cmn": CHINESE,
    "chinese": CHINESE,
}


def language_in_name(name: str) -> str | None:
    """The language that the name of a model tells: `vosk-model-small-cn-0.22`, `small.en`."""
    words = re.split(r"[^a-z]+", name.lower())
    return next((_LANGUAGE_WORDS[word] for word in words if word in _LANGUAGE_WORDS), None)


def id_from_name(name: str) -> str:
    """An id made of the name of a folder or file; "pack" where nothing can be made of it."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:64]
    return plain or "pack"
