"""The parent's side of the voice: one child process that speaks, watched, killed and restarted.

Everything happens on the thread `speech`; any thread may `post` to it and none ever waits for
it. Two watchdogs: no heartbeat for two seconds, and no progress in about twice the time that
the words should take. Either way the child is killed with its process group, another is started
and the utterance goes on at the last word that was heard.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from app.domain.segment import words
from app.speech.child_process import child_command
from app.speech.reasons import NO_SOUND, VOICE_FAILED
from app.speech.task import Task, Utterance
from app.speech.watched_child import WatchedChild

_log = logging.getLogger(__name__)

HEARTBEAT_LIMIT = 2.0
_START_LIMIT = 12.0  # an old computer's first start, with the scan of its sound cards
_TRIES = 3  # without progress in between
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


class Voice(WatchedChild):
    """Speaks in a child process. `post` and `close` are for any thread, the rest for `speech`."""

    THREAD = "speech"
    LOG = "speech"
    WHO = "speech: the voice"
    LOOK_S = 0.25
    CANNOT_START = VOICE_FAILED

    def __init__(
        self,
        driver: str | None = None,
        command: Sequence[str] | None = None,
        voices: Path | None = None,
    ) -> None:
        """With `driver` that one and no other; `voices` is the folder of what a helper added."""
        super().__init__(command or child_command(driver, voices))
        self.speaks: dict[str, str] = {}
        self._listener: VoiceListener | None = None
        self._tells_words = True
        self._wire = 0
        self._number = 0
        self._task: Task | None = None

    # For any thread

    def attach(self, listener: VoiceListener) -> None:
        """Tell `listener` everything from now on."""
        self._listener = listener

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

    # The child

    def _send_task(self) -> None:
        if self._task is not None:
            self._wire += 1
            self._task.progress_at = time.monotonic()
            self._send(self._task.command(self._wire))

    # What the child tells

    def _told(self, event: dict[str, Any]) -> None:
        kind = event.get("ev")
        if kind == "ready":
            self._ready = True
            self._tells_words = bool(event.get("tells_words", True))
            _log.info("speech: voice ready: %s", event.get("drivers"))
            self._send_task()
        elif kind == "speaks":
            self.speaks = {**self.speaks, str(event.get("language")): str(event.get("voice"))}
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

    def _ended(self) -> None:
        self._failed("the child ended", VOICE_FAILED)

    # The watchdogs

    def _look(self, now: float, slept: bool) -> None:
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
