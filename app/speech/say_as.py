"""What a voice is given to say for what is shown, with the way back from one to the other.

Voices read some written things badly: espeak-ng 1.52 says 2024年 as a quantity, 12000 as digits
and leaves the 点 out of 10:30; every voice reads a telephone number as millions. Those are
written out here as a person would say them. Emoji are not said; an address is said in words.
Everything else goes through as it is, and `Spoken` keeps for every spoken character the shown
ones it stands for, so that the light is always on what is heard.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.segment import CHINESE, Span
from app.speech.numerals import chinese_decimal, chinese_digits, chinese_number, chinese_telephone

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]


@dataclass(frozen=True, slots=True)
class _Piece:
    spoken: int
    shown: Span
    literal: bool  # said as it is shown, character by character


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text for the voice, `text`, and where each part of it stands in the shown text."""

    text: str
    pieces: tuple[_Piece, ...]

    def shown(self, start: int, length: int = 1) -> Span:
        """The shown code points that the spoken `length` characters from `start` stand for."""
        first = self._shown_at(start)
        last = self._shown_at(start + max(length, 1) - 1)
        return Span(first.start, max(first.end, last.end))

    def _shown_at(self, spoken: int) -> Span:
        if not self.pieces:
            return Span(0, 0)
        index = max(bisect_right(self.pieces, spoken, key=lambda piece: piece.spoken) - 1, 0)
        piece = self.pieces[index]
        if not piece.literal:
            return piece.shown
        at = piece.shown.start + max(spoken - piece.spoken, 0)
        return Span(min(at, piece.shown.end - 1), min(at + 1, piece.shown.end))

    @property
    def speakable(self) -> bool:
        """Whether there is anything in it that a voice can say."""
        return any(character.isalnum() for character in self.text)


def say_as(text: str, language: str) -> Spoken:
    """What the voice of `language` ("en" or "zh") is to say for `text`."""
    builder = _Builder(text)
    rules = _CHINESE_RULES if language == CHINESE else _ENGLISH_RULES
    at = 0
    while at < len(text):
        found = _first_match(rules, text, at)
        if found is None:
            break
        match, words = found
        builder.literal(at, _start(match))
        builder.instead(_start(match), match.end(), words)
        at = match.end()
    builder.literal(at, len(text))
    return builder.done()


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._spoken: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []

    def literal(self, start: int, end: int) -> None:
        """Say `start` to `end` as it stands; a character no voice can take becomes a space."""
        if start < end:
            said = _UNSAYABLE.sub(" ", self._text[start:end])
            self._add(_Piece(self._length, Span(start, end), True), said)

    def instead(self, start: int, end: int, said: str) -> None:
        """Say `said` for what is shown from `start` to `end`."""
        if said:
            self._add(_Piece(self._length, Span(start, end), False), said)

    def _add(self, piece: _Piece, said: str) -> None:
        self._pieces.append(piece)
        self._spoken.append(said)
        self._length += len(said)

    def done(self) -> Spoken:
        return Spoken("".join(self._spoken), tuple(self._pieces))


def _first_match(rules: Iterable[_Rule], text: str, at: int) -> tuple[re.Match[str], str] | None:
    """The match that starts first; of those at one place, that of the earliest rule."""
    best: tuple[re.Match[str], str] | None = None
    for pattern, say in rules:
        for match in pattern.finditer(text, at):
            if best is not None and _start(match) >= _start(best[0]):
                break
            words = say(match)
            if words is not None:
                best = (match, words)
                break
    return best


def _start(match: re.Match[str]) -> int:
    """Where the part that is said otherwise begins; a rule may look at what stands before it."""
    return match.start("said") if "said" in match.re.groupindex else match.start()


# Control characters end a C string or are read as names; lone surrogates cannot be encoded.
_UNSAYABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")

