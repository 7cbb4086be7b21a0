"""The voices there may be: which can work here, why not, and how each is set.

Runs in the voice child: checking a speaker may take a second, or hang with the sound server.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.domain.segment import CHINESE, ENGLISH, language_code
from app.speech import drivers
from app.speech.output import NoSoundError, check_speaker
from app.speech.reasons import NO_SOUND, NO_VOICE

DRIVER_VARIABLE = "FOOTBRIDGE_VOICE"
"""Names the driver to use, and no other: "espeak", "piper", "sapi5", "nsss" or "silence"."""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a driver can work: `reason` is None, or a reason code; `detail` is for a log."""

    reason: str | None
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether it can work."""
        return self.reason is None


class SynthDriver(Protocol):
    """One way of speaking, through pyttsx3."""

    @property
    def name(self) -> str:
        """The name people give it: "espeak", "piper", "sapi5", "nsss", "silence"."""

    @property
    def engine_name(self) -> str:
        """The name for `pyttsx3.init`."""

    @property
    def tells_words(self) -> bool:
        """Whether word events can be counted on."""

    @property
    def uses_utf16(self) -> bool:
        """Whether places in word events count UTF-16 units instead of code points."""

    def check(self) -> Check:
        """Whether it can work here and now. Does not speak."""

    def voice_for(self, engine: Any, language: str) -> str | None:
        """The id of the engine's voice for "en" or "zh"; None when it has none."""

    def engine_rate(self, language: str, per_minute: float) -> int:
        """The engine's rate for so many English words or Chinese characters a minute."""

    def pump(self) -> None:
        """Let the system's own event loop run a moment, where the engine needs it."""


@dataclass(frozen=True)
class RateTable:
    """Measured pairs: the engine's own rate, and what is heard a minute."""

    engine: Sequence[float]
    heard: Sequence[float]

    def engine_rate(self, per_minute: float) -> int:
        """The engine's rate for `per_minute`, between and beyond the measured points."""
        index = min(max(bisect_left(self.heard, per_minute), 1), len(self.heard) - 1)
        low, high = self.heard[index - 1], self.heard[index]
        first, second = self.engine[index - 1], self.engine[index]
        return round(first + (second - first) * (per_minute - low) / (high - low))


# Measured on espeak-ng 1.52 over a notice said sentence by sentence, its pauses counted, as it is
# read aloud; English words, Mandarin characters a minute.
_ESPEAK_RATES = {
    ENGLISH: RateTable((80, 120, 150, 175, 200), (101, 147, 186, 221, 256)),
    CHINESE: RateTable((80, 120, 150, 175, 200), (86, 127, 164, 197, 232)),
}
_ESPEAK_SLOWEST, _ESPEAK_FASTEST = 40, 450


class EspeakDriver:
    """espeak-ng 1.52 from the espeakng-loader wheel, through PortAudio. Any system."""

    name = "espeak"
    engine_name = drivers.ESPEAK
    tells_words = True
    uses_utf16 = False

    def check(self) -> Check:
        """Load the library and look for a speaker."""
        from app.speech.drivers.libespeak import EspeakError, LibEspeak

        try:
            library = LibEspeak.shared()
        except EspeakError as error:
            return Check(NO_VOICE, str(error))
        try:
            speaker = check_speaker()
        except NoSoundError as error:
            return Check(NO_SOUND, str(error))
        return Check(None, f"espeak-ng {library.version}, {speaker}")

    def voice_for(self, engine: Any, language: str) -> str | None:
        """British English and Mandarin; both are always in the wheel."""
        return {ENGLISH: "gmw/en", CHINESE: "cmn"}.get(language)

    def engine_rate(self, language: str, per_minute: float) -> int:
        """From the measured table, within what espeak-ng can do."""
        rate = _ESPEAK_RATES[language].engine_rate(per_minute)
        return min(max(rate, _ESPEAK_SLOWEST), _ESPEAK_FASTEST)

    def pump(self) -> None:
        """Nothing to do."""


