"""A rising tone before listening, a falling one after it; both while the microphone is shut."""

from __future__ import annotations

import contextlib

_RATE = 16_000
_TONES = {"start": (660.0, 880.0), "end": (880.0, 660.0)}
_TONE_SECONDS = 0.09
_VOLUME = 0.25


def tone(kind: str) -> bytes:
    """16-bit samples of the "start" or "end" cue."""
    import numpy

    time = numpy.arange(int(_RATE * _TONE_SECONDS)) / _RATE
    swell = numpy.sin(numpy.pi * time / _TONE_SECONDS)  # without clicks
    waves = [numpy.sin(2 * numpy.pi * pitch * time) * swell for pitch in _TONES[kind]]
    return bytes((numpy.concatenate(waves) * _VOLUME * 32767).astype(numpy.int16).tobytes())


def play_cue(kind: str) -> None:
    """Play it to its end. Without a speaker there is none: it is only a help."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import sounddevice

        with (
            contextlib.suppress(sounddevice.PortAudioError),
            sounddevice.RawOutputStream(samplerate=_RATE, channels=1, dtype="int16") as stream,
        ):
            stream.write(tone(kind))
