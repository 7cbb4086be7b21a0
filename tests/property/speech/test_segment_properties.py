"""What holds for every text whatever."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.segment import (
    LONGEST,
    code_point_offset,
    paragraphs,
    runs,
    sentences,
    utf16_offset,
    words,
)
from app.speech.say_as import say_as

PIECES = st.sampled_from(
    [*"。！？；，…“”「」（）\"' .!?,;:\n\t\u3000ab0159年月日%￥£-/😀🙏\u200d\ufe0f\u0301\x00\ud800",
     "Dr.", "a.m.", "柳巷", "社区", "10:30", "01632 960123", "https://willow.example/x", "\r\n",
     "𠮷", "Hello", " the ", "12345", "3.5", "👨‍👩‍👧"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=120).map("".join), st.lists(
        PIECES, min_size=300, max_size=400).map("".join)
)  # fmt: skip


@given(TEXTS)
def test_sentences_hold_every_character_once_and_in_order(text: str) -> None:
    at = 0
    for span in sentences(text):
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        assert len(span) <= LONGEST
        at = span.end
    assert not text[at:].strip()


@given(TEXTS)
def test_sentences_stay_within_paragraphs(text: str) -> None:
    blocks = paragraphs(text)
    for span in sentences(text):
        assert any(block.start <= span.start and span.end <= block.end for block in blocks)


@given(TEXTS, st.sampled_from(["en", "zh", None]))
def test_words_are_in_order_and_hold_every_letter_and_digit(text: str, language: str) -> None:
    at = 0
    for span in words(text, language):
        assert at <= span.start < span.end <= len(text)
        assert not any(character.isalnum() for character in text[at : span.start])
        at = span.end
    assert not any(character.isalnum() for character in text[at:])


@given(TEXTS)
def test_runs_cover_the_text_and_alternate(text: str) -> None:
    found = runs(text)
    assert "".join(span.of(text) for _, span in found) == text
    assert all(first[0] != second[0] for first, second in pairwise(found))


@given(st.text(max_size=100), st.integers(0, 100))
def test_utf16_offsets_go_there_and_back(text: str, index: int) -> None:
    index = min(index, len(text))
    units = utf16_offset(text, index)
    assert units == len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
    assert code_point_offset(text, units) == index


@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_every_spoken_character_has_its_shown_place(text: str, language: str) -> None:
    spoken = say_as(text, language)
    at = 0
    for index in range(len(spoken.text)):
        span = spoken.shown(index)
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= at or span.end >= at
        at = span.start
    spoken.text.encode("utf-8")  # a voice takes nothing else
    assert "\0" not in spoken.text
