"""Nothing clipped, overlapping, covered, off the window, too small or too close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.audit.finding import Finding, called
from tests.audit.picture import FALL, RISE, Drawn, Picture, in_part
from ui.widgets.pressable import INSET, Pressable, Shape

_CJK_ONLY = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\\d\\s“”·]+")
#: Logical pixels; experience.md.
LEAST_TARGET = 60
LEAST_GAP = 8
#: Rounding, and side bearings of letters.
SLACK = 2


def clipped(picture: Picture) -> Iterator[Finding]:
    """Every letter that is painted lies inside its widget; Qt's own parts have their room."""
    for text in picture.texts:
        room = QRectF(_seen_part(picture, text.widget)).adjusted(-SLACK, -SLACK, SLACK, SLACK)
        for line in text.lines:
            if line.text.strip() and not room.contains(line.ink):
                detail = f"{line.text.strip()!r} at {_box(line.ink)} leaves {_box(room)}"
                yield Finding("clipped", called(text.widget), detail)
    painted = {text.widget for text in picture.texts}
    for widget in picture.leaves:
        if widget in painted:
            continue
        needed = _needed(widget)
        if needed is not None and (
            needed[0] > widget.width() + SLACK or needed[1] > widget.height() + SLACK
        ):
            detail = f"needs {needed[0]}×{needed[1]}, has {widget.width()}×{widget.height()}"
            yield Finding("clipped", called(widget), detail)


def _needed(widget: QWidget) -> tuple[int, int] | None:
    """The least width and height of a widget of Qt's own."""
    if isinstance(widget, QLineEdit):
        return 0, widget.minimumSizeHint().height()
    if isinstance(widget, QPlainTextEdit):
        return 0, _outside(widget) + widget.fontMetrics().lineSpacing()
    if isinstance(widget, QTextEdit):
        return 0, _outside(widget) + widget.fontMetrics().lineSpacing()
    if isinstance(widget, (QAbstractButton, QComboBox)):
        hint = widget.sizeHint()
        return (hint.width(), hint.height()) if not isinstance(widget, Pressable) else None
    if isinstance(widget, QLabel) and widget.text():
        hint = widget.sizeHint()
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width())
        return hint.width(), hint.height()
    return None


def _outside(area: QAbstractScrollArea) -> int:
    return area.height() - area.viewport().height()


def whole_lines(picture: Picture) -> Iterator[Finding]:
    """Text in a view stands in whole lines: none is cut at the upper or lower edge."""
    for view in picture.leaves:
        if not isinstance(view, QTextEdit):
            continue
        # A pixel row of a line's own leading may go: letters are inside by more than that.
        top = view.verticalScrollBar().value()
        bottom = top + view.viewport().height()
        block = view.document().begin()
        while block.isValid():
            for first, last, text in _lines(view, block):
                for edge in (top, bottom):
                    if first + SLACK < edge < last - SLACK:
                        yield Finding("cut line", called(view), f"{text!r} is cut at {edge}")
            block = block.next()


def _lines(view: QTextEdit, block: QTextBlock) -> Iterator[tuple[float, float, str]]:
    layout, text = block.layout(), block.text()
    origin = layout.position().y()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        if not line.naturalTextWidth():
            continue
        base = origin + line.y() + line.ascent()
        size = layout.font().pixelSize()
        formats = block.begin()
        if not formats.atEnd():
            size = formats.fragment().charFormat().font().pixelSize()
        picture = "\ufffc" in text
        high = line.y() + origin if picture else base - RISE * size
        fall = 0.14 if _CJK_ONLY.fullmatch(text) else FALL  # hanzi do not fall as low as “g”
        low = origin + line.y() + line.height() if picture else base + fall * size
        part = text[line.textStart() : line.textStart() + line.textLength()]
        yield high, low, part.strip() or "picture"


def overlapping(picture: Picture) -> Iterator[Finding]:
    """No two widgets that show something lie over each other."""
    shown = [w for w in picture.leaves if picture.shows_something(w)]
    for first, second in combinations(shown, 2):
        if first.isAncestorOf(second) or second.isAncestorOf(first):
            continue
        common = picture.place(first) & picture.place(second)
        if common.width() > 1 and common.height() > 1:
            detail = f"{common.width()}×{common.height()} pixels in common with {called(second)}"
            yield Finding("overlapping", called(first), detail)


