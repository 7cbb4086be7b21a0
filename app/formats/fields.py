"""Checked reading of JSON that came from outside: every wrong value is a `BadData` that names it.

Unknown fields are never looked at. Texts come out without control characters (line feed and tab
apart), with one kind of line end; U+0000 and halves of surrogate pairs are refused, since a
database or a voice would choke on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar

import msgspec

from app.errors import BadData

T = TypeVar("T")

#: SQLite's whole numbers end here.
MAX_INTEGER = 2**63 - 1

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}")
# RFC 3339, section 5.6; `fromisoformat` alone would also take week dates and missing offsets.
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,12})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Years outside these can't be moved between time zones without an overflow.
_YEARS = range(1900, 9999)


def load_json(data: bytes, where: str, limit: int) -> object:
    """The JSON value in `data`; raises BadData when it is none or larger than `limit` bytes."""
    if len(data) > limit:
        raise BadData(f"{where}: larger than {limit} bytes")
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # no JSON, or JSON with halves of surrogate pairs, which one item may hold
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadData(f"{where}: not JSON in UTF-8") from error


def size_of(value: object) -> int:
    """How many bytes a value takes as JSON in UTF-8, without white space."""
    try:
        return len(msgspec.json.encode(value))
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return len(text.encode("utf-8", "surrogatepass"))


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def clean_text(text: str, where: str = "text") -> str:
    """Plain text with line feeds only; raises BadData on what can't be kept."""
    if text.isprintable():  # nearly every line: none of what follows can be in it
        return text
    if _UNSTORABLE.search(text):
        raise BadData(f"{where}: a character that is no text")
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that could not be read, and why; `id` where at least that was there.

    `refusal` is a `domain.trust.Refusal` where it is not shown because of its signature.
    """

    id: str | None
    why: str
    refusal: str = ""


class Fields:
    """One JSON object, read field by field; `where` is the way to it, for messages."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise BadData(f"{where}: not an object")
        self._values: dict[str, object] = value
        self.where = where

    def path(self, name: str) -> str:
        """How a message names the field."""
        return f"{self.where}.{name}"

    def bad(self, name: str, why: str) -> BadData:
        """The error for that field."""
        return BadData(f"{self.path(name)}: {why}")

    def raw(self, name: str) -> object:
        """The value as it came; None when it is null or absent."""
        return self._values.get(name)

    def text(self, name: str) -> str:
        """A text of any number of lines; it may be empty, not absent."""
        value = self.raw(name)
        if not isinstance(value, str):
            raise self.bad(name, "not a text")
        return clean_text(value, self.path(name))

    def line(self, name: str) -> str:
        """A text in one line, without white space around it; absent reads as empty."""
        return one_line("" if self.raw(name) is None else self.text(name))

    def identifier(self, name: str) -> str:
        """An id: letters, digits and `._:-`, at most 64 of them."""
        return self._matching(name, _ID, "not an id")

    def optional_identifier(self, name: str) -> str | None:
        """An id, or None when it is null, absent or empty."""
        return self.identifier(name) if self.raw(name) not in (None, "") else None

    def sha256(self, name: str) -> str:
        """A digest in lower-case hex."""
        return self._matching(name, _SHA256, "not a SHA-256 in lower-case hex")

    def media_type(self, name: str) -> str:
        """A media type such as `image/png`."""
        return self._matching(name, _MEDIA_TYPE, "not a media type")

    def language(self, name: str) -> str:
        """A language tag, in the usual case."""
        return usual_case(self._matching(name, _TAG, "not a language tag"))

    def integer(self, name: str, least: int = 0, most: int = MAX_INTEGER) -> int:
        """A whole number within bounds; `true` is none."""
        value = self.raw(name)
        if type(value) is not int or not least <= value <= most:
            raise self.bad(name, f"not a whole number from {least} to {most}")
        return value

    def flag(self, name: str) -> bool:
        """True or false; absent reads as false."""
        value = self.raw(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.bad(name, "neither true nor false")
        return value

    def time(self, name: str) -> datetime:
        """An RFC 3339 time with an offset, in UTC."""
        value = self.raw(name)
        found = _TIME.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self.bad(name, "not a time with an offset")
        day, clock, fraction, offset = found.groups()
        fraction = (fraction or ".0")[:7]
        offset = "+00:00" if offset in "Zz" else offset
        try:
            moment = datetime.fromisoformat(f"{day}T{clock}{fraction:0<7}{offset}")
        except ValueError as error:
            raise self.bad(name, "no such time") from error
        if moment.year not in _YEARS:
            raise self.bad(name, "no time that people meet")
        return moment.astimezone(UTC)

    def optional_time(self, name: str) -> datetime | None:
        """A time, or None."""
        return self.time(name) if self.raw(name) is not None else None

    def optional_day(self, name: str) -> date | None:
        """A day, or None."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, str) or _DAY.fullmatch(value) is None:
            raise self.bad(name, "not a day")
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise self.bad(name, "no such day") from error
        if day.year not in _YEARS:
            raise self.bad(name, "no day that people meet")
        return day

    def words(self, name: str) -> dict[str, str]:
        """Words in one line for each language; at least one is there."""
        found = self.some_words(name)
        if not found:
            raise self.bad(name, "no words in any language")
        return found

    def some_words(self, name: str) -> dict[str, str]:
        """Words that may be missing: empty when null or absent."""
        return {tag: one_line(text) for tag, text in self.some_text(name).items()}

    def optional_words(self, name: str) -> dict[str, str] | None:
        """Words, or None when there are none."""
        return self.some_words(name) or None

    def some_text(self, name: str) -> dict[str, str]:
        """A text for each language, empty ones left out."""
        texts: dict[str, str] = {}
        if self.raw(name) is None:
            return texts
        for tag, value in by_language(self.raw(name), self.path(name)):
            if not isinstance(value, str):
                raise self.bad(f"{name}.{tag}", "not a text")
            text = clean_text(value, self.path(f"{name}.{tag}")).strip()
            if text:
                texts.setdefault(tag, text)
        return texts

    def each(
        self, name: str, read: Callable[[object, str], T], most: int = 10_000
    ) -> tuple[T, ...]:
        """Every item of a list read by `read`; absent reads as empty."""
        return tuple(read(value, where) for value, where in self.items(name, most))

    def items(self, name: str, most: int = 10_000) -> Iterator[tuple[object, str]]:
        """Every item of a list with its place."""
        value = self.raw(name)
        if value is None:
            return
        if not isinstance(value, list) or len(value) > most:
            raise self.bad(name, f"not a list of at most {most}")
        for index, item in enumerate(value):
            yield item, self.path(f"{name}[{index}]")

    def _matching(self, name: str, pattern: re.Pattern[str], why: str) -> str:
        value = self.raw(name)
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise self.bad(name, why)
        return value


def id_of(item: object) -> str | None:
    """The id of an item that may be anything."""
    try:
        return Fields(item, "item").identifier("id")
    except BadData:
        return None


def by_language(value: object, where: str) -> Iterator[tuple[str, object]]:
    """The items of an object whose names are language tags; other names are left out."""
    if not isinstance(value, dict):
        raise BadData(f"{where}: not an object")
    for tag, item in value.items():
        if _TAG.fullmatch(tag):
            yield usual_case(tag), item


@lru_cache(maxsize=256)
def usual_case(tag: str) -> str:
    """`ZH-cn` as `zh-CN` (RFC 5646, section 2.1.1)."""
    first, *rest = tag.split("-")
    usual = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(usual.get(len(part), str.lower)(part) for part in rest)])


def one_line(text: str) -> str:
    """White space of any kind as single spaces."""
    return " ".join(text.split())
