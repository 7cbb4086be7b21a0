"""What the rules of both languages share: their form, addresses, marks that are not said. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
"""A pattern and what is said for it; None leaves that match as it stands. With a group `said`,
only that part of the match is said otherwise."""


def rule(pattern: str, say: str | Callable[[re.Match[str]], str | None], flags: int = 0) -> Rule:
    """A rule; a plain `say` is said as it is."""
    if isinstance(say, str):
        words = say
        return re.compile(pattern, flags), lambda match: words
    return re.compile(pattern, flags), say


EMOJI = re.compile(
    "(?:[\u2190-\u21ff\u2300-\u23ff\u24ea-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f\u200d\ufe0e\ufe0f\u20e3])+"
)
CIRCLED = re.compile(r"(?P<circled>[\u2460-\u2473])\s*")
#: Lines and rows drawn with marks, and marks of a plain text's own bold and headings.
ORNAMENT = re.compile(r"[*_=~#|•●■◆▪◦<>^`\\]{2,}|[-–—]{3,}|[*|•▪◦`]")
URL = re.compile(
    r"(?:https?://|www\.)(?:www\.)?([A-Za-z0-9.-]*[A-Za-z0-9])(?P<more>[/:?#][^\s，。；、）】》”\"'<>]*"
    r"[^\s，。；、）】》”\"'<>.,;:!?)\]])?/?"
)
EMAIL = re.compile(r"([A-Za-z0-9_.+-]+)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
TELEPHONE = re.compile(
    r"(?<![\d.])(?:(?:\+\d{1,3}[ -]?)?(?:\(0\d{2,4}\)|0\d{2,5}|1[3-9]\d|400|800)|"
    r"\+\d{1,3}[ -]?(?:\(0\) ?)?\d{2,4})(?:[ -]?\d{2,8}){1,3}(?!\d)"
)
DECIMAL = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
DASH = r"\s?[-–—~～−]\s?"
BEFORE_NUMBER = r"(?<![\d.,:/A-Za-z])"
OPENS, CLOSES = "(（[【〔", ")）]】〕"

HALVES = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8)}


def telephone_groups(match: re.Match[str]) -> list[str] | None:
    """The groups of digits of a telephone number; None where there are too few or too many."""
    groups = re.findall(r"\d+", match.group())
    return groups if 7 <= sum(map(len, groups)) <= 15 else None


def circled(match: re.Match[str]) -> int:
    """The number of ① to ⑳."""
    return ord(match["circled"]) - 0x245F


def pause_rule(mark: str, stops: str) -> Rule:
    """Brackets and a middle dot between words become a pause: `mark`, where none is already."""

    def say(match: re.Match[str]) -> str:
        before = match.string[: match.start()].rstrip()
        after = match.string[match.end() :].lstrip()
        if not before or not after or after[0] in stops + CLOSES:
            return ""
        return " " if before[-1] in stops + OPENS else mark

    opens, closes = re.escape(OPENS), re.escape(CLOSES)
    return re.compile(rf"\s*(?:[{opens}{closes}]|(?<=\s)[·•]|[·•](?=\s))\s*"), say
