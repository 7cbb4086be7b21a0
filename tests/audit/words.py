"""Nothing is left untranslated: what is seen and what is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tests.audit.finding import Finding, called
from tests.audit.picture import Picture
from tests.sample_store import ADDRESS, sample_words
from ui.widgets.words import Words

#: Written in their own script everywhere, or standing on the keys of every keyboard.
NAMES = (
    *("Footbridge", "English", "中文", "简体中文", "USB", "QR", "Wi-Fi"),
    "Language · 语言",
    *("MB", "Apache-2.0"),
    # The speech packs of tests/screen_cases.py: their makers named them.
    *("Ears", "ears.zip", "base"),
    *("Tab", "Enter", "Escape", "Esc", "Alt", "Home", "Page Up", "Page Down", "Ctrl"),
)
_KEY = re.compile(r"\bF\d{1,2}\b")
_ADDRESS = re.compile(r"https?://\S*")
_CLAIM_CODE = re.compile(r"(?<![A-Z0-9])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![A-Z0-9])")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_ANY_WORD = re.compile(r"[^\W\d_]{2,}")
#: What a piece of a longer sample text is at least, to be known as such.
_PIECE = 12


def seen_and_spoken(picture: Picture) -> Iterator[tuple[str, str]]:
    """Every text of the screen with the name of its widget."""
    for text in picture.texts:
        whole = whole_of(text.widget)
        yield called(text.widget), whole.text() if whole else text.text
    for widget in picture.leaves:
        name = called(widget)
        if whole_of(widget):
            continue
        yield name, widget.accessibleName()
        yield name, widget.accessibleDescription()
        if isinstance(widget, QLabel):
            yield name, widget.text()
        if isinstance(widget, QLineEdit):
            yield name, widget.placeholderText()
            yield name, widget.text()
        if isinstance(widget, (QTextEdit, QPlainTextEdit)):
            yield from ((name, line) for line in widget.toPlainText().split("\n"))
    yield "the window's title", picture.window.windowTitle()
    screen = getattr(picture.window, "screen_now", None)
    if screen is not None:
        yield "help", screen.help_text()
        yield from (("read aloud", passage.text) for passage in screen.describe().passages("en"))


def whole_of(widget: QWidget) -> Words | None:
    """The whole words that a widget is a piece of, where they run over several pages."""
    return widget.piece_of if isinstance(widget, Words) else None


def untranslated(picture: Picture, language: str) -> Iterator[Finding]:
    """In `zh-CN` no Latin word is left, in `pseudo` no word without the marks."""
    if language not in ("zh-CN", "pseudo"):
        return
    told: set[tuple[str, str]] = set()
    for name, text in seen_and_spoken(picture):
        left = left_over(text, language)
        if left and (name, left) not in told:
            told.add((name, left))
            yield Finding("untranslated", name, f"{left!r} in {text[:80]!r}")


@lru_cache(maxsize=4096)
def left_over(text: str, language: str) -> str:
    """What of a text is neither translated nor the community's or the person's own."""
    if text.strip() in sample_words():
        return ""
    word = _LATIN_WORD if language == "zh-CN" else _ANY_WORD
    rest = _without_marks(text)
    if not word.search(rest):
        return ""
    for pattern in (_own_words(), _ADDRESS, _CLAIM_CODE, _KEY, _dates()):
        rest = pattern.sub(" ", rest)
    if not word.search(rest):
        return ""
    # A piece of a sample text: one page of it, or its beginning.
    pieces = [piece.strip(' .…·\n“”"') for piece in re.split(r"[…\n]|\s·\s", _without_marks(text))]
    known = _sample_text()
    if all(not word.search(p) or (len(p) >= _PIECE and p in known) for p in pieces):
        return ""
    found = word.search(rest)
    return found.group() if found else ""


def _without_marks(text: str) -> str:
    while True:
        less = _MARKED.sub(" ", text)
        if less == text:
            return text
        text = less


@cache
def _own_words() -> re.Pattern[str]:
    words = {w for w in (*sample_words(), *NAMES, ADDRESS) if len(w) > 1}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest_first))


@cache
def _sample_text() -> str:
    return "\n".join(sample_words())


@cache
def _dates() -> re.Pattern[str]:
    locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    names = [locale.dayName(day) for day in range(1, 8)]
    names += [locale.monthName(month) for month in range(1, 13)]
    return re.compile(r"\b(" + "|".join(names) + r")\b")
