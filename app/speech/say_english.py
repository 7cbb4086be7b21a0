"""Rules for what an English voice is to say. Pure.

Only what espeak-ng 1.52 says otherwise than a person would: it says "11.30 am" as a decimal,
"5 km" as letters, "3-1-502" with dashes, "Mon" as it is written.
"""

from __future__ import annotations

import re

from app.speech.say_english_words import DAYS, MONTHS, UNITS, WORD_RULES, day_name, month_name
from app.speech.say_rule import (
    CIRCLED,
    DASH,
    DECIMAL,
    EMAIL,
    EMOJI,
    HALVES,
    ORNAMENT,
    TELEPHONE,
    URL,
    Rule,
    circled,
    pause_rule,
    rule,
    telephone_groups,
)

_HALF_DAY = r"(?: ?(?P<half>[ap]\.?m\b\.?))"
_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?"


def _spaced(digits: str) -> str:
    return " ".join(digits)


def _with_oh(digits: str) -> str:
    """A room or a bus: 502 is "5 oh 2"."""
    return " ".join("oh" if digit == "0" else digit for digit in digits)


def _telephone(match: re.Match[str]) -> str | None:
    groups = telephone_groups(match)
    if groups is None:
        return None
    abroad = "plus " if match.group().startswith("+") else ""
    return abroad + ", ".join(map(_spaced, groups))


def _host(match: re.Match[str]) -> str:
    host = match.group(1).replace(".", " dot ").replace("-", " dash ")
    return f"a web address at {host}" if match.group("more") else f"web address {host}"


def _email(match: re.Match[str]) -> str:
    said = f"{match.group(1)} at {match.group(2)}".replace(".", " dot ")
    return said.replace("_", " underscore ").replace("-", " dash ").replace("+", " plus ")


def _clock(hour: int, minute: int, half: bool) -> str:
    """A time of day; a 24-hour one is said as people say it. `half`: am or pm is said anyway."""
    late = hour > 12 and not half
    if late and hour == 24:
        return "midnight" if minute == 0 else f"12 {minute:02d} am"
    said = str(hour - 12 if late else hour)
    if minute:
        said += f" {minute}" if minute > 9 else f" oh {minute}"
    elif hour == 0:
        return "midnight"
    return f"{said} pm" if late else said


def _time(match: re.Match[str]) -> str | None:
    hour, minute, half = int(match.group(1)), int(match.group(2)), match.group("half") or ""
    if hour > 24 or minute > 59:
        return None
    said = _clock(hour, minute, bool(half))
    if half:
        return f"{said} {half}"
    alone = said.isdigit() and not match.string.startswith((" noon", " o'clock"), match.end())
    return f"{said} o'clock" if alone else said


def _times(match: re.Match[str]) -> str | None:
    first, begun, last, ended = match.group(1, 2, 3, 4)
    hours, minutes = (int(first), int(last)), (int(begun or 0), int(ended or 0))
    if max(hours) > 24 or max(minutes) > 59:
        return None
    half = match.group("half") or ""
    said = " to ".join(
        _clock(hour, minute, bool(half)) for hour, minute in zip(hours, minutes, strict=True)
    )
    return f"{said} {half}".strip()


_CURRENCY = {
    "£": ("pound", "pounds", "pence"),
    "$": ("dollar", "dollars", "cents"),
    "€": ("euro", "euros", "cents"),
}
_SCALES = {"m": " million", "bn": " billion", "k": " thousand", "": ""}


def _price(match: re.Match[str]) -> str:
    sign, whole, part = match.group(1), match.group(2).replace(",", ""), match.group(3)
    one, many, small = _CURRENCY.get(sign, ("yuan", "yuan", ""))
    if not int(whole) and part and int(part) and small:
        return f"{int(part)} {small}"
    said = f"{whole} {one if whole == '1' else many}"
    return f"{said} {int(part)}" if part and int(part) else said


