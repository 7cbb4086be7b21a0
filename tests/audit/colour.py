"""Contrast, measured on the pixels: words 7:1; icons, edges and the focus ring 3:1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tests.audit.finding import Finding, called
from tests.audit.picture import Picture, Pixels, pixels_of
from ui.widgets.pressable import Pressable, Shape

TEXT_CONTRAST = 7.0
SHAPE_CONTRAST = 3.0
_WEIGHTS = numpy.array([0.2126, 0.7152, 0.0722])
#: A colour counts when at least this many pixels have it: strokes have whole pixels inside.
_FEWEST = 20


def luminance(colours: Pixels) -> numpy.ndarray[Any, numpy.dtype[numpy.float64]]:
    """Relative luminance by WCAG 2.2, 0–1, of an array of colours."""
    part = colours.astype(float) / 255
    linear = numpy.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    light: numpy.ndarray[Any, numpy.dtype[numpy.float64]] = linear @ _WEIGHTS
    return light


def contrast(first: float, second: float) -> float:
    """The contrast of two luminances, 1–21."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def strongest(crop: Pixels, fewest: int = _FEWEST) -> float:
    """The contrast between the commonest colour and the one that stands out most from it."""
    if crop.size == 0:
        return 1.0
    packed = crop.astype(numpy.uint32) @ numpy.array([65536, 256, 1], numpy.uint32)
    codes, counts = numpy.unique(packed, return_counts=True)
    light = luminance(numpy.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1))
    ground = float(light[counts.argmax()])
    often = light[counts >= fewest]
    return max((contrast(float(one), ground) for one in often), default=1.0)


def faint_words(picture: Picture) -> Iterator[Finding]:
    """Every line of words stands out 7:1 from its ground."""
    for text in picture.texts:
        for line in text.lines:
            letters = line.text.strip()
            if letters:
                found = strongest(picture.crop(line.ink), _needed(line.ink, letters))
                if found < TEXT_CONTRAST:
                    yield Finding("faint words", called(text.widget), f"{letters!r} {found:.1f}:1")
    painted = {text.widget for text in picture.texts}
    for widget in picture.leaves:
        if widget not in painted and _has_words(widget):
            found = strongest(picture.crop(picture.place(widget).adjusted(8, 8, -8, -8)))
            if found < TEXT_CONTRAST:
                yield Finding("faint words", called(widget), f"{found:.1f}:1")


def _needed(ink: QRectF, letters: str) -> int:
    """How many pixels of the words' own colour there should be: a comma has but few."""
    return min(_FEWEST, 3 * len(letters))


def _has_words(widget: QWidget) -> bool:
    if isinstance(widget, (QTextEdit, QPlainTextEdit)):
        return bool(widget.toPlainText().strip())
    if isinstance(widget, (QLineEdit, QLabel)):
        return bool(widget.text().strip())
    return bool(getattr(widget, "text", str)())


def faint_shapes(picture: Picture) -> Iterator[Finding]:
    """Icons stand out 3:1, and so do the edges of what can be pressed or filled in."""
    for widget, box in picture.icons:
        found = strongest(picture.crop(box))
        if found < SHAPE_CONTRAST:
            yield Finding("faint shapes", called(widget), f"icon {found:.1f}:1")
    for widget in picture.controls:
        if isinstance(widget, Pressable) and widget.shape is Shape.BAR:
            continue  # an icon and a word on the bar, without an edge
        if isinstance(widget, QTextEdit) and widget.isReadOnly():
            continue  # a text to read has no edge
        place = picture.place(widget)
        # From outside across the left edge, at half height.
        scan = picture.crop(QRectF(place.left() - 3, place.center().y() - 1, 24, 3))
        found = strongest(scan, 3)
        if found < SHAPE_CONTRAST:
            yield Finding("faint shapes", called(widget), f"edge {found:.1f}:1")


def faint_focus(picture: Picture) -> Iterator[Finding]:
    """Where the focus is can be seen: a ring that stands out 3:1 from what was there before."""
    window = picture.window
    before = window.focusWidget()
    try:
        for widget in picture.controls:
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
                continue
            other = next((w for w in picture.controls if w is not widget), None)
            if other is None:
                window.setFocus()
            else:
                other.setFocus(Qt.FocusReason.TabFocusReason)
            box = picture.place(widget).adjusted(-8, -8, 8, 8) & window.rect()
            without = pixels_of(window.grab(box).toImage())
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            found = _change(without, pixels_of(window.grab(box).toImage()), widget)
            if found:
                yield Finding("faint focus", called(widget), found)
    finally:
        if before is not None:
            before.setFocus(Qt.FocusReason.TabFocusReason)


def _change(without: Pixels, focused: Pixels, widget: QWidget) -> str:
    changed = (without != focused).any(axis=2)
    if not changed.any():
        return "nothing shows the focus"
    before, after = luminance(without[changed]), luminance(focused[changed])
    ratio = (numpy.maximum(before, after) + 0.05) / (numpy.minimum(before, after) + 0.05)
    # WCAG 2.4.13: as large as a line of 2 pixels around it; a text to read has one at its side.
    around = 4 * (widget.width() + widget.height())
    needed = around
    if isinstance(widget, QTextEdit) and widget.isReadOnly():
        needed = 2 * widget.viewport().height()
    strong = int((ratio >= SHAPE_CONTRAST).sum())
    return "" if strong >= 0.8 * needed else f"{strong} pixels stand out, {needed} are needed"