def off_window(picture: Picture) -> Iterator[Finding]:
    """Every widget lies wholly in the window and in what holds it."""
    inside = QRect(QPoint(0, 0), picture.window.size())
    for widget in picture.leaves:
        place = picture.place(widget)
        if not inside.contains(place) or _seen_part(picture, widget) != place:
            yield Finding("off the window", called(widget), f"{_box(place)} is not wholly seen")


def _seen_part(picture: Picture, widget: QWidget) -> QRect:
    """The part of a widget that its parents do not cut off."""
    seen = picture.place(widget)
    parent = widget.parentWidget()
    while parent is not None and parent is not picture.window:
        seen &= picture.place(parent)
        parent = parent.parentWidget()
    return seen & QRect(QPoint(0, 0), picture.window.size())


def covered(picture: Picture) -> Iterator[Finding]:
    """A finger on a control's middle or near its corners meets that control."""
    for widget in picture.controls:
        place = picture.place(widget)
        inner = place.adjusted(4, 4, -4, -4)
        points = (
            place.center(),
            inner.topLeft(),
            inner.topRight(),
            inner.bottomLeft(),
            inner.bottomRight(),
        )
        for point in points:
            met = picture.window.childAt(point)
            if met is None or (met is not widget and not widget.isAncestorOf(met)):
                detail = f"at {point.x()},{point.y()} is {called(met) if met else 'nothing'}"
                yield Finding("covered", called(widget), detail)
                break


def small_target(picture: Picture) -> Iterator[Finding]:
    """What is pressed is at least 60×60, as it is drawn."""
    for widget in picture.controls:
        body = drawn_body(picture, widget)
        if min(body.width(), body.height()) < LEAST_TARGET:
            detail = f"is {body.width()}×{body.height()}"
            yield Finding("small target", called(widget), detail)


def close_targets(picture: Picture) -> Iterator[Finding]:
    """Two targets are at least 8 apart, as they are drawn."""
    for first, second in combinations(picture.controls, 2):
        if first.isAncestorOf(second) or second.isAncestorOf(first):
            continue
        one, other = drawn_body(picture, first), drawn_body(picture, second)
        across = max(one.left() - other.right() - 1, other.left() - one.right() - 1)
        down = max(one.top() - other.bottom() - 1, other.top() - one.bottom() - 1)
        if max(across, down) < LEAST_GAP:
            detail = f"{max(across, down)} from {called(second)}"
            yield Finding("close targets", called(first), detail)


def drawn_body(picture: Picture, widget: QWidget) -> QRect:
    """A control without the room for its focus ring; the bar's buttons are pressed as a whole."""
    place = picture.place(widget)
    if isinstance(widget, Pressable) and widget.shape is not Shape.BAR:
        return place.adjusted(INSET, INSET, -INSET, -INSET)
    return place


def sideways(picture: Picture) -> Iterator[Finding]:
    """Nothing has to be moved sideways to be read."""
    for widget in picture.widgets:
        if isinstance(widget, QAbstractScrollArea) and (
            widget.horizontalScrollBar().maximum() > 0 or widget.horizontalScrollBar().isVisible()
        ):
            yield Finding("sideways", called(widget), "scrolls sideways")
        if isinstance(widget, QTextEdit) and widget.lineWrapMode() == QTextEdit.LineWrapMode.NoWrap:
            yield Finding("sideways", called(widget), "does not wrap its lines")


def too_many_choices(picture: Picture) -> Iterator[Finding]:
    """At most five things to choose from, besides the fixed bar and the reader's strip."""
    choices = [
        widget
        for widget in picture.controls
        if not in_part(widget, "bar")
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (isinstance(widget, QTextEdit) and widget.isReadOnly())
    ]
    if len(choices) > 5:
        names = ", ".join(widget.objectName() for widget in choices)
        yield Finding("too many choices", called(picture.window), f"{len(choices)}: {names}")


def two_filled(picture: Picture) -> Iterator[Finding]:
    """At most one thing is filled."""
    filled = [widget for widget in picture.controls if getattr(widget, "filled", False)]
    if len(filled) > 1:
        names = ", ".join(widget.objectName() for widget in filled)
        yield Finding("two filled", called(picture.window), names)


def _box(box: QRect | QRectF) -> str:
    return f"{box.left():.0f},{box.top():.0f} {box.width():.0f}×{box.height():.0f}"


def line_of(text: Drawn) -> str:
    """The text's first line, for a finding."""
    return next((line.text.strip() for line in text.lines), "")
