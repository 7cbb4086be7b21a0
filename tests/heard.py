"""What was said, recognised in what was heard: its sound, made in memory, found in a capture.

The same words sound the same each time in colour, not in phase (espeak-ng goes on with the phase
it had), so what is compared is how loud each band of pitch is, hundredth by hundredth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy

from app.domain.segment import Span, words
from app.speech.drivers.libespeak import LibEspeak, WordMark
from app.speech.synthesiser import EspeakDriver
from app.speech.tracker import WordTimes
from tests.sound import RATE

HOP = RATE // 100
_WINDOW = 512
_BANDS = 26
_HIGHEST = 5000.0
_SURE = 0.9
_PIECE = RATE // 7
_FLOOR = 20.0  # of a window's spectrum: below any voice


@lru_cache
def _filters() -> numpy.ndarray:
    """Bands as wide as the ear's (mel), as weights of a spectrum's lines."""
    top = 2595 * numpy.log10(1 + _HIGHEST / 700)
    edges = 700 * (10 ** (numpy.linspace(0, top, _BANDS + 2) / 2595) - 1)
    lines = numpy.fft.rfftfreq(_WINDOW, 1 / RATE)
    rise = (lines - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - lines) / (edges[2:] - edges[1:-1])[:, None]
    return numpy.clip(numpy.minimum(rise, fall), 0, None)


def colours(samples: numpy.ndarray, hop: int = HOP) -> numpy.ndarray:
    """A row for every `hop` samples: the loudness of each band, in a logarithmic measure."""
    count = max((len(samples) - _WINDOW) // hop + 1, 0)
    if not count:
        return numpy.zeros((0, _BANDS))
    at = numpy.arange(_WINDOW) + hop * numpy.arange(count)[:, None]
    spectrum = numpy.abs(numpy.fft.rfft(samples[at] * numpy.hanning(_WINDOW)))
    return numpy.log1p(spectrum @ _filters().T / (_FLOOR * _WINDOW))


@dataclass(frozen=True)
class Said:
    """A text's sound: samples at RATE from the first loud one on, and when each word begins."""

    samples: numpy.ndarray
    words: tuple[tuple[float, Span], ...]

    @property
    def seconds(self) -> float:
        """From the first to the last of its sound."""
        return len(self.samples) / RATE


@lru_cache(maxsize=2000)
def said(text: str, language: str, rate: float) -> Said:
    """What our voice says for `text` at so many words or characters a minute."""
    library, driver = LibEspeak.shared(), EspeakDriver()
    sound, marks = bytearray(), list[WordMark]()

    def receive(piece: bytes, found: list[WordMark]) -> bool:
        sound.extend(piece)
        marks.extend(found)
        return True

    voice = str(driver.voice_for(None, language))
    library.synthesise(text, voice, driver.engine_rate(language, rate), receive)
    made = numpy.frombuffer(bytes(sound), numpy.int16).astype(float)
    times = WordTimes(words(text))
    begun = [
        pair for sample, at, length in marks if length > 0 for pair in times.add(sample, at)
    ] + times.finish(len(made))
    at = numpy.arange(int(len(made) * RATE / library.sample_rate))
    samples = numpy.interp(at * library.sample_rate / RATE, numpy.arange(len(made)), made)
    loud = numpy.flatnonzero(numpy.abs(samples) > 200)
    first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, 0)
    return Said(
        samples[first:last],
        tuple((sample / library.sample_rate - first / RATE, word) for sample, word in begun),
    )


def find(heard: numpy.ndarray, wanted: numpy.ndarray, hop: int = HOP) -> tuple[int, float]:
    """Where in `heard` `wanted` is most like what is there, in samples; and how like, -1 to 1."""
    there, want = colours(heard, hop), colours(wanted, hop)
    length, places = len(want), len(there) - len(want) + 1
    if not length or places < 1:
        return 0, -1.0
    want = want - want.mean()
    products = there @ want.T
    step, across = products.strides
    shape, strides = (places, length), (step, step + across)
    alike = numpy.lib.stride_tricks.as_strided(products, shape, strides).sum(axis=1)
    sums = numpy.vstack([[0.0, 0.0], numpy.cumsum([there.sum(1), (there**2).sum(1)], axis=1).T])
    first, second = (sums[length:] - sums[:-length]).T
    size = numpy.sqrt(numpy.maximum(second - first**2 / (length * _BANDS), 1e-9))
    likeness = alike / (size * max(float(numpy.sqrt((want**2).sum())), 1e-9))
    best = int(likeness.argmax())
    return best * hop, float(likeness[best])


@dataclass(frozen=True)
class Found:
    """A sound that was found: from `start` to `end`, in samples; how like it is, -1 to 1."""

    start: int
    end: int
    like: float


def find_torn(heard: numpy.ndarray, wanted: numpy.ndarray) -> Found:
    """The same where a busy machine may have kept the card waiting: torn into pieces, in order."""
    place, like = find(heard, wanted)
    if like > _SURE or len(wanted) < 2 * _PIECE:
        return Found(place, place + len(wanted), like)
    half = len(wanted) // 2
    first = find_torn(heard, wanted[:half])
    begin = max(first.end - _WINDOW, 0)
    second = find_torn(heard[begin:], wanted[half:])
    torn = Found(first.start, begin + second.end, (first.like + second.like) / 2)
    return torn if torn.like > like else Found(place, place + len(wanted), like)
