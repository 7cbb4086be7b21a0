"""Sentences, words and languages of a text: what is read aloud and lit, piece by piece.

All offsets are Python code points into the text that was given, never into a changed copy, so
that the sentence that is heard is the sentence that is lit. Qt counts UTF-16 units:
`utf16_offset` turns one into the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ENGLISH = "en"
CHINESE = "zh"

LONGEST_CHINESE = 60
"""Hanzi sentences longer than this are cut at a comma, to keep the lit part in one look."""
LONGEST = 400
"""No sentence is longer: a voice that stalls is noticed, and a stop answers at once."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: code points from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this span."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


_HAN_CLASS = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # CJK, all planes
)
_HAN = re.compile(f"[{_HAN_CLASS}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CLOSERS = "”’»」』）】〉》)]}"
_OPENERS = "“‘«「『（【〈《([{"
_CHINESE_STOPS = "。！？；｡"
_STOP_RUN = re.compile(r"[.!?…。！？；｡‼⁇⁈⁉]+")
_PARAGRAPH_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile(r"(?:\r\n|[\r\n\v\f\x85\u2028\u2029])")


def _set_of(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the end of a sentence: a name, a number or an example follows.
_TITLES = _set_of(
    "dr mr mrs ms mx prof rev hon capt sgt lt col gen gov sen rep pres messrs mme fr e.g i.e eg ie "
    "cf vs approx viz nr ext tel incl excl opp dept c ca"
)
# The end of a sentence only when what follows is a word that starts one.
_MAYBE = _set_of(
    "st rd ave blvd sr jr ltd inc co corp bros etc al p pp vol ed fig sec ch jan feb mar apr jun "
    "jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun min max hr hrs yr "
    "u.s u.k u.n e.u ph.d b.a m.a b.sc m.sc a.d b.c a.k.a p.s"
)
_HALF_DAYS = frozenset(("a.m", "p.m", "am", "pm"))
_BEFORE_NUMBER = frozenset(("no", "nos", "p", "pp", "vol", "fig", "sec", "ch", "tel", "ext", "rm"))
_DAYS_AND_MONTHS = _set_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)
_STARTERS = _set_of(
    "the a an this that these those it its he she they we you i there here if when where what who "
    "why how please in on at for from to by with and but or so then as after before all any both "
    "do does did is are was were will would can could may must should have has had no yes not our "
    "your my his her their come bring call ask see visit thank thanks open each every everyone "
    "our tea once until while because since next now today tomorrow"
)
_ABBREVIATION = re.compile(r"(?:[A-Za-z]{1,2}\.)*[A-Za-z]+$")
_NEXT_WORD = re.compile(r"[^\W_]+")
_LISTED = re.compile(r"[(]?[a-z]{1,3}[.)]\s")
_ENUMERATOR = re.compile(r"[(（]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})$")


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, in order, each without the space around it.

    Together they hold every character that is not space; none is empty and none overlap. English
    and Chinese rules are used side by side, so that mixed text needs no label. A sentence of
    more than `LONGEST_CHINESE` hanzi is cut at its commas, and any of more than `LONGEST`.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text):
        start = len(found)
        for span in _split_paragraph(text, paragraph):
            if len(found) > start and not _has_word(text, span):
                found[-1] = Span(found[-1].start, span.end)  # stray marks belong to what they end
            else:
                found.append(span)
    return tuple(piece for span in found for piece in _shorten(text, span))


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text`: a new line ends one, unless a sentence plainly runs over it."""
    found: list[Span] = []
    start = 0
    for match in _PARAGRAPH_BREAK.finditer(text):
        if _runs_over(text, match):
            continue
        found.extend(_trimmed(text, start, match.start()))
        start = match.end()
    found.extend(_trimmed(text, start, len(text)))
    return tuple(found)


def _runs_over(text: str, line_break: re.Match[str]) -> bool:
    """Whether a line was only wrapped: one line end, an unfinished line, a small letter after."""
    if len(_LINE_END.findall(line_break.group())) != 1:
        return False
    before = text[: line_break.start()].rstrip(" \t")[-1:]
    after = text[line_break.end() : line_break.end() + 40].lstrip(" \t")
    if _LISTED.match(after):
        return False
    return after[:1].islower() and (before.isalnum() or before in ",;-–")


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _has_word(text: str, span: Span) -> bool:
    return any(character.isalnum() for character in span.of(text))


def _split_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _STOP_RUN.finditer(text, paragraph.start, paragraph.end):
        if match.start() < start:
            continue
        end = _past_closers(text, match.end(), start, paragraph.end)
        if _ends_sentence(text, start, match, end, paragraph.end):
            yield from _trimmed(text, start, end)
            start = end
    yield from _trimmed(text, start, paragraph.end)


def _past_closers(text: str, at: int, start: int, limit: int) -> int:
    """The place after the quotes and brackets that close behind a stop."""
    while at < limit:
        mark = text[at]
        straight = mark in "\"'" and text.count(mark, start, at) % 2 == 1
        if not (mark in _CLOSERS or straight or _is_decoration(mark)):
            break
        at += 1
    return at


def _is_decoration(character: str) -> bool:
    """An emoji, or what joins and colours emoji and letters."""
    return (
        unicodedata.category(character) in ("So", "Sk", "Mn", "Me")
        or character in "\u200d\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int, limit: int) -> bool:
    if end >= limit:
        return True
    following = text[end]
    marks = stop.group()
    if following in "，、,：:;)）" or (following in "—–" and end > stop.end()):
        return False
    if any(mark in _CHINESE_STOPS for mark in marks):
        return True
    if not following.isspace() and not (end > stop.end() and _is_decoration(text[end - 1])):
        return _ends_without_space(text, stop, end)
    rest = text[end:limit].lstrip().lstrip(_OPENERS + "\"'")
    if marks == ".":
        return not _is_abbreviation(text, start, stop.start(), rest, end > stop.end())
    return not ((end > stop.end() or marks[0] in ".…") and rest[:1].islower())


def _ends_without_space(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether a stop with no space behind it ends a sentence, as it may beside hanzi."""
    before = text[stop.start() - 1 : stop.start()]
    beside_han = bool(_HAN.match(text[end]) or text[end] in _OPENERS) and not before.isdigit()
    if stop.group() == ".":
        return beside_han and bool(_HAN.match(before))
    return bool(_HAN.match(text[end])) or (beside_han and bool(_HAN.match(before)))


def _is_abbreviation(text: str, start: int, stop: int, rest: str, closed: bool) -> bool:
    """Whether the full stop at `stop` belongs to a short form and the sentence goes on."""
    line = max(start, max(text.rfind(mark, start, stop) for mark in "\n\r") + 1)
    if _ENUMERATOR.fullmatch(text[line:stop].strip()):
        return True  # "1. Bring your card."
    match = _ABBREVIATION.search(text[max(start, stop - 24) : stop])
    next_match = _NEXT_WORD.match(rest)
    follower = next_match.group() if next_match else ""
    if match is None or closed:
        return False
    word = match.group()
    short = word.lower()
    if short in _TITLES:
        return bool(rest)
    if short in _BEFORE_NUMBER and follower[:1].isdigit():
        return True
    starts_anew = follower[:1].isupper() and follower.lower() in _STARTERS
    if short in _HALF_DAYS:
        return not follower[:1].isupper() or follower.lower() in _DAYS_AND_MONTHS
    if short in _MAYBE:
        return bool(follower) and not starts_anew
    initials = all(len(letters) == 1 for letters in word.split(".")) and word[0].isupper()
    return initials and bool(follower) and not starts_anew


def _shorten(text: str, span: Span) -> Iterator[Span]:
    """Cut a sentence that is too long to be taken in, at a comma where there is one."""
    while True:
        han = len(_HAN.findall(text, span.start, span.end))
        limit = LONGEST_CHINESE if han * 2 > len(span) else LONGEST
        if len(span) <= limit:
            break
        cut = _place_to_cut(text, span, limit)
        if cut is None:
            break
        yield from _trimmed(text, span.start, cut)
        rest = next(_trimmed(text, cut, span.end), None)
        if rest is None:
            return
        span = rest
    yield span


def _place_to_cut(text: str, span: Span, limit: int) -> int | None:
    within = span.start + limit
    for marks in ("，", "；;：:、", ",", " \n\t\u3000"):
        if limit == LONGEST_CHINESE and marks in (",", " \n\t\u3000"):
            continue
        cut = max(text.rfind(mark, span.start + 1, within) for mark in marks) + 1
        while cut > 0 and cut < span.end and text[cut] in _CLOSERS:
            cut += 1
        tail = Span(cut, span.end)
        if cut > span.start + 1 and _has_word(text, tail):
            return cut
    if limit == LONGEST_CHINESE:
        later = text.find("，", within, span.end)
        if 0 < later < span.end - 1 and later - span.start < LONGEST:
            return later + 1
    if len(span) <= LONGEST:
        return None
    cut = span.start + LONGEST
    while cut > span.start + 1 and not _may_cut(text, cut):
        cut -= 1
    return cut if cut > span.start + 1 else span.start + LONGEST


def _may_cut(text: str, at: int) -> bool:
    """Whether a cut before `at` leaves a letter with its marks and an emoji whole."""
    return not (_is_decoration(text[at]) or text[at - 1] == "\u200d")


_WORD = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'，。；、）】》”]*[^\s<>\"'，。；、）】》”.,;:!?)\]]"  # an address
    r"|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # an e-mail address
    rf"|[{_HAN_CLASS}]"  # one hanzi
    r"|[£$€¥￥]?\d+(?:[.,:：/]\d+)*(?:st|nd|rd|th|am|pm)?[%％℃°]?"  # a number, a time, a price
    r"|(?:[A-Za-z]\.){2,}"  # a.m., U.K.
    rf"|[^\W\d_{_HAN_CLASS}]+(?:['’\-][^\W\d_{_HAN_CLASS}]+)*"  # isn't, well-known
    r"|\w"
)


def words(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The words of `text` as a reader follows them with a finger, in order.

    A hanzi stands alone; a number, a time, a price or an address is one word, whole. With
    `language` "en" the digits and letters of a mixed token stay together ("B12").
    """
    found: list[Span] = []
    for match in _WORD.finditer(text):
        span = Span(match.start(), match.end())
        if found and language_code(language) != CHINESE and _glued(text, found[-1], span):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def is_hanzi(word: str) -> bool:
    """Whether a word of `words` is a hanzi, which stands alone there."""
    return len(word) == 1 and bool(_HAN.match(word))


def _glued(text: str, first: Span, second: Span) -> bool:
    if first.end != second.start:
        return False
    return not (_HAN.match(text[first.end - 1]) or _HAN.match(text[second.start]))


def language_code(tag: str | None) -> str | None:
    """ "en" or "zh" for a BCP 47 tag ("zh-CN", "en-GB", "yue"), None for anything else."""
    first = re.split(r"[-_]", (tag or "").lower())[0]
    if first in ("zh", "cmn", "yue"):
        return CHINESE
    return ENGLISH if first == "en" else None


def language_of(text: str, default: str) -> str:
    """The main language of `text` by its script: hanzi against Latin words, else `default`.

    A Latin word weighs as much as one and a half hanzi: a Chinese word has about that many.
    """
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text)) * 1.5
    if han == latin:
        return default
    return CHINESE if han > latin else ENGLISH


def runs(text: str, default: str = ENGLISH) -> list[tuple[str, Span]]:
    """The stretches of one script, as (language, span), covering all of `text` in order.

    Digits, marks and space belong to the stretch before them; at the very start to the one
    after; with no letters at all the whole is `default`.
    """
    found: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        language = _script(character)
        if language and (not found or found[-1][0] != language):
            found.append((language, at if found else 0))
    if not found:
        return [(default, Span(0, len(text)))] if text else []
    ends = [start for _, start in found[1:]] + [len(text)]
    return [
        (language, Span(start, end)) for (language, start), end in zip(found, ends, strict=True)
    ]


def _script(character: str) -> str | None:
    if _HAN.match(character):
        return CHINESE
    return ENGLISH if _LATIN_WORD.match(character) else None


def utf16_offset(text: str, index: int) -> int:
    """The UTF-16 offset, as Qt counts, of the code point offset `index` in `text`."""
    return index + sum(character > "\uffff" for character in text[:index])


def code_point_offset(text: str, utf16: int) -> int:
    """The code point offset of the UTF-16 offset `utf16`; the inverse of `utf16_offset`."""
    units = 0
    for index, character in enumerate(text):
        if units >= utf16:
            return index
        units += 2 if character > "\uffff" else 1
    return len(text)