@dataclass
class SystemDriver:
    """A voice of the system itself, through pyttsx3's own driver: sapi5 or nsss."""

    name: str
    platform: str
    uses_utf16: bool = True
    tells_words: bool = False  # unmeasured: wait for the end rather than for each word
    _voices: dict[str, str | None] = field(default_factory=dict)

    @property
    def engine_name(self) -> str:
        """pyttsx3 calls it the same."""
        return self.name

    def check(self) -> Check:
        """Make an engine and see that it has a voice at all."""
        if sys.platform != self.platform:
            return Check(NO_VOICE, f"{self.name} is not for this system")
        import pyttsx3

        try:
            voices = pyttsx3.init(self.name).getProperty("voices")
        except (ImportError, OSError, RuntimeError, KeyError, ValueError) as error:
            return Check(NO_VOICE, str(error))
        return Check(None, f"{len(voices)} voices") if voices else Check(NO_VOICE, "no voices")

    def voice_for(self, engine: Any, language: str) -> str | None:
        """The first voice of that language."""
        if language not in self._voices:
            self._voices[language] = next(
                (
                    str(voice.id)
                    for voice in engine.getProperty("voices")
                    if language in {language_code(str(tag)) for tag in voice.languages or ()}
                ),
                None,
            )
        return self._voices[language]

    def engine_rate(self, language: str, per_minute: float) -> int:
        """System voices count words a minute; a Mandarin word has about 1.5 characters."""
        return round(per_minute if language == ENGLISH else per_minute / 1.5)

    def pump(self) -> None:
        """nsss speaks only while the Mac's own run loop runs."""
        if sys.platform == "darwin":
            from Foundation import NSDate, NSRunLoop

            NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.005))


class PiperDriver:
    """Voices that a helper dropped into a folder, through PortAudio. Any system."""

    name = "piper"
    engine_name = drivers.PIPER
    tells_words = True
    uses_utf16 = False

    def __init__(self, folder: Path) -> None:
        from app.speech.drivers.piper_voices import PiperVoices

        self.voices = PiperVoices(folder)

    def check(self) -> Check:
        """Whether there is a file that may be a voice, and what speaks it. Loads none."""
        if importlib.util.find_spec("piper") is None:
            return Check(NO_VOICE, "Piper is not installed")
        if not self.voices.any():
            return Check(NO_VOICE, "no voices were added")
        from app.speech.drivers.piper import PiperSpeech

        PiperSpeech.voices = self.voices
        try:
            speaker = check_speaker()
        except NoSoundError as error:
            return Check(NO_SOUND, str(error))
        return Check(None, f"piper, {speaker}")

    def voice_for(self, engine: Any, language: str) -> str | None:
        """The file of the first voice of that language which loads."""
        path = self.voices.voice_for(language)
        return str(path) if path is not None else None

    def engine_rate(self, language: str, per_minute: float) -> int:
        """Each voice was measured when it was loaded."""
        return max(round(per_minute), 1)

    def pump(self) -> None:
        """Nothing to do."""


class SilenceDriver:
    """No sound, the light by the clock. Only by name."""

    name = "silence"
    engine_name = drivers.SILENCE
    tells_words = True
    uses_utf16 = False

    def check(self) -> Check:
        """Always works."""
        return Check(None, "by the clock")

    def voice_for(self, engine: Any, language: str) -> str | None:
        """One a language."""
        return f"silence-{language}"

    def engine_rate(self, language: str, per_minute: float) -> int:
        """The clock keeps what is asked."""
        return max(round(per_minute), 1)

    def pump(self) -> None:
        """Nothing to do."""


def all_drivers(voices: Path | None = None) -> tuple[SynthDriver, ...]:
    """Every driver, the preferred first: what was added to the folder `voices`, the system's own,
    espeak anywhere, silence last."""
    added = (PiperDriver(voices),) if voices is not None else ()
    return (
        *added,
        SystemDriver("sapi5", "win32"),
        SystemDriver("nsss", "darwin"),
        EspeakDriver(),
        SilenceDriver(),
    )


def choose_drivers(
    name: str | None = None, voices: Path | None = None
) -> tuple[list[SynthDriver], Check]:
    """The drivers that can work, the preferred first, and how the best of them was found.

    With `name`, or with DRIVER_VARIABLE set, that one and no other. Silence is never chosen
    unasked: a person who waits for a voice is told that there is none. When no driver can work
    the check says what came nearest: no sound says more than no voice.
    """
    wanted = name or os.environ.get(DRIVER_VARIABLE)
    working: list[SynthDriver] = []
    best = Check(NO_VOICE, "no such driver" if wanted else "no driver")
    for driver in all_drivers(voices):
        if driver.name != wanted if wanted else driver.name == SilenceDriver.name:
            continue
        check = driver.check()
        if check.ok:
            best = best if working else check
            working.append(driver)
        elif not working and best.reason != NO_SOUND:
            best = check
    return working, best
