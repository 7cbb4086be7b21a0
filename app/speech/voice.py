"""The parent's side of the voice: one child process that speaks, watched, killed and restarted.

Everything happens on the thread `speech`; any thread may `post` to it and none ever waits for
it. Two watchdogs: no heartbeat for two seconds, and no progress in about twice the time that
the words should take. Either way the child is killed with its process group, another is started
and the utterance goes on at the last word that was heard.
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
from pathlib import Path
from typing import Any, Protocol

from app.domain.segment import words
from app.speech.child_process import child_command, child_environment, kill_group, own_group
from app.speech.reasons import NO_SOUND, VOICE_FAILED
from app.speech.task import Task, Utterance

_log = logging.getLogger(__name__)

HEARTBEAT_LIMIT = 2.0
_START_LIMIT = 12.0  # an old computer's first start, with the scan of its sound cards
_LATE = 1.0  # this process itself slept: no child is to blame
_LOOK = 0.25
_TRIES = 3  # without progress in between
_QUIT_GRACE = 0.1
_NO_RESTART = frozenset(("bad_recording", "no_voice"))


class VoiceListener(Protocol):
    """What a voice tells, on the thread `speech`, of the utterance with that number."""

    def on_started(self, number: int) -> None:
        """It begins, or goes on after a restart."""

    def on_waiting(self, number: int) -> None:
        """The voice broke down and is being started again."""

    def on_word(self, number: int, location: int, length: int) -> None:
        """A word of it is being said: code points of its text."""

    def on_position(self, number: int, seconds: float) -> None:
        """So much of the recording has been heard."""

    def on_ended(self, number: int) -> None:
        """All of it was said."""

    def on_failed(self, number: int, reason: str) -> None:
        """It cannot be said; `reason` is a code of `app.speech.reasons`."""


class Voice:
    """Speaks in a child process. `post` and `close` are for any thread, the rest for `speech`."""

    def __init__(self, driver: str | None = None, command: Sequence[str] | None = None) -> None:
        self._command = list(command) if command else child_command(driver)
        self._listener: VoiceListener | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._process: subprocess.Popen[str] | None = None
        self._pipe: threading.Thread | None = None
        self._generation = 0
        self._ready = False
        self._tells_words = True
        self._life_at = 0.0
        self._looked_at = 0.0
        self._wire = 0
        self._number = 0
        self._task: Task | None = None

    # For any thread

    def attach(self, listener: VoiceListener) -> None:
        """Tell `listener` everything from now on."""
        self._listener = listener

    def post(self, job: Callable[[], None]) -> None:
        """Do `job` on the thread `speech`, soon. After `close` it is forgotten."""
        with self._starting:
            if self._closing:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="speech", daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        """Silence, and the end of the child and the thread, within a third of a second."""
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

    # For the thread `speech`

    def warm_up(self) -> None:
        """Start the child before it is needed."""
        if self._process is None:
            self._start()

    def say(self, utterance: Utterance) -> int:
        """Say this and nothing else; the number is in all that is told about it."""
        return self._begin(utterance, None, utterance.volume, 0.0)

    def play(self, path: Path, seconds: float = 0.0, volume: float = 1.0) -> int:
        """Play a recording from `seconds` on; the number is in all that is told about it."""
        return self._begin(None, path, volume, seconds)

    def stop(self) -> None:
        """Silence now. Nothing more is told about what was being said."""
        if self._task is None:
            return
        self._task = None
        self._wire += 1
        if self._ready:
            self._send({"op": "stop"})

    def _begin(
        self, utterance: Utterance | None, path: Path | None, volume: float, seconds: float
    ) -> int:
        self._number += 1
        self._task = Task(self._number, utterance, path, volume, seconds=seconds)
        if self._process is None:
            self._start()
        elif self._ready:
            self._send_task()
        return self._number

    def _run(self) -> None:
        self._looked_at = time.monotonic()
        while not self._closing:
            try:
                job = self._jobs.get(timeout=_LOOK if self._process is not None else None)
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
        except Exception:  # noqa: BLE001 - the edge of the thread: one bad job must not end the voice
            _log.exception("speech: a job failed")

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
            _log.error("speech: the voice does not start: %s", type(error).__name__)
            # Not at once: whoever asked is still inside `say` and does not know its number yet.
            self._jobs.put(partial(self._give_up, VOICE_FAILED))
            return
        self._pipe = threading.Thread(
            target=self._listen,
            args=(self._process, self._generation),
            name="speech-pipe",
            daemon=True,
        )
        self._pipe.start()

    def _listen(self, process: subprocess.Popen[str], generation: int) -> None:
        """On the thread `speech-pipe`: hand on what the child tells, until it ends."""
        stream = process.stdout
        if stream is None:
            return
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                with contextlib.suppress(json.JSONDecodeError):
                    event = json.loads(line)
                    if isinstance(event, dict):
                        self._jobs.put(partial(self._heard, generation, event))
        self._jobs.put(partial(self._gone, generation))

    def _send(self, command: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):  # its end is told by `speech-pipe`
            process.stdin.write(json.dumps(command) + "\n")
            process.stdin.flush()

    def _send_task(self) -> None:
        if self._task is not None:
            self._wire += 1
            self._task.progress_at = time.monotonic()
            self._send(self._task.command(self._wire))

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

    def _heard(self, generation: int, event: dict[str, Any]) -> None:
        if generation != self._generation:
            return
        self._life_at = time.monotonic()
        kind = event.get("ev")
        if kind == "ready":
            self._ready = True
            self._tells_words = bool(event.get("tells_words", True))
            _log.info("speech: voice ready: %s", event.get("drivers"))
            self._send_task()
        elif kind == "unavailable":
            _log.warning("speech: no voice: %s %s", event.get("reason"), event.get("detail"))
            self._end_child()
            self._give_up(str(event.get("reason") or VOICE_FAILED))
        elif self._task is not None and event.get("id") in (self._wire, None):
            self._progress(self._task, str(kind), event)

    def _progress(self, task: Task, kind: str, event: dict[str, Any]) -> None:
        if kind == "error":
            self._refused(task, str(event.get("reason")), str(event.get("detail")))
            return
        if kind not in ("start", "word", "at", "end") or self._listener is None:
            return
        task.progress_at = time.monotonic()
        if kind == "start":
            self._listener.on_started(task.number)
        elif kind == "word":
            self._word(task, int(event["loc"]), int(event["len"]))
        elif kind == "at":
            task.failures = 0
            task.seconds = float(event["seconds"])
            self._listener.on_position(task.number, task.seconds)
        elif event.get("ok") and self._plausible(task):
            self._task = None
            self._listener.on_ended(task.number)
        else:
            self._failed("ended early", VOICE_FAILED)

    def _word(self, task: Task, location: int, length: int) -> None:
        place = task.base + location
        if place > task.place:
            task.failures = 0
            task.place = place
        task.words_heard = True
        if self._listener is not None:
            self._listener.on_word(task.number, place, length)

    def _plausible(self, task: Task) -> bool:
        """An end without any word, where words are told, was no speech at all."""
        if task.utterance is None or task.words_heard or not self._tells_words:
            return True
        return not words(task.utterance.text)

    def _refused(self, task: Task, reason: str, detail: str) -> None:
        if reason in _NO_RESTART:
            _log.warning("speech: refused: %s %s", reason, detail)
            self._give_up(reason)
        else:
            self._failed(detail, reason)

    def _gone(self, generation: int) -> None:
        if generation == self._generation:
            self._failed("the child ended", VOICE_FAILED)

    # The watchdogs

    def _watch(self) -> None:
        """Look at the clock; only when nothing the child told is still waiting to be heard."""
        now = time.monotonic()
        slept, self._looked_at = now - self._looked_at > _LATE + _LOOK, now
        if self._process is None:
            return
        if slept:
            self._life_at = now
            if self._task is not None:
                self._task.progress_at = now
        limit = HEARTBEAT_LIMIT if self._ready else _START_LIMIT
        if now - self._life_at > limit:
            self._failed("no heartbeat", VOICE_FAILED)
        elif self._ready and self._task is not None and self._task.is_stuck(now, self._tells_words):
            self._failed("no progress", VOICE_FAILED)

    def _failed(self, why: str, reason: str) -> None:
        """The child is of no use any more: another one, or none after some tries."""
        _log.warning("speech: the voice failed: %s", why)
        self._end_child()
        task = self._task
        if task is None:
            return  # the next `say` starts another
        task.failures += 1
        if task.failures >= _TRIES:
            self._give_up(reason if reason == NO_SOUND else VOICE_FAILED)
            return
        if self._listener is not None:
            self._listener.on_waiting(task.number)
        if self._task is task and self._process is None:
            self._start()

    def _give_up(self, reason: str) -> None:
        task, self._task = self._task, None
        if task is not None and self._listener is not None:
            self._listener.on_failed(task.number, reason)
