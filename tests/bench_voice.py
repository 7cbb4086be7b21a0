"""Reading aloud, heard at a virtual sound card: how soon it speaks and is silent, how near the
light is to the sound, how soon it is back after a breakdown, and what it costs.

Beside it `espeak-ng` itself, started for the same words and ended by a signal.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from app.speech.reader import Finished, Passage, Reader, ReaderEvent, SentenceStarted, State
from app.speech.reader import WordStarted as Lit
from app.speech.voice import Voice
from tests.bench_figures import Figure, one
from tests.bench_window import resident
from tests.heard import find, said
from tests.sound import RATE, Recording, VirtualSound

ROUNDS = 20
START_BOUND_MS = 300.0
START_BOUND_RATIO = 1.5
STOP_BOUND_MS = 100.0
LIGHT_BOUND_MS, LIGHT_P95_MS = 40.0, 100.0
RECOVERY_BOUND_MS = 3000.0
_RECOVERIES = 5
_LOUD = 200.0
_PATIENCE_S = 20.0
_HEARD_S = 0.5
_HOP = RATE // 500  # 2 ms
_WORDS = "The water is off tomorrow from nine to four. Please fill a bucket this evening. " * 4
_ENGLISH = (
    "The water is off tomorrow from nine to four. Please fill a bucket this evening. "
    "It will be back by noon on Thursday. Ask Anna in the hall if you need any help. "
    "The lane is closed while the workers mend the pipe. We are sorry for the trouble."
)
_CHINESE = (
    "明天上午九点到下午四点停水。请您今天晚上先接好水。星期四中午就会恢复供水。"
    "如果需要帮忙，请到服务中心找小安。工人修水管的时候，柳巷不能通行。给您添麻烦了。"
)
_LIT = {"en": (_ENGLISH, 150.0), "zh": (_CHINESE, 200.0)}


def run() -> list[Figure]:
    """The figures of the voice."""
    with VirtualSound() as sound, sound.record() as recording:
        os.environ.update(sound.environment)
        bench = _Bench(recording)
        try:
            figures = bench.start_and_stop(sound.full_environment)
            for language in _LIT:
                figures += bench.light(language)
            figures += bench.recovery()
            figures += bench.costs()
        finally:
            bench.reader.close()
    return [*figures, *_highlight()]


@dataclass
class _Bench:
    """A reader at the card, and when everything was told."""

    recording: Recording
    told: list[tuple[float, ReaderEvent]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.voice = Voice("espeak")
        self.reader = Reader(self.voice, lambda event: self._take(event))

    def _take(self, event: ReaderEvent) -> None:
        self.told.append((time.monotonic(), event))

    # --- beginning and ending ------------------------------------------------------------------

    def start_and_stop(self, environment: dict[str, str]) -> list[Figure]:
        """*Listen* and *Stop*, turn by turn with espeak-ng, so that both meet the same machine."""
        ours: tuple[list[float], list[float]] = ([], [])
        theirs: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS + 1):
            self._one_round(*ours)
            self._their_round(environment, *theirs)
        # The first reading starts the voice's process; from then on it is warm.
        begins, ends = tuple(ours[0][1:]), tuple(ours[1])
        figure = Figure("Listen to the first sound", "ms", begins, START_BOUND_MS)
        beside = Figure("", "ms", tuple(theirs[0][1:])).median
        ratios = tuple(begin / beside for begin in begins)
        return [
            figure,
            Figure(f"  beside espeak-ng's {beside:.0f} ms", "x", ratios, START_BOUND_RATIO),
            one("  the first time, with the start of the voice", "ms", ours[0][0]),
            Figure("Stop to silence", "ms", ends, STOP_BOUND_MS,
                   Figure("", "ms", tuple(theirs[1])).median, "espeak-ng killed"),
        ]  # fmt: skip

    def _one_round(self, begins: list[float], ends: list[float]) -> None:
        text = (Passage("p", _WORDS, "en"),)
        begins.append(_until_loud(self.recording, lambda: self.reader.read(text)))
        time.sleep(_HEARD_S)
        ends.append(_until_silent(self.recording, self.reader.stop))
        _wait(lambda: self.reader.state is State.IDLE)

    def _their_round(
        self, environment: dict[str, str], begins: list[float], ends: list[float]
    ) -> None:
        started: list[subprocess.Popen[bytes]] = []

        def start() -> None:
            started.append(subprocess.Popen(["espeak-ng", _WORDS], env=environment))

        begins.append(_until_loud(self.recording, start))
        time.sleep(_HEARD_S)
        ends.append(_until_silent(self.recording, started[0].kill))
        started[0].wait(10)

    # --- the light -----------------------------------------------------------------------------

    def light(self, language: str) -> list[Figure]:
        """From each word's sound, found in the capture, to its light; early counts as late does."""
        text, rate = _LIT[language]
        self.reader.set_rate(rate, rate)
        told = self.read(text, language)
        samples = self.recording.samples
        off: list[float] = []
        sentences = [(at, event) for at, event in told if isinstance(event, SentenceStarted)]
        ends = [at for at, _ in sentences[1:]] + [told[-1][0]]
        for (begun, sentence), ended in zip(sentences, ends, strict=True):
            first = int(self.recording.place(begun) * RATE)
            there = samples[first : int((self.recording.place(ended) + 0.3) * RATE)]
            sound = said(text[sentence.start : sentence.end], language, rate)
            place, like = find(there, sound.samples, _HOP)
            if like < 0.85:  # torn by a machine that was kept busy: no place to be sure of
                continue
            when = {word.start + sentence.start: seconds for seconds, word in sound.words}
            off += [
                abs(self.recording.place(at) - (first + place) / RATE - when[event.start]) * 1000
                for at, event in told
                if isinstance(event, Lit) and begun <= at < ended and event.start in when
            ]
        if len(off) < 20:
            raise RuntimeError("the machine is too busy: the sound came in pieces")
        figure = Figure(f"light off the sound, {language}", "ms", tuple(off), LIGHT_BOUND_MS)
        return [figure, one("  of 95 in 100 words", "ms", figure.p95, LIGHT_P95_MS)]

    def read(self, text: str, language: str) -> list[tuple[float, ReaderEvent]]:
        """Read it to its end; what was told."""
        before = len(self.told)
        self.reader.read((Passage("p", text, language),))
        _wait(lambda: any(e == Finished(True) for _, e in self.told[before:]), 120)
        return self.told[before:]

    # --- breakdowns ----------------------------------------------------------------------------

    def recovery(self) -> list[Figure]:
        """From a blow in the midst of a word to the next sound."""
        self.reader.set_rate(150.0, 200.0)
        figures = []
        for what, blow in (("killed", signal.SIGKILL), ("stopped dead", signal.SIGSTOP)):
            taken = tuple(self._recover(blow) for _ in range(_RECOVERIES))
            name = f"speaking again after the voice was {what}"
            figures.append(Figure(name, "ms", taken, RECOVERY_BOUND_MS, always=True))
        return figures

    def _recover(self, blow: signal.Signals) -> float:
        self.reader.read((Passage("p", _WORDS, "en"),))
        _wait(lambda: not self.recording.quiet_for(0.02))
        time.sleep(_HEARD_S)
        pid = self.voice.pid
        assert pid is not None
        at = time.monotonic()
        os.kill(pid, blow)
        _wait(lambda: self.voice.pid not in (pid, None))
        begun = self.recording.place(time.monotonic())
        first = int(begun * RATE)
        _wait(lambda: bool((numpy.abs(self.recording.samples[first:]) > _LOUD).any()))
        loud = numpy.flatnonzero(numpy.abs(self.recording.samples[first:]) > _LOUD)
        self.reader.stop()
        return (begun + loud[0] / RATE - self.recording.place(at)) * 1000

    # --- what it costs ---------------------------------------------------------------------------

    def costs(self) -> list[Figure]:
        """Processor and memory of the voice's process."""
        pid = self.voice.pid
        assert pid is not None
        before, at = cpu_seconds(pid), time.monotonic()
        self.read(_LIT["en"][0], "en")
        speaking = (cpu_seconds(pid) - before) / (time.monotonic() - at) * 100
        time.sleep(4)  # until the speaker is let go
        before, at = cpu_seconds(pid), time.monotonic()
        time.sleep(5)
        idle = (cpu_seconds(pid) - before) / (time.monotonic() - at) * 100
        return [
            one("the voice's process while it speaks", "% cpu", speaking),
            one("  while it is silent", "% cpu", idle),
            one("  memory", "MB", resident(pid)),
        ]


