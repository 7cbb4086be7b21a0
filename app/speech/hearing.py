"""What understands a person here, language by language: for Settings, without loading anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.speech_pack import LANGUAGES, SpeechPack
from app.speech.ear.choose import can_read, chosen
from app.speech.packs import Installed


@dataclass(frozen=True, slots=True)
class Hearing:
    """Of one language: the recogniser that would be chosen, None when there is none.

    `pack` is what it reads; `unread` are packs that lie here without the library to read them.
    """

    language: str
    recogniser: str | None
    pack: SpeechPack | None = None
    unread: tuple[SpeechPack, ...] = ()


def hearings(folder: Path, packs: Sequence[Installed]) -> tuple[Hearing, ...]:
    """What hears each language, of the models in `folder` (`Paths.speech`)."""
    return tuple(_hearing(language, folder, packs) for language in LANGUAGES)


def _hearing(language: str, folder: Path, packs: Sequence[Installed]) -> Hearing:
    choice = chosen(language, folder)
    own = [one for one in packs if one.path.parent == folder / language]
    return Hearing(
        language,
        choice.name if choice else None,
        next((one.pack for one in own if choice and one.path == choice.path), None),
        tuple(one.pack for one in own if not can_read(one.pack.kind)),
    )
