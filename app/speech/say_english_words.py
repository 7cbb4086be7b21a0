"""English short forms, and what a person says for them. Pure."""

from __future__ import annotations

import re

from app.speech.say_rule import Rule, rule

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

DAYS = {
    "Tues": "Tuesday", "Thurs": "Thursday", "Thur": "Thursday", "Weds": "Wednesday",
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday",
    "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_ALSO_WORDS = ("Sat", "Sun")

#: One and many, by the short form.
UNITS = {
    "km/h": ("kilometre an hour", "kilometres an hour"),
    "mph": ("mile an hour", "miles an hour"),
    "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m²": ("square metre", "square metres"),
    "sq m": ("square metre", "square metres"),
    "m": ("metre", "metres"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "grams"),
    "ml": ("millilitre", "millilitres"),
    "l": ("litre", "litres"),
    "L": ("litre", "litres"),
    "ft": ("foot", "feet"),
    "lbs": ("pound", "pounds"),
    "lb": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "kwh": ("kilowatt hour", "kilowatt hours"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "hrs": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "h": ("hour", "hours"),
    "mins": ("minute", "minutes"),
    "min": ("minute", "minutes"),
    "secs": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "yrs": ("year", "years"),
    "yr": ("year", "years"),
    "wks": ("week", "weeks"),
}

_SAINTS = (
    "Mary|John|Paul|Peter|James|George|Andrew|David|Patrick|Thomas|Luke|Mark|Michael|Anne?|Helen|"
    "Margaret|Nicholas|Stephen|Martin|Joseph|Francis|Catherine|Matthew|Giles|Alban|Barnabas"
)
_NAME_BEFORE = r"(?<=[a-z\d] )"
_AFTER_NAME = re.compile(r"(?:\b[A-Z][a-z]+|\d) $")


def day_name(match: re.Match[str]) -> str | None:
    """The whole name of a day; "Sat" and "Sun" are words too, so only where days are meant."""
    short = match["said"].rstrip(".")
    start, end = match.span("said")
    if short in _ALSO_WORDS:
        before, after = match.string[:start], match.string[end:]
        listed = re.search(
            r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*\.?\s?(?:[,/&–—-]|and|to|or)\s?$", before
        )
        cued = re.search(r"\b(?:on|every|each|next|this)\s$|^[(\s]*$|[(|:]\s?$", before, re.I)
        follows = re.match(
            r"\s?(?:[/&–—-]|and|to)\s?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|,? \d|:", after
        )
        if not (listed or follows or (cued and not re.match(r" [a-z]", after))):
            return None
    return _whole(match, DAYS[short])


def month_name(match: re.Match[str]) -> str | None:
    """The whole name of a month, beside a day, a year or another month."""
    short = match["said"].rstrip(".")
    start, end = match.span("said")
    before, after = match.string[:start], match.string[end:]
    names = "|".join(name[:3] for name in MONTHS)
    beside = re.search(
        rf"(?:\d|st|nd|rd|th|of) $|(?:{names})\w*\.?\s?(?:[–—/-]|to|and)\s?$", before
    )
    if not (beside or re.match(rf",? \d|\s?(?:[–—/-]|to|and)\s?(?:{names})\b", after)):
        return None
    return _whole(match, next(name for name in MONTHS if name.startswith(short[:3])))


def _whole(match: re.Match[str], name: str) -> str:
    """A full stop that ends the text too is kept."""
    return name + ("." if match["said"].endswith(".") and match.end() == len(match.string) else "")


def _saint_or_street(match: re.Match[str]) -> str | None:
    after = match.string[match.end() :]
    if re.match(rf" (?:{_SAINTS})\b", after):
        return "Saint"
    if _AFTER_NAME.search(match.string[: match.start()]):
        return "Street" + ("." if match.group().endswith(".") and not after else "")
    return "Saint" if re.match(r" [A-Z]", after) else None


def _doctor_or_drive(match: re.Match[str]) -> str | None:
    after = match.string[match.end() :]
    if re.match(r" [A-Z]", after):
        return "Doctor"
    drive = _AFTER_NAME.search(match.string[: match.start()])
    return "Drive" + ("." if match.group().endswith(".") and not after else "") if drive else None


def _street(short: str, name: str) -> Rule:
    return rule(rf"{_NAME_BEFORE}{short}\b(?:\.(?=[\s,;)]+[a-z\d,(]|,|;|\)))?", name)


#: espeak-ng takes the stop of a title for the end of a sentence, and makes a pause there.
WORD_RULES: tuple[Rule, ...] = (
    rule(r"\bSt\b\.?", _saint_or_street),
    rule(r"\bDr\b\.?", _doctor_or_drive),
    rule(r"\bMr\.(?= )", "Mr"),
    rule(r"\bMrs\.(?= )", "Mrs"),
    rule(r"\bMs\.(?= )", "Ms"),
    rule(r"\bProf\.? (?=[A-Z])", "Professor "),
    rule(r"\bRev\.? (?=[A-Z])", "Reverend "),
    rule(r"\bCllr\.? (?=[A-Z])", "Councillor "),
    _street("Rd", "Road"),
    _street("Ave", "Avenue"),
    _street("Ln", "Lane"),
    _street("Sq", "Square"),
    _street("Blvd", "Boulevard"),
    _street("Cres", "Crescent"),
    _street("Ct", "Court"),
    rule(r"\bBldg\b\.?", "Building"),
    rule(r"\bApt\b\.? ?(?=\d)", "apartment "),
    rule(r"\bRm\b\.? ?(?=\d)", "room "),
    rule(r"\bNos\.? ?(?=\d)", "numbers "),
    rule(r"\bNo\.(?= ?\d)(?! )", "number "),
    rule(r"\b(?:No\.|No)(?= \d)", "number"),
    rule(r"\bno\. ?(?=\d)", "number "),
    rule(r"\bTel\b\.?(?=:? ?)", "telephone"),
    rule(r"\bext\b\.?(?= ?\d)", "extension", re.IGNORECASE),
    rule(r"\bpp\. ?(?=\d)", "pages "),
    rule(r"\bp\. ?(?=\d)", "page "),
    rule(r"\bvol\. ?(?=\d)", "volume ", re.IGNORECASE),
    rule(r"\be\.g\.", "for example", re.IGNORECASE),
    rule(r"\bi\.e\.", "that is", re.IGNORECASE),
    rule(r"\bapprox\b\.?", "about", re.IGNORECASE),
    rule(r"\bincl\b\.?", "including", re.IGNORECASE),
    rule(r"\bexcl\b\.?", "excluding", re.IGNORECASE),
    rule(r"\bmax\b\.?(?= ?\d)", "at most", re.IGNORECASE),
    rule(r"\bmin\b\.?(?= ?\d)", "at least", re.IGNORECASE),
    rule(r"\bmins\b\.?", "minutes"),
    rule(r"\bhrs\b\.?", "hours"),
    rule(r"\bvs\b\.?", "versus"),
    rule(r"\bw/c\b", "week commencing"),
    rule(r"\bc/o\b", "care of"),
    rule(r"\bn/a\b", "not applicable", re.IGNORECASE),
    rule(r"\bw/e\b", "weekend"),
    rule(r"\bdept\b\.?", "department", re.IGNORECASE),
    rule(r"\bGovt\b\.?", "government", re.IGNORECASE),
    rule(r"\bLtd\b\.?", "Limited"),
    rule(r"\bappt\b\.?", "appointment", re.IGNORECASE),
    rule(r"\bASAP\b", "as soon as possible", re.IGNORECASE),
    rule(r"\bTBC\b", "to be confirmed"),
    rule(r"\bTBA\b", "to be announced"),
    rule(r"\bB&B\b", "B and B"),
    rule(r"\bbet\. ?(?=\d)", "between "),
    rule(r"\bopp\.(?= )", "opposite"),
    rule(r"\bnr\.?(?= [A-Z])", "near"),
)
