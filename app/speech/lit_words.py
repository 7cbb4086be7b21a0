"""The words that are lit: as `app.domain.segment.words`, and hanzi that make a word as one.

A Chinese word is found by rjieba, the dictionary of jieba in Rust, without its guesses at unknown
words: every second guess joined what does not belong together ("点到", "地看"). What is in no
dictionary is lit hanzi by hanzi, as everything is where rjieba can't be loaded. Pure, but for the
dictionary: a sixth of a second and 33 MB at the first Chinese text, from no file of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from app.domain.segment import Span, is_hanzi, words

_log = logging.getLogger(__name__)

LONGEST_WORD = 4
"""Hanzi: what the eye takes in at once. Longer names are lit hanzi by hanzi, like unknown words."""


def lit_words(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The words of `text` as they are lit one after another, in order."""
    found: list[Span] = []
    run: list[Span] = []
    for span in words(text, language):
        if run and not (span.start == run[-1].end and is_hanzi(span.of(text))):
            found.extend(_joined(text, run))
            run = []
        if is_hanzi(span.of(text)):
            run.append(span)
        else:
            found.append(span)
    found.extend(_joined(text, run))
    return tuple(found)


def _joined(text: str, run: Sequence[Span]) -> Iterator[Span]:
    """The words of a run of hanzi, each of which is one of the spans."""
    if len(run) < 2:
        yield from run
        return
    at = 0
    for word in _cutter()(text[run[0].start : run[-1].end]):
        hanzi = run[at : at + len(word)]
        at += len(word)
        if len(word) <= LONGEST_WORD:
            yield Span(hanzi[0].start, hanzi[-1].end)
        else:
            yield from hanzi


@cache
def _cutter() -> Callable[[str], Sequence[str]]:
    try:
        import rjieba
    except ImportError as error:
        _log.warning("speech: Chinese words are lit hanzi by hanzi: %s", type(error).__name__)
        return tuple
    return lambda run: rjieba.cut(run, hmm=False)
