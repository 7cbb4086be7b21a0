"""The two languages, and words that are there in one or both of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar


class Language(StrEnum):
    """A language of the program, by its BCP 47 tag."""

    ENGLISH = "en"
    CHINESE = "zh-CN"


#: Language tag to text. At least one tag is there.
Words = Mapping[str, str]

T = TypeVar("T")


def pick(words: Mapping[str, T], language: Language | str) -> T | None:
    """What is there in `language`, else in any other; None where there is nothing at all."""
    if language in words:
        return words[language]
    for tag in (Language.ENGLISH, Language.CHINESE):
        if tag in words:
            return words[tag]
    return next(iter(words.values()), None)


def pick_text(words: Words | None, language: Language | str) -> str:
    """Like `pick`, with an empty text where there is nothing."""
    return (pick(words, language) if words else None) or ""


def language_shown(words: Mapping[str, T], language: Language | str) -> str:
    """The tag of what `pick` chooses, so that it can be read in the right voice."""
    if language in words:
        return str(language)
    for tag in (Language.ENGLISH, Language.CHINESE):
        if tag in words:
            return tag
    return next(iter(words), str(language))
