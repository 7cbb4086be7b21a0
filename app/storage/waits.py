"""How long what has to go may wait, whatever the clock said when that was written down."""

from __future__ import annotations

from datetime import datetime, timedelta

#: No try is put off longer (docs/protocol.md, backoff 30 s to 1 h). What lies further ahead was
#: written by a clock that was wrong, and is due at once.
LONGEST_WAIT = timedelta(hours=1)
ABSURD = LONGEST_WAIT + timedelta(minutes=1)


def has_come(column: str) -> str:
    """An SQL condition: that moment has come, or was written by a clock that was wrong.

    With the parameters of `moments`.
    """
    return f"(coalesce({column}, 0) <= :now OR {column} > :absurd)"


def moments(now: datetime) -> dict[str, object]:
    """The parameters of `has_come`."""
    moment = now.timestamp()
    return {"now": moment, "absurd": moment + ABSURD.total_seconds()}
