"""Voices that were dropped into the folder: used for their language, passed over when broken."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.segment import words
from app.speech.reader import Finished, Passage, Reader, ReaderState, State, WordStarted
from app.speech.voice import Voice
from tests.contract.speech.conftest import Listener, wait_until
from tests.fakes.piper_voice import make_voice
from tests.sound import VirtualSound

TEA = Passage("tea", "Tea is served today.", "en")
WATER = Passage("water", "今天停水。", "zh")
LONG = Passage("long", "The lane is closed while the workers mend the pipe by the river.", "en")
FAST = (350.0, 350.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a helper drops voices; not there until one does."""
    return tmp_path / "voices"


@pytest.fixture
def voice(folder: Path) -> Voice:
    """A voice that looks into the folder."""
    return Voice(voices=folder)


@pytest.fixture
def reader(voice: Voice, listener: Listener, sound: VirtualSound) -> Iterator[Reader]:
    """A reader with that voice."""
    made = Reader(voice, listener)
    made.set_rate(*FAST)
    yield made
    made.close()


def read(reader: Reader, listener: Listener, *passages: Passage) -> None:
    """Read them to their end."""
    at = len(listener.events)
    reader.read(passages)
    listener.wait_for(Finished(True), after=at)


def test_a_voice_that_is_dropped_in_speaks_from_the_next_reading_on(
    reader: Reader, voice: Voice, listener: Listener, folder: Path
) -> None:
    assert reader.what_speaks("en") is None
    read(reader, listener, TEA)
    assert reader.what_speaks("en") == "espeak gmw/en"
    pid = voice.pid
    make_voice(folder, "anna", "en_GB")
    read(reader, listener, TEA, WATER)
    assert (reader.what_speaks("en"), reader.what_speaks("zh")) == ("piper anna.onnx", "espeak cmn")
    assert voice.pid == pid
    lit = [event.start for event in listener.words() if event.passage_key == "tea"]
    assert lit == [word.start for word in words(TEA.text)] * 2


@pytest.mark.parametrize("spoilt", ["model", "json", "no json"])
def test_a_broken_voice_is_passed_over_and_the_other_speaks(
    reader: Reader, listener: Listener, folder: Path, spoilt: str
) -> None:
    path = make_voice(folder, "anna", "en_GB")
    about = Path(f"{path}.json")
    if spoilt == "model":
        path.write_bytes(path.read_bytes()[:500])
    elif spoilt == "json":
        about.write_text("{", "utf-8")
    else:
        about.unlink()
    read(reader, listener, TEA)
    assert reader.what_speaks("en") == "espeak gmw/en"


def test_stop_is_silence(
    reader: Reader, listener: Listener, folder: Path, sound: VirtualSound
) -> None:
    make_voice(folder, "anna", "en_GB")
    reader.set_rate(120, 120)
    with sound.record() as recording:
        reader.read([LONG])
        listener.wait_for(WordStarted("long", 4, 8))
        wait_until(lambda: not recording.quiet_for(0.05))
        stopped = recording.place(time.monotonic())
        reader.stop()
        listener.wait_for(ReaderState(State.IDLE), Finished(False))
        wait_until(lambda: recording.seconds > stopped + 1.5)
        heard = recording.stretches(0.3)
    assert heard[-1][1] - stopped < 0.2


@pytest.mark.parametrize("rate", [220.0])
def test_it_keeps_the_rate_that_is_asked(
    reader: Reader, listener: Listener, folder: Path, sound: VirtualSound, rate: float
) -> None:
    make_voice(folder, "anna", "en_GB")
    read(reader, listener, TEA)
    reader.set_rate(rate, rate)
    with sound.record() as recording:
        read(reader, listener, LONG)
        wait_until(lambda: recording.quiet_for(0.5))
    minutes = recording.voiced_seconds() / 60
    assert len(words(LONG.text)) / minutes == pytest.approx(rate, rel=0.15)


def test_nothing_that_is_spoken_is_written(
    reader: Reader,
    listener: Listener,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(own))
    monkeypatch.chdir(own)
    make_voice(folder, "anna", "en_GB")
    read(reader, listener, TEA, WATER)
    reader.close()
    assert [path for path in own.rglob("*") if path.is_file() and path.name != "cookie"] == []
    assert len([*folder.iterdir()]) == 2
