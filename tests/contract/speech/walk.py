"""A random walk over a reader's controls, and the judge of what was lit and what was heard.

Everything that happens to a reader happens on one thread, so a log kept there is in one order: each
command between two marks, and the events. The judge goes through it with a model of its own, and
through the captured sound with each sentence's sound made in memory.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from app.domain.segment import CHINESE, ENGLISH, words
from app.speech.reader import (
    Finished,
    Passage,
    Reader,
    ReaderEvent,
    ReaderState,
    SentenceStarted,
    WordStarted,
)
from app.speech.voice import Voice
from tests.contract.speech.conftest import PATIENCE
from tests.heard import find_torn, said
from tests.sound import RATE, Recording

TEXTS = (
    "Fill a kettle tonight.", "It is back by noon.", "Ask Anna in the hall.", "Tea is at four.",
    "The lane is dry.", "Bring warm shoes.", "Nobody pays for it.", "We close early today.",
    "今天停水。", "明天开会。", "大家晚安。", "请您坐下。",
)  # fmt: skip
RATES = (330.0, 450.0)
STOP_S = 0.2
"""What may still be heard after a command that ends it; the design's own figure."""
LIKE = 0.75  # a sentence against itself is above 0.95, against any other of these below 0.6
_TORN_LIKE = 0.5
_SCRAP_S = 0.2  # a syllable that was torn off: less than any of these sentences
_SHORT_S = 0.15  # too little sound to be told from another
_EDGE_S = 0.03
_LOUD = 200.0


@dataclass(frozen=True)
class Entry:
    """What happened: a command's beginning ("read", …) or end (""), or an event."""

    at: float
    what: str | ReaderEvent
    detail: Any = None


class MarkedVoice(Voice):
    """A voice that marks in `log` where each command of the reader begins and ends."""

    def __init__(self) -> None:
        super().__init__("espeak")
        self.log: list[Entry] = []
        self.command: tuple[str, Any] = ("", None)

    def post(self, job: Callable[[], None]) -> None:
        """Do it between two marks."""
        what, detail = self.command

        def marked() -> None:
            self.log.append(Entry(time.monotonic(), what, detail))
            job()
            self.log.append(Entry(time.monotonic(), ""))

        super().post(marked)


class Walk:
    """One reader, taken through random sequences of commands."""

    def __init__(self, seed: int) -> None:
        self.voice = MarkedVoice()
        self.reader = Reader(self.voice, self._took)
        self._random = random.Random(seed)
        self._idle = threading.Event()
        rate = RATES[0]
        self.order("rate", rate, lambda: self.reader.set_rate(rate, rate))
        self.order("", None, self.reader.warm_up)

    def _took(self, event: ReaderEvent) -> None:
        self.voice.log.append(Entry(time.monotonic(), event))
        if isinstance(event, Finished):
            self._idle.set()

    def order(self, what: str, detail: Any, call: Callable[[], None]) -> None:
        """Give one command."""
        self.voice.command = (what, detail)
        call()

    def run(self, sequences: int) -> None:
        """Go through so many sequences: some texts, up to three commands, and stop or the end."""
        for number in range(sequences):
            self._idle.clear()
            texts = self._random.sample(TEXTS, self._random.choice((2, 2, 3)))
            passages = [Passage(f"{number}.{index}", text) for index, text in enumerate(texts)]
            self.order("read", passages, lambda given=passages: self.reader.read(given))
            for _ in range(self._random.choice((0, 1, 1, 2, 3))):
                self._wait()
                self._command(len(passages))
            if self._random.random() < 0.6:
                self._wait()
                self.order("stop", None, self.reader.stop)
                time.sleep(self._random.choice((0.0, 0.6)))  # silence, or the next one at once
            else:
                self.order("resume", None, self.reader.resume)  # it may be pausing
                assert self._idle.wait(PATIENCE), self.voice.log[-20:]

    def _wait(self) -> None:
        soon, later = self._random.uniform(0.02, 0.3), self._random.uniform(0.3, 1.2)
        time.sleep(self._random.choice((0.0, soon, later, later)))

    def _command(self, passages: int) -> None:
        reader, rate = self.reader, self._random.choice(RATES)
        to = self._random.randrange(passages)
        commands: list[tuple[str, Any, Callable[[], None]]] = [
            ("next", None, reader.next_sentence),
            ("previous", None, reader.previous_sentence),
            ("again", None, reader.say_again),
            ("pause", None, reader.pause),
            ("resume", None, reader.resume),
            ("rate", rate, lambda: reader.set_rate(rate, rate)),
            ("from", to, lambda: reader.read_from(to, 2)),
        ]
        self.order(*self._random.choice(commands))

    def close(self) -> None:
        """End the voice."""
        self.reader.close()


