"""Reading aloud, as the screens use it: sentence by sentence, each known, each word too.

Every method returns at once; what was asked is done on the thread `speech`, in order, and what
happens is emitted from there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.domain.segment import CHINESE, ENGLISH
from app.events import Event
from app.speech.interjection import Held, Interjections
from app.speech.script import Part, Passage, Sentence, parts_of, script_of, sentence_at
from app.speech.task import Utterance
from app.speech.tracker import Tracker
from app.speech.voice import Voice

__all__ = [
    "Finished",
    "Passage",
    "Reader",
    "ReaderEvent",
    "ReaderState",
    "SentenceStarted",
    "State",
    "WordStarted",
]

_log = logging.getLogger(__name__)

BAD_RECORDING = "bad_recording"
"""Reason: the file is missing or is not a recording. The voice itself is all right."""


class State(Enum):
    """What the reader is doing."""

    IDLE = "idle"
    STARTING = "starting"  # asked to speak; the voice is being started, or started again
    SPEAKING = "speaking"
    PAUSED = "paused"
    UNAVAILABLE = "unavailable"  # no voice: the reason says why; a later `read` tries again


@dataclass(frozen=True, slots=True)
class ReaderState(Event):
    """The state changed; `reason` is a code, for UNAVAILABLE and for a bad recording."""

    state: State
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceStarted(Event):
    """A sentence is being said: code points `start` to `end` of that passage's text."""

    passage_key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordStarted(Event):
    """A word is being said: code points `start` to `end` of that passage's text."""

    passage_key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """A reading or a recording is over: heard to its end, or not."""

    completed: bool


ReaderEvent = ReaderState | SentenceStarted | WordStarted | Finished


