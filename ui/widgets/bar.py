"""The fixed bar: Home · Back · Listen/Stop · Speak · Help, in the same place on every screen."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.edge import never_raises
from ui.theme import Look, Tone
from ui.widgets.pressable import Pressable, Shape, write_row


class Ear(Enum):
    """What *Speak* shows."""

    REST = auto()  #: Nothing is listened for.
    ASKED = auto()  #: A command is listened for, since it was pressed.
    ALWAYS = auto()  #: Commands are heard all the time.


class Bar(QWidget):
    """Five buttons in one row, each of the same width."""

    home = Signal()
    back = Signal()
    listen = Signal()
    speak = Signal()
    help = Signal()

    def __init__(self, look: Look, compact: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.compact = compact
        self.setObjectName("bar")
        self._reading = False
        self._ear = Ear.REST
        self.buttons = [
            self._button("home", self.tr("Home"), "home", self.tr("Alt and Home"), compact),
            self._button("back", self.tr("Back"), "arrow-left", self.tr("Escape"), compact),
            self._button("listen", self.tr("Listen"), "volume", self.tr("F2"), compact),
            self._button("speak", self.tr("Speak"), "microphone", self.tr("F3"), compact),
            self._button("help", self.tr("Help"), "help-circle", self.tr("F1"), compact),
        ]
        for button, signal in zip(
            self.buttons, (self.home, self.back, self.listen, self.speak, self.help), strict=True
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())

    def _button(self, name: str, title: str, icon: str, key: str, compact: bool) -> Pressable:
        button = Pressable(
            self.look, Shape.BAR, title, icon=icon, compact=compact, name=f"bar-{name}", parent=self
        )
        button.setAccessibleDescription(self.tr("Key: {key}").format(key=key))
        return button

    @property
    def listen_button(self) -> Pressable:
        """The one that becomes *Stop* while something is read aloud."""
        return self.buttons[2]

    def set_reading(self, reading: bool) -> None:
        """Show *Stop* while reading aloud, *Listen* otherwise."""
        if reading == self._reading:
            return
        self._reading = reading
        self.listen_button.set_icon_name("player-stop" if reading else "volume")
        self.listen_button.set_words(self.tr("Stop") if reading else self.tr("Listen"))
        self.needed_height(self.width())

    @property
    def speak_button(self) -> Pressable:
        """The one that becomes *Never mind* while a command is listened for."""
        return self.buttons[3]

    def set_ear(self, ear: Ear) -> None:
        """Show on *Speak* whether it listens, and how that is ended."""
        if ear is self._ear:
            return
        self._ear = ear
        title, icon, tone = {
            Ear.REST: (self.tr("Speak"), "microphone", Tone.PRIMARY),
            Ear.ASKED: (self.tr("Never mind"), "x", Tone.PRIMARY),
            Ear.ALWAYS: (self.tr("I can hear"), "microphone", Tone.GOOD),
        }[ear]
        self.speak_button.tone = tone
        self.speak_button.set_icon_name(icon)
        self.speak_button.set_words(title)
        self.needed_height(self.width())

    def needed_height(self, width: int) -> int:
        """The height at which no word is cut, in pixels; the same for Listen and Stop."""
        each = width // len(self.buttons) - 8
        write_row(self.buttons, each, 0.8 if self.compact else 1.0)
        return max(button.heightForWidth(each) for button in self.buttons) + 2

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        each = self.width() // len(self.buttons)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for number, button in enumerate(reversed(self.buttons) if rtl else self.buttons):
            button.setGeometry(QRect(number * each + 4, 2, each - 8, self.height() - 2))

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 2, self.look.colour("line"))
        painter.end()
