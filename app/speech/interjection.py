"""What is said in between: an urgent message, and the reading that is held meanwhile. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path

from app.speech.script import Sentence


@dataclass(frozen=True, slots=True)
class Held:
    """A reading, or a recording, that goes on afterwards where it was."""

    script: tuple[Sentence, ...]
    index: int
    place: int | None
    recording: Path | None
    seconds: float
    paused: bool
    over: bool  # it had come to its end: nothing of it is left to say


class Interjections:
    """Those that wait, and what is held while one is said. They come in the order they were added:
    a second one waits for the first."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Sentence, ...]] = deque()
        self._held: Held | None = None

    @property
    def waiting(self) -> bool:
        """Whether one is still to be said."""
        return bool(self._waiting)

    @property
    def saying(self) -> bool:
        """Whether one is being said."""
        return self._held is not None

    def add(self, script: tuple[Sentence, ...]) -> None:
        """Say this when its time comes."""
        self._waiting.append(script)

    def begin(self, held: Held) -> tuple[Sentence, ...]:
        """The next one to say; `held` goes on afterwards, unless a reading is held already."""
        self._held = self._held or held
        return self._waiting.popleft()

    def forget(self) -> Held | None:
        """None waits and none is said any more; what was held."""
        held, self._held = self._held, None
        self._waiting.clear()
        return held
