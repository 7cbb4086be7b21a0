"""A stand-in for the Mac's NSSpeechSynthesizer under pyttsx3's real nsss driver, on any system.

It speaks by the clock. Like the real one it talks to its delegate only while the run loop runs,
counts UTF-16 units, forgets rate and volume when it is given another voice, and tells of a stopped
utterance that it has finished.
"""

from __future__ import annotations

import sys
import time
import types
from collections import deque
from dataclasses import dataclass
from typing import Any, Self

from tests.fakes.system_voice import SECONDS_A_WORD, run_child, utf16_words

_VOICES = {
    "fake.en": {"VoiceIdentifier": "fake.en", "VoiceName": "English", "VoiceLanguage": "en-GB"},
    "fake.zh": {
        "VoiceIdentifier": "fake.zh",
        "VoiceName": "Chinese",
        "VoiceLocaleIdentifier": "zh_CN",
    },
}


class NSObject:
    """Made in two steps, as Objective-C does: `alloc` does not call `__init__`."""

    @classmethod
    def alloc(cls) -> Self:
        return cls.__new__(cls)

    def init(self) -> Self:
        return self


@dataclass
class _Range:
    location: int
    length: int


class NSSpeechSynthesizer(NSObject):
    """What the driver uses of it."""

    speaking: list[NSSpeechSynthesizer] = []  # noqa: RUF012 - those the run loop serves

    def initWithVoice_(self, voice: str | None) -> Self:  # noqa: N802 - the Mac's names
        self._events: deque[tuple[float, str, tuple[Any, ...]]] = deque()
        self._delegate: Any = None
        self.setVoice_(voice or "fake.en")
        self.speaking.append(self)
        return self

    def setDelegate_(self, delegate: Any) -> None:  # noqa: N802
        self._delegate = delegate

    def setVoice_(self, voice: str) -> bool:  # noqa: N802
        self._voice, self._rate, self._volume = voice, 200.0, 1.0
        return voice in _VOICES

    def voice(self) -> str:
        return self._voice

    def setRate_(self, rate: float) -> None:  # noqa: N802
        self._rate = rate

    def rate(self) -> float:
        return self._rate

    def setVolume_(self, volume: float) -> None:  # noqa: N802
        self._volume = volume

    def volume(self) -> float:
        return self._volume

    def startSpeakingString_(self, text: str) -> bool:  # noqa: N802
        self.stopSpeaking()
        at = time.monotonic()
        for place, length in utf16_words(text):
            self._events.append((at, "willSpeakWord_ofString_", (_Range(place, length), text)))
            at += SECONDS_A_WORD
        self._events.append((at, "didFinishSpeaking_", (True,)))
        return True

    def stopSpeaking(self) -> None:  # noqa: N802
        if self._events:
            self._events.clear()
            self._events.append((0.0, "didFinishSpeaking_", (False,)))

    @staticmethod
    def availableVoices() -> list[str]:  # noqa: N802
        return list(_VOICES)

    @staticmethod
    def attributesForVoice_(voice: str) -> dict[str, str]:  # noqa: N802
        return _VOICES[voice]

    def deliver(self) -> None:
        """Tell the delegate what has come due."""
        while self._events and self._events[0][0] <= time.monotonic():
            _, name, values = self._events.popleft()
            getattr(self._delegate, f"speechSynthesizer_{name}")(self, *values)


class NSDate:
    """A moment of the monotonic clock."""

    @staticmethod
    def dateWithTimeIntervalSinceNow_(seconds: float) -> float:  # noqa: N802
        return time.monotonic() + seconds


class NSRunLoop:
    """Serves every synthesiser until the moment has come."""

    @classmethod
    def currentRunLoop(cls) -> NSRunLoop:  # noqa: N802
        return cls()

    def runUntilDate_(self, moment: float) -> None:  # noqa: N802
        while True:
            for one in NSSpeechSynthesizer.speaking:
                one.deliver()
            if time.monotonic() >= moment:
                return
            time.sleep(0.001)


def _module(name: str, **held: Any) -> None:
    made = types.ModuleType(name)
    vars(made).update(held)
    sys.modules[name] = made


def install() -> None:
    """Put the stand-in where pyttsx3's nsss driver imports its Mac modules from."""
    _module("objc", super=super, python_method=lambda method: method)
    _module("AppKit", NSSpeechSynthesizer=NSSpeechSynthesizer)
    _module(
        "Foundation",
        NSURL=object,
        NSDate=NSDate,
        NSDefaultRunLoopMode="default",
        NSObject=NSObject,
        NSRunLoop=NSRunLoop,
        NSTimer=object,
    )
    helper = types.ModuleType("PyObjCTools.AppHelper")
    vars(helper).update(PyObjCAppHelperRunLoopStopper=NSObject)
    _module("PyObjCTools", AppHelper=helper)
    sys.modules[helper.__name__] = helper


if __name__ == "__main__":
    install()
    run_child("nsss")
