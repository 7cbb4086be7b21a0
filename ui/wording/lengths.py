"""How long a recording is, as one says it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_MINUTE = 60


def length_in_words(seconds: float) -> str:
    """Minutes and seconds in words; at least one second."""
    minutes, rest = divmod(max(1, round(seconds)), _MINUTE)
    if not minutes:
        return _seconds(rest)
    if not rest:
        return _minutes(minutes)
    text = QCoreApplication.translate("Lengths", "{minutes} {seconds}")
    return text.format(minutes=_minutes(minutes), seconds=_seconds(rest))


def _minutes(count: int) -> str:
    # Not by %n: lupdate does not see it outside a class.
    if count == 1:
        return QCoreApplication.translate("Lengths", "1 minute")
    return QCoreApplication.translate("Lengths", "{count} minutes").format(count=count)


def _seconds(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Lengths", "1 second")
    return QCoreApplication.translate("Lengths", "{count} seconds").format(count=count)