def _scaled_price(match: re.Match[str]) -> str:
    many = _CURRENCY.get(match.group(1), ("yuan", "yuan", ""))[1]
    return f"{match.group(2)}{_SCALES[match.group('scale').strip()]} {many}"


def _price_range(match: re.Match[str]) -> str:
    many = _CURRENCY.get(match.group(1), ("yuan", "yuan", ""))[1]
    return f"{match.group(2)} to {match.group(3)} {many}"


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return f"{day}{ending}"


def _the(match: re.Match[str], day: int) -> str:
    article = "" if re.search(r"\bthe\s+$", match.string[: match.start("said")], re.I) else "the "
    return article + _ordinal(day)


def _day_of_month(match: re.Match[str]) -> str | None:
    day = int(match.group("day"))
    return f"{_the(match, day)} of" if 1 <= day <= 31 else None


def _days_of_month(match: re.Match[str]) -> str | None:
    first, last = int(match.group("day")), int(match.group("last"))
    if not (1 <= first < last <= 31):
        return None
    return f"{_the(match, first)} to the {_ordinal(last)} of"


def _month_day(match: re.Match[str]) -> str | None:
    day = int(match.group("day"))
    return f"the {_ordinal(day)}" if 1 <= day <= 31 else None


def _written_date(day: int, month: int, year: str) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    said = f"the {_ordinal(day)} of {MONTHS[month - 1]}"
    return f"{said} {'20' + year if len(year) == 2 else year}" if year else said


def _numeric_date(match: re.Match[str]) -> str | None:
    return _written_date(int(match[1]), int(match[2]), match[3])


def _iso_date(match: re.Match[str]) -> str | None:
    return _written_date(int(match[3]), int(match[2]), match[1])


def _cued_date(match: re.Match[str]) -> str | None:
    return _written_date(int(match["day"]), int(match["month"]), "")


def _year(match: re.Match[str]) -> str:
    """Espeak says "nineteen hundred and ninety-eight"."""
    first, last = match.group("said")[:2], int(match.group("said")[2:])
    if last == 0:
        return f"{first} hundred"
    return f"{first} {last}" if last > 9 else f"{first} oh {last}"


_FRACTIONS = {
    (1, 2): "half", (1, 3): "a third", (2, 3): "two thirds", (1, 4): "a quarter",
    (3, 4): "three quarters", (1, 8): "an eighth",
}  # fmt: skip


def _of_a(match: re.Match[str], said: str) -> str:
    """ "¾ hour" is "three quarters of an hour"."""
    noun = re.match(
        r" (?:(hour)|mile|pint|cup|teaspoon|tablespoon|kilo)\b", match.string[match.end() :]
    )
    if noun is None or said == "half":
        return said
    return f"{said} of {'an' if noun.group(1) else 'a'}"


def _mixed(match: re.Match[str]) -> str:
    share = HALVES[match.group(2)]
    said = _FRACTIONS[share]
    if not match.group(1):
        return _of_a(match, said)
    return f"{match.group(1)} and {'a half' if share == (1, 2) else said}"


def _fraction(match: re.Match[str]) -> str | None:
    said = _FRACTIONS.get((int(match.group(2)), int(match.group(3))))
    if said is None:
        return None
    if not match.group(1):
        return _of_a(match, said)
    return f"{match.group(1)} and {'a half' if said == 'half' else said}"


def _unit(match: re.Match[str]) -> str:
    one, many = UNITS[match.group("unit").lower() if match["unit"] != "L" else "l"]
    return f" {one if match.group(1) == '1' else many}"


def _times_or_by(match: re.Match[str]) -> str:
    return (
        " by " if re.match(r"[\d.]+ ?(?:m|cm|mm|ft)\b", match.string[match.end() :]) else " times "
    )


def _block_and_flat(match: re.Match[str]) -> str:
    *first, last = re.findall(r"\d+", match.group("said"))
    return ", ".join([*first, _with_oh(last) if len(last) > 2 else last])


def _negative(match: re.Match[str]) -> str:
    return f"minus {match.group(1)} degrees"


