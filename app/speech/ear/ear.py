"""Listening, as the screens use it: a command or a dictation at a time.

    ear = Ear(bus.emit, reader=reader, folder=paths.data / "speech")
    ear.listen_for_command("en")                          # EarState..., HeardCommand(Command.HOME)
    ear.dictate("en", recording=folder / "message.ogg")   # ..., Recorded(...), HeardText(...)
    ear.finish()                                          # "I have finished"
    ear.cancel()                                          # "Never mind": no words, no recording

Every method returns at once; what was asked is done on the thread `listen`, in order, and what
happens is emitted from there. Each listening ends with EarState(IDLE) and then one of HeardText,
HeardCommand, NothingHeard, NotUnderstood; or with EarState(UNAVAILABLE, reason) alone; or, when
cancelled, with EarState(IDLE) alone.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.domain.commands import command_of
from app.domain.segment import ENGLISH
from app.speech import reader as reading
from app.speech.ear.choose import what_hears
from app.speech.ear.endpoint import DICTATION_PAUSE, LONGEST_PAUSE, SHORTEST_PAUSE
from app.speech.ear.events import (
    EarEvent,
    EarState,
    HeardCommand,
    HeardText,
    Level,
    NothingHeard,
    NotUnderstood,
    PartialText,
    Recorded,
    State,
)
from app.speech.ear.link import Limits, Link
from app.speech.ear.process import ear_command
from app.speech.ear.reasons import VOICE_SPEAKS
from app.speech.ear.sound_file import seconds_of

__all__ = [
    "Ear",
    "EarEvent",
    "EarState",
    "HeardCommand",
    "HeardText",
    "Level",
    "NotUnderstood",
    "NothingHeard",
    "PartialText",
    "Recorded",
    "State",
]

_log = logging.getLogger(__name__)

_WORTH_KEEPING = 1.0  # seconds of a recording that was cut off
_SILENCE_WITHIN = 2.0
_ALOUD_FOR = 0.3  # seconds; less may be what was stopped, on its way out
_ALOUD = (reading.State.STARTING, reading.State.SPEAKING)


class Speaker(Protocol):
    """What must be silent while the ear listens: the `Reader`."""

    @property
    def state(self) -> reading.State:
        """What it is doing now."""

    def stop(self) -> None:
        """Be silent, and done."""


class Ear:
    """One microphone and what is heard by it. Every method may be called from any thread."""

    def __init__(
        self,
        emit: Callable[[EarEvent], None],
        reader: Speaker | None = None,
        folder: Path | None = None,
        command: Sequence[str] | None = None,
        limits: Limits | None = None,
    ) -> None:
        """`folder` holds a folder a language with models that somebody added (`<data>/speech`)."""
        self._emit_to = emit
        self._reader = reader
        self._folder = folder
        self._link = Link(command or ear_command(folder), limits)
        self._state = State.IDLE
        self._pause = DICTATION_PAUSE
        self._cues = False
        self._order: dict[str, Any] | None = None
        self._silence_by: float | None = None
        self._finished = False
        self._recorded = False
        self._aloud_at: float | None = None
        self._link.attach(self)

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process that listens, None while there is none."""
        return self._link.pid

    def can_hear(self, language: str, commands: bool = True) -> bool:
        """Whether something on this computer understands that language. Loads nothing."""
        return what_hears(language, self._folder, commands) is not None

    def warm_up(self, language: str = ENGLISH, commands: bool = True) -> None:
        """Start the process and load what hears that language, before it is needed.

        On a computer without a microphone nothing is loaded, and the process ends again.
        """
        order = {"language": language, "mode": "command" if commands else "dictation"}
        self._link.post(lambda: self._link.warm(order))

    def set_pause(self, seconds: float) -> None:
        """How long a silence ends a dictation, from the next one on: 1.5 to 8 seconds."""
        self._pause = min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)

    def set_cues(self, on: bool) -> None:
        """Whether a short tone tells when listening begins and ends, from the next one on."""
        self._cues = on

    def listen_for_command(self, language: str = ENGLISH, *, always: bool = False) -> None:
        """Listen for one of `app.domain.commands`, instead of anything else.

        With `always`, as it is done all day: it waits minutes for the first word instead of ten
        seconds, without a tone, and tells no level.
        """
        order = {"mode": "command", "language": language, "always": always}
        self._link.post(lambda: self._begin(order))

    def dictate(self, language: str, recording: Path | None = None) -> None:
        """Write down what is said; with `recording`, keep the sound there too (Ogg Opus).

        The file is written while the person speaks, and is there after a crash. It is removed when
        nobody spoke, or on `cancel` before it is complete; once Recorded told of it, it is the
        caller's, and `discard` deletes it.
        """
        order = {
            "mode": "dictation",
            "language": language,
            "recording": str(recording) if recording is not None else None,
        }
        self._link.post(lambda: self._begin(order))

    def finish(self) -> None:
        """The person has finished speaking: think about it now."""
        self._link.post(self._finish)

    def cancel(self) -> None:
        """Never mind: stop listening, forget the words and the recording."""
        self._link.post(self._cancel)

    def discard(self, recording: Path) -> None:
        """Delete a recording, also one that is being made (which ends the listening)."""
        self._link.post(lambda: self._discard(recording))

    def close(self) -> None:
        """Stop listening and end the process and the thread."""
        self._link.close()

    # On the thread `listen`

    def _emit(self, event: EarEvent) -> None:
        try:
            self._emit_to(event)
        except Exception:  # noqa: BLE001 - a screen's fault must not end the ear
            _log.exception("ear: an event was not taken")

    def _enter(self, state: State, reason: str | None = None) -> None:
        if state is not self._state or reason is not None:
            self._state = state
            self._emit(EarState(state, reason))

    def _begin(self, order: dict[str, Any]) -> None:
        self._drop()
        cues = self._cues and not order.get("always")
        self._order = {**order, "pause": self._pause, "cues": cues}
        self._finished = self._recorded = False
        self._aloud_at = None
        self._enter(State.STARTING)
        if self._reader is not None:
            self._reader.stop()
            self._silence_by = time.monotonic() + _SILENCE_WITHIN
            self._link.tick()
            self._when_silent()
        else:
            self._link.listen(self._order)

    def _when_silent(self) -> None:
        """Go on once the voice is silent, which it is within a moment of being stopped."""
        if self._order is None or self._silence_by is None:
            return
        if not self._is_read_aloud():
            self._silence_by = None
            self._link.listen(self._order)
            if self._finished:
                self._link.finish()
        elif time.monotonic() > self._silence_by:
            self._drop()
            self._enter(State.UNAVAILABLE, VOICE_SPEAKS)

    def _is_read_aloud(self) -> bool:
        return self._reader is not None and self._reader.state in _ALOUD

    def _finish(self) -> None:
        self._finished = True
        self._link.finish()

    def _cancel(self) -> None:
        if self._order is not None:
            self._drop()
            self._enter(State.IDLE)

    def _drop(self) -> None:
        """Forget what is being listened for, with its recording unless that was told of."""
        order, self._order = self._order, None
        self._silence_by = None
        self._link.cancel()
        if order is not None and order.get("recording") and not self._recorded:
            _delete(Path(order["recording"]))

    def _discard(self, recording: Path) -> None:
        if self._order is not None and self._order.get("recording") == str(recording):
            self._cancel()
        _delete(recording)

    # What the link tells

    def on_tick(self) -> bool:
        """Wait for the voice's silence; stop listening when it begins to speak all the same."""
        if self._silence_by is not None:
            self._when_silent()
        elif not self._is_read_aloud():
            self._aloud_at = None
        elif self._aloud_at is None:
            self._aloud_at = time.monotonic()
        elif time.monotonic() - self._aloud_at > _ALOUD_FOR:
            self._cancel()
        return self._order is not None

    def on_event(self, kind: str, event: dict[str, Any]) -> None:
        """Something of the listening that is on."""
        if self._order is None:
            return
        match kind:
            case "listening":
                self._enter(State.LISTENING)
            case "thinking":
                self._enter(State.THINKING)
            case "level" if not self._order.get("always"):
                self._emit(Level(float(event["value"])))
            case "partial":
                self._emit(PartialText(str(event["text"])))
            case "recorded":
                self._recorded = True
                self._emit(Recorded(Path(self._order["recording"]), float(event["seconds"])))
            case "heard" | "nothing" | "not_understood":
                self._conclude(self._order, event)

    def _conclude(self, order: dict[str, Any], event: dict[str, Any]) -> None:
        self._order = None
        self._enter(State.IDLE)
        self._emit(_result(order, event))

    def on_waiting(self) -> None:
        """Another try."""
        self._enter(State.STARTING)

    def on_failed(self, reason: str) -> None:
        """Say honestly that nothing can be heard. What was recorded until then stays."""
        order, self._order = self._order, None
        if order is not None and order.get("recording") and not self._recorded:
            self._salvage(Path(order["recording"]))
        self._enter(State.UNAVAILABLE, reason)

    def _salvage(self, recording: Path) -> None:
        seconds = seconds_of(recording)
        if seconds >= _WORTH_KEEPING:
            self._emit(Recorded(recording, seconds))
        else:
            _delete(recording)


def _result(order: dict[str, Any], event: dict[str, Any]) -> EarEvent:
    if event["ev"] == "nothing":
        return NothingHeard()
    if event["ev"] == "not_understood":
        reason = event.get("reason")
        return NotUnderstood(str(reason) if reason else None)
    text = str(event["text"])
    if order["mode"] != "command":
        return HeardText(text, float(event["confidence"]))
    command = command_of(text, order["language"])
    return HeardCommand(command) if command is not None else NotUnderstood()


def _delete(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
