"""A sealed recording, with a real microphone and speaker: said, heard, and nowhere in the clear."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.speech.ear.ear import Ear, EarState, Recorded, State
from app.speech.ear.sound_file import seconds_of
from app.speech.reader import Finished, Reader, ReaderState
from app.speech.reader import State as ReaderIs
from app.speech.voice import Voice
from app.storage.sealed_sound import SealKey, sound_in
from tests.contract.speech.conftest import Listener, wait_until
from tests.sound import VirtualSound
from tests.spoken import speak
from tests.unit.storage.build import House

LISTENING = EarState(State.LISTENING)
SAID = "the lamp is broken and the road is dark"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    made.recordings.set_sealing(True)
    yield made
    made.store.close()


@pytest.fixture
def ear(house: House, listener: Listener, sound: VirtualSound) -> Iterator[Ear]:
    made = Ear(listener, keys=house.keys)
    yield made
    made.close()


@pytest.fixture
def reader(house: House, shared_voice: Voice, listener: Listener) -> Iterator[Reader]:
    made = Reader(shared_voice, listener, house.keys.for_reading)
    yield made
    made.stop()


def in_the_clear(house: House, path: Path) -> list[str]:
    """The files of the data folder that hold any sound that can be read."""
    key = house.keys.for_reading(path)
    assert key is not None
    opened = sound_in(path, key)
    assert not isinstance(opened, str)
    plain = opened.getvalue()
    assert plain.startswith(b"OggS")
    cuts = [plain[at : at + 24] for at in range(0, len(plain) - 24, 997)]
    sounds = [cut for cut in cuts if len(set(cut)) > 12]  # not what fills the head's page up
    assert len(sounds) > 4
    parts = [b"OggS", b"OpusHead", *sounds]
    files = [one for one in house.folder.rglob("*") if one.is_file()]
    assert path in files
    return [f.name for f in files if any(part in f.read_bytes() for part in parts)]


def begin(ear: Ear, house: House, listener: Listener, sound: VirtualSound, folder: Path) -> Path:
    """Somebody speaks into the microphone."""
    path = house.recordings.path_for("message")
    ear.dictate("zh", path)  # which nothing here writes down: the voice is all there is
    listener.wait_for(LISTENING)
    sound.speak_into_microphone(speak(SAID, "flite/rms", folder))
    return path


def is_heard(reader: Reader, listener: Listener, sound: VirtualSound, path: Path) -> float:
    """The seconds of a voice that come out of the speaker."""
    at = len(listener.events)
    with sound.record() as recording:
        reader.play(path)
        listener.wait_for(ReaderState(ReaderIs.SPEAKING), Finished(True), after=at)
        wait_until(lambda: recording.quiet_for(0.3))
    return recording.voiced_seconds()


def test_what_is_said_is_sealed_on_the_disk_and_heard_again(
    ear: Ear,
    reader: Reader,
    house: House,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
) -> None:
    path = begin(ear, house, listener, sound, tmp_path)
    ear.finish()
    listener.wait_for(Recorded)
    recorded = next(event for event in listener.events if isinstance(event, Recorded))
    assert seconds_of(path, house.keys.for_reading(path)) == pytest.approx(
        recorded.seconds, abs=0.1
    )
    assert in_the_clear(house, path) == []
    ear.cancel()
    assert is_heard(reader, listener, sound, path) > 1.0
    assert in_the_clear(house, path) == []


@pytest.mark.expected_log("ear: it broke: the child ended|refused: bad_recording")
def test_what_was_said_before_a_crash_is_heard_with_its_key_and_not_without(
    ear: Ear,
    reader: Reader,
    house: House,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
) -> None:
    path = begin(ear, house, listener, sound, tmp_path)
    assert ear.pid is not None
    os.kill(ear.pid, signal.SIGKILL)
    at = listener.wait_for(Recorded, EarState(State.UNAVAILABLE, "ear_failed"))
    kept = next(event for event in listener.events if isinstance(event, Recorded))
    key = house.keys.for_reading(path)
    assert kept.seconds == pytest.approx(seconds_of(path, key))
    assert kept.seconds > 1.0
    assert in_the_clear(house, path) == []
    with path.open("ab") as file:  # as if the power had been cut within the next page
        file.write(bytes([0, 0, 1, 0]) + bytes(100))
    assert is_heard(reader, listener, sound, path) > 0.7
    # Without the key, or with another one, that is told, and nothing is heard.
    for opens in (None, SealKey(key.name, bytes(32)) if key else None):
        reader._key_of = lambda _, opens=opens: opens  # type: ignore[misc]
        at = len(listener.events)
        reader.play(path)
        listener.wait_for(ReaderState(ReaderIs.IDLE, "bad_recording"), Finished(False), after=at)