@dataclass
class Utterance:
    """What is to be heard: a sentence from its word at `base`, up to `ended`."""

    text: str
    base: int
    rate: float
    begun: float
    ended: float = 0.0
    whole: bool = False
    lit: list[tuple[float, int]] = field(default_factory=list)

    @property
    def place(self) -> int:
        """The word where it was."""
        return self.lit[-1][1] if self.lit else self.base

    @property
    def tokens(self) -> list[int]:
        """The words that are to be lit."""
        return [word.start for word in words(self.text) if word.start >= self.base]


class Model:
    """What a reader has to do, from its description; `take` fails where the log says otherwise."""

    def __init__(self) -> None:
        self.utterances: list[Utterance] = []
        self.stops: list[float] = []
        self._texts: list[str] = []
        self._keys: list[str] = []
        self._index = 0
        self._rate = 0.0
        self._now: Utterance | None = None
        self._paused: tuple[Utterance, int] | None = None
        self._command: Entry | None = None
        self._due: list[ReaderEvent] = []

    def take(self, entry: Entry) -> None:
        """The next thing that happened."""
        if isinstance(entry.what, ReaderState):
            assert entry.what.reason is None, entry
        elif isinstance(entry.what, WordStarted):
            self._word(entry.at, entry.what)
        elif not isinstance(entry.what, str):
            if self._command is None:
                self._due = self._of_itself(entry.at)
            assert self._due, entry
            assert self._due.pop(0) == entry.what, entry
        elif entry.what:
            self._command = entry
            self._due = self._commanded(entry)
        else:
            assert not self._due, (self._command, self._due)
            self._command = None

    def _word(self, at: float, event: WordStarted) -> None:
        """The next word of what is being said, and no other."""
        now = self._now
        assert now is not None, event
        assert event.passage_key == self._keys[self._index]
        assert event.start == now.tokens[len(now.lit)], (event, now)
        now.lit.append((at, event.start))

    def _of_itself(self, at: float) -> list[ReaderEvent]:
        """A sentence is over, all of it lit: the next one, or the end."""
        now = self._now
        assert now is not None
        assert [start for _, start in now.lit] == now.tokens, now
        now.whole = True
        self._end(at)
        if self._index + 1 == len(self._texts):
            return [Finished(True)]
        return self._say(at, self._index + 1)

    def _end(self, at: float) -> None:
        if self._now is not None:
            self._now.ended = at
        self._now = self._paused = None

    def _say(self, at: float, index: int, base: int = 0) -> list[ReaderEvent]:
        self._end(at)
        self._index = index
        text = self._texts[index]
        self._now = Utterance(text, base, self._rate, at)
        self.utterances.append(self._now)
        return [SentenceStarted(self._keys[index], 0, len(text))]

    def _commanded(self, entry: Entry) -> list[ReaderEvent]:
        at, active = entry.at, self._now is not None or self._paused is not None
        match entry.what:
            case "read":
                self._end(at)
                passages: Sequence[Passage] = entry.detail
                self._texts = [passage.text for passage in passages]
                self._keys = [passage.key for passage in passages]
                return [*([Finished(False)] if active else []), *self._say(at, 0)]
            case "stop":
                self._end(at)
                self.stops.append(at)
                return [Finished(False)] if active else []
            case "next" | "previous" | "again":
                step = {"next": 1, "previous": -1, "again": 0}[str(entry.what)]
                if self._index + step >= len(self._texts):
                    self._end(at)
                    return [Finished(True)] if active else []
                return self._say(at, max(self._index + step, 0))
            case "from":
                return self._say(at, entry.detail)
            case "pause" if self._now is not None:
                paused = (self._now, self._now.place)
                self._end(at)
                self._paused = paused
            case "resume" if self._paused is not None:
                self._say(at, self._index, self._paused[1])
            case "rate":
                before, self._rate = self._rate, entry.detail
                if self._now is not None and self._rate != before:
                    self._say(at, self._index, self._now.place)
        return []


