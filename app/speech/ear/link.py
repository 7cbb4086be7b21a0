"""The parent's side of the ear: one child process that listens, watched, killed and restarted.

Everything happens on the thread `listen`; any thread may `post` to it and none ever waits for it.
The watchdogs: no heartbeat, a microphone that does not open, a microphone that gives nothing.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Protocol

from app.speech.child_process import child_environment, kill_group, own_group
from app.speech.ear.reasons import EAR_FAILED, MICROPHONE_FAILED

_log = logging.getLogger(__name__)

_LOOK = 0.1
_LATE = 1.0  # this process itself slept: no child is to blame
_QUIT_GRACE = 0.1
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


class Link:
    """Listens in a child process. `post` and `close` are for any thread, the rest for `listen`."""

    def __init__(self, command: Sequence[str], limits: Limits | None = None) -> None:
        self._command = list(command)
        self._limits = limits or Limits()
        self._listener: LinkListener | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._process: subprocess.Popen[str] | None = None
        self._pipe: threading.Thread | None = None
        self._generation = 0
        self._ready = False
        self._life_at = 0.0
        self._looked_at = 0.0
        self._ticking = False
        self._number = 0
        self._task: _Task | None = None
        self._warm: list[dict[str, Any]] = []

    # For any thread

    def attach(self, listener: LinkListener) -> None:
        """Tell `listener` everything from now on."""
        self._listener = listener

    def post(self, job: Callable[[], None]) -> None:
        """Do `job` on the thread `listen`, soon. After `close` it is forgotten."""
        with self._starting:
            if self._closing:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="listen", daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        """The end of the child and the thread, within a third of a second."""
        with self._starting:
            self._closing = True
            thread = self._thread
        self._jobs.put(lambda: None)
        if thread is not None and thread is not threading.current_thread():
            thread.join(5)

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        process = self._process
        return process.pid if process is not None else None

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

    def _run(self) -> None:
        self._looked_at = time.monotonic()
        while not self._closing:
            waits = self._process is not None or self._ticking
            try:
                job = self._jobs.get(timeout=_LOOK if waits else None)
            except queue.Empty:
                self._do(self._watch)
            else:
                self._do(job)
                if self._jobs.empty():  # a talkative child must not keep the watchdogs away
                    self._do(self._watch)
        self._end_child(decently=True)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception:  # noqa: BLE001 - the edge of the thread: one bad job must not end the ear
            _log.exception("ear: a job failed")

    # The child

    def _start(self) -> None:
        self._ready = False
        self._generation += 1
        self._life_at = self._looked_at = time.monotonic()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                errors="replace",
                env=child_environment(),
                **own_group(),
            )
        except OSError as error:
            _log.error("ear: it does not start: %s", type(error).__name__)
            # Not at once: whoever asked is still inside `listen`.
            self._jobs.put(partial(self._give_up, EAR_FAILED))
            return
        self._pipe = threading.Thread(
            target=self._hear_out,
            args=(self._process, self._generation),
            name="listen-pipe",
            daemon=True,
        )
        self._pipe.start()

    def _hear_out(self, process: subprocess.Popen[str], generation: int) -> None:
        """On the thread `listen-pipe`: hand on what the child tells, until it ends."""
        stream = process.stdout
        if stream is None:
            return
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                with contextlib.suppress(json.JSONDecodeError):
                    event = json.loads(line)
                    if isinstance(event, dict):
                        self._jobs.put(partial(self._told, generation, event))
        self._jobs.put(partial(self._gone, generation))

    def _send(self, command: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):  # its end is told by `listen-pipe`
            process.stdin.write(json.dumps(command) + "\n")
            process.stdin.flush()

    def _send_task(self) -> None:
        task = self._task
        if task is None:
            return
        task.phase, task.news_at = Phase.LOADING, time.monotonic()
        self._send({**task.order, "op": "listen", "id": task.number})
        if task.finished:
            self.finish()

    def _end_child(self, decently: bool = False) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        self._ready = False
        self._generation += 1
        if process is None:
            return
        if decently:
            with contextlib.suppress(OSError, ValueError):
                if process.stdin is not None:
                    process.stdin.write('{"op": "quit"}\n')
                    process.stdin.flush()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_QUIT_GRACE)
        kill_group(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)
        if pipe is not None:
            pipe.join(1)
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()

    # What the child tells

    def _told(self, generation: int, event: dict[str, Any]) -> None:
        if generation != self._generation:
            return
        self._life_at = time.monotonic()
        kind = str(event.get("ev"))
        if kind == "ready":
            self._ready = True
            for asked in self._warm:
                self._send(asked)
            self._warm.clear()
            self._send_task()
        elif self._task is not None and event.get("id") == self._task.number:
            self._progress(self._task, kind, event)

    def _progress(self, task: _Task, kind: str, event: dict[str, Any]) -> None:
        task.news_at = time.monotonic()
        task.phase = _NEXT_PHASE.get(kind, task.phase)
        if kind == "failed":
            reason = str(event.get("reason"))
            _log.warning("ear: %s: %s", reason, event.get("detail"))
            self._end_child()  # the next one looks for microphones anew
            self._give_up(reason)
            return
        if kind in _LAST_WORDS:
            self._task = None
        if self._listener is not None:
            self._listener.on_event(kind, event)

    def _gone(self, generation: int) -> None:
        if generation == self._generation:
            self._broke("the child ended", EAR_FAILED)

    # The watchdogs

    def _watch(self) -> None:
        """Look at the clock; only when nothing the child told is still waiting to be heard."""
        now = time.monotonic()
        slept, self._looked_at = now - self._looked_at > _LATE + _LOOK, now
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
