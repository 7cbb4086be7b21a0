"""What the server reads from a recording: told from other files, timed, and never broken by one."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from app.speech.ear.sound_file import SoundFile
from server.feedback import sounds
from server.feedback.attachments import length_in_words


def recorded(path: Path, seconds: float) -> bytes:
    """A recording as the ear leaves it."""
    file = SoundFile(path)
    noise = numpy.random.default_rng(3).integers(-3000, 3000, 1600, dtype="int16")
    for _ in range(round(seconds * 10)):
        file.write(noise.tobytes())
    file.close()
    return path.read_bytes()


@pytest.mark.parametrize("seconds", [0.1, 1.0, 7.3])
def test_the_length_is_that_of_the_sound(tmp_path: Path, seconds: float) -> None:
    data = recorded(tmp_path / "a.ogg", seconds)
    assert sounds.begins_ogg_opus(data[:64])
    assert sounds.seconds_of(data) == pytest.approx(seconds, abs=0.05)


def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    data = recorded(tmp_path / "a.ogg", 5.0)
    for share in (0.3, 0.5, 0.9):
        cut = data[: int(len(data) * share)]
        with soundfile.SoundFile(io.BytesIO(cut)) as file:
            heard = file.frames / file.samplerate
        told = sounds.seconds_of(cut)
        assert told is not None
        assert told == pytest.approx(heard, abs=1.1)


def test_other_files_are_none(tmp_path: Path) -> None:
    path = tmp_path / "vorbis.ogg"
    soundfile.write(path, numpy.zeros(8000), 16_000, format="OGG", subtype="VORBIS")
    data = recorded(tmp_path / "a.ogg", 1.0)
    for other in (path.read_bytes(), b"", b"OggS", b"RIFF" + data, data[:47], bytes(100)):
        assert sounds.seconds_of(other) is None


@given(tail=st.binary(max_size=200), cut=st.integers(0, 400))
def test_no_bytes_break_it(tail: bytes, cut: int) -> None:
    head = b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1\x38\1" + bytes(100)
    assert sounds.seconds_of(head[:cut] + tail) is None or cut > 40


def test_a_length_is_minutes_and_seconds() -> None:
    lengths = [length_in_words(s) for s in (None, 0.0, 0.2, 59.6, 65.0, 300.0)]
    assert lengths == ["", "", "0:01", "1:00", "1:05", "5:00"]
