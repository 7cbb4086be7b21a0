"""Dirty word events become a light that goes forward, word by word."""

from __future__ import annotations

from app.domain.segment import Span, words
from app.speech.tracker import Tracker, WordTimes


def test_repeats_and_steps_back_do_not_move_the_light() -> None:
    text = "Dr. Li pays 2024 now"
    tracker = Tracker(words(text))
    heard = [tracker.heard(place) for place in (0, 0, 4, 0, 7, 12, 13, 13, 17)]
    assert [span.of(text) for span in heard if span] == ["Dr", "Li", "pays", "2024", "now"]


def test_an_event_before_the_first_word_lights_nothing() -> None:
    assert Tracker([Span(3, 5)]).heard(1) is None
    assert Tracker([]).heard(0) is None


def test_a_word_merged_into_another_gets_its_share_of_the_time() -> None:
    text = "in the hall"
    times = WordTimes(words(text))
    assert times.add(0, 0) == [(0, Span(0, 2))]
    assert times.add(1000, 7) == [(400, Span(3, 6)), (1000, Span(7, 11))]
    assert times.finish(2000) == []


def test_words_after_the_last_event_are_spread_to_the_end() -> None:
    times = WordTimes(words("aa bb cc"))
    times.add(0, 0)
    assert times.finish(900) == [(300, Span(3, 5)), (600, Span(6, 8))]


def test_a_first_word_without_an_event_starts_with_the_sound() -> None:
    times = WordTimes(words("aa bb"))
    assert times.add(500, 3) == [(0, Span(0, 2)), (500, Span(3, 5))]