_EMOJI = re.compile(
    "(?:[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f\u200d\ufe0e\ufe0f\u20e3])+"
)
_URL = re.compile(
    r"(?:https?://|www\.)(?:www\.)?([A-Za-z0-9.-]*[A-Za-z0-9])(?:[/:?#][^\s，。；、）】》”\"'<>]*"
    r"[^\s，。；、）】》”\"'<>.,;:!?)\]])?/?"
)
_EMAIL = re.compile(r"([A-Za-z0-9_.+-]+)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_NOT_IN_NUMBER = r"(?<![\d.,:/A-Za-z])"
_TELEPHONE = re.compile(
    r"(?<![\d.])(?:\+\d{1,3}[ -]?)?(?:\(0\d{2,4}\)|0\d{2,5}|1[3-9]\d|400|800)"
    r"(?:[ -]?\d{2,8}){1,3}(?!\d)"
)
_SHORT_NUMBER = re.compile(
    r"(?:拨打|致电|热线|电话|电话号码|打)(?:是|为|：|:)?\s*(?P<said>\d{3,6})(?![\d.,年月日元点%])"
)


def _telephone_digits(match: re.Match[str]) -> str | None:
    digits = re.sub(r"\D", "", match.group())
    return digits if 7 <= len(digits) <= 15 else None


def _english_telephone(match: re.Match[str]) -> str | None:
    if _telephone_digits(match) is None:
        return None
    groups = re.findall(r"\d+", match.group())
    return ", ".join(" ".join(group) for group in groups)


def _chinese_telephone(match: re.Match[str]) -> str | None:
    if _telephone_digits(match) is None:
        return None
    return "，".join(chinese_telephone(group) for group in re.findall(r"\d+", match.group()))


def _chinese_short_number(match: re.Match[str]) -> str:
    return chinese_telephone(match.group("said"))


def _english_time(match: re.Match[str]) -> str | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    if hour > 24 or minute > 59:
        return None
    half = match.group(3) or ""
    if minute == 0:
        return f"{hour} {half}".strip() if half else f"{hour} o'clock" if hour <= 12 else None
    said = f"{hour} {minute}" if minute > 9 else f"{hour} oh {minute}"
    return f"{said} {half}".strip()


def _english_price(match: re.Match[str]) -> str:
    sign, whole, part = match.group(1), match.group(2).replace(",", ""), match.group(3)
    one, many = {"£": ("pound", "pounds"), "$": ("dollar", "dollars"), "€": ("euro", "euros")}.get(
        sign, ("yuan", "yuan")
    )
    said = f"{whole} {one if whole == '1' else many}"
    return f"{said} {int(part)}" if part and int(part) else said


def _english_host(match: re.Match[str]) -> str:
    return "web address " + match.group(1).replace(".", " dot ")


def _english_email(match: re.Match[str]) -> str:
    return f"{match.group(1)} at {match.group(2)}".replace(".", " dot ")


def _chinese_date(match: re.Match[str]) -> str | None:
    year, month, day = match.group(1), int(match.group(2)), int(match.group(3))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{chinese_digits(year)}年{chinese_number(month)}月{chinese_number(day)}日"


def _clock(hour: int, minute: int) -> str:
    said = ("两" if hour == 2 else chinese_number(hour)) + "点"
    if minute == 0:
        return said + "整"
    return said + ("零" if minute < 10 else "") + chinese_number(minute) + "分"


def _chinese_time(match: re.Match[str]) -> str | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    return _clock(hour, minute) if hour <= 24 and minute <= 59 else None


def _chinese_times(match: re.Match[str]) -> str | None:
    numbers = [int(group) for group in match.groups()]
    if numbers[0] > 24 or numbers[2] > 24 or numbers[1] > 59 or numbers[3] > 59:
        return None
    return f"{_clock(numbers[0], numbers[1])}到{_clock(numbers[2], numbers[3])}"


def _chinese_price(match: re.Match[str]) -> str:
    unit = {"£": "英镑", "$": "美元", "€": "欧元"}.get(match.group(1), "元")
    return chinese_decimal(match.group(2)) + unit


def _chinese_range(match: re.Match[str]) -> str:
    return f"{chinese_decimal(match.group(1))}到{chinese_decimal(match.group(2))}"


_DECIMAL = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"

_SHARED: tuple[_Rule, ...] = ((_EMOJI, lambda match: ""),)

_ENGLISH_RULES: tuple[_Rule, ...] = (
    *_SHARED,
    (_URL, _english_host),
    (_EMAIL, _english_email),
    (_TELEPHONE, _english_telephone),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?: ?([ap]\.?m\b))?(?![\d:])"), _english_time),
    (re.compile(r"([£$€¥￥])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?(?![\d.]\d)"), _english_price),
    (re.compile(r"\be\.g\.", re.IGNORECASE), lambda match: "for example"),
    (re.compile(r"\bi\.e\.", re.IGNORECASE), lambda match: "that is"),
    (re.compile(r"\bNo\.(?= ?\d)"), lambda match: "number"),
)

_CHINESE_RULES: tuple[_Rule, ...] = (
    *_SHARED,
    (_URL, lambda match: "网址 " + match.group(1).replace(".", " 点 ")),
    (_EMAIL, lambda match: f"{match.group(1)} at {match.group(2)}".replace(".", " 点 ")),
    (_TELEPHONE, _chinese_telephone),
    (_SHORT_NUMBER, _chinese_short_number),
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), _chinese_date),
    (
        re.compile(r"(?<!\d)(\d{2}|\d{4})(?=\s?年(?!前|后|来|级|内|以|间|多))"),
        lambda m: chinese_digits(m[1]),
    ),
    (
        re.compile(
            r"(?<![\d:：])(\d{1,2})[:：](\d{2})\s?[-–—~～至到]\s?(\d{1,2})[:：](\d{2})(?![\d:：])"
        ),
        _chinese_times,
    ),
    (re.compile(r"(?<![\d:：])(\d{1,2})[:：](\d{2})(?![\d:：])"), _chinese_time),
    (re.compile(r"([£$€¥￥])\s?" + _DECIMAL), _chinese_price),
    (
        re.compile(_NOT_IN_NUMBER + _DECIMAL + r"\s?[%％]"),
        lambda m: "百分之" + chinese_decimal(m[1]),
    ),
    (
        re.compile(_NOT_IN_NUMBER + _DECIMAL + r"\s?(?:℃|°C)"),
        lambda m: chinese_decimal(m[1]) + "摄氏度",
    ),
    (re.compile(_NOT_IN_NUMBER + r"(\d+)\s?[-–—~～]\s?(\d+)(?![\d-])"), _chinese_range),
    (
        re.compile(r"(?<![\d.])2(?=\s?[个位名次点天件条张本间岁台块户家份支只种层]|小时|分钟)"),
        lambda m: "两",
    ),
    (re.compile(r"(?<=[A-Za-z-])\d+|\d+(?=[A-Za-z])"), lambda m: chinese_digits(m[0])),
    (re.compile(r"(?<!\d)0\d+(?![\d.])"), lambda m: chinese_digits(m[0])),
    (re.compile(_NOT_IN_NUMBER + _DECIMAL), lambda m: chinese_decimal(m[1])),
)
