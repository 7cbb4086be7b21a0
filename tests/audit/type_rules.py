"""Type: large enough, lines far enough apart and not too long, whole words, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat
from PySide6.QtWidgets import QLabel, QTextBrowser, QTextEdit

from tests.audit.finding import Finding, called
from tests.audit.picture import Picture
from ui.theme import PX_PER_PT, SMALLEST_PT

LEAST_PX = round(SMALLEST_PT * PX_PER_PT)
LEAST_SPACING = 1.5
#: Characters in a line: WCAG 1.4.8.
LONGEST_LATIN, LONGEST_CJK = 80, 40
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LETTER = re.compile(r"[^\W\d_]")


def small_type(picture: Picture) -> Iterator[Finding]:
    """Nothing is written smaller than 18 points."""
    for text in picture.texts:
        if text.text.strip() and text.size < LEAST_PX:
            detail = f"{text.text[:40]!r} is {text.size} pixels high"
            yield Finding("small type", called(text.widget), detail)
    painted = {text.widget for text in picture.texts}
    for widget in picture.leaves:
        size = widget.fontInfo().pixelSize()
        if widget not in painted and picture.shows_something(widget) and size < LEAST_PX:
            yield Finding("small type", called(widget), f"its font is {size} pixels high")


def tight_lines(picture: Picture) -> Iterator[Finding]:
    """Running text has its lines at least one and a half sizes apart; bold titles may be closer."""
    for text in picture.texts:
        if len(text.lines) > 1 and not text.bold and text.pitch < LEAST_SPACING * text.size - 0.5:
            detail = f"lines {text.pitch:.0f} apart at {text.size} pixels"
            yield Finding("tight lines", called(text.widget), detail)
    painted = {text.widget for text in picture.texts}
    for widget in picture.leaves:
        if isinstance(widget, QLabel) and widget.wordWrap() and widget not in painted:
            size, pitch = widget.fontInfo().pixelSize(), widget.fontMetrics().lineSpacing()
            if widget.height() > 2 * pitch and pitch < LEAST_SPACING * size - 0.5:
                detail = f"lines {pitch} apart at {size} pixels"
                yield Finding("tight lines", called(widget), detail)
        if isinstance(widget, QTextEdit):
            yield from _tight_blocks(widget)


def _tight_blocks(view: QTextEdit) -> Iterator[Finding]:
    fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
    block = view.document().begin()
    while block.isValid():
        style, pieces = block.blockFormat(), block.begin()
        if not pieces.atEnd() and "\ufffc" not in block.text():
            font = pieces.fragment().charFormat().font()
            pitch = style.lineHeight() if style.lineHeightType() == fixed else 0
            if not font.bold() and pitch < LEAST_SPACING * font.pixelSize() - 0.5:
                detail = f"{block.text()[:40]!r}: {pitch:.0f} at {font.pixelSize()} pixels"
                yield Finding("tight lines", called(view), detail)
                return
        block = block.next()


def long_lines(picture: Picture) -> Iterator[Finding]:
    """Running text has at most 80 letters, or 40 Chinese characters, in a line."""
    for text in picture.texts:
        if len(text.lines) > 1 and not text.bold:
            for line in text.lines:
                if fault := _too_long(line.text):
                    yield Finding("long lines", called(text.widget), fault)
                    break
    for view in picture.leaves:
        if isinstance(view, QTextEdit):
            yield from _long_blocks(view)


def _long_blocks(view: QTextEdit) -> Iterator[Finding]:
    block = view.document().begin()
    while block.isValid():
        layout, text = block.layout(), block.text()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            fault = _too_long(text[line.textStart() : line.textStart() + line.textLength()])
            if fault:
                yield Finding("long lines", called(view), fault)
                return
        block = block.next()


def _too_long(line: str) -> str:
    """What is wrong with the line, empty when nothing is. A CJK character counts as two."""
    line = line.strip()
    cjk = len(_CJK.findall(line))
    if len(line) - cjk + cjk * LONGEST_LATIN / LONGEST_CJK <= LONGEST_LATIN:
        return ""
    return f"{len(line)} characters, {cjk} of them Chinese: {line[:30]!r}…"


def broken_words(picture: Picture) -> Iterator[Finding]:
    """No word is broken in its midst at the end of a line."""
    for text in picture.texts:
        for first, second in pairwise(text.lines):
            before, after = first.text[-1:], second.text[:1]
            if _is_letter(before) and _is_letter(after):
                detail = f"{first.text[-12:]!r} goes on as {second.text[:12]!r}"
                yield Finding("broken words", called(text.widget), detail)


def _is_letter(character: str) -> bool:
    return bool(_LETTER.match(character)) and not _CJK.match(character)


def rich_text(picture: Picture) -> Iterator[Finding]:
    """What a server sent is never taken for markup."""
    for widget in picture.leaves:
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            yield Finding("rich text", called(widget), "its text may be taken for markup")
        if isinstance(widget, QTextBrowser):
            yield Finding("rich text", called(widget), "is a browser")
        if isinstance(widget, QTextEdit) and not widget.isReadOnly() and widget.acceptRichText():
            yield Finding("rich text", called(widget), "takes rich text")
