"""The keys that mean the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def press_key(window: MainWindow, event: QKeyEvent) -> bool:
    """Do what the key is for; False where it is for nothing here."""
    key, screen = event.key(), window.screen_now
    actions = {
        Qt.Key.Key_Escape: window.back,
        Qt.Key.Key_F1: window.show_help,
        Qt.Key.Key_F2: window.listen,
        Qt.Key.Key_F3: window.speak,
    }
    if key == Qt.Key.Key_Home and event.modifiers() & Qt.KeyboardModifier.AltModifier:
        window.home()
    elif action := actions.get(Qt.Key(key)):
        action()
    elif screen is not None and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        screen.turn(1 if key == Qt.Key.Key_PageDown else -1)
    elif screen is not None and Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not screen.typing():
        choices = screen.choices()
        number = key - Qt.Key.Key_1
        if number < len(choices):
            choices[number].click()
    else:
        return False
    return True
