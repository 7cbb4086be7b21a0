"""Dates and times in words, as a person would say them, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

#: A clock outside these years is wrong: a flat battery puts it back to 1970, 1980 or 2000.
SANE_YEARS = range(2025, 2061)


def is_sane(day: date) -> bool:
    """Whether a day that this computer's clock gave can be shown to anybody."""
    return day.year in SANE_YEARS


def greeting(hour: int) -> str:
    """The greeting for an hour of the day, 0–23."""
    if 5 <= hour < 12:
        return QCoreApplication.translate("Dates", "Good morning")
    if 12 <= hour < 18:
        return QCoreApplication.translate("Dates", "Good afternoon")
    return QCoreApplication.translate("Dates", "Good evening")


def day_in_words(day: date, locale: QLocale, today: date | None = None) -> str:
    """“Tuesday, 3 December”; with the year where it is not this year's."""
    same_year = today is None or day.year == today.year
    if locale.language() is QLocale.Language.Chinese:
        pattern = "M月d日 dddd" if same_year else "yyyy年M月d日 dddd"
    else:
        pattern = "dddd, d MMMM" if same_year else "dddd, d MMMM yyyy"
    return locale.toString(QDate(day.year, day.month, day.day), pattern)


def short_day(day: date, locale: QLocale) -> str:
    """“3 December”, where there is little room."""
    chinese = locale.language() is QLocale.Language.Chinese
    return locale.toString(QDate(day.year, day.month, day.day), "M月d日" if chinese else "d MMMM")


def near_day(day: date, locale: QLocale, today: date) -> str:
    """“today”, “yesterday”, “tomorrow”, or the day in words."""
    near = {
        0: QCoreApplication.translate("Dates", "today"),
        -1: QCoreApplication.translate("Dates", "yesterday"),
        1: QCoreApplication.translate("Dates", "tomorrow"),
    }
    return near.get((day - today).days) or day_in_words(day, locale, today)


def moment_in_words(moment: datetime, locale: QLocale, today: date) -> str:
    """The day and the time in this machine's zone: “today, 10:12”."""
    local = moment.astimezone()
    time = locale.toString(QTime(local.hour, local.minute), "H:mm")
    pattern = QCoreApplication.translate("Dates", "{day}, {time}")
    return pattern.format(day=near_day(local.date(), locale, today), time=time)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in this machine's zone."""
    return moment.astimezone().date()
