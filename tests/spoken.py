"""Speech made by synthetic voices for the ear to hear: flite's and espeak-ng's.

Not our own reading voice: the recogniser hardly understands that one, as any formant voice; as
somebody who says something else it serves well.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import numpy
import soundfile

from app.speech.ear.endpoint import CHUNK_BYTES, PRE_ROLL, SAMPLE_RATE, EndPointer, Gate, Turn
from app.speech.ear.listening import Detector
from app.speech.ear.recogniser import Heard, Recogniser

_NOISE = 8.0  # of 32768: a quiet room


def speak(text: str, voice: str, folder: Path) -> Path:
    """A WAV of `text` in `folder`; voices "flite/<name>" and "espeak/<name>"."""
    engine, _, name = voice.partition("/")
    path = folder / f"{hashlib.sha256(f'{voice} {text}'.encode()).hexdigest()[:20]}.wav"
    if engine == "flite":
        command = ["flite", "-voice", name, "-t", text, "-o", str(path)]
    else:
        command = ["espeak-ng", "-v", name, "-s", "140", "-w", str(path), text]
    subprocess.run(command, check=True, timeout=30, capture_output=True)
    return path


def with_pauses(path: Path, times: int, pause: float) -> Path:
    """A WAV that says the same several times, with pauses of so many seconds between."""
    sound, rate = soundfile.read(path)
    silence = numpy.zeros(round(pause * rate))
    longer = path.with_stem(f"{path.stem}-{times}-times")
    soundfile.write(longer, numpy.concatenate([sound, *[silence, sound] * (times - 1)]), rate)
    return longer


def in_noise(path: Path, decibels: float, seconds: float) -> Path:
    """A WAV of so many seconds of white noise, so far below what is said in it from 0.5 s on.

    Below the active speech: pauses between words do not count.
    """
    sound, rate = soundfile.read(path)
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    loudness = numpy.sqrt((frames**2).mean(axis=1))
    active = numpy.sqrt((loudness[loudness > loudness.max() / 10] ** 2).mean())
    chance = numpy.random.default_rng(1)
    noise = chance.normal(0, active * 10 ** (-decibels / 20), round(seconds * rate))
    noise[rate // 2 :][: len(sound)] += sound
    noisy = path.with_stem(f"{path.stem}-in-noise")
    soundfile.write(noisy, noise.clip(-1, 1), rate)
    return noisy


def samples(path: Path) -> bytes:
    """A WAV as 16 kHz mono 16-bit, with a second of a quiet room before and more behind."""
    sound, rate = soundfile.read(path, dtype="int16")
    at = numpy.arange(0, len(sound) - 1, rate / SAMPLE_RATE)
    said = numpy.interp(at, numpy.arange(len(sound)), sound).astype(numpy.int16)
    chance = numpy.random.default_rng(1)
    room = [chance.normal(0, _NOISE, round(s * SAMPLE_RATE)).astype(numpy.int16) for s in (1, 4)]
    return b"".join(part.tobytes() for part in (room[0], said, room[1]))


def understand(
    recogniser: Recogniser, detector: Detector, sound: bytes, pause: float
) -> Heard | None:
    """What is understood when this comes from the microphone; the same way, without the card."""
    detector.reset()
    recogniser.begin()
    ends, gate = EndPointer(pause), Gate()
    for start in range(0, len(sound) - CHUNK_BYTES + 1, CHUNK_BYTES):
        chunk = sound[start : start + CHUNK_BYTES]
        turn = ends.take(detector(chunk))
        for piece in gate.pass_on(chunk, ends.begun and ends.silent_seconds <= PRE_ROLL):
            recogniser.feed(piece)
        if turn is Turn.ENDED:
            break
    return recogniser.finish() if ends.begun else None
