"""Numbers as Mandarin says them. Pure."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_LONGEST = 16  # digits; beyond that a number is an identifier, read digit by digit


def chinese_digits(digits: str) -> str:
    """Digit by digit, as in a year: 2024 is 二零二四. Other characters stay."""
    return "".join(_DIGITS[int(d)] if d.isascii() and d.isdigit() else d for d in digits)


def chinese_telephone(digits: str) -> str:
    """Digit by digit as a telephone number is said: 1 is 幺 (yāo), never taken for 七."""
    return chinese_digits(digits).replace("一", "幺")


def chinese_decimal(number: str) -> str:
    """A written number, with or without a fraction and thousands commas: 3.5 is 三点五."""
    whole, _, part = number.replace(",", "").partition(".")
    if len(whole) > _LONGEST:
        return chinese_digits(whole) + (f"点{chinese_digits(part)}" if part else "")
    said = chinese_number(int(whole))
    return f"{said}点{chinese_digits(part)}" if part else said


def chinese_number(number: int) -> str:
    """A whole number from 0 up to, not including, 10**16: 12000 is 一万二千.

    Raises ValueError outside that range.
    """
    if not 0 <= number < 10**_LONGEST:
        raise ValueError(f"no Mandarin reading for {number}")
    if number == 0:
        return "零"
    said = ""
    gap = False
    for group in reversed(range(4)):
        part = number // 10 ** (4 * group) % 10**4
        if part == 0:
            gap = gap or bool(said)
            continue
        if said and (gap or part < 1000):
            said += "零"
        said += _below_ten_thousand(part) + _GROUPS[group]
        gap = False
    return said[1:] if said.startswith("一十") else said


def _below_ten_thousand(number: int) -> str:
    said = ""
    gap = False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit == 0:
            gap = gap or bool(said)
            continue
        said += ("零" if gap else "") + _DIGITS[digit] + _UNITS[place]
        gap = False
    return said
