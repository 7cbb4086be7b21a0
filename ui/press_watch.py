"""Watches for any press of a key, a mouse or a finger in the window, without taking it away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.edge import never_raises

_DOWN = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_UP = (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_ALONE = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_ACTIVATES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: A button held down for longer than this is let go of; milliseconds.
_LONGEST_PRESS = 3000


class PressWatch(QObject):
    """`pressed` is called before a press is delivered, `released` after all that it did.

    Escape calls `escape` instead, and is not delivered where that returns True. What is for *Speak*
    itself (F3, its button) is left to it.
    """

    def __init__(
        self,
        window: QWidget,
        pressed: Callable[[], None],
        released: Callable[[], None],
        escape: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._pressed, self._escape = window, pressed, escape
        self._on = False
        self._after = QTimer(self, singleShot=True)
        self._after.timeout.connect(released)

    def set_on(self, on: bool) -> None:
        """Watch, or do not."""
        application = QApplication.instance()
        if on == self._on or application is None:
            return
        self._on = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._after.stop()
        self.set_on(False)

    @never_raises(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (*_DOWN, *_UP, *_KEYS) or not isinstance(watched, QWidget):
            return False
        if watched is not self._window and not self._window.isAncestorOf(watched):
            return False
        if kind in _UP:
            if self._after.isActive():
                self._after.start(0)
        elif kind in _DOWN:
            if not _is_speak(watched):
                self._press(_LONGEST_PRESS)
        elif isinstance(event, QKeyEvent):
            return self._key(event, kind)
        return False

    def _key(self, event: QKeyEvent, kind: QEvent.Type) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and (kind is not QEvent.Type.KeyPress or self._escape()):
            return kind is QEvent.Type.KeyPress
        focus = self._window.focusWidget()
        for_speak = key is Qt.Key.Key_F3 or (
            key in _ACTIVATES and focus is not None and _is_speak(focus)
        )
        if key not in _ALONE and not for_speak:
            self._press(0)
        return False

    def _press(self, longest: int) -> None:
        self._pressed()
        self._after.start(longest)


def _is_speak(widget: QWidget) -> bool:
    return widget.objectName() in ("bar-speak", "can-say")
