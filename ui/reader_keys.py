"""Keys for the voice: while it reads, Space, the arrows and + and - are its own.

As shortcuts, since a button or a text that has the focus would take them first. A field that is
being typed in keeps them all: Qt asks it before any shortcut.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.speech.reader import State
from ui.context import Context


class ReaderKeys:
    """The shortcuts of a window. `moved` tells whether a person moved the focus by the keyboard."""

    def __init__(self, window: QWidget, context: Context, moved: Callable[[], bool]) -> None:
        self._window, self._context, self._moved = window, context, moved
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
