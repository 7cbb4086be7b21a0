"""What is to be read, cut into sentences and, within them, parts of one voice each. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.segment import (
    CHINESE,
    ENGLISH,
    Span,
    language_code,
    language_of,
    runs,
    sentences,
    words,
)
from app.speech.lit_words import lit_words

if TYPE_CHECKING:
    from app.speech.say_as import Spoken

_ENGLISH_ALONE = 4
"""English words in a row within a Chinese sentence that are worth an English voice; fewer are
said by the Mandarin voice, without the seam."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the screen: a title, a paragraph, a choice. `key` is the screen's own name
    for it; `language` is a BCP 47 tag, or None when it is not known."""

    key: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its place in the passage's text, and its words' places."""

    passage: int
    key: str
    text: str  # the whole passage's
    span: Span
    language: str

    @property
    def tokens(self) -> tuple[Span, ...]:
        """Its words as they are lit, as places in the passage's text."""
        start = self.span.start
        found = lit_words(self.span.of(self.text), self.language)
        return tuple(Span(start + word.start, start + word.end) for word in found)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch for one voice, from `start` in the passage's text."""

    language: str
    start: int
    spoken: Spoken

    def shown(self, location: int, length: int) -> Span:
        """The place in the passage's text of what the voice says."""
        span = self.spoken.shown(location, length)
        return Span(self.start + span.start, self.start + span.end)


def script_of(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """The sentences of `passages`, in reading order; those with nothing to say are left out."""
    found = []
    for index, passage in enumerate(passages):
        default = language_code(passage.language) or language_of(passage.text, ENGLISH)
        for span in sentences(passage.text):
            language = language_of(span.of(passage.text), default)
            sentence = Sentence(index, passage.key, passage.text, span, language)
            if parts_of(sentence):
                found.append(sentence)
    return tuple(found)


def parts_of(sentence: Sentence, offset: int | None = None) -> tuple[Part, ...]:
    """What is to be said of a sentence, from `offset` in the passage's text on."""
    start = max(sentence.span.start, offset if offset is not None else sentence.span.start)
    text = sentence.text[start : sentence.span.end]
    parts = []
    for language, span in _voiced_runs(text, sentence.language):
        spoken = _say_as(span.of(text), language)
        if spoken.speakable:
            parts.append(Part(language, start + span.start, spoken))
    return tuple(parts)


def _voiced_runs(text: str, main: str) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []
    for script, span in runs(text, main):
        few = script == ENGLISH and len(words(span.of(text))) < _ENGLISH_ALONE
        language = CHINESE if main == CHINESE and few else script
        if found and found[-1][0] == language:
            found[-1] = (language, Span(found[-1][1].start, span.end))
        else:
            found.append((language, span))
    return found


def sentence_at(script: Sequence[Sentence], passage: int, offset: int) -> int | None:
    """The index of the sentence that holds `offset` of `passage`, or of the next one there is."""
    if not script:
        return None
    starts = [(sentence.passage, sentence.span.start) for sentence in script]
    index = bisect_right(starts, (passage, offset)) - 1
    if index >= 0 and script[index].passage == passage and offset < script[index].span.end:
        return index
    return min(index + 1, len(script) - 1)


def _say_as(text: str, language: str) -> Spoken:
    # Its many patterns are made when they are first needed, not at the start of the program.
    from app.speech.say_as import say_as

    return say_as(text, language)
