"""Words for the full-text index, and what a person types, as a safe FTS5 query.

SQLite's `unicode61` takes a run of Chinese characters for one word, and `trigram` finds no word of
two characters. So each Chinese (or Japanese) character is set apart by spaces before indexing, and
a run of them is asked for as a phrase: every two-character word is found, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from app.domain.announcement import Announcement

#: Longer input is cut: nobody searches for more, and FTS5 limits the depth of an expression.
LONGEST_SEARCH = 200
MOST_WORDS = 20

_CJK = (
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af]"
)
_IS_CJK = re.compile(_CJK)
_CJK_RUN = re.compile(f"{_CJK}+")
#: Marks in full width, for which alone NFKC would take ten times longer over a Chinese text.
_MARKS = [(mark, unicodedata.normalize("NFKC", mark)) for mark in "，：；！？（）"]
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def set_apart(text: str) -> str:
    """`text` as it goes into the index: NFKC, casefolded, Chinese characters set apart."""
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    if text.isascii():  # nothing to normalise or to set apart: English costs a tenth
        return text.casefold()
    for wide, narrow in _MARKS:
        text = text.replace(wide, narrow)
    return _CJK_RUN.sub(_spaced, unicodedata.normalize("NFKC", text).casefold())


def _spaced(run: re.Match[str]) -> str:
    """Each character between spaces. By their bytes: joined, each would become an object first."""
    letters = run[0]
    raw = letters.encode("utf-16-le")
    if len(raw) != 2 * len(letters):  # rare characters, of two units each
        return f" {' '.join(letters)} "
    apart = bytearray(b" \0" * (2 * len(letters) + 1))
    apart[2::4], apart[3::4] = raw[::2], raw[1::2]
    return apart.decode("utf-16-le")


#: Who issues notices is said in each of them.
_name_apart = lru_cache(maxsize=64)(set_apart)


def words_of(announcement: Announcement) -> str:
    """All that can be found of an announcement, in all its languages."""
    names = map(_name_apart, announcement.issuer_name.values())
    # Two texts instead of ten: setting apart costs by the call as much as by the letter.
    plain: list[str] = []
    others: list[str] = []
    for text in _texts(announcement):
        (plain if text.isascii() else others).append(text)
    return "\n".join([*names, set_apart(" ".join(plain)), set_apart(" ".join(others))])


def query_of(typed: str) -> str | None:
    """The FTS5 query for what was typed, None when nothing was.

    All words must be there; Chinese runs as they stand; the last word may be a beginning. The
    query is made of quoted strings alone, so no input is an operator or a syntax error.
    """
    words = _CONTROL.sub(" ", typed[:LONGEST_SEARCH]).split()[:MOST_WORDS]
    if not words:
        return None
    quoted = ['"' + " ".join(set_apart(word).split()).replace('"', '""') + '"' for word in words]
    last = unicodedata.normalize("NFKC", words[-1])[-1]
    if last.isalnum() and not _IS_CJK.match(last):
        quoted[-1] += " *"
    return " AND ".join(quoted)


def _texts(announcement: Announcement) -> Iterator[str]:
    for text in announcement.texts.values():
        yield text.title
        yield from text.in_short
        yield text.body
    yield from (announcement.change_note or {}).values()