_CUE = (
    r"(?:on|by|from|until|till|before|after|date:?|(?:mon|tues?|wed|thur?s?|fri|sat|sun)[a-z]{0,6})"
    r"\.?,? "
)
_NO_MEASURE = r"(?![\d:%]|\.\d| ?(?:k?g|k?m|cm|m?l)\b)"
_MONTH_WORD = "|".join([*MONTHS, *(name[:3] + r"\b\.?" for name in MONTHS), r"Sept\b\.?"])
_MONTH_AHEAD = rf"(?=\s(?:{_MONTH_WORD})(?![a-z]))"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))

ENGLISH_RULES: tuple[Rule, ...] = (
    (CIRCLED, lambda match: f"{circled(match)}, "),
    rule(r"\s*[→➜➡]\ufe0f?\s*", ", "),
    (EMOJI, lambda match: ""),
    (URL, _host),
    (EMAIL, _email),
    rule(r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])", _iso_date),
    (TELEPHONE, _telephone),
    rule(
        r"\b(?:call|dial|ring|phone|text|telephone|tel|ext|extension)\b\.?:?(?: us)?(?: on)? ?"
        r"(?P<said>\d{3,6})(?![\d.,:%]|\s?[ap]m)",
        lambda match: _spaced(match["said"]),
        re.IGNORECASE,
    ),
    # Days
    rule(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?![\d/])", _numeric_date),
    rule(rf"\b{_CUE}(?P<said>(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}}))(?![\d/])", _cued_date, re.I),
    rule(
        rf"(?<![\d:.£$€¥])(?P<said>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{DASH}"
        rf"(?P<last>\d{{1,2}})(?:st|nd|rd|th)?){_MONTH_AHEAD}",
        _days_of_month,
    ),
    rule(
        rf"(?<![\d:.£$€¥])(?P<said>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?){_MONTH_AHEAD}", _day_of_month
    ),
    rule(
        rf"\b(?:{_MONTH_WORD}) (?P<said>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)"
        r"(?![\d:.–-]\d|\d| ?[ap]m)",
        _month_day,
    ),
    rule(
        rf"\b(?:in|since|until|from|born|year|of|{_MONTH_WORD}) (?P<said>1[1-9]\d\d)(?![\d.,:])",
        _year,
    ),
    # Times
    rule(
        rf"(?<![\d:.£$€¥/]){_HOUR}(?:{DASH}| to ){_HOUR}{_HALF_DAY}(?![\d:])",
        _times,
        re.IGNORECASE,
    ),
    rule(
        rf"(?<![\d:.£$€¥/])(\d{{1,2}}):(\d{{2}})(?:{DASH})(\d{{1,2}}):(\d{{2}}){_HALF_DAY}?(?![\d:])",
        _times,
        re.IGNORECASE,
    ),
    rule(
        rf"(?<![\d:.£$€¥/])(\d{{1,2}})\.([0-5]\d){DASH}(\d{{1,2}})\.([0-5]\d){_HALF_DAY}?"
        rf"{_NO_MEASURE}",
        _times,
        re.IGNORECASE,
    ),
    rule(rf"(?<![\d:])(\d{{1,2}}):(\d{{2}}){_HALF_DAY}?(?![\d:])", _time, re.IGNORECASE),
    rule(rf"(?<![\d:.£$€¥])(\d{{1,2}})\.(\d{{2}}){_HALF_DAY}", _time, re.IGNORECASE),
    rule(
        r"\b(?:at|from|until|till|before|after|by) (?P<said>(\d{1,2})\.([0-5]\d))"
        r"(?![\d:%]|\.\d| ?[a-z°%])",
        lambda match: _clock(int(match[2]), int(match[3]), False) if int(match[2]) < 25 else None,
    ),
    # Money
    rule(r"([£$€¥￥])\s?(\d+(?:\.\d+)?)(?P<scale> ?(?:m|bn|k))\b", _scaled_price),
    rule(rf"([£$€¥￥])\s?(\d+){DASH}(\d+)(?![\d.]\d)", _price_range),
    rule(r"([£$€¥￥])\s?(\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.(\d{2}))?(?![\d.]\d)", _price),
    rule(r"(?<=\d)p\b(?!\.)", " pence"),
    rule(
        r"(?<=[\w])\s?/\s?(?=(?:month|week|day|hour|year|person|visit|class|session|night|head|lesson|"
        r"family|kg|hr|item|child|adult|trip|household)\b)",
        " a ",
    ),
    # Shares and measures
    rule(r"(\d*)\s?([½⅓⅔¼¾⅛])", _mixed),
    rule(r"(?<![\d/.])(?:(\d+) )?([123])/([2348])(?![\d/])", _fraction),
    rule(r"\b24/7\b", "24 7"),
    rule(r"\b(?:page|part|step|week|lesson|day) \d+(?P<said>/)(?=\d)", " of ", re.IGNORECASE),
    rule(r"(?<![\w.])[-−](\d+(?:\.\d+)?)\s?(?:°\s?C?|℃)", _negative),
    rule(r"(?<=\d)\s?(?:°\s?C\b|℃|°(?! ?F))", " degrees"),
    rule(r"(?<=\d)\s?°\s?F\b", " degrees Fahrenheit"),
    rule(rf"(?<![£$€¥\d.]){DECIMAL}(?P<said>\s?(?P<unit>{_UNIT}))(?![\w²³/]|\.\w)", _unit),
    rule(r"(?<=[\w])\s?[x×]\s?(?=\d)(?<!\w\wx)", _times_or_by),
    # Places
    rule(r"(?<![\d-])(?P<said>\d{1,4}(?:-\d{1,4}){2})(?![\d-])", _block_and_flat),
    rule(
        r"\b(?:rooms?|flats?|rm|unit|apartment|apt|bus|route)\b\.? (?P<said>\d{3})(?![\d.,:%/-])",
        lambda match: _with_oh(match["said"]),
        re.IGNORECASE,
    ),
    rule(r"(?<![\d.,£$€¥])(?P<said>[1-9]\d\d)(?= bus\b)", lambda match: _with_oh(match["said"])),
    rule(r"(?<![\w])(\d{1,2})/?F(?!\w)", lambda match: f"floor {match[1]}"),
    rule(r"\bG/F\b", "ground floor"),
    # Ranges of numbers
    rule(rf"(?<=[\d%])(?:st|nd|rd|th)?(?P<said>{DASH})(?=[\d£$€¥])(?!\s?[-–—]\s?\d+[-/])", " to "),
    rule(r"(?<![\w])[~～≈]\s?(?=[\d£$€¥])", "about "),
    rule(rf"(?<=\d[ap]m|[a-z][ap]m| [ap]m){DASH}(?=\d)", " to "),
    rule(
        rf"(?:{_MONTH_WORD})(?P<said>{DASH})(?=\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH_WORD}))", " to "
    ),
    rule(r"\b12[.:]00(?= noon| midnight)", "12"),
    rule(r"#\s?(?=\d)", "number "),
    *WORD_RULES,
    rule(rf"\b(?P<said>(?:{'|'.join(DAYS)})\b\.?)", day_name),
    rule(rf"\b(?P<said>(?:{'|'.join(n[:3] for n in MONTHS)}|Sept)\b\.?)", month_name),
    rule(rf"(?<=[a-z.]){DASH}(?=(?:{'|'.join(DAYS)}|{'|'.join(n[:3] for n in MONTHS)}))", " to "),
    rule(r"(?<=\b[A-Z])[–—](?=[A-Z]\b)", " to "),
    rule(r"\band(?P<said>/)or\b", " "),
    rule(r"(?<=[a-z])/(?=[a-z])", " or "),
    rule(r"(?<=[a-z])/(?=[A-Z][a-z])", ", "),
    (ORNAMENT, lambda match: " "),
    pause_rule(", ", ",.;:!?"),
)
