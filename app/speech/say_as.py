"""What a voice is given to say for what is shown, with the way back from one to the other.

Voices read some written things badly: espeak-ng 1.52 says 2024年 as a quantity, 12000 as digits
and leaves the 点 out of 10:30; every voice reads a telephone number as millions. Those are
written out as a person would say them, by the rules of `say_english` and `say_chinese`; tables of
examples are in `tests/unit/speech/tables`. Everything else goes through as it is, and `Spoken`
keeps for every spoken character the shown ones it stands for, so that the light is always on what
is heard.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.segment import CHINESE, Span
from app.speech.say_chinese import CHINESE_RULES
from app.speech.say_english import ENGLISH_RULES
from app.speech.say_rule import Rule


@dataclass(frozen=True, slots=True)
class _Piece:
    spoken: int
    shown: Span
    literal: bool  # said as it is shown, character by character


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text for the voice, `text`, and where each part of it stands in the shown text."""

    text: str
    pieces: tuple[_Piece, ...]

    def shown(self, start: int, length: int = 1) -> Span:
        """The shown code points that the spoken `length` characters from `start` stand for."""
        first = self._shown_at(start)
        last = self._shown_at(start + max(length, 1) - 1)
        return Span(first.start, max(first.end, last.end))

    def _shown_at(self, spoken: int) -> Span:
        if not self.pieces:
            return Span(0, 0)
        index = max(bisect_right(self.pieces, spoken, key=lambda piece: piece.spoken) - 1, 0)
        piece = self.pieces[index]
        if not piece.literal:
            return piece.shown
        at = piece.shown.start + max(spoken - piece.spoken, 0)
        return Span(min(at, piece.shown.end - 1), min(at + 1, piece.shown.end))

    @property
    def speakable(self) -> bool:
        """Whether there is anything in it that a voice can say."""
        return any(character.isalnum() for character in self.text)


def say_as(text: str, language: str) -> Spoken:
    """What the voice of `language` ("en" or "zh") is to say for `text`."""
    builder = _Builder(text)
    finder = _Finder(CHINESE_RULES if language == CHINESE else ENGLISH_RULES, text)
    at = 0
    while found := finder.first(at):
        builder.literal(at, found.start)
        builder.instead(found.start, found.end, found.said)
        at = found.end
    builder.literal(at, len(text))
    return builder.done()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    said: str


class _Finder:
    """The rules' next matches in a text, each looked for once and kept until it is passed."""

    def __init__(self, rules: Sequence[Rule], text: str) -> None:
        self._text = text
        self._rules = rules
        self._next = [self._search(rule, 0) for rule in rules]

    def first(self, at: int) -> _Found | None:
        """The match that starts first from `at` on; of those at one place, the earliest rule's."""
        best: _Found | None = None
        for index, found in enumerate(self._next):
            if found is not None and found.start < at:
                found = self._next[index] = self._search(self._rules[index], at)
            if found is not None and (best is None or found.start < best.start):
                best = found
        return best

    def _search(self, rule: Rule, at: int) -> _Found | None:
        pattern, say = rule
        place = at
        while match := pattern.search(self._text, place):
            # A rule may look at what stands around the part that it says otherwise.
            group = "said" if "said" in pattern.groupindex else 0
            start, end = match.span(group)
            words = say(match) if at <= start < end else None
            if words is not None:
                return _Found(start, end, words)
            place = match.start() + 1
        return None


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._spoken: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []

    def literal(self, start: int, end: int) -> None:
        """Say `start` to `end` as it stands; a character no voice can take becomes a space."""
        if start < end:
            said = _UNSAYABLE.sub(" ", self._text[start:end])
            self._add(_Piece(self._length, Span(start, end), True), said)

    def instead(self, start: int, end: int, said: str) -> None:
        """Say `said` for what is shown from `start` to `end`."""
        if said:
            self._add(_Piece(self._length, Span(start, end), False), said)

    def _add(self, piece: _Piece, said: str) -> None:
        self._pieces.append(piece)
        self._spoken.append(said)
        self._length += len(said)

    def done(self) -> Spoken:
        return Spoken("".join(self._spoken), tuple(self._pieces))


# Control characters end a C string or are read as names; lone surrogates cannot be encoded.
_UNSAYABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")