def cpu_seconds(pid: int) -> float:
    """What a process has used of a processor; proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _highlight() -> list[Figure]:
    """The window's work for one word of a long text, in a process with a screen of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench_highlight"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: dict[str, list[float]] = json.loads(told.stdout)
    return [
        Figure(f"lighting a word, {count} words", "ms", tuple(taken), 16.0)
        for count, taken in found.items()
    ]


def _until_loud(recording: Recording, act: Callable[[], object]) -> float:
    """Milliseconds from the act to the first loud sample, by the sound card's own clock."""
    _wait(lambda: recording.quiet_for(0.3))
    begun = int(recording.place(time.monotonic()) * RATE)
    act()
    loud = numpy.zeros(0)

    def heard() -> bool:
        nonlocal loud
        loud = numpy.flatnonzero(numpy.abs(recording.samples[begun:]) > _LOUD)
        return bool(len(loud))

    _wait(heard)
    return float(loud[0]) * 1000 / RATE


def _until_silent(recording: Recording, act: Callable[[], object]) -> float:
    """Milliseconds from the act, in the midst of a word, to the last loud sample."""
    _wait(lambda: not recording.quiet_for(0.02))
    begun = int(recording.place(time.monotonic()) * RATE)
    act()
    _wait(lambda: len(recording.samples) > begun + RATE and recording.quiet_for(0.7))
    loud = numpy.flatnonzero(numpy.abs(recording.samples[begun:]) > _LOUD)
    return float(loud[-1]) * 1000 / RATE if len(loud) else 0.0


def _wait(true: Callable[[], bool], patience: float = _PATIENCE_S) -> None:
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError("nothing was heard, or it did not end")
        time.sleep(0.005)
