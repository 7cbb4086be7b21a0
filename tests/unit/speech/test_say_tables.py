"""What stands in a community's notices, and how a person reads it out: one example a line."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from app.speech.say_as import Spoken, say_as

TABLES = Path(__file__).parent / "tables"


def _examples() -> list[tuple[str, str, str]]:
    found = []
    for language in ("en", "zh"):
        lines = (TABLES / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
        for line in lines[1:]:
            shown, said = line.split("\t")
            found.append((language, shown, said))
    return found


EXAMPLES = _examples()


@pytest.mark.parametrize(("language", "shown", "said"), EXAMPLES)
def test_said_as_a_person_would(language: str, shown: str, said: str) -> None:
    spoken = say_as(shown, language)
    assert " ".join(spoken.text.split()) == said
    assert_true_to(spoken, shown)


def assert_true_to(spoken: Spoken, shown: str) -> None:
    """The light only goes forward, stays inside the text, and reaches each letter and digit."""
    lit = [spoken.shown(at) for at in range(len(spoken.text))]
    assert all(0 <= span.start < span.end <= len(shown) for span in lit)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(lit))
    reached = {at for span in lit for at in range(span.start, span.end)}
    letters = {
        at
        for at, mark in enumerate(shown)
        if unicodedata.category(mark) in ("Lo", "Lu", "Ll", "Nd")
    }
    assert letters <= reached


def test_each_language_has_its_examples() -> None:
    for language in ("en", "zh"):
        shown = [example[1] for example in EXAMPLES if example[0] == language]
        assert len(set(shown)) == len(shown) > 150


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_said_already_is_said_again_alike_in_a_sentence(language: str) -> None:
    """Examples in a row do not disturb each other's light."""
    mark = "。" if language == "zh" else ".\n"
    text = mark.join(shown for known, shown, _ in EXAMPLES if known == language)
    assert_true_to(say_as(text, language), text)
