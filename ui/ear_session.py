"""A screen's listening: what the ear tells reaches the screen, and ends when the screen goes.

    session = EarSession(self, self.context, state=…, level=…, partial=…, recorded=…, heard=…)
    session.dictate("en", recording=path)     # or session.listen_for_command("en")
    session.finish()                          # "I have finished"
    session.cancel()                          # "Never mind"
    session.close()                           # in the screen's `leave()`: never mind, and no more

A screen that another one follows hears nothing of what the other listens for, and the other way
round: what the ear still had to tell of an earlier listening is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from app.speech.ear.events import (
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
from ui.context import Context

Heard = HeardText | HeardCommand | NothingHeard | NotUnderstood

#: A listening that ended, and of which nothing more is told for so long, was stopped.
STOPPED_AFTER_MS = 500


def _nothing(_: object) -> None:
    """Whoever does not want to know."""


class EarSession(QObject):
    """At most one listening at a time. All callbacks are called on the GUI thread.

    `state` gets STARTING, LISTENING, THINKING, or UNAVAILABLE with its reason, which ends it; IDLE
    only when something else stopped the listening (the voice began to read). `heard` ends it too;
    `recorded` comes before. After `cancel` and `close` nothing is called.
    """

    def __init__(
        self,
        owner: QObject,
        context: Context,
        *,
        state: Callable[[EarState], None] = _nothing,
        level: Callable[[float], None] = _nothing,
        partial: Callable[[str], None] = _nothing,
        recorded: Callable[[Recorded], None] = _nothing,
        heard: Callable[[Heard], None] = _nothing,
    ) -> None:
        super().__init__(owner)
        self._ear = context.services.ear
        self._state, self._level, self._partial = state, level, partial
        self._recorded, self._heard = recorded, heard
        #: Asked for; and begun, as the ear itself said: only then it speaks of this listening.
        self._asked = self._begun = False
        self._stopped = QTimer(self, singleShot=True, interval=STOPPED_AFTER_MS)
        self._stopped.timeout.connect(self._was_stopped)
        bridge = context.bridge
        bridge.ear_state.connect(self._on_state)
        bridge.ear_level.connect(self._on_level)
        bridge.ear_partial.connect(self._on_partial)
        bridge.ear_recorded.connect(self._on_recorded)
        bridge.ear_heard.connect(self._on_heard)

    @property
    def active(self) -> bool:
        """Whether a listening is on, from being asked for to its end."""
        return self._asked

    def dictate(self, language: str, recording: Path | None = None) -> None:
        """Listen for free words; with `recording`, the sound is kept there."""
        self._start()
        self._ear.dictate(language, recording)

    def listen_for_command(self, language: str, *, always: bool = False) -> None:
        """Listen for one of the commands; `always` as it is done all day."""
        self._start()
        self._ear.listen_for_command(language, always=always)

    def finish(self) -> None:
        """The person has finished speaking."""
        if self._asked:
            self._ear.finish()

    def cancel(self) -> None:
        """Never mind: no words, no recording, and no more is told."""
        if self._asked:
            self._end()
            self._ear.cancel()

    def close(self) -> None:
        """The screen goes away. May be called more than once."""
        self.cancel()

    def _start(self) -> None:
        # Whatever was on is over first, so that the ear surely tells that this one begins.
        self._ear.cancel()
        self._stopped.stop()
        self._asked, self._begun = True, False

    def _end(self) -> None:
        self._stopped.stop()
        self._asked = self._begun = False

    # --- what the ear tells -----------------------------------------------------------------------

    @Slot(object)
    def _on_state(self, event: EarState) -> None:
        if not self._asked:
            return
        self._begun = self._begun or event.state is State.STARTING
        if not self._begun:
            return  # of an earlier listening
        if event.state is State.IDLE:
            self._stopped.start()  # unless the words follow
            return
        if event.state is State.UNAVAILABLE:
            self._end()
        self._state(event)

    @Slot()
    def _was_stopped(self) -> None:
        self._end()
        self._state(EarState(State.IDLE))

    @Slot(object)
    def _on_level(self, event: Level) -> None:
        if self._begun:
            self._level(event.value)

    @Slot(object)
    def _on_partial(self, event: PartialText) -> None:
        if self._begun:
            self._partial(event.text)

    @Slot(object)
    def _on_recorded(self, event: Recorded) -> None:
        if self._begun:
            self._recorded(event)

    @Slot(object)
    def _on_heard(self, event: Heard) -> None:
        if self._begun:
            self._end()
            self._heard(event)
