"""From *Listen* to the first sound, and from *Stop* to silence, heard at a virtual sound card.

Beside it `espeak-ng` itself, started for the same words and ended by a signal.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable

import numpy

from app.speech.reader import Passage, Reader, State
from app.speech.voice import Voice
from tests.bench_figures import Figure, one
from tests.bench_window import resident
from tests.sound import RATE, Recording, VirtualSound

ROUNDS = 8
START_BOUND_MS = 500.0
STOP_BOUND_MS = 300.0
_LOUD = 200.0
_PATIENCE_S = 20.0
_HEARD_S = 1.0
_WORDS = "The water is off tomorrow from nine to four. Please fill a bucket this evening. " * 4


def run() -> list[Figure]:
    """The figures of the voice."""
    with VirtualSound() as sound:
        os.environ.update(sound.environment)
        with sound.record() as recording:
            ours = _ours(recording)
            theirs = _theirs(recording, sound.full_environment)
    beside = [Figure("", "ms", tuple(times)).median for times in theirs]
    return [
        Figure("Listen to the first sound", "ms", tuple(ours[0][1:]), START_BOUND_MS, beside[0],
               "espeak-ng"),
        one("  the first time, with the start of the voice", "ms", ours[0][0]),
        Figure("Stop to silence", "ms", tuple(ours[1]), STOP_BOUND_MS, beside[1],
               "espeak-ng killed"),
        one("memory of the voice's process", "MB", ours[2]),
    ]  # fmt: skip


def _ours(recording: Recording) -> tuple[list[float], list[float], float]:
    voice = Voice("espeak")
    reader = Reader(voice, lambda event: None)
    begins: list[float] = []
    ends: list[float] = []
    try:
        # The first reading starts the voice's process; from then on it is warm.
        for _ in range(ROUNDS + 1):
            begin = _until_loud(recording, lambda: reader.read((Passage("p", _WORDS, "en"),)))
            time.sleep(_HEARD_S)
            ending = _until_silent(recording, reader.stop)
            begins.append(begin)
            ends.append(ending)
            _wait(lambda: reader.state is State.IDLE)
        pid = voice.pid
        return begins, ends, resident(pid) if pid else 0.0
    finally:
        reader.close()


def _theirs(recording: Recording, environment: dict[str, str]) -> tuple[list[float], list[float]]:
    begins: list[float] = []
    ends: list[float] = []
    for _ in range(ROUNDS):
        started: list[subprocess.Popen[bytes]] = []

        def start(into: list[subprocess.Popen[bytes]] = started) -> None:
            into.append(subprocess.Popen(["espeak-ng", _WORDS], env=environment))

        begins.append(_until_loud(recording, start))
        time.sleep(_HEARD_S)
        ends.append(_until_silent(recording, started[0].kill))
        started[0].wait(10)
    return begins, ends


def _until_loud(recording: Recording, act: Callable[[], object]) -> float:
    """Milliseconds from the act to the first loud sample, by the sound card's own clock."""
    _wait(lambda: recording.quiet_for(0.3))
    begun = len(recording.samples)
    act()
    first = begun

    def heard() -> bool:
        nonlocal first
        loud = numpy.flatnonzero(numpy.abs(recording.samples[begun:]) > _LOUD)
        if len(loud):
            first = begun + int(loud[0])
        return bool(len(loud))

    _wait(heard)
    return (first - begun) * 1000 / RATE


def _until_silent(recording: Recording, act: Callable[[], object]) -> float:
    """Milliseconds from the act, in the midst of a word, to the last loud sample."""
    _wait(lambda: not recording.quiet_for(0.02))
    begun = len(recording.samples)
    act()
    _wait(lambda: len(recording.samples) > begun + RATE and recording.quiet_for(0.7))
    loud = numpy.flatnonzero(numpy.abs(recording.samples[begun:]) > _LOUD)
    return float(loud[-1]) * 1000 / RATE if len(loud) else 0.0


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError("nothing was heard, or it did not end")
        time.sleep(0.005)
