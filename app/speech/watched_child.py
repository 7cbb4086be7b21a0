"""A child process that may hang, and the one thread that talks to it, watches it and ends it.

What the voice and the ear share. Any thread may `post` a job and none ever waits for it; all else
happens on the thread. What is particular to each is in what `WatchedChild` leaves open.
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
from functools import partial
from typing import Any, ClassVar

from app.speech.child_process import child_environment, kill_group, own_group

_log = logging.getLogger(__name__)

_LATE = 1.0  # this process itself slept: no child is to blame
_QUIT_GRACE = 0.1


class WatchedChild:
    """The base. `post` and `close` are for any thread, the rest for the thread itself."""

    #: The thread's name; that of what reads the child's words has `-pipe` after it.
    THREAD: ClassVar[str]
    #: What stands before each line in the log.
    LOG: ClassVar[str]
    #: What it is called in the log when it can't be started.
    WHO: ClassVar[str]
    #: Seconds between two looks at the clock.
    LOOK_S: ClassVar[float]
    #: The reason told where the child can't be started at all.
    CANNOT_START: ClassVar[str]

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
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

    # For any thread

    def post(self, job: Callable[[], None]) -> None:
        """Do `job` on the thread, soon. After `close` it is forgotten."""
        with self._starting:
            if self._closing:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self.THREAD, daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        """The end of what the child does, of the child and of the thread, within 0.3 s."""
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

    # Left open

    def _told(self, event: dict[str, Any]) -> None:
        """The child of now told this."""
        raise NotImplementedError

    def _ended(self) -> None:
        """The child of now ended by itself."""
        raise NotImplementedError

    def _look(self, now: float, slept: bool) -> None:
        """Look at the clock; `slept` when this process itself stood still."""
        raise NotImplementedError

    def _give_up(self, reason: str) -> None:
        """Nothing more comes of what was asked."""
        raise NotImplementedError

    def _needs_looks(self) -> bool:
        """Whether `_look` is to be called now and then."""
        return self._process is not None

    # The thread

    def _run(self) -> None:
        self._looked_at = time.monotonic()
        while not self._closing:
            try:
                job = self._jobs.get(timeout=self.LOOK_S if self._needs_looks() else None)
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
        except Exception:  # noqa: BLE001 - the edge of the thread: one bad job must not end it
            _log.exception("%s: a job failed", self.LOG)

    def _watch(self) -> None:
        """Only when nothing the child told is still waiting to be heard."""
        now = time.monotonic()
        slept, self._looked_at = now - self._looked_at > _LATE + self.LOOK_S, now
        self._look(now, slept)

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
            _log.error("%s does not start: %s", self.WHO, type(error).__name__)
            # Not at once: whoever asked is still inside the call that asked.
            self._jobs.put(partial(self._give_up, self.CANNOT_START))
            return
        self._pipe = threading.Thread(
            target=self._read,
            args=(self._process, self._generation),
            name=f"{self.THREAD}-pipe",
            daemon=True,
        )
        self._pipe.start()

    def _read(self, process: subprocess.Popen[str], generation: int) -> None:
        """On the thread of the pipe: hand on what the child tells, until it ends."""
        stream = process.stdout
        if stream is None:
            return
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                with contextlib.suppress(json.JSONDecodeError):
                    event = json.loads(line)
                    if isinstance(event, dict):
                        self._jobs.put(partial(self._heard_of, generation, event))
        self._jobs.put(partial(self._gone, generation))

    def _send(self, command: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):  # its end is told by the pipe
            process.stdin.write(json.dumps(command) + "\n")
            process.stdin.flush()

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

    def _heard_of(self, generation: int, event: dict[str, Any]) -> None:
        if generation == self._generation:
            self._life_at = time.monotonic()
            self._told(event)

    def _gone(self, generation: int) -> None:
        if generation == self._generation:
            self._ended()
