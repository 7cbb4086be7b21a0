"""What a person is told when the store was found damaged or gone, and what was done about it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.open_report import OpenReport
from ui.wording.dates import is_sane, near_day
from ui.wording.sentences import in_a_row


def store_news(report: OpenReport, saved: str, locale: QLocale, today: date) -> str:
    """What happened, what was put in its place, where to look; empty where all was well.

    `saved` says how many messages were carried over from the damaged file.
    """
    lost = _draft_lost() if report.draft_lost else ""
    if report.set_aside is None and report.restored_from is None:
        return lost
    look = QCoreApplication.translate(
        "StoreNews", "Please look in My messages whether all is there."
    )
    done = _what_was_done(report, locale, today)
    return in_a_row(_what_happened(report), done, saved, look, lost)


def _draft_lost() -> str:
    return QCoreApplication.translate(
        "StoreNews", "A message that was not sent yet can't be opened any more. Please say it anew."
    )


def _what_happened(report: OpenReport) -> str:
    if report.set_aside is None:
        return QCoreApplication.translate(
            "StoreNews", "The file with your notices and messages was gone."
        )
    return QCoreApplication.translate(
        "StoreNews", "The file with your notices and messages was damaged."
    )


def _what_was_done(report: OpenReport, locale: QLocale, today: date) -> str:
    if report.restored_from is None:
        return QCoreApplication.translate(
            "StoreNews", "It is kept for a helper, and a new one was begun."
        )
    if not is_sane(report.restored_from):
        return QCoreApplication.translate("StoreNews", "The last good copy was put back.")
    text = QCoreApplication.translate("StoreNews", "The copy of {day} was put back.")
    return text.format(day=near_day(report.restored_from, locale, today))
