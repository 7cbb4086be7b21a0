"""Any microphone's own rate, made 16 kHz mono as it comes."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from app.speech.ear.endpoint import SAMPLE_RATE

_TAPS = 65
_PASS = 0.45  # of the lower of both rates: what lies above would fold back as noise


class Resampler:
    """Keeps its place between blocks, so that no click comes at their edges.

    A windowed-sinc low pass (Hamming; Smith, The Scientist and Engineer's Guide to DSP, ch. 16),
    then linear interpolation.
    """

    def __init__(self, rate: float, channels: int) -> None:
        """`rate` samples a second come in, of so many interleaved channels."""
        self._channels = channels
        self._step = rate / SAMPLE_RATE
        middle = numpy.arange(_TAPS) - (_TAPS - 1) / 2
        cut = 2 * _PASS * min(1.0, SAMPLE_RATE / rate)
        taps = numpy.sinc(cut * middle) * numpy.hamming(_TAPS)
        self._filter = taps / taps.sum()
        self._past: NDArray[numpy.float64] = numpy.zeros(_TAPS - 1)
        self._tail: NDArray[numpy.float64] = numpy.zeros(0)
        self._at = 0.0  # of the next sample out, in samples of `_tail` and what follows

    def convert(self, block: bytes) -> bytes:
        """16-bit samples in, 16-bit samples out."""
        frames = numpy.frombuffer(block, numpy.int16).reshape(-1, self._channels)
        mono = numpy.concatenate([self._past, frames.astype(numpy.float64).mean(axis=1)])
        self._past = mono[len(mono) - (_TAPS - 1) :]
        smooth = numpy.concatenate([self._tail, numpy.convolve(mono, self._filter, "valid")])
        if len(smooth) < 2:
            self._tail = smooth
            return b""
        places = numpy.arange(self._at, len(smooth) - 1, self._step)
        out = numpy.interp(places, numpy.arange(len(smooth)), smooth)
        after = self._at + len(places) * self._step
        keep = min(int(after), len(smooth) - 1)
        self._tail, self._at = smooth[keep:], after - keep
        return bytes(numpy.clip(out.round(), -32768, 32767).astype(numpy.int16).tobytes())
