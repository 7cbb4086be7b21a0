"""Which hanzi are lit as one word: words of the dictionary, and nothing that is guessed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.segment import Span, words
from app.speech import lit_words as module
from app.speech.lit_words import LONGEST_WORD, lit_words
from app.speech.tracker import Tracker

LIT = [
    "今天 停水",
    "请 您 先 接 好 水",
    "社区 活动室",
    "图书馆 明天 上午 开门",
    "上午 9 点 到 下午 4 点 停水",  # a guess would join 点到
    "您 可以 放心 地 看",  # and 地看
    "请 马上 拨打 急救 电话 01632960123",
    "这 是 虚构 的 电话号码",
    "银行 的 音乐会 重复 三次",
    "请 用 WiFi 密码 在 墙上",
    "中 华 人 民 共 和 国",  # more than the eye takes in at once
]


@pytest.fixture
def forgotten() -> Iterator[None]:
    """The dictionary is looked for anew, before and after."""
    module._cutter.cache_clear()
    yield
    module._cutter.cache_clear()


@pytest.mark.parametrize("expected", LIT)
def test_words_are_lit_whole(expected: str) -> None:
    text = expected.replace(" ", "")
    assert [span.of(text) for span in lit_words(text, "zh")] == expected.split()


def test_marks_and_space_part_words_and_places_are_the_texts_own() -> None:
    text = "\U00020000今天，停水。 Tea at 4. 今 天"
    found = [(span.of(text), span.start) for span in lit_words(text)]
    assert found[:3] == [("\U00020000", 0), ("今天", 1), ("停水", 4)]
    assert [word for word, _ in found[3:]] == ["Tea", "at", "4", "今", "天"]


@given(st.text(alphabet="今天停水的图书馆一二三明 ，。A1b\n😀\U00020000", max_size=40))
def test_every_hanzi_is_in_one_word_and_every_other_word_is_as_it_was(text: str) -> None:
    lit, each = lit_words(text), words(text)
    assert [at for word in lit for at in range(word.start, word.end)] == [
        at for word in each for at in range(word.start, word.end)
    ]
    assert set(lit) - set(each) <= {
        word for word in lit if 2 <= len(word) <= LONGEST_WORD and word.of(text).isalpha()
    }


def test_a_voices_event_a_hanzi_lights_each_word_once() -> None:
    text = "社区活动室停水"
    tracker = Tracker(lit_words(text))
    heard = [tracker.heard(place) for place in range(len(text))]
    assert [span for span in heard if span] == [Span(0, 2), Span(2, 5), Span(5, 7)]


@pytest.mark.usefixtures("forgotten")
@pytest.mark.expected_log("Chinese words are lit hanzi by hanzi")
def test_without_its_dictionary_each_hanzi_is_lit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert lit_words("今天停水") == words("今天停水")
