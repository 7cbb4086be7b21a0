"""Every recogniser: one contract. PocketSphinx is real; for the others tests/fakes/ear_models.py.

Their real libraries are in test_ear_real_libraries.py."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from app.domain.commands import COMMANDS
from app.speech.ear import choose
from app.speech.ear.choose import choose_recogniser, what_hears
from app.speech.ear.recogniser import Recogniser, audio_data, recognise
from tests.fakes import ear_models
from tests.spoken import samples, speak

SAID = "next page"
MAKERS: dict[str, Callable[[pytest.MonkeyPatch, Path], Recogniser | None]] = {}
ROOT = Path(__file__).resolve().parents[3]


def maker(function: Callable[[pytest.MonkeyPatch, Path], Recogniser | None]) -> object:
    """One of the recognisers of the contract."""
    MAKERS[function.__name__] = function
    return function


@maker
def sphinx_dictation(_patch: pytest.MonkeyPatch, _folder: Path) -> Recogniser | None:
    return choose_recogniser("en", None)


@maker
def sphinx_commands(_patch: pytest.MonkeyPatch, _folder: Path) -> Recogniser | None:
    return choose_recogniser("en", None, commands=True)


@maker
def vosk_dictation(patch: pytest.MonkeyPatch, folder: Path) -> Recogniser | None:
    ear_models.install_vosk(patch, SAID)
    ear_models.vosk_folder(folder / "en")
    return choose_recogniser("en", folder)


@maker
def vosk_commands(patch: pytest.MonkeyPatch, folder: Path) -> Recogniser | None:
    ear_models.install_vosk(patch, SAID)
    ear_models.vosk_folder(folder / "en" / "small")
    return choose_recogniser("en", folder, commands=True)


@maker
def whisper_dictation(patch: pytest.MonkeyPatch, folder: Path) -> Recogniser | None:
    ear_models.install_whisper(patch, SAID)
    ear_models.whisper_folder(folder / "en" / "whisper")
    return choose_recogniser("en", folder)


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No model of another test."""
    choose._vosk_model.cache_clear()


@pytest.fixture(scope="module", params=sorted(MAKERS))
def recogniser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Recogniser:
    """Each, loaded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "0")
        made = MAKERS[request.param](patch, tmp_path_factory.mktemp("models"))
    assert made is not None
    assert request.param.split("_")[0] in made.name
    return made


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """ "Next page", with silence around it."""
    return samples(speak(SAID, "flite/rms", tmp_path_factory.mktemp("spoken")))


def test_it_hears_the_words_again_and_again(recogniser: Recogniser, speech: bytes) -> None:
    for _ in range(3):
        heard = recognise(recogniser, audio_data(speech))
        assert heard is not None
        assert SAID in heard.text  # free dictation may make words of noise
        assert 0.0 < heard.confidence <= 1.0


def test_it_hears_them_in_pieces_too(recogniser: Recogniser, speech: bytes) -> None:
    recogniser.begin()
    for at in range(0, len(speech), 1_024):
        recogniser.feed(speech[at : at + 1_024])
        assert isinstance(recogniser.partial(), str)
    recogniser.breathe()
    heard = recogniser.finish()
    assert heard is not None
    assert SAID in heard.text


def test_without_sound_there_are_no_words(recogniser: Recogniser) -> None:
    recogniser.begin()
    assert recogniser.partial() == ""
    assert recogniser.finish() is None
    assert recogniser.finish() is None
    assert recognise(recogniser, audio_data(b"")) is None


def test_what_was_said_before_is_forgotten(recogniser: Recogniser, speech: bytes) -> None:
    recogniser.begin()
    recogniser.feed(speech)
    recogniser.begin()
    assert recogniser.partial() == ""
    assert recogniser.finish() is None


def test_any_rate_and_width_is_understood(recogniser: Recogniser, speech: bytes) -> None:
    fine = numpy.repeat(numpy.frombuffer(speech, numpy.int16), 2).tobytes()  # 32 kHz
    heard = recognise(recogniser, type(audio_data(b""))(fine, 32_000, 2))
    assert heard is not None
    assert SAID in heard.text


def test_vosk_is_given_the_phrases_of_its_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grammars = ear_models.install_vosk(monkeypatch, "下 一 页")
    ear_models.vosk_folder(tmp_path / "zh")
    made = choose_recogniser("zh", tmp_path, commands=True)
    assert made is not None
    loud = (numpy.ones(16_000) * 3_000).astype(numpy.int16).tobytes()
    heard = recognise(made, audio_data(loud))
    assert heard is not None
    assert heard.text == "下一页"
    assert grammars[0] is not None
    phrases = json.loads(grammars[0])
    assert {phrase.replace(" ", "") for phrase in phrases} == {*COMMANDS["zh"], "[unk]"}
    dictation = choose_recogniser("zh", tmp_path)
    assert dictation is not None
    assert grammars[1] is None


@pytest.mark.parametrize("said", ["[unk]", "next page [unk]", "next"])
def test_what_is_not_wholly_a_phrase_is_no_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str
) -> None:
    ear_models.install_vosk(monkeypatch, said)
    ear_models.vosk_folder(tmp_path / "en")
    made = choose_recogniser("en", tmp_path, commands=True)
    assert made is not None
    loud = (numpy.ones(16_000) * 3_000).astype(numpy.int16).tobytes()
    assert recognise(made, audio_data(loud)) is None


def test_whisper_never_asks_a_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    made = ear_models.install_whisper(monkeypatch, "你好")
    folder = ear_models.whisper_folder(tmp_path / "zh" / "model")
    assert choose_recogniser("zh", tmp_path) is not None
    assert made == [
        {"path": str(folder), "device": "cpu", "compute_type": "int8", "local_files_only": True}
    ]
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_what_hears_what(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert what_hears("en", None) == "pocketsphinx"
    assert what_hears("zh", tmp_path) is None
    assert choose_recogniser("zh", tmp_path) is None
    ear_models.whisper_folder(tmp_path / "zh" / "a")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "faster_whisper", None)
        patch.setattr(importlib.util, "find_spec", lambda _name: None)
        assert what_hears("zh", tmp_path) is None  # the package is not here
    ear_models.install_whisper(monkeypatch, SAID)
    assert what_hears("zh", tmp_path) == "faster-whisper"
    assert what_hears("zh", tmp_path, commands=True) is None
    ear_models.install_vosk(monkeypatch, SAID)
    ear_models.vosk_folder(tmp_path / "zh" / "b")
    assert what_hears("zh", tmp_path) == what_hears("zh", tmp_path, commands=True) == "vosk"


@pytest.mark.expected_log("ear: faster-whisper does not load: ValueError")
def test_a_broken_model_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ear_models.install_whisper(monkeypatch, SAID)
    folder = ear_models.whisper_folder(tmp_path / "en" / "broken")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("File model.bin is incomplete")

    import faster_whisper

    monkeypatch.setattr(faster_whisper, "WhisperModel", broken)
    made = choose_recogniser("en", folder.parent.parent)
    assert made is not None
    assert made.name == "pocketsphinx"


def test_nothing_of_speechrecognition_is_used_but_its_sound() -> None:
    """Most of its recognisers send what was said to somebody else's computer."""
    used = set()
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("speech_rec"):
                used |= {f"{node.module}.{one.name}" for one in node.names}
            if isinstance(node, ast.Import):
                used |= {one.name for one in node.names if one.name.startswith("speech_rec")}
    assert used == {"speech_recognition.audio.AudioData"}
