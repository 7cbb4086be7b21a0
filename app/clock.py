"""The time, asked for in one place, so that tests can set it.

No clock decides the order, acceptance or expiry of a person's words; times are for people to read.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """What the program asks about time."""

    def now(self) -> datetime:
        """The present moment, with an offset."""
        ...

    def today(self) -> date:
        """The day on the wall calendar here."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()

    def monotonic(self) -> float:
        return time.monotonic()
