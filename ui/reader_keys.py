"""Keys for the voice: while it reads, Space, the arrows and + and - are its own.

As shortcuts, since a button or a text that has the focus would take them first. A field that is
being typed in keeps them all: Qt asks it before any shortcut.

Any other key or press silences the voice at once (EN 301 549, 5.1.3.5), unless it is for what
steers the reading: *Listen*, which stops it anyway, and on the reading screen its text and strip.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.speech.reader import State
from ui.context import Context
from ui.edge import never_raises

#: Pressed to write another key; Control alone silences, as it does in screen readers.
_HELD = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
                   Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})  # fmt: skip
_LISTEN = Qt.Key.Key_F2


class ReaderKeys(QObject):
    """The shortcuts of a window. `moved` tells whether a person moved the focus by the keyboard,
    `steers` whether a key (None for a press) for that widget is part of the reading itself."""

    def __init__(
        self,
        window: QWidget,
        context: Context,
        moved: Callable[[], bool],
        steers: Callable[[QWidget, Qt.Key | None], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._context, self._moved, self._steers = window, context, moved, steers
        self._reading = False
        reader = context.services.reader
        again = QShortcut(QKeySequence(Qt.Key.Key_F4), window)
        again.activated.connect(self._again)
        actions: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Space: self._space,
            Qt.Key.Key_Left: reader.previous_sentence,
            Qt.Key.Key_Right: reader.next_sentence,
            Qt.Key.Key_Plus: lambda: self._speed(1),
            Qt.Key.Key_Equal: lambda: self._speed(1),
            Qt.Key.Key_Minus: lambda: self._speed(-1),
        }
        self._shortcuts = [self._shortcut(key, action) for key, action in actions.items()]
        self.set_reading(False)

    def _shortcut(self, key: Qt.Key, action: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.activated.connect(action)
        return shortcut

    def set_reading(self, reading: bool) -> None:
        """Give the keys to the voice, or back."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(reading)
        application = QApplication.instance()
        if application is not None and reading != self._reading:
            self._reading = reading
            if reading:
                application.installEventFilter(self)
            else:
                application.removeEventFilter(self)

    @never_raises(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Silence on any key that no shortcut took, and on any press; both then do their own."""
        kind = event.type()
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            own = key in _HELD or key is _LISTEN or self._steers(watched, key)
        elif kind is QEvent.Type.MouseButtonPress:
            own = self._steers(watched, None)
        else:
            return False
        reader = self._context.services.reader
        if not own and reader.state in (State.STARTING, State.SPEAKING):
            reader.stop()
        return False

    def _again(self) -> None:
        """The sentence once more; where nothing is read, the screen from its start."""
        reader = self._context.services.reader
        if reader.state in (State.STARTING, State.SPEAKING, State.PAUSED):
            reader.say_again()
        else:
            self._context.navigator.listen()

    def _space(self) -> None:
        """Pause or go on; a button that a person went to by the keyboard is pressed instead."""
        focus = self._window.focusWidget()
        reader = self._context.services.reader
        if self._moved() and isinstance(focus, QAbstractButton):
            focus.click()
        elif reader.state is State.PAUSED:
            reader.resume()
        else:
            reader.pause()

    def _speed(self, step: int) -> None:
        self._context.navigator.settle(self._context.profile.faster(step))
