"""The sound on its way to the recogniser: its rate, its loudness, its file."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from app.speech.ear.cue import tone
from app.speech.ear.endpoint import CHUNK_BYTES
from app.speech.ear.listening import Order, level_of
from app.speech.ear.resample import Resampler
from app.speech.ear.sound_file import RecordingError, SoundFile, seconds_of


def wave(pitch: float, rate: int, seconds: float, volume: float = 0.5) -> numpy.ndarray:
    at = numpy.arange(round(rate * seconds)) / rate
    return (numpy.sin(2 * numpy.pi * pitch * at) * volume * 32767).astype(numpy.int16)


def resampled(sound: numpy.ndarray, rate: int, channels: int, block: int) -> numpy.ndarray:
    made = Resampler(rate, channels)
    frames = numpy.repeat(sound[:, None], channels, axis=1)
    blocks = (frames[at : at + block] for at in range(0, len(frames), block))
    return numpy.frombuffer(b"".join(made.convert(b.tobytes()) for b in blocks), numpy.int16)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_becomes_ours(rate: int, channels: int) -> None:
    out = resampled(wave(440, rate, 2.0), rate, channels, 441)
    assert len(out) == pytest.approx(32_000, rel=0.01)
    spectrum = numpy.abs(numpy.fft.rfft(out[8_000:24_000].astype(float)))
    assert spectrum.argmax() == 440  # one second: a bin a hertz
    assert numpy.sqrt((out[8_000:24_000].astype(float) ** 2).mean()) == pytest.approx(
        0.5 * 32767 / numpy.sqrt(2), rel=0.05
    )


def test_what_we_cannot_hear_does_not_fold_back() -> None:
    out = resampled(wave(11_000, 48_000, 2.0), 48_000, 1, 1_536)
    assert numpy.abs(out[2_000:-2_000].astype(float)).max() < 0.02 * 32767


def test_blocks_of_any_size_make_the_same_sound() -> None:
    sound = wave(440, 44_100, 1.0)
    whole = resampled(sound, 44_100, 1, len(sound))
    for block in (1, 7, 1_411):
        piecewise = resampled(sound[:4_410] if block == 1 else sound, 44_100, 1, block)
        same = min(len(piecewise), len(whole))
        assert numpy.abs(piecewise[:same].astype(int) - whole[:same].astype(int)).max() <= 1


def test_the_meter() -> None:
    assert level_of(bytes(CHUNK_BYTES)) == 0.0
    loud = [level_of(wave(440, 16_000, 0.032, v).tobytes()) for v in (0.001, 0.01, 0.1, 1.0)]
    assert loud == sorted(loud)
    assert 0.0 < loud[1] < loud[2] < 1.0
    assert loud[3] == 1.0


@pytest.mark.parametrize(("asked", "kept"), [(0.1, 1.5), (3, 3.0), (60, 8.0), (None, 3.0)])
def test_the_pause_stays_within_what_serves(asked: float | None, kept: float) -> None:
    order = {"id": 1, "mode": "dictation", "language": "en", "pause": asked}
    assert Order.of(order).pause == kept
    assert Order.of({**order, "mode": "command"}).pause == 1.0


def test_the_cues_can_be_told_apart() -> None:
    assert tone("start") != tone("end")
    assert len(tone("start")) == len(tone("end")) > 0


def test_a_recording_cut_in_half_can_be_heard(tmp_path: Path) -> None:
    path = tmp_path / "said.ogg"
    file = SoundFile(path)
    chunk = wave(300, 16_000, 0.5).tobytes()
    for _ in range(60):
        file.write(chunk)
    file.close()
    file.close()
    assert file.seconds == 30.0
    assert seconds_of(path) == pytest.approx(30.0, abs=0.1)
    info = soundfile.info(str(path))
    assert (info.format, info.subtype, info.channels) == ("OGG", "OPUS", 1)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert seconds_of(path) == pytest.approx(15.0, abs=3.0)
    assert len(soundfile.read(str(path))[0]) > 0


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError):
        SoundFile(tmp_path / "nowhere" / "said.ogg")
    assert seconds_of(tmp_path / "nothing.ogg") == 0.0
    (tmp_path / "text.ogg").write_text("no sound")
    assert seconds_of(tmp_path / "text.ogg") == 0.0


def test_a_full_disk_is_told() -> None:
    file = SoundFile(Path("/dev/full"))
    with pytest.raises(RecordingError):
        file.write(wave(300, 16_000, 20.0).tobytes())
    with pytest.raises(RecordingError):
        file.close()
    file.close()
