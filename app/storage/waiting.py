"""How long anything that goes out is put off, whatever the clock does."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

#: No try is put off longer (docs/protocol.md, backoff 30 s to 1 h). What lies further ahead was
#: written by a clock that was wrong, and is due at once.
LONGEST_WAIT = timedelta(hours=1)
#: Further ahead than anything that this clock can have written; seconds.
ABSURD_S = (LONGEST_WAIT + timedelta(minutes=1)).total_seconds()


def put_off(when: datetime, now: datetime) -> float:
    """The moment of the next try as the store keeps it: at `when`, but not too far ahead."""
    return min(when, now + LONGEST_WAIT).timestamp()


def moments(now: datetime | None) -> dict[str, float]:
    """The parameters of conditions on such moments: `now`, and from where on it is `absurd`.

    For None every moment has come.
    """
    moment = math.inf if now is None else now.timestamp()
    return {"now": moment, "absurd": moment + ABSURD_S}


def has_come(column: str) -> str:
    """An SQL condition, with the parameters of `moments`: that moment has come, or is absurd."""
    return f"(coalesce({column}, 0) <= :now OR {column} > :absurd)"
