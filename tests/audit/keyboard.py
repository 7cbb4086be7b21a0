"""Names and roles for screen readers, and the way of the Tab key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.audit.finding import Finding, called
from tests.audit.picture import Picture, in_part

_ROLES = QAccessible.Role
_BUTTON_ROLES = {_ROLES.Button, _ROLES.CheckBox, _ROLES.RadioButton}
_LABEL_ROLES = {_ROLES.StaticText, _ROLES.Heading, _ROLES.Notification}


def unnamed(picture: Picture) -> Iterator[Finding]:
    """Every control has a name for those who hear it, and one of its own for programs."""
    for widget in picture.controls:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield Finding("unnamed", called(widget), "has no accessible name")
        if not widget.objectName():
            yield Finding("unnamed", called(widget), "has no object name")
    times = Counter(widget.objectName() for widget in picture.controls if widget.objectName())
    for name, count in times.items():
        if count > 1:
            yield Finding("unnamed", name, f"{count} controls have this object name")


def undescribed(picture: Picture) -> Iterator[Finding]:
    """A control without words on it says in its description what it does."""
    spoken = {text.widget for text in picture.texts if text.text.strip()}
    for widget in picture.controls:
        if not isinstance(widget, QAbstractButton) or widget in spoken or widget.text().strip():
            continue
        if not widget.accessibleDescription().strip():
            yield Finding("undescribed", called(widget), "has neither words nor a description")


def wrong_role(picture: Picture) -> Iterator[Finding]:
    """Screen readers know a button for a button, a field for a field, words for words."""
    for widget in picture.leaves:
        interface = QAccessible.queryAccessibleInterface(widget)
        role = interface.role() if interface is not None else None
        right = True
        if isinstance(widget, QAbstractButton):
            right = role in _BUTTON_ROLES
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
            right = role is _ROLES.EditableText
        elif isinstance(widget, QTextEdit):
            right = role in (_ROLES.EditableText, _ROLES.Document)
        elif isinstance(widget, QLabel):
            right = role in _LABEL_ROLES
        if not right:
            yield Finding("wrong role", called(widget), f"is known as {role}")
    for widget in picture.widgets:
        # What takes the focus but is none of these is drawn by hand: nobody would know it.
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget not in picture.controls
            and widget.focusProxy() is None
        ):
            yield Finding("wrong role", called(widget), "takes the focus without being a control")


def tab_way(picture: Picture) -> Iterator[Finding]:
    """Tab reaches everything from everywhere, without a trap, in reading order; and back again."""
    wanted = [w for w in picture.controls if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    wanted = [widget for widget in wanted if widget.isEnabled()]
    if not wanted:
        yield Finding("tab way", called(picture.window), "there is nothing to go to")
        return
    before = picture.window.focusWidget()
    way, trap = _walk(picture.window, wanted)
    if trap is not None:
        yield Finding("tab way", called(trap), "Tab does not lead on from here")
    else:
        for widget in wanted:
            if widget not in way:
                yield Finding("tab way", called(widget), "Tab never comes here")
        yield from _order(picture, way)
        yield from _back(picture.window, way)
    if before is not None:
        before.setFocus(Qt.FocusReason.TabFocusReason)


def _walk(window: QWidget, wanted: list[QWidget]) -> tuple[list[QWidget], QWidget | None]:
    """The way of the Tab key once around, and where it ends if it does not come round."""
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    at = _focus(window)
    way = [at] if at is not None else []
    for _ in range(2 * len(wanted) + 4):
        here = _focus(window)
        QTest.keyClick(here or window, Qt.Key.Key_Tab)
        there = _focus(window)
        if there is None or there is here:
            return way, here or window
        if there is way[0]:
            return way, None
        if there in way:
            return way, there
        way.append(there)
    return way, None


def _back(window: QWidget, way: list[QWidget]) -> Iterator[Finding]:
    """One step on and one back is where one was."""
    for first, second in pairwise(way):
        second.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(second, Qt.Key.Key_Backtab)
        if _focus(window) is not first:
            yield Finding("tab way", called(second), f"Shift+Tab does not go to {called(first)}")


def _focus(window: QWidget) -> QWidget | None:
    widget = QApplication.focusWidget()
    return widget if widget is not None and window.isAncestorOf(widget) else None


def _order(picture: Picture, way: list[QWidget]) -> Iterator[Finding]:
    """From the top left to the bottom right; what stands in a column at the right may come last."""
    # The way is a circle: it begins behind the last of the bar, else at the top left.
    last = [n for n, widget in enumerate(way) if in_part(widget, "bar")]
    places = [picture.place(widget) for widget in way]
    top = min(range(len(way)), key=lambda n: (places[n].top(), places[n].left()))
    first = max(last) + 1 if last and len(way) - 1 not in last else 0 if last else top
    turned = [*way[first:], *way[:first]]
    for one, other in pairwise(turned):
        if _comes_before(picture.place(other), picture.place(one)):
            detail = f"comes after {called(one)}, but stands before it"
            yield Finding("tab way", called(other), detail)


def _comes_before(one: QRect, other: QRect) -> bool:
    if one.left() >= other.right():
        return False
    above = one.bottom() <= other.top()
    beside = min(one.bottom(), other.bottom()) - max(one.top(), other.top()) > 0
    return above or (beside and one.right() <= other.left())
