"""A stand-in for Windows' SAPI under pyttsx3's real sapi5 driver, on any system.

It speaks by the clock. Like the real one it talks through messages that come only when they are
pumped, sends an empty word for the beginning of a stream, counts UTF-16 units, and ends the
stopped stream and the empty one that stopped it with an event each.
"""

from __future__ import annotations

import sys
import time
import types
from collections import deque
from typing import Any

_SECONDS_A_WORD = 0.05
_PURGE = 2


class _Token:
    def __init__(self, identifier: str, name: str, language: str) -> None:
        self.Id = identifier
        self._name = name
        self._language = language

    def GetDescription(self) -> str:  # noqa: N802 - SAPI's names
        return self._name

    def GetAttribute(self, name: str) -> str:  # noqa: N802
        return {"Language": self._language, "Gender": "Female", "Age": "Adult"}[name]


_VOICES = [_Token("fake-en", "Fake English", "809"), _Token("fake-zh", "Fake Chinese", "804")]


class SpVoice:
    """What the driver uses of ISpeechVoice."""

    def __init__(self) -> None:
        self.EventInterests = 0
        self.Voice = _VOICES[0]
        self.Rate = 0
        self.Volume = 100
        self.sink: Any = None
        self._events: deque[tuple[float, str, tuple[int, ...]]] = deque()
        self._stream = 0

    def GetVoices(self) -> list[_Token]:  # noqa: N802
        return _VOICES

    def Speak(self, text: str, flags: int = 0) -> int:  # noqa: N802
        if flags & _PURGE and self._events:
            self._events.clear()
            self._events.append((0.0, "EndStream", (self._stream, 0)))
        self._stream += 1
        at = max(time.monotonic(), self._events[-1][0] if self._events else 0.0)
        self._events.append((at, "StartStream", (self._stream, 0)))
        place = 0
        for word in text.split(" "):
            units = len(word.encode("utf-16-le")) // 2
            if units:
                self._events.append((at, "Word", (self._stream, 0, place, units)))
                at += _SECONDS_A_WORD
            place += units + 1
        self._events.append((at, "EndStream", (self._stream, 0)))
        return self._stream

    def pump(self) -> None:
        """Deliver the events whose time has come."""
        while self._events and self._events[0][0] <= time.monotonic():
            _, name, values = self._events.popleft()
            getattr(self.sink, f"_ISpeechVoiceEvents_{name}")(*values)


def install() -> None:
    """Put the stand-in where pyttsx3's sapi5 driver imports its Windows modules from."""
    voices: list[SpVoice] = []

    def create_object(_name: str) -> SpVoice:
        voices.append(SpVoice())
        return voices[-1]

    def get_events(voice: SpVoice, sink: Any) -> None:
        voice.sink = sink

    def pump_messages() -> None:
        for voice in voices:
            voice.pump()

    client: Any = types.ModuleType("comtypes.client")
    client.CreateObject, client.GetEvents = create_object, get_events
    gen: Any = types.ModuleType("comtypes.gen")
    gen.SpeechLib = types.ModuleType("comtypes.gen.SpeechLib")
    comtypes: Any = types.ModuleType("comtypes")
    comtypes.client, comtypes.gen = client, gen
    pythoncom: Any = types.ModuleType("pythoncom")
    pythoncom.PumpWaitingMessages = pump_messages
    sys.modules |= {
        "comtypes": comtypes,
        "comtypes.client": client,
        "comtypes.gen": gen,
        "pythoncom": pythoncom,
    }


def main() -> None:
    """The voice child with sapi5 as the only driver."""
    from app.speech import synthesiser, voice_child

    install()
    synthesiser.all_drivers = lambda _voices=None: (
        synthesiser.SystemDriver("sapi5", sys.platform),
    )
    voice_child.main([])


if __name__ == "__main__":
    main()
