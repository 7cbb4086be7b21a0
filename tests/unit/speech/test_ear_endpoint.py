"""When listening begins to count, and when it ends."""

from __future__ import annotations

import pytest

from app.speech.ear.endpoint import CHUNK_SECONDS, EndPointer, Gate, Turn

YES, NO = 0.9, 0.05


def chunks(seconds: float) -> int:
    return round(seconds / CHUNK_SECONDS)


def run(ends: EndPointer, *parts: tuple[float, float]) -> list[Turn]:
    """Feed (probability, seconds) until it ends; all it said."""
    said: list[Turn] = []
    for probability, seconds in parts:
        for _ in range(chunks(seconds)):
            said.append(ends.take(probability))
            if said[-1] in (Turn.ENDED, Turn.NOTHING):
                return said
    return said


def test_it_waits_ten_seconds_for_the_first_word() -> None:
    said = run(EndPointer(3.0), (NO, 60))
    assert said[-1] is Turn.NOTHING
    assert len(said) * CHUNK_SECONDS == pytest.approx(10.0, abs=CHUNK_SECONDS)


def test_a_short_pause_setting_does_not_shorten_the_wait() -> None:
    assert run(EndPointer(1.0), (NO, 9.5), (YES, 1), (NO, 0.5))[-1] is Turn.SPEAKING


@pytest.mark.parametrize("pause", [1.0, 1.5, 3.0, 8.0])
def test_it_ends_after_the_pause(pause: float) -> None:
    said = run(EndPointer(pause), (NO, 1), (YES, 2), (NO, 60))
    assert said[-1] is Turn.ENDED
    assert len(said) * CHUNK_SECONDS == pytest.approx(3 + pause, abs=3 * CHUNK_SECONDS)


def test_pauses_that_are_shorter_do_not_end_it() -> None:
    parts = [(YES, 1.0), (NO, 2.8)] * 5
    said = run(EndPointer(3.0), *parts)
    assert Turn.ENDED not in said
    assert said.count(Turn.BREATH) == 5


def test_a_click_is_no_speech() -> None:
    said = run(EndPointer(1.0), *[(YES, 0.1), (NO, 0.5)] * 8)
    assert set(said) == {Turn.WAITING}


def test_faint_speech_goes_on_but_does_not_begin() -> None:
    faint = 0.4
    assert set(run(EndPointer(1.0), (faint, 2))) == {Turn.WAITING}
    assert Turn.ENDED not in run(EndPointer(1.0), (YES, 1), (faint, 3))


def test_the_gate_keeps_what_came_just_before() -> None:
    gate = Gate()
    names = [bytes([n]) for n in range(40)]
    assert [list(gate.pass_on(name, False)) for name in names[:30]] == [[]] * 30
    first = list(gate.pass_on(names[30], True))
    assert first == names[30 - (len(first) - 1) : 31]
    assert (len(first) - 1) * CHUNK_SECONDS >= 0.5  # the time to be noticed, and 0.3 s before
    assert list(gate.pass_on(names[31], True)) == [names[31]]
    assert list(gate.pass_on(names[32], False)) == []
    assert list(gate.pass_on(names[33], True)) == [names[32], names[33]]
