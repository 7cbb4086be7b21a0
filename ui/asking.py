"""Asking the community anew when somebody comes to see whether there is an answer."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ui.context import Context

#: Who goes in and out asks no more often than this; seconds.
AGAIN_AFTER_S = 30.0

_asked: WeakKeyDictionary[Context, float] = WeakKeyDictionary()


def ask_for_answers(context: Context) -> None:
    """Have the community asked at once, unless it was just asked so."""
    now = context.services.clock.monotonic()
    before = _asked.get(context)
    if before is None or now - before >= AGAIN_AFTER_S:
        _asked[context] = now
        context.services.sync.request_now()