class Reader:
    """One voice and what it reads. Every method may be called from any thread."""

    def __init__(self, voice: Voice, emit: Callable[[ReaderEvent], None]) -> None:
        self._voice = voice
        self._emit_to = emit
        self._state = State.IDLE
        self._rates = {ENGLISH: 150.0, CHINESE: 200.0}
        self._volume = 1.0
        self._script: tuple[Sentence, ...] = ()
        self._index = 0
        self._place: int | None = None  # the last word lit, in the passage's text
        self._parts: tuple[Part, ...] = ()
        self._part = 0
        self._tracker = Tracker(())
        self._recording: Path | None = None
        self._seconds = 0.0
        self._number: int | None = None
        self._between = Interjections()
        voice.attach(self)

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    def what_speaks(self, language: str) -> str | None:
        """The voice that speaks "en" or "zh": "espeak gmw/en", "piper name.onnx"; None when it is
        not known yet, or there is none. Never waits."""
        return self._voice.speaks.get(language)

    def warm_up(self) -> None:
        """Start the voice before it is needed."""
        self._voice.post(self._voice.warm_up)

    def read(self, passages: Sequence[Passage], start: int = 0) -> None:
        """Read these from passage `start` on, instead of anything being read or played."""
        given = tuple(passages)
        self._voice.post(lambda: self._read(given, start))

    def interject(self, passages: Sequence[Passage], urgent: bool = False) -> None:
        """Say these in between, then go on with what is read or played at the word where it was.

        At the next sentence (after a recording), or at once when `urgent`. What is paused stays so
        afterwards, and is not broken into unless `urgent`. Where nothing is read they are read.
        """
        given = tuple(passages)
        self._voice.post(lambda: self._interject(given, urgent))

    def play(self, path: Path | str) -> None:
        """Play a recording, instead of anything being read or played."""
        self._voice.post(lambda: self._play(Path(path)))

    def stop(self) -> None:
        """Be silent, and done."""
        self._voice.post(self._stop)

    def pause(self) -> None:
        """Be silent until `resume`."""
        self._voice.post(self._pause)

    def resume(self) -> None:
        """Go on at the word where `pause` came."""
        self._voice.post(self._resume)

    def next_sentence(self) -> None:
        """Go to the next sentence and say it; after the last one, reading is finished."""
        self._voice.post(lambda: self._move(1))

    def previous_sentence(self) -> None:
        """Go to the sentence before and say it; the first one is said again."""
        self._voice.post(lambda: self._move(-1))

    def say_again(self) -> None:
        """Say this sentence again from its beginning, and go on; the last one when finished."""
        self._voice.post(lambda: self._move(0))

    def read_from(self, passage_index: int, offset: int) -> None:
        """Read on from the sentence that holds `offset` of that passage of the last `read`."""
        self._voice.post(lambda: self._read_from(passage_index, offset))

    def set_rate(self, words_per_minute_en: float, chars_per_minute_zh: float) -> None:
        """Read as fast as this from now on: what is being said goes on so at its last word."""
        rates = {ENGLISH: float(words_per_minute_en), CHINESE: float(chars_per_minute_zh)}
        self._voice.post(lambda: self._set_rates(rates))

    def set_volume(self, volume: float) -> None:
        """Read as loud as this, 0 to 1, from now on."""
        self._voice.post(lambda: self._set_volume(min(max(volume, 0.0), 1.0)))

    def close(self) -> None:
        """Be silent and end the voice's process and thread."""
        self._voice.close()

    # On the thread `speech`

    @property
    def _active(self) -> bool:
        return self._state in (State.STARTING, State.SPEAKING, State.PAUSED)

    @property
    def _aloud(self) -> bool:
        return self._state in (State.STARTING, State.SPEAKING)

    def _emit(self, event: ReaderEvent) -> None:
        try:
            self._emit_to(event)
        except Exception:  # noqa: BLE001 - a screen's fault must not end the voice
            _log.exception("reader: an event was not taken")

    def _enter(self, state: State, reason: str | None = None) -> None:
        if state is not self._state or reason is not None:
            self._state = state
            self._emit(ReaderState(state, reason))

    def _silence(self) -> None:
        self._number = None
        self._voice.stop()

    def _finish(
        self, completed: bool, state: State = State.IDLE, reason: str | None = None
    ) -> None:
        self._silence()
        self._restore(self._between.forget())
        self._enter(state, reason)
        self._emit(Finished(completed))

    def _read(self, passages: tuple[Passage, ...], start: int) -> None:
        if self._active:
            self._finish(completed=False)
        self._recording = None
        self._script = script_of(passages)
        self._index = 0
        index = sentence_at(self._script, start, 0)
        if index is None or self._script[index].passage < start:
            self._finish(completed=True)
        else:
            self._speak(index)

    def _read_from(self, passage: int, offset: int) -> None:
        self._restore(self._between.forget())
        index = sentence_at(self._script, passage, offset)
        if index is not None:
            self._recording = None
            self._speak(index)

    def _interject(self, passages: tuple[Passage, ...], urgent: bool) -> None:
        script = script_of(passages)
        if not self._active:
            self._read(passages, 0)
        elif script:
            self._between.add(script)
            if urgent and not self._between.saying:
                self._silence()
                self._say_between(self._index, self._place)

    def _say_between(self, index: int, place: int | None, over: bool = False) -> None:
        """Say the next of what waits; the reading is held, to go on at `place` of `index`."""
        paused = self._state is State.PAUSED
        self._script = self._between.begin(
            Held(self._script, index, place, self._recording, self._seconds, paused, over)
        )
        self._recording = None
        self._speak(0)

    def _restore(self, held: Held | None) -> None:
        if held is not None:
            self._script, self._index, self._place = held.script, held.index, held.place
            self._recording, self._seconds = held.recording, held.seconds

    def _at_the_end(self) -> None:
        """All of this was said: what waits, then what was held, or the reading is finished."""
        if self._between.waiting:
            self._say_between(self._index, None, over=True)
            return
        held = self._between.forget()
        self._restore(held)
        if held is None or held.over:
            self._finish(completed=True)
        elif held.paused:
            self._silence()
            self._enter(State.PAUSED)
        elif held.recording is not None:
            self._start_recording(held.seconds)
        else:
            self._speak(held.index, held.place)

    def _play(self, path: Path) -> None:
        if self._active:
            self._finish(completed=False)
        self._script = ()
        self._index = 0
        self._recording = path
        self._start_recording(0.0)

    def _start_recording(self, seconds: float) -> None:
        if self._recording is not None:
            self._seconds = seconds
            self._enter(State.STARTING)
            self._number = self._voice.play(self._recording, seconds, self._volume)

    def _stop(self) -> None:
        if self._active:
            self._finish(completed=False)

    def _pause(self) -> None:
        if self._aloud:
            self._silence()
            self._enter(State.PAUSED)

    def _resume(self) -> None:
        if self._state is State.PAUSED:
            self._go_on()

    def _go_on(self) -> None:
        """Speak from where it was."""
        if self._recording is not None:
            self._start_recording(self._seconds)
        elif self._script:
            self._speak(self._index, self._place, announce=False)

    def _move(self, step: int) -> None:
        if self._recording is not None:
            self._start_recording(0.0)
        elif self._script and self._index + step >= len(self._script):
            if self._active:
                self._at_the_end()
        elif self._script:
            self._speak(max(self._index + step, 0))

    def _set_rates(self, rates: dict[str, float]) -> None:
        changed = rates != self._rates
        self._rates = rates
        if changed and self._aloud and self._recording is None:
            self._silence()
            self._go_on()

    def _set_volume(self, volume: float) -> None:
        changed = volume != self._volume
        self._volume = volume
        if changed and self._aloud:
            self._silence()
            self._go_on()

    def _speak(self, index: int, place: int | None = None, announce: bool = True) -> None:
        """Say sentence `index`, from `place` in its passage's text or from its beginning."""
        sentence = self._script[index]
        parts = parts_of(sentence, place)
        if not parts:
            self._after_sentence(index)
            return
        self._index, self._place = index, place
        self._parts, self._part = parts, 0
        self._tracker = Tracker(sentence.tokens)
        if not self._aloud:
            self._enter(State.STARTING)
        if announce:
            self._emit(SentenceStarted(sentence.key, sentence.span.start, sentence.span.end))
        self._say_part()

    def _say_part(self) -> None:
        part = self._parts[self._part]
        rate = self._rates[part.language]
        utterance = Utterance(part.spoken.text, part.language, rate, self._volume)
        self._number = self._voice.say(utterance)

    def _after_sentence(self, index: int) -> None:
        if index + 1 == len(self._script):
            self._index = index
            self._at_the_end()
        elif self._between.waiting and not self._between.saying:
            self._say_between(index + 1, None)
        else:
            self._speak(index + 1)

    # What the voice tells

    def on_started(self, number: int) -> None:
        """The voice is speaking."""
        if number == self._number:
            self._enter(State.SPEAKING)

    def on_waiting(self, number: int) -> None:
        """The voice is being started again."""
        if number == self._number:
            self._enter(State.STARTING)

    def on_word(self, number: int, location: int, length: int) -> None:
        """Light the word, if it is one of ours and not behind."""
        if number != self._number:
            return
        shown = self._parts[self._part].shown(location, length)
        word = self._tracker.heard(shown.start)
        if word is not None:
            self._place = word.start
            self._emit(WordStarted(self._script[self._index].key, word.start, word.end))

    def on_position(self, number: int, seconds: float) -> None:
        """Remember the place in the recording."""
        if number == self._number:
            self._seconds = seconds

    def on_ended(self, number: int) -> None:
        """Go on to the next part, the next sentence, or the end."""
        if number != self._number:
            return
        if self._recording is not None:
            self._at_the_end()
        elif self._part + 1 < len(self._parts):
            self._part += 1
            self._say_part()
        else:
            self._after_sentence(self._index)

    def on_failed(self, number: int, reason: str) -> None:
        """Say honestly that there is no voice; a later `read` tries again."""
        if number != self._number:
            return
        state = State.IDLE if reason == BAD_RECORDING else State.UNAVAILABLE
        self._finish(completed=False, state=state, reason=reason)
