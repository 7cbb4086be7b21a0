"""The window as it is painted: its pixels, and every text and icon with its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

import ui.icons
from ui.widgets.type_setting import SetText

Pixels = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]

#: How far the letters of our two fonts rise above and fall below the base line, in sizes:
#: from their outlines, “（” of Noto Sans CJK and “g” of Atkinson Hyperlegible Bold.
RISE, FALL = 0.86, 0.21

CONTROLS = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSlider)
LEAVES = (*CONTROLS, QLabel)


@dataclass(frozen=True, slots=True)
class Line:
    """One painted line: its letters and where their ink may be, in the window."""

    text: str
    ink: QRectF


@dataclass(frozen=True, slots=True)
class Drawn:
    """One painted text. `size` and `pitch` (from line to line) in pixels."""

    widget: QWidget
    text: str
    size: int
    bold: bool
    pitch: float
    lines: tuple[Line, ...]


@dataclass
class Picture:
    """What `take` saw."""

    window: QWidget
    image: QImage
    texts: list[Drawn] = field(default_factory=list)
    icons: list[tuple[QWidget, QRectF]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.widgets = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        self.leaves: list[QWidget] = [
            w for w in self.widgets if isinstance(w, LEAVES) and not _inner(w)
        ]
        self.controls: list[QWidget] = [w for w in self.leaves if isinstance(w, CONTROLS)]

    @cached_property
    def pixels(self) -> Pixels:
        """The pixels of the whole window; most rules need none."""
        return pixels_of(self.image)

    def place(self, widget: QWidget) -> QRect:
        """Where a widget is in the window."""
        return QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())

    def crop(self, box: QRectF | QRect) -> Pixels:
        """The pixels of a part of the window."""
        outer = QRectF(box).toAlignedRect() & QRect(QPoint(0, 0), self.window.size())
        return self.pixels[
            outer.top() : outer.top() + outer.height(), outer.left() : outer.left() + outer.width()
        ]

    def shows_something(self, widget: QWidget) -> bool:
        """Whether a label has words; an empty one is just space."""
        return not isinstance(widget, QLabel) or bool(widget.text().strip())


def _inner(widget: QWidget) -> bool:
    """A part of a larger control, such as the text field of a combo box."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QAbstractScrollArea, QComboBox)):
            return isinstance(parent, CONTROLS)
        parent = parent.parentWidget()
    return False


def in_part(widget: QWidget, name: str) -> bool:
    """Whether a widget belongs to the part of the window of that object name."""
    at: QWidget | None = widget
    while at is not None:
        if at.objectName() == name:
            return True
        at = at.parentWidget()
    return False


def take(window: QWidget) -> Picture:
    """Paint the window, and note what is painted."""
    texts: list[Drawn] = []
    icons: list[tuple[QWidget, QRectF]] = []
    with _noting(texts, icons):
        image = window.grab().toImage()
    return Picture(window, image, texts, icons)


def pixels_of(image: QImage) -> Pixels:
    """Height × width × red, green, blue."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    stride, height, width = image.bytesPerLine(), image.height(), image.width()
    flat = numpy.frombuffer(bytes(image.constBits()), numpy.uint8).reshape(height, stride)
    return flat[:, : width * 3].reshape(height, width, 3)


@contextmanager
def _noting(texts: list[Drawn], icons: list[tuple[QWidget, QRectF]]) -> Iterator[None]:
    plain_text, plain_icon = SetText.draw, ui.icons.draw_icon

    def draw(self: SetText, painter: QPainter, left: float, top: float, colour: QColor) -> None:
        plain_text(self, painter, left, top, colour)
        widget = painter.device()
        if isinstance(widget, QWidget):
            corner = painter.deviceTransform().map(QPointF(left, top))
            texts.append(_drawn(self, widget, corner.x(), corner.y()))

    def draw_icon(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
        plain_icon(painter, name, colour, box)
        widget = painter.device()
        if isinstance(widget, QWidget):
            icons.append((widget, painter.deviceTransform().mapRect(box)))

    modules = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("ui.") and getattr(module, "draw_icon", None) is plain_icon
    ]
    SetText.draw = draw  # type: ignore[method-assign]
    for module in modules:
        module.draw_icon = draw_icon  # type: ignore[attr-defined]
    try:
        yield
    finally:
        SetText.draw = plain_text  # type: ignore[method-assign]
        for module in modules:
            module.draw_icon = plain_icon  # type: ignore[attr-defined]


def _drawn(done: SetText, widget: QWidget, left: float, top: float) -> Drawn:
    layout = done.layout
    size, bold = layout.font().pixelSize(), layout.font().bold()
    units = layout.text().encode("utf-16-le")
    lines = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        box = line.naturalTextRect()
        base = top + box.top() + line.ascent()
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        text = units[start:end].decode("utf-16-le", "replace")
        ink = QRectF(left + box.left(), base - RISE * size, box.width(), (RISE + FALL) * size)
        lines.append(Line(text, ink))
    return Drawn(widget, layout.text(), size, bold, done.pitch, tuple(lines))
