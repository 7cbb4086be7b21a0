"""English by CMU PocketSphinx: the recogniser that is always there.

For the model of the commands see resources/speech/make_commands.py.
A kept `Decoder` each, since loading the dictation model takes one to two seconds.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from app.domain.commands import command_of
from app.domain.segment import ENGLISH
from app.speech.ear.endpoint import SAMPLE_RATE
from app.speech.ear.models import command_files, sphinx_files
from app.speech.ear.recogniser import SAMPLE_WIDTH, Heard

NAME = "pocketsphinx"
SURE_ENOUGH = 0.75
"""A command is believed when its words' mean posterior is at least this."""
SURER = 0.85
"""The same for a single word, which is more easily heard in something else."""
FITS = -4.3
"""And when its sounds fit: the mean logarithm of the acoustic score of a frame of its words, where
0 is the best that any sound of the model would score. Other speech that only comes nearest to a
phrase scored -4.5 and less, phrases -4.4 and more (flite, espeak-ng)."""
_LM_WEIGHT = 9.0
_PIECE = SAMPLE_RATE * SAMPLE_WIDTH // 10  # 100 ms: the decoder holds the whole process meanwhile
_LONGEST_PIECE = 30 * SAMPLE_RATE * SAMPLE_WIDTH  # ends a piece even without a pause


def _decoder(**config: Any) -> Any:
    from pocketsphinx import Decoder

    return Decoder(
        samprate=SAMPLE_RATE,
        hmm=str(sphinx_files().acoustic_model),
        loglevel="FATAL",
        **{name: str(value) for name, value in config.items()},
    )


def _words(decoder: Any) -> list[tuple[str, float]]:
    """The words of the best guess, each with its posterior probability."""
    if decoder.hyp() is None:
        return []
    return [
        (segment.word.split("(")[0], min(float(segment.prob), 1.0))
        for segment in decoder.seg()
        if segment.word[0] not in "<[+"  # silence and noises
    ]


def _fit(decoder: Any) -> float:
    """How well the sounds of the best guess's words fit what was heard, see `FITS`."""
    score, frames = 0.0, 0
    for segment in decoder.seg() if decoder.hyp() is not None else ():
        if segment.word[0] not in "<[+":
            score += math.log(max(segment.ascore, sys.float_info.min))
            frames += segment.end_frame - segment.start_frame + 1
    return score / frames if frames else -math.inf


def _heard(words: list[tuple[str, float]]) -> Heard | None:
    if not words:
        return None
    text = " ".join(word for word, _ in words)
    return Heard(text, round(sum(sure for _, sure in words) / len(words), 3))


class SphinxDictation:
    """Free English, as well as it goes: a draft to be put right."""

    name = NAME

    def __init__(self) -> None:
        """Load the model. Raises FileNotFoundError without it, ImportError without the library."""
        files = sphinx_files()
        self._decoder = _decoder(lm=files.language_model, dict=files.dictionary)
        self._mean = self._decoder.get_cmn(False)
        self._words: list[tuple[str, float]] = []
        self._fed = 0

    def begin(self) -> None:
        """A new listening, not coloured by the voice and the noise of the last one."""
        self._end_piece()
        self._decoder.set_cmn(self._mean)
        self._words = []

    def feed(self, sound: bytes) -> None:
        """Decode it now."""
        if not self._fed:
            self._decoder.start_utt()
        for start in range(0, len(sound), _PIECE):
            self._decoder.process_raw(sound[start : start + _PIECE], no_search=False)
        self._fed += len(sound)
        if self._fed > _LONGEST_PIECE:
            self.breathe()

    def breathe(self) -> None:
        """End the piece: its words are settled, and the last reckoning stays short."""
        self._words += self._end_piece()

    def _end_piece(self) -> list[tuple[str, float]]:
        if not self._fed:
            return []
        self._fed = 0
        self._decoder.end_utt()
        return _words(self._decoder)

    def partial(self) -> str:
        """The settled pieces and the best guess at this one."""
        guess = self._decoder.hyp() if self._fed else None
        words = [word for word, _ in self._words]
        return " ".join([*words, *(guess.hypstr.split() if guess else ())])

    def finish(self) -> Heard | None:
        """All pieces."""
        self.breathe()
        return _heard(self._words)


class SphinxCommands:
    """The English commands, and nothing else; a whole utterance at a time."""

    name = NAME

    def __init__(self) -> None:
        """Load the model. Raises FileNotFoundError without it, ImportError without the library."""
        files = command_files(ENGLISH)
        self._decoder = _decoder(lm=files.language_model, dict=files.dictionary, lw=_LM_WEIGHT)
        self._sound = bytearray()

    def begin(self) -> None:
        """A new listening."""
        self._sound.clear()

    def feed(self, sound: bytes) -> None:
        """Keep it: the mean of the whole utterance makes short ones better understood."""
        self._sound += sound

    def breathe(self) -> None:
        """Commands are one piece."""

    def partial(self) -> str:
        """Not known before the end."""
        return ""

    def finish(self) -> Heard | None:
        """The phrase, when it is one and sure enough."""
        sound = bytes(self._sound)
        self._sound.clear()
        if not sound:
            return None
        self._decoder.start_utt()
        self._decoder.process_raw(sound, no_search=False, full_utt=True)
        self._decoder.end_utt()
        heard = _heard(_words(self._decoder))
        if heard is None or heard.confidence < (SURE_ENOUGH if " " in heard.text else SURER):
            return None
        fits = _fit(self._decoder) >= FITS
        return heard if fits and command_of(heard.text, ENGLISH) else None
