"""Which driver is taken, and how a speed becomes the engine's own."""

from __future__ import annotations

import pytest

from app.speech import synthesiser
from app.speech.synthesiser import Check, EspeakDriver, SilenceDriver, choose_drivers
from app.speech.task import Utterance, expected_seconds


class _Driver(SilenceDriver):
    def __init__(self, name: str, check: Check) -> None:
        self.name = name
        self._check = check

    def check(self) -> Check:
        return self._check


def _drivers(monkeypatch: pytest.MonkeyPatch, **reasons: str | None) -> None:
    made = (*(_Driver(n, Check(reason)) for n, reason in reasons.items()), SilenceDriver())
    monkeypatch.setattr(synthesiser, "all_drivers", lambda _voices=None: made)
    monkeypatch.delenv(synthesiser.DRIVER_VARIABLE, raising=False)


def test_all_that_work_are_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    _drivers(monkeypatch, system=None, broken="no_voice", espeak=None)
    found, check = choose_drivers()
    assert [driver.name for driver in found] == ["system", "espeak"]
    assert check.ok


def test_silence_is_never_taken_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    _drivers(monkeypatch, espeak="no_sound", other="no_voice")
    found, check = choose_drivers()
    assert found == []
    assert check.reason == "no_sound"
    found, check = choose_drivers("silence")
    assert [driver.name for driver in found] == ["silence"]


def test_the_environment_names_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    _drivers(monkeypatch, espeak=None)
    monkeypatch.setenv(synthesiser.DRIVER_VARIABLE, "silence")
    assert [driver.name for driver in choose_drivers()[0]] == ["silence"]
    monkeypatch.setenv(synthesiser.DRIVER_VARIABLE, "nothing")
    assert choose_drivers()[1].reason == "no_voice"


@pytest.mark.parametrize(
    ("language", "heard", "engine"),
    [
        ("en", 112, 80), ("en", 158, 120), ("en", 196, 150), ("en", 228, 175), ("en", 259, 200),
        ("zh", 99, 80), ("zh", 140, 120), ("zh", 177, 150), ("zh", 210, 175), ("zh", 242, 200),
        ("en", 135, 100), ("en", 20, 40), ("en", 2_000, 450),
    ],
)  # fmt: skip
def test_espeak_is_set_by_what_is_heard(language: str, heard: float, engine: int) -> None:
    assert EspeakDriver().engine_rate(language, heard) == engine


@pytest.mark.parametrize("language", ["en", "zh"])
def test_faster_is_never_slower(language: str) -> None:
    rates = [EspeakDriver().engine_rate(language, heard) for heard in range(40, 500)]
    assert rates == sorted(rates)


def test_a_long_number_is_given_more_time_than_a_word() -> None:
    def seconds(text: str, place: int = 0, tells_words: bool = True) -> float:
        return expected_seconds(Utterance(text, "en", 60), place, tells_words)

    assert seconds("tea at noon") == pytest.approx(1.0)
    assert seconds("call 01632960123") > 10
    assert seconds("tea at noon", tells_words=False) == pytest.approx(3.0)
    assert seconds("01632960123 now", place=12) == pytest.approx(1.0)
    assert seconds("…") == 0
