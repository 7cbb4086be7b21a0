"""The parent's side of the ear: one child process that listens, watched, killed and restarted.

Everything happens on the thread `listen`; any thread may `post` to it and none ever waits for it.
The watchdogs: no heartbeat, a microphone that does not open, a microphone that gives nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from app.speech.ear.reasons import EAR_FAILED, MICROPHONE_FAILED
from app.speech.watched_child import WatchedChild

_log = logging.getLogger(__name__)

_TRIES = 2  # before anything was said


class Phase(Enum):
    """How far a listening is, with the seconds without news after which something hangs."""

    STARTING = "starting"  # the process itself
    LOADING = "loading"  # the recogniser
    OPENING = "opening"  # the microphone, after the cue
    HEARING = "hearing"
    THINKING = "thinking"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds; for an old and busy computer."""

    start: float = 12.0
    heartbeat: float = 4.0  # a decoder may hold the child for a second
    load: float = 60.0
    open: float = 5.0
    hear: float = 6.0
    think: float = 180.0

    def of(self, phase: Phase) -> float:
        """How long the phase may be without news."""
        return {
            Phase.STARTING: self.start,
            Phase.LOADING: self.load,
            Phase.OPENING: self.open,
            Phase.HEARING: self.hear,
            Phase.THINKING: self.think,
        }[phase]


class LinkListener(Protocol):
    """What the link tells, on the thread `listen`."""

    def on_event(self, kind: str, event: dict[str, Any]) -> None:
        """The child told this of the listening that is on."""

    def on_waiting(self) -> None:
        """The child broke down before it listened, and is being started again."""

    def on_failed(self, reason: str) -> None:
        """The listening that was on is over; `reason` is a code of `reasons`."""

    def on_tick(self) -> bool:
        """Now and then; whether it shall be called again soon."""


@dataclass
class _Task:
    number: int
    order: dict[str, Any]
    phase: Phase
    news_at: float
    tries: int = 0
    finished: bool = False


_NEXT_PHASE = {"loaded": Phase.OPENING, "listening": Phase.HEARING, "thinking": Phase.THINKING}
_LAST_WORDS = frozenset(("heard", "nothing", "not_understood"))


class Link(WatchedChild):
    """Listens in a child process. `post` and `close` are for any thread, the rest for `listen`."""

    THREAD = "listen"
    LOG = "ear"
    WHO = "ear: it"
    LOOK_S = 0.1
    CANNOT_START = EAR_FAILED

    def __init__(self, command: Sequence[str], limits: Limits | None = None) -> None:
        super().__init__(command)
        self._limits = limits or Limits()
        self._listener: LinkListener | None = None
        self._ticking = False
        self._number = 0
        self._task: _Task | None = None
        self._warm: list[dict[str, Any]] = []

    # For any thread

    def attach(self, listener: LinkListener) -> None:
        """Tell `listener` everything from now on."""
        self._listener = listener

    # For the thread `listen`

    def warm(self, order: dict[str, Any]) -> None:
        """Load what this order will need."""
        asked = {**order, "op": "warm"}
        if self._process is None:
            self._warm.append(asked)
            self._start()
        elif self._ready:
            self._send(asked)
        else:
            self._warm.append(asked)

    def listen(self, order: dict[str, Any]) -> None:
        """Listen for this, instead of anything else."""
        self.cancel()
        self._number += 1
        self._task = _Task(self._number, order, Phase.STARTING, time.monotonic())
        if self._process is None:
            self._start()
        elif self._ready:
            self._send_task()

    def finish(self) -> None:
        """The person has finished speaking."""
        if self._task is not None:
            self._task.finished = True
            if self._ready:
                self._send({"op": "finish", "id": self._task.number})

    def cancel(self) -> None:
        """Nothing more is told of the listening that was on."""
        task, self._task = self._task, None
        if task is None:
            return
        if self._ready:
            self._send({"op": "cancel", "id": task.number})
        if task.phase is Phase.OPENING or self._is_stuck(task, time.monotonic()):
            self._end_child()  # it may hang in the sound server: the next one must not wait for it

    def tick(self) -> None:
        """Call `on_tick` now and then until it says that this is enough."""
        self._ticking = True

    def _needs_looks(self) -> bool:
        return self._ticking or super()._needs_looks()

    # The child

    def _send_task(self) -> None:
        task = self._task
        if task is None:
            return
        task.phase, task.news_at = Phase.LOADING, time.monotonic()
        self._send({**task.order, "op": "listen", "id": task.number})
        if task.finished:
            self.finish()

    # What the child tells

    def _told(self, event: dict[str, Any]) -> None:
        kind = str(event.get("ev"))
        if kind == "ready":
            self._ready = True
            for asked in self._warm:
                self._send(asked)
            self._warm.clear()
            self._send_task()
        elif kind == "unneeded" and self._task is None:
            self._end_child()
        elif self._task is not None and event.get("id") == self._task.number:
            self._progress(self._task, kind, event)

    def _progress(self, task: _Task, kind: str, event: dict[str, Any]) -> None:
        task.news_at = time.monotonic()
        task.phase = _NEXT_PHASE.get(kind, task.phase)
        if kind == "failed":
            reason = str(event.get("reason"))
            _log.warning("ear: %s: %s", reason, event.get("detail"))
            if reason == MICROPHONE_FAILED and task.phase is Phase.OPENING:
                self._broke(
                    "the microphone did not open", reason
                )  # a busy sound server may be late
                return
            self._end_child()  # the next one looks for microphones anew
            self._give_up(reason)
            return
        if kind in _LAST_WORDS:
            self._task = None
        if self._listener is not None:
            self._listener.on_event(kind, event)

    def _ended(self) -> None:
        self._broke("the child ended", EAR_FAILED)

    # The watchdogs

    def _look(self, now: float, slept: bool) -> None:
        if self._ticking and self._listener is not None:
            self._ticking = self._listener.on_tick()
        if self._process is None:
            return
        task = self._task
        if slept:
            self._life_at = now
            if task is not None:
                task.news_at = now
        limit = self._limits.heartbeat if self._ready else self._limits.start
        if task is not None and task.phase is Phase.THINKING:
            limit = self._limits.think
        if now - self._life_at > limit:
            self._broke("no heartbeat", EAR_FAILED)
        elif task is not None and self._is_stuck(task, now):
            silent = task.phase in (Phase.OPENING, Phase.HEARING)
            self._broke(f"stuck {task.phase.value}", MICROPHONE_FAILED if silent else EAR_FAILED)

    def _is_stuck(self, task: _Task, now: float) -> bool:
        return now - task.news_at > self._limits.of(task.phase)

    def _broke(self, why: str, reason: str) -> None:
        """The child is of no use any more. Another one, if the person has not begun to speak."""
        _log.warning("ear: it broke: %s", why)
        self._end_child()
        task = self._task
        if task is None:
            return  # the next listening starts another
        task.tries += 1
        if task.tries >= _TRIES or task.phase in (Phase.HEARING, Phase.THINKING):
            self._give_up(reason)
            return
        task.phase, task.news_at = Phase.STARTING, time.monotonic()
        if self._listener is not None:
            self._listener.on_waiting()
        if self._task is task and self._process is None:
            self._start()

    def _give_up(self, reason: str) -> None:
        task, self._task = self._task, None
        if task is not None and self._listener is not None:
            self._listener.on_failed(reason)
