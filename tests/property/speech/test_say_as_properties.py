"""What holds for whatever is shown: something is said for each letter, and the light goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speech.say_as import say_as
from app.speech.script import Passage, parts_of, script_of
from tests.unit.speech.test_say_tables import EXAMPLES, assert_true_to

SHOWN = [shown for _, shown, _ in EXAMPLES]
MARKS = [
    *"-–~～/:：.·()（）%元年月日点号室x×½£¥+\n😀①@٣五",
    *("", " ", "°C", "am", " p.m.", "St.", "http://", "No.", " to ", "Dec"),
]
DIGITS = st.text("0123456789", min_size=1, max_size=12)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SHOWN), max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(MARKS), DIGITS), max_size=30).map("".join),
    st.lists(st.one_of(st.sampled_from(MARKS), DIGITS, st.sampled_from(SHOWN)), max_size=20).map(
        " ".join
    ),
    st.text(max_size=200),
)
LANGUAGES = st.sampled_from(["en", "zh"])


@given(TEXTS, LANGUAGES)
def test_nothing_is_lost_and_the_light_goes_forward(text: str, language: str) -> None:
    assert_true_to(say_as(text, language), text)


@given(TEXTS, LANGUAGES)
def test_what_is_said_of_a_passage_is_in_its_place(text: str, language: str) -> None:
    for sentence in script_of([Passage("key", text, language)]):
        at = sentence.span.start
        for part in parts_of(sentence):
            for index in range(len(part.spoken.text)):
                lit = part.shown(index, 1)
                assert at <= lit.start < lit.end <= sentence.span.end
                at = lit.start


@pytest.mark.parametrize("length", [1, 4, 15, 16, 17, 400])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_number_is_too_long(language: str, length: int) -> None:
    for pattern in ("{}", "£{}", "{} km", "{}%", "No.{}", "1-{}", "{}元", "{}½", "{}/2", "{}.5 °C"):
        shown = pattern.format("7" * length)
        assert say_as(shown, language).speakable


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nor_one_that_python_itself_would_refuse(language: str) -> None:
    assert say_as("£" + "7" * 4400, language).speakable
