"""An ear that hears what the test says: the events of the real one, in its order, later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from app.domain.commands import Command
from app.events import Event
from app.services import Services
from app.speech.ear.events import (
    EarState,
    HeardCommand,
    Level,
    NothingHeard,
    NotUnderstood,
    State,
)


class ScriptedEar:
    """`asked` is what it was asked for; the methods below `heard` let it hear something."""

    def __init__(self, services: Services) -> None:
        self._emit: Callable[[Event], None] = services.events.emit
        self._reader = services.reader
        self.state = State.IDLE
        self.languages = {"en", "zh"}
        self.asked: list[str] = []

    # --- as the window uses it --------------------------------------------------------------------

    def can_hear(self, language: str, commands: bool = True) -> bool:
        return language in self.languages

    def listen_for_command(self, language: str, *, always: bool = False) -> None:
        self.asked.append(f"{'always' if always else 'command'} {language}")
        self._listen()

    def dictate(self, language: str, recording: Path | None = None) -> None:
        self.asked.append(f"dictate {language}")
        self._listen()

    def warm_up(self, language: str = "en", commands: bool = True) -> None:
        self.asked.append(f"warm {language}")

    def cancel(self) -> None:
        if self.state is not State.IDLE:
            self._enter(State.IDLE)

    def set_pause(self, seconds: float) -> None: ...

    def set_cues(self, on: bool) -> None: ...

    def finish(self) -> None: ...

    def discard(self, recording: Path) -> None:
        recording.unlink(missing_ok=True)

    def close(self) -> None: ...

    # --- as the test uses it ----------------------------------------------------------------------

    def hear(self, command: Command) -> None:
        """Somebody says the phrase of that command."""
        self._conclude(HeardCommand(command))

    def hear_nothing(self) -> None:
        """Nobody speaks."""
        self._conclude(NothingHeard())

    def hear_gibberish(self) -> None:
        """Somebody says something else."""
        self._conclude(NotUnderstood())

    def hear_loudness(self, level: float) -> None:
        """It is so loud."""
        self._later(Level(level))

    def fail(self, reason: str) -> None:
        """Nothing can be heard."""
        self._enter(State.UNAVAILABLE, reason)

    # --- inside -----------------------------------------------------------------------------------

    def _listen(self) -> None:
        self._reader.stop()
        self._enter(State.STARTING)
        self._enter(State.LISTENING)

    def _conclude(self, event: Event) -> None:
        assert self.state is State.LISTENING, "nobody listens"
        self._enter(State.THINKING)
        self._enter(State.IDLE)
        self._later(event)

    def _enter(self, state: State, reason: str | None = None) -> None:
        self.state = state
        self._later(EarState(state, reason))

    def _later(self, event: Event) -> None:
        """The real one tells from another thread: it is heard of when the window has time."""
        QTimer.singleShot(0, partial(self._emit, event))
