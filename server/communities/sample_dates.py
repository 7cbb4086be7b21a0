"""Dates in a community's source files, told from the day it is loaded.

`{day:+3}` in a text stands for the day three days later, written out in the text's language;
`-2d 09:00` stands for a moment and `+5d` for a day.
"""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

PLACEHOLDER = re.compile(r"\{day:([+-]?\d{1,4})\}")
MOMENT = re.compile(r"([+-]?\d{1,4})d (\d{2}):(\d{2})")
DAY = re.compile(r"([+-]?\d{1,4})d")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def written(day: date, language: str) -> str:
    """The day as a letter would have it: `Wednesday, 25 November`, `11月25日（星期三）`."""
    if language.lower().startswith("zh"):
        return f"{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）"
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"


def expand(text: str, language: str, load_day: date) -> str:
    """Replaces each `{day:…}`."""
    return PLACEHOLDER.sub(
        lambda match: written(load_day + timedelta(days=int(match[1])), language), text
    )


def moment(told: str, load_day: date) -> datetime:
    """`-2d 09:00` in local time. Raises ValueError for anything else."""
    match = MOMENT.fullmatch(told)
    if match is None:
        raise ValueError(f"expected a moment such as '-2d 09:00', found '{told}'")
    day = load_day + timedelta(days=int(match[1]))
    return timezone.make_aware(datetime.combine(day, time(int(match[2]), int(match[3]))))


def day(told: str | None, load_day: date) -> date | None:
    """`+5d`, or None for no day. Raises ValueError for anything else."""
    if told is None:
        return None
    match = DAY.fullmatch(told)
    if match is None:
        raise ValueError(f"expected a day such as '+5d', found '{told}'")
    return load_day + timedelta(days=int(match[1]))
