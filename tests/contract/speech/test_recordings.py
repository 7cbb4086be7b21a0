"""Playing a recording: heard, paused, ended; a bad one is told."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from app.speech.reader import Finished, Passage, Reader, ReaderState, State, WordStarted
from tests.contract.speech.conftest import Listener, wait_until
from tests.sound import VirtualSound

FORMATS = {
    "wav": ("WAV", "PCM_16", 8_000, 1),
    "ogg": ("OGG", "OPUS", 16_000, 1),
    "flac": ("FLAC", "PCM_16", 44_100, 2),
}


def tone(path: Path, seconds: float, kind: str = "wav") -> Path:
    """A recording of a tone."""
    container, coding, rate, channels = FORMATS[kind]
    wave = 0.3 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(int(seconds * rate)) / rate)
    samples = numpy.stack([wave] * channels, axis=1)
    soundfile.write(path, samples, rate, format=container, subtype=coding)
    return path


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_recording_is_heard_whole(
    shared_reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path, kind: str
) -> None:
    path = tone(tmp_path / f"说.{kind}", 1.5, kind)
    with sound.record() as recording:
        shared_reader.play(path)
        listener.wait_for(
            ReaderState(State.STARTING), ReaderState(State.SPEAKING), ReaderState(State.IDLE),
            Finished(True),
        )  # fmt: skip
        wait_until(lambda: recording.quiet_for(0.3))
    assert recording.voiced_seconds() == pytest.approx(1.5, abs=0.2)
    assert listener.words() == []


def test_pause_and_resume_go_on_where_it_was(
    shared_reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    path = tone(tmp_path / "long.wav", 3.0)
    with sound.record() as recording:
        shared_reader.play(path)
        wait_until(lambda: recording.voiced_seconds() > 1.2)
        shared_reader.pause()
        listener.wait_for(ReaderState(State.PAUSED))
        wait_until(lambda: recording.quiet_for(0.5))
        shared_reader.resume()
        listener.wait_for(Finished(True))
        wait_until(lambda: recording.quiet_for(0.3))
    # Some is heard again: the place is told four times a second.
    assert 2.7 < recording.voiced_seconds() < 4.2


def test_stop_is_silence_and_a_text_can_follow(
    shared_reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    path = tone(tmp_path / "long.wav", 30.0)
    with sound.record() as recording:
        shared_reader.play(path)
        wait_until(lambda: recording.voiced_seconds() > 0.2)
        shared_reader.stop()
        at = listener.wait_for(ReaderState(State.IDLE), Finished(False))
        wait_until(lambda: recording.quiet_for(0.5))
    shared_reader.read([Passage("a", "Tea.")])
    listener.wait_for(WordStarted("a", 0, 3), Finished(True), after=at)


@pytest.mark.expected_log("refused: bad_recording")
@pytest.mark.parametrize("content", [None, b"", b"not a recording at all", b"RIFF\0\0\0\0WAVE"])
def test_a_bad_recording_is_told_and_the_voice_is_still_there(
    shared_reader: Reader,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
    content: bytes | None,
) -> None:
    path = tmp_path / "bad.ogg"
    if content is not None:
        path.write_bytes(content)
    shared_reader.play(path)
    at = listener.wait_for(ReaderState(State.IDLE, "bad_recording"), Finished(False))
    shared_reader.read([Passage("a", "Tea.")])
    listener.wait_for(WordStarted("a", 0, 3), Finished(True), after=at)


def test_a_recording_cut_short_is_heard_as_far_as_it_goes(
    shared_reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    whole = tone(tmp_path / "whole.ogg", 4.0, "ogg").read_bytes()
    path = tmp_path / "cut.ogg"
    path.write_bytes(whole[: len(whole) // 2])
    with sound.record() as recording:
        shared_reader.play(path)
        listener.wait_for(Finished(True))
        wait_until(lambda: recording.quiet_for(0.3))
    assert recording.voiced_seconds() > 0.5
