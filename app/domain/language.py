"""The two languages, and words that are there in one or both of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar


class Language(StrEnum):
    """A language of the program, by its BCP 47 tag."""

    ENGLISH = "en"
    CHINESE = "zh-CN"


#: Language tag to text. At least one tag is there.
Words = Mapping[str, str]

T = TypeVar("T")

#: Parts of a tag that say: not the simplified characters that our readers learned at school.
_SCRIPTS = frozenset({"hant", "tw", "hk", "mo", "latn"})


def nearest(tags: Iterable[str], language: Language | str) -> str | None:
    """The one of `tags` that suits a reader of `language`; None where there is none at all.

    The very tag, else the same language under another tag (`zh`, `en-GB`), else one of ours, else
    the first. Of two tags for the same language the one that goes along further wins, so that a
    reader of `zh-CN` is given `zh-Hans` rather than `zh-Hant`.
    """
    known = list(tags)
    for wanted in (str(language), Language.ENGLISH, Language.CHINESE):
        like = [tag for tag in known if same_language(tag, wanted)]
        if like:
            return max(like, key=lambda tag: _closeness(tag, wanted))
    return next(iter(known), None)


def same_language(tag: str, other: Language | str) -> bool:
    """Whether two tags name one language, whatever they say of script and region."""
    return _primary(tag) == _primary(other)


def _primary(tag: str) -> str:
    """The language alone, without script and region (RFC 5646, section 2.2.1)."""
    return tag.partition("-")[0].lower()


def _closeness(tag: str, wanted: str) -> tuple[bool, bool, bool]:
    """For comparing tags of one language: the same, no other script, the same region."""
    parts = tag.lower().split("-")
    return (
        tag.lower() == wanted.lower(),
        _SCRIPTS.isdisjoint(parts),
        wanted.lower().rpartition("-")[2] in parts[1:],
    )


def pick(words: Mapping[str, T], language: Language | str) -> T | None:
    """What is there in `language`, else in any other; None where there is nothing at all."""
    tag = nearest(words, language)
    return None if tag is None else words[tag]


def pick_text(words: Words | None, language: Language | str) -> str:
    """Like `pick`, with an empty text where there is nothing."""
    return (pick(words, language) if words else None) or ""


def language_shown(words: Mapping[str, T], language: Language | str) -> str:
    """The tag of what `pick` chooses, so that it can be read in the right voice."""
    return nearest(words, language) or str(language)
