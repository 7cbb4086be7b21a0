"""How long to wait before trying again. Pure.

Exponential backoff with full jitter; source: M. Brooker, "Exponential Backoff And Jitter", AWS
Architecture Blog, 2015: it spreads the callers best when a server comes back.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waiting times, in seconds.

    `quick` are the first waits when there was no network at all: they cost nobody anything, and a
    cable that was put back in is noticed soon. Afterwards, and for every other trouble, full
    jitter below a ceiling that doubles from `first` to `most`, and never less than `least`.
    """

    least: float = 1.0
    first: float = 30.0
    most: float = 3600.0
    quick: tuple[float, ...] = (5.0, 15.0, 30.0)

    def ceiling(self, attempts: int) -> float:
        """The longest wait after so many failures in a row; 1 is the first failure."""
        doublings = min(max(attempts, 1) - 1, 30)
        return min(self.most, self.first * 2.0**doublings)

    def wait(self, attempts: int, chance: random.Random) -> float:
        """A wait with full jitter after so many failures in a row."""
        return max(self.least, chance.uniform(0.0, self.ceiling(attempts)))

    def wait_for_network(self, attempts: int, chance: random.Random) -> float:
        """A wait when there was no network: the quick ones first, up to a tenth later."""
        if attempts <= len(self.quick):
            return self.quick[max(attempts, 1) - 1] * chance.uniform(1.0, 1.1)
        return self.wait(attempts - len(self.quick), chance)
