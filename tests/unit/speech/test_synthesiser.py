"""Which driver is taken, and how a speed becomes the engine's own."""

from __future__ import annotations

import pytest

from app.domain.segment import sentences, words
from app.speech import synthesiser
from app.speech.drivers.libespeak import LibEspeak
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


# Not the text that the tables were measured on.
_NOTICES = {
    "en": (
        "The library moves to the ground floor next week. You can borrow books while we move. "
        "Please bring back what you have read before Saturday. Tea and cake are waiting for you. "
        "If the stairs are hard for you, ring the bell and somebody will come down to help."
    ),
    "zh": (
        "图书室下周搬到一楼。搬家的时候您还可以借书。请在星期六以前把看完的书还回来。"
        "我们给大家准备了茶和点心。如果您上楼不方便，请按门铃，会有人下来帮您。"
    ),
}


@pytest.mark.parametrize(
    ("language", "rate"),
    [("en", 100), ("en", 150), ("en", 200), ("zh", 130), ("zh", 200), ("zh", 280)],
)
def test_what_is_heard_is_the_rate_that_was_asked(language: str, rate: float) -> None:
    library, driver = LibEspeak.shared(), EspeakDriver()
    text, sound = _NOTICES[language], bytearray()

    def receive(piece: bytes, _marks: object) -> bool:
        sound.extend(piece)
        return True

    for sentence in sentences(text):
        voice = str(driver.voice_for(None, language))
        given = driver.engine_rate(language, rate)
        library.synthesise(sentence.of(text), voice, given, receive)
    minutes = len(sound) / 2 / library.sample_rate / 60
    assert len(words(text)) / minutes == pytest.approx(rate, rel=0.1)


@pytest.mark.parametrize(("heard", "engine"), [(5, 40), (2_000, 450)])
def test_espeak_is_kept_within_what_it_can_do(heard: float, engine: int) -> None:
    assert EspeakDriver().engine_rate("en", heard) == engine


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