def judge_light(log: Sequence[Entry]) -> Model:
    """Go through the whole log; what was to be heard is in the model."""
    model = Model()
    for entry in log:
        model.take(entry)
    return model


class SoundJudge:
    """Finds every utterance in the sound, and what was heard beside them."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._samples = recording.samples
        self._claimed: list[tuple[float, float]] = []
        self.found = 0
        self.late: list[float] = []
        """Seconds from each word's sound to its light."""

    def hear(self, utterance: Utterance) -> None:
        """Find it, and measure its words; fails where it is not there."""
        text = utterance.text[utterance.base :]
        sound = said(text, _language(text), utterance.rate)
        begun, ended = map(self._recording.place, (utterance.begun, utterance.ended))
        until = ended + STOP_S
        known = len(sound.samples)
        if not utterance.whole:
            lit = sound.words[len(utterance.lit) - 1][0] if utterance.lit else 0.0
            known = int(max(lit, 0.0) * RATE)
        if known < _SHORT_S * RATE:
            self._claimed.append((begun, until))
            return
        first = max(int((begun - _EDGE_S) * RATE), 0)
        there = self._samples[first : int(until * RATE)]
        found = find_torn(there, sound.samples[:known])
        if found.like <= LIKE:
            self._compare(utterance, there, found.like, known)
        self.found += 1
        place, end = (first + found.start) / RATE, (first + found.end) / RATE
        self._claimed.append((place, end) if utterance.whole else (begun, until))
        pairs = zip(utterance.lit, sound.words, strict=False)
        self.late += [self._recording.place(at) - place - when for (at, _), (when, _) in pairs]

    def _compare(self, utterance: Utterance, there: numpy.ndarray, like: float, known: int) -> None:
        """Sound that a busy machine tore: it must still be more like this than any other text."""
        others = [
            find_torn(there, said(text, _language(text), utterance.rate).samples[:known]).like
            for text in TEXTS
            if text != utterance.text
        ]
        assert like > max(_TORN_LIKE, *others), f"not heard: {utterance}, likeness {like:.2f}"

    def unexplained(self, utterances: Sequence[Utterance]) -> list[str]:
        """Stretches of sound that belong to nothing that was to be heard then, and what was."""
        quiet = self._samples.copy()
        for start, end in self._claimed:
            quiet[max(int((start - _EDGE_S) * RATE), 0) : int((end + _EDGE_S) * RATE)] = 0
        rest = Recording()
        rest.add(quiet.astype(numpy.int16).tobytes())
        return [
            f"{start:.2f}-{end:.2f} beside "
            + "; ".join(
                f"{self._recording.place(one.begun):.2f}-{self._recording.place(one.ended):.2f}"
                f" {one.text[one.base :]} {one.rate} {'whole' if one.whole else 'cut'}"
                for one in utterances
                if abs(self._recording.place(one.begun) - start) < 2
            )
            + f" claimed {[one for one in self._claimed if abs(one[0] - start) < 2]}"
            for start, end in rest.stretches(0.1)
            if end - start > _SCRAP_S
        ]


def _language(text: str) -> str:
    return ENGLISH if text.isascii() else CHINESE
