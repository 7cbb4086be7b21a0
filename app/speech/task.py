"""What the voice is at: an utterance or a recording, how far it is, and whether it is stuck."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.segment import CHINESE, words
from app.storage.sealed_sound import SealKey

PROGRESS_LIMIT = 3.0
"""Seconds without any progress that are always all right."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text for the voice; `rate` in English words or Chinese characters a minute."""

    text: str
    language: str
    rate: float
    volume: float = 1.0


@dataclass
class Task:
    """What is being said or played now. `seal` opens a recording that is sealed."""

    number: int
    utterance: Utterance | None
    path: Path | None
    volume: float
    place: int = 0  # code points of the text
    seconds: float = 0.0  # of the recording
    words_heard: bool = False
    failures: int = 0
    base: int = 0
    progress_at: float = 0.0
    seal: SealKey | None = field(default=None, repr=False)

    def command(self, wire: int) -> dict[str, Any]:
        """The child's command for what is left to say."""
        if self.utterance is None:
            played = {
                "op": "play",
                "id": wire,
                "path": str(self.path),
                "from": self.seconds,
                "volume": self.volume,
            }
            return played if self.seal is None else {**played, "seal": self.seal.written()}
        self.base = self.place
        return {
            "op": "say",
            "id": wire,
            "text": self.utterance.text[self.place :],
            "language": self.utterance.language,
            "rate": self.utterance.rate,
            "volume": self.volume,
        }

    def is_stuck(self, now: float, tells_words: bool) -> bool:
        """Whether it has been without progress for longer than can be right."""
        waited = now - self.progress_at
        if self.utterance is None or waited <= PROGRESS_LIMIT:
            return waited > PROGRESS_LIMIT
        return waited > 2 * expected_seconds(self.utterance, self.place, tells_words)


def expected_seconds(utterance: Utterance, place: int, tells_words: bool) -> float:
    """How long until the voice should tell something: its longest word, or all that is left."""
    left = utterance.text[place:]
    weights = [_weight(word.of(left), utterance.language) for word in words(left)]
    if not weights:
        return 0.0
    return (max(weights) if tells_words else sum(weights)) * 60 / max(utterance.rate, 1.0)


def _weight(word: str, language: str) -> float:
    """A word in spoken units: digits are said one by one, long strings in many syllables."""
    digits = sum(character.isdigit() for character in word)
    unit = 1.0 if language == CHINESE else 6.0
    return digits + max((len(word) - digits) / unit, 1.0)
