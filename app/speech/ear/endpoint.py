"""When somebody begins to speak and when they have finished.

Pure: fed with the probability of speech of each chunk of 32 ms, in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import Enum

SAMPLE_RATE = 16_000
CHUNK_SAMPLES = 512
CHUNK_BYTES = 2 * CHUNK_SAMPLES
CHUNK_SECONDS = CHUNK_SAMPLES / SAMPLE_RATE

COMMAND_PAUSE = 1.0
DICTATION_PAUSE = 3.0
SHORTEST_PAUSE, LONGEST_PAUSE = 1.5, 8.0
PATIENCE = 10.0
"""Seconds to wait for the first word."""
BREATH = 0.8
"""Seconds of silence inside a dictation after which the words so far stand by themselves."""
PRE_ROLL = 0.3
"""Seconds kept from before the speech was noticed, and after it ends."""

_SPEECH, _SILENCE = 0.5, 0.35  # Silero's own threshold, and its hysteresis of 0.15
_WINDOW, _ENOUGH = 8, 5  # of the last 8 chunks (0.26 s) 5 must be speech to begin


class Turn(Enum):
    """What the last chunk means."""

    WAITING = "waiting"  # nobody has spoken yet
    SPEAKING = "speaking"
    BREATH = "breath"  # once in every longer pause: what was said so far is a piece of its own
    ENDED = "ended"
    NOTHING = "nothing"  # nobody spoke within PATIENCE


def _chunks(seconds: float) -> int:
    return max(round(seconds / CHUNK_SECONDS), 1)


class EndPointer:
    """Watches one listening from its first chunk on."""

    def __init__(self, pause: float, patience: float = PATIENCE) -> None:
        """`pause`: seconds of silence that end it once somebody has spoken."""
        self._pause = _chunks(pause)
        self._patience = _chunks(patience)
        self._breath = _chunks(BREATH)
        self._recent: deque[bool] = deque(maxlen=_WINDOW)
        self._taken = 0
        self._silent = 0
        self.begun = False
        """Whether somebody has spoken."""

    def take(self, probability: float) -> Turn:
        """Take the next chunk's probability of speech, 0 to 1."""
        self._taken += 1
        if not self.begun:
            return self._wait(probability)
        if probability >= _SPEECH or (probability >= _SILENCE and not self._silent):
            self._silent = 0
            return Turn.SPEAKING
        self._silent += 1
        if self._silent >= self._pause:
            return Turn.ENDED
        return Turn.BREATH if self._silent == self._breath else Turn.SPEAKING

    def _wait(self, probability: float) -> Turn:
        self._recent.append(probability >= _SPEECH)
        if sum(self._recent) >= _ENOUGH:
            self.begun = True
            return Turn.SPEAKING
        return Turn.NOTHING if self._taken >= self._patience else Turn.WAITING

    @property
    def silent_seconds(self) -> float:
        """How long nobody has spoken, since they began to."""
        return self._silent * CHUNK_SECONDS


class Gate:
    """Lets a recogniser hear the speech with a little around it, and not the long silences.

    Given silence, recognisers invent words.
    """

    def __init__(self) -> None:
        self._kept: deque[bytes] = deque(maxlen=_chunks(PRE_ROLL) + _WINDOW)

    def pass_on(self, chunk: bytes, speaking: bool) -> Iterable[bytes]:
        """What the recogniser shall hear now; `speaking`: speech, or just after it."""
        if not speaking:
            self._kept.append(chunk)
            return ()
        passed = (*self._kept, chunk)
        self._kept.clear()
        return passed
