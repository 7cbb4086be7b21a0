"""Which word is being said: a voice's word events, which are dirty, snapped to our own words.

Voices merge small words into one event ("of the"), repeat a number, go back to the start for an
abbreviation and send empty events for quotation marks. The light goes forward only, from one of
our own words to a later one. Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.segment import Span


class Tracker:
    """Follows one utterance: `heard` turns a place into the word it belongs to, once each."""

    def __init__(self, tokens: Sequence[Span]) -> None:
        self._tokens = tuple(tokens)
        self._starts = [token.start for token in self._tokens]
        self._at = -1

    def index_at(self, position: int) -> int:
        """The last word that starts at or before `position`, -1 before the first."""
        return bisect_right(self._starts, position) - 1

    def heard(self, position: int) -> Span | None:
        """The word now lit, or None when the event repeats, goes back or is before any word."""
        index = self.index_at(position)
        if index <= self._at:
            return None
        self._at = index
        return self._tokens[index]


@dataclass
class WordTimes:
    """Times for every word of an utterance from the events a voice gives for some of them.

    A word that had no event of its own is placed between its neighbours by its share of the
    letters. Samples are counted from the start of the utterance.
    """

    tokens: Sequence[Span]
    _tracker: Tracker = field(init=False)
    _index: int = field(init=False, default=-1)
    _sample: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._tracker = Tracker(self.tokens)

    def add(self, sample: int, position: int) -> list[tuple[int, Span]]:
        """The (sample, word) pairs that the event at `position` settles, in order."""
        index = self._tracker.index_at(position)
        if index <= self._index:
            return []
        settled = self._between(sample, index)
        settled.append((sample, self.tokens[index]))
        self._index, self._sample = index, sample
        return settled

    def finish(self, sample: int) -> list[tuple[int, Span]]:
        """The words after the last event, when the utterance ends at `sample`."""
        if self._index < 0:
            return []
        settled = self._between(sample, len(self.tokens))
        self._index = len(self.tokens)
        return settled

    def _between(self, sample: int, index: int) -> list[tuple[int, Span]]:
        missed = self.tokens[self._index + 1 : index]
        if not missed:
            return []
        known = [self.tokens[self._index]] if self._index >= 0 else []
        letters = sum(len(token) for token in (*known, *missed))
        passed = sum(len(token) for token in known)
        settled = []
        for token in missed:
            settled.append((self._sample + (sample - self._sample) * passed // letters, token))
            passed += len(token)
        return settled
