"""Whether this computer can read aloud and listen: for --self-check and the helper's corner.

Looked at in a process of its own, since a sound server may hang; nothing is played and nothing
is written: a sentence of each language is made in memory.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from app.domain.segment import CHINESE, ENGLISH
from app.paths import Paths
from app.speech.ear.check import inspect_ear
from app.speech.output import NoSoundError, load_sounddevice, sound_devices
from app.speech.reasons import NO_VOICE, VOICE_FAILED
from app.speech.synthesiser import choose_drivers

CHECK_ARGUMENT = "--check"
_SENTENCES = {ENGLISH: "Good morning.", CHINESE: "早上好。"}
_PACKAGES = ("pyttsx3", "espeakng-loader", "sounddevice", "soundfile")


def self_check(timeout: float = 30.0) -> dict[str, Any]:
    """What `inspect` finds, from another process; within `timeout` seconds, never raising.

    `ok` is whether reading aloud can work; else `reason` is a code of `app.speech.reasons`.
    """
    from app.speech.child_process import child_command, child_environment

    try:
        done = subprocess.run(
            [*child_command(), CHECK_ARGUMENT],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=timeout,
            check=True,
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return {"ok": False, "reason": VOICE_FAILED, "detail": type(error).__name__}
    return found if isinstance(found, dict) else {"ok": False, "reason": VOICE_FAILED}


def inspect() -> dict[str, Any]:
    """The drivers, versions, speakers and what can be synthesised, in this process."""
    working, best = choose_drivers()
    return {
        "ok": bool(working),
        "reason": best.reason,
        "detail": best.detail,
        "drivers": [driver.name for driver in working],
        "versions": {name: _version(name) for name in _PACKAGES} | _library_versions(),
        "speakers": sound_devices("output"),
        "synthesis": _synthesis(),
        "hearing": inspect_ear(Paths.default().speech),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:  # a frozen program carries no metadata
        return None


def _library_versions() -> dict[str, str | None]:
    from app.speech.drivers.libespeak import EspeakError, LibEspeak

    found: dict[str, str | None] = {"espeak-ng": None, "portaudio": None, "libsndfile": None}
    with contextlib.suppress(EspeakError):
        found["espeak-ng"] = LibEspeak.shared().version
    with contextlib.suppress(NoSoundError):
        found["portaudio"] = str(load_sounddevice().get_portaudio_version()[1])
    try:
        import soundfile
    except (ImportError, OSError):
        return found
    return found | {"libsndfile": str(soundfile.__libsndfile_version__)}


def _synthesis() -> dict[str, Any]:
    """Seconds of sound that our own voice makes in memory of a sentence of each language."""
    from app.speech.drivers.libespeak import EspeakError, LibEspeak
    from app.speech.synthesiser import EspeakDriver

    found: dict[str, Any] = {}
    for language, sentence in _SENTENCES.items():
        sound = bytearray()
        voice = EspeakDriver().voice_for(None, language)

        def receive(piece: bytes, _marks: object, into: bytearray = sound) -> bool:
            into.extend(piece)
            return True

        try:
            library = LibEspeak.shared()
            library.synthesise(sentence, str(voice), 120, receive)
        except EspeakError:
            found[language] = {"ok": False, "reason": NO_VOICE}
        else:
            seconds = round(len(sound) / 2 / library.sample_rate, 2)
            found[language] = {"ok": any(sound), "seconds": seconds}
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(self_check(), ensure_ascii=False, indent=2) + "\n")
