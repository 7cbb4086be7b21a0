"""What was heard, added to what is there: spoken marks, capitals, and second thoughts.

Recognisers give bare words ("the lamp is broken full stop") or, some of them, written sentences;
here both become text. Pure: text and words in, text out. Both languages know the same things:

    English                         Chinese                  becomes
    new line, new paragraph         换行、另起一行，另起一段   a new line, an empty line
    full stop, comma,               句号、逗号、顿号、         the mark
    question mark, exclamation mark 问号、感叹号
    scratch that                    删掉这句、刚才不算、不算   the last sentence is taken away

Such words inside a sentence ("a new line of buses", 换行业) stay words: what stands before or after
them tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from app.domain.segment import CHINESE

UNSURE = 0.5
"""Below this confidence the other ways are offered first.

PocketSphinx's mean posterior; of 24 sentences by three voices of flite those below it had more than
half of their words wrong, those above it one third.
"""


class _Order(Enum):
    LINE = auto()
    PARAGRAPH = auto()
    SCRATCH = auto()


_Said = str | _Order

_ENGLISH: dict[tuple[str, ...], _Said] = {
    ("new", "line"): _Order.LINE,
    ("new", "paragraph"): _Order.PARAGRAPH,
    ("full", "stop"): ".",
    ("comma",): ",",
    ("question", "mark"): "?",
    ("exclamation", "mark"): "!",
    ("exclamation", "point"): "!",
    ("scratch", "that"): _Order.SCRATCH,
}
#: After these, "new line" and its like are words of the sentence.
_BEFORE_A_NOUN = frozenset(
    {"a", "an", "the", "this", "that", "our", "your", "my", "his", "her", "their", "its"}
    | {"one", "another", "every", "each", "no", "any", "some"}
)
_MARKS = ".,?!"
_ENDS = ".?!"

_CHINESE_SAID = {"句号": "。", "逗号": "，", "顿号": "、", "问号": "？", "感叹号": "！"}
_CHINESE: dict[str, _Order] = {
    "换行": _Order.LINE,
    "另起一行": _Order.LINE,
    "另起一段": _Order.PARAGRAPH,
    "删掉这句": _Order.SCRATCH,
    "删掉这句话": _Order.SCRATCH,
    "刚才不算": _Order.SCRATCH,
    "不算": _Order.SCRATCH,
}
_CHINESE_MARKS = "。，、？！；："
_CHINESE_ENDS = "。？！"
#: 画上句号, 打个问号: words of the sentence.
_CHINESE_MARK = re.compile(r"\s*(?<![上个打的])([句逗顿问]号|感叹号)\s*")
#: 换行业, 换行李 are words of the sentence. A bare 不算 is an order only where it stands by itself,
#: between two marks or alone: 这不算贵 is none.
_CHINESE_ORDER = re.compile(
    r"删掉这句话?|另起一[行段]|换行(?![业李程当])|刚才不算"
    r"|(?:(?<=[。，、？！])|^)不算(?=$|[。，、？！])"
)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_SPACE_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")
_QUESTIONS = ("吗", "呢")


@dataclass(frozen=True, slots=True)
class _Script:
    """How a language is written: its marks, the ends of its sentences, how a word is added."""

    marks: str
    ends: str
    add: Callable[[str, str], str]


def add_heard(text: str, heard: str, language: str) -> str:
    """`text` with what was heard after it; `language` is "en" or "zh" (or begins so).

    What was heard begins with a capital where a sentence begins, and ends with a mark.
    """
    if not heard.strip():
        return text
    if language.startswith(CHINESE):
        return _closed(_write(text, _chinese(heard), _BY_LETTERS), text, _BY_LETTERS)
    return _closed(_write(text, _english(heard), _BY_WORDS), text, _BY_WORDS)


def _write(text: str, said: list[_Said], script: _Script) -> str:
    for one in said:
        if one is _Order.LINE:
            text = text.rstrip(" ") + ("\n" if text.strip() else "")
        elif one is _Order.PARAGRAPH:
            text = text.rstrip() + ("\n\n" if text.strip() else "")
        elif one is _Order.SCRATCH:
            text = _without_last_sentence(text, script.ends)
        elif isinstance(one, str) and one in script.marks:
            text = _with_mark(text, one, script.marks)
        elif isinstance(one, str):
            text = script.add(text, one)
    return text


def _with_mark(text: str, mark: str, marks: str) -> str:
    """A mark in the place of one that is there already; none where there is no word before it."""
    bare = text.rstrip(" ")
    while bare and bare[-1] in marks:
        bare = bare[:-1]
    return bare + mark if bare.strip() and not bare.endswith("\n") else text


def _without_last_sentence(text: str, ends: str) -> str:
    bare = text.rstrip()
    body = bare.rstrip(ends)
    cut = max((body.rfind(end) for end in (*ends, "\n")), default=-1)
    return body[: cut + 1]


def _closed(text: str, before: str, script: _Script) -> str:
    """What was said ends as a sentence does: it is read so, and the next one begins anew."""
    if text == before or not text.strip() or text.endswith("\n"):
        return text
    last = text[-1]
    if last in script.marks or not last.isalnum():
        return text
    question = script is _BY_LETTERS and last in _QUESTIONS
    return text + ("？" if question else script.ends[0])


# --- English --------------------------------------------------------------------------------------


def _english(heard: str) -> list[_Said]:
    words = heard.split()
    bare = [word.strip(".,?!;:").casefold() for word in words]
    said: list[_Said] = []
    at = 0
    while at < len(words):
        order = _english_order(bare, at)
        if order is None:
            said += _split_mark(words[at])
            at += 1
        else:
            said.append(_ENGLISH[order])
            at += len(order)
    return said


def _english_order(bare: list[str], at: int) -> tuple[str, ...] | None:
    if at and bare[at - 1] in _BEFORE_A_NOUN:
        return None
    for length in (2, 1):
        words = tuple(bare[at : at + length])
        if len(words) == length and words in _ENGLISH:
            return words
    return None


def _split_mark(word: str) -> list[_Said]:
    """A word that a recogniser wrote with its mark, apart from it."""
    if len(word) > 1 and word[-1] in _MARKS and word[-2].isalnum():
        return [word[:-1], word[-1]]
    return [word]


def _add_word(text: str, word: str) -> str:
    bare = text.rstrip(" ")
    begins = not bare or bare.endswith("\n") or bare[-1] in _ENDS
    if word == "i" or word.startswith(("i'", "i’")):
        word = "I" + word[1:]
    if begins:
        word = word[:1].upper() + word[1:]
    space = "" if not bare or bare.endswith("\n") else " "
    return bare + space + word


# --- Chinese --------------------------------------------------------------------------------------


def _chinese(heard: str) -> list[_Said]:
    heard = _CHINESE_MARK.sub(lambda found: _CHINESE_SAID[found.group(1)], heard.strip())
    said: list[_Said] = []
    at = 0
    for found in _CHINESE_ORDER.finditer(heard):
        said += _chinese_pieces(heard[at : found.start()])
        said.append(_CHINESE[found.group()])
        at = found.end()
    return said + _chinese_pieces(heard[at:])


def _chinese_pieces(words: str) -> list[_Said]:
    """Runs of letters, and the marks that a recogniser wrote between them."""
    joined = _SPACE_BETWEEN_WIDE.sub("", words.strip())
    return [piece for piece in re.split(f"([{_CHINESE_MARKS}])", joined) if piece]


def _add_letters(text: str, letters: str) -> str:
    bare = text.rstrip(" ")
    # Two Latin words in a row keep their space.
    latin = bool(bare) and bare[-1].isascii() and bare[-1].isalnum() and letters[0].isascii()
    return bare + (" " if latin else "") + letters


_BY_WORDS = _Script(_MARKS, _ENDS, _add_word)
_BY_LETTERS = _Script(_CHINESE_MARKS, _CHINESE_ENDS, _add_letters)
