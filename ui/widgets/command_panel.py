"""The plain sign in the frame's head: that a command is listened for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QRectF, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.speech.ear.events import State
from ui.edge import never_raises
from ui.icons import draw_icon
from ui.theme import Look, Role, Tone
from ui.widgets.ear_sign import Meter, sign_words
from ui.widgets.pressable import INSET, Pressable, Shape
from ui.widgets.roles import has_role
from ui.widgets.words import Words

_FRAME = 4
#: What went wrong, in a crowded window: as large as the head's place allows. Parts of a note.
_TROUBLE_SIZES = (1.0, 0.9, 0.83, 0.74, 0.68, 0.62)


class Kind(Enum):
    """What the panel is about."""

    LISTENING = auto()  #: It hears: the head's place, with the meter.
    TROUBLE = auto()  #: Nothing came of it: why, in the head's place.
    NOTE = auto()  #: What was understood: the head itself says it, under the title.


@dataclass(frozen=True, slots=True)
class Sign:
    """What the panel shows; outlives the frame, which is made anew with every other look."""

    kind: Kind
    text: str = ""
    state: State = State.STARTING
    #: Whether the way to "What can I say?" is offered.
    offers_list: bool = False


_LISTENING = {
    State.STARTING: ("hourglass", Tone.CARE),
    State.LISTENING: ("microphone", Tone.GOOD),
    State.THINKING: ("dots", Tone.PRIMARY),
}


@has_role(QAccessible.Role.Notification)
class CommandPanel(QWidget):
    """Hidden while nobody speaks. `can_say` is emitted by its one button."""

    can_say = Signal()

    def __init__(self, look: Look, compact: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.compact = look, compact
        self.sign: Sign | None = None
        self.setObjectName("command-panel")
        # Not higher than the head that it stands for: nothing below it shall move.
        title = (0.75, 0.5) if compact else (0.9, 0.6)
        self.title = Words(look, "", Role.TILE, Tone.INK, self, "command-title", title)
        self.words = Words(look, "", Role.NOTE, Tone.INK, self, "command-words")
        self.meter = Meter(look, self)
        self.button = Pressable(
            look,
            Shape.ACTION,
            QCoreApplication.translate("CommandPanel", "What can I say?"),
            icon="" if compact else "list",
            compact=compact,
            name="can-say",
            parent=self,
        )
        self.button.clicked.connect(lambda: self.can_say.emit())
        self.hide()

    # --- what it shows --------------------------------------------------------------------------

    def show_sign(self, sign: Sign | None) -> None:
        """Show this, or nothing. The window places it anew."""
        self.sign = sign
        if sign is None:
            self.hide()
            return
        listening = sign.kind is Kind.LISTENING
        self.title.setText(sign_words(sign.state) if listening else "")
        self.words.shrink = self._shrink(listening)
        self.words.setText(sign.text)
        self.title.setVisible(listening)
        self.meter.setVisible(listening)
        self.button.setVisible(sign.offers_list)
        if sign.state is not State.LISTENING:
            self.meter.set_level(0.0)
        self.setAccessibleName(" ".join(t for t in (self.title.text(), sign.text) if t))
        self.show()
        self.lay_out()
        self.update()

    def _shrink(self, listening: bool) -> tuple[float, float]:
        """In a crowded window examples stay on one line; what went wrong takes several."""
        if not self.compact:
            return (1.0, 1.0)
        return (0.83, 0.55) if listening else (_TROUBLE_SIZES[0],) * 2

    def set_level(self, level: float) -> None:
        """How loud it is, 0 to 1."""
        if self.sign is not None and self.sign.state is State.LISTENING:
            self.meter.set_level(level)

    # --- its size -------------------------------------------------------------------------------

    def _icon(self) -> int:
        if self.sign is not None and self.sign.kind is Kind.LISTENING:
            return self.look.px(1.6 if self.compact else 2.2)
        return self.look.px(0.9 if self.compact else 1.25)

    def _pad(self) -> int:
        return _FRAME + self.look.px(0.05 if self.compact else 0.1)

    def _left(self) -> int:
        return 2 * self._pad() + self._icon() + self.look.px(0.15)

    def _button_width(self, width: int) -> int:
        if self.sign is None or not self.sign.offers_list:
            return 0
        return min(self.button.natural_width(), width // 3)

    def _room(self, width: int) -> int:
        right = self._pad() + self.look.px(0.3)
        return max(1, width - self._left() - right - self._button_width(width))

    def _meter_width(self, width: int) -> int:
        """The meter stands right of the title."""
        if self.sign is None or self.sign.kind is not Kind.LISTENING:
            return 0
        return self._room(width) * 3 // 10

    def _rows(self, width: int) -> list[tuple[Words, int, int]]:
        """The lines from the top, each with its width and height."""
        room, meter = self._room(width), self._meter_width(width)
        beside = room - meter - self.look.px(0.4) if meter else room
        # Small letters stand closer: their lines must be shorter, not to have too many of them.
        letters = self.look.font(Role.NOTE, self.words.shrink[0]).pixelSize() / self.look.b
        rows = [
            (self.title, beside),
            (self.words, min(room, round(self.look.text_width * letters))),
        ]
        return [(w, wide, w.heightForWidth(wide)) for w, wide in rows if w.text()]

    def _gap(self) -> int:
        return self.look.px(0.03)

    def needed_height(self, width: int, room: int = 0) -> int:
        """The height at which no word is cut, in pixels; 0 while nothing is shown.

        What went wrong is written smaller, in a crowded window, where it would not fit in `room`.
        """
        if self.sign is None:
            return 0
        if not self.compact or self.sign.kind is Kind.LISTENING:
            return self._height(width)
        for size in _TROUBLE_SIZES:
            self.words.shrink = (size, size)
            height = self._height(width)
            if height <= room:
                break
        return height

    def _height(self, width: int) -> int:
        rows = self._rows(width)
        inner = sum(height for _, _, height in rows) + self._gap() * (len(rows) - 1)
        button = self._button_width(width)
        beside = self.button.heightForWidth(button) if button else 0
        return max(inner + 2 * self._pad(), self._icon() + 2 * _FRAME, beside + 2 * _FRAME)

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Place the words anew: they may be of another size in the same room."""
        width, height = self.width(), self.height()
        rows = self._rows(width)
        inner = sum(each for _, _, each in rows) + self._gap() * (len(rows) - 1)
        top = max(self._pad(), (height - inner) // 2)
        for words, wide, each in rows:
            words.setGeometry(self._left(), top, wide, each)
            if words is self.title:
                self._place_meter(width, top, each)
            top += each + self._gap()
        wide = self._button_width(width)
        if wide:
            high = self.button.heightForWidth(wide)
            self.button.setGeometry(width - wide - _FRAME, (height - high) // 2, wide, high)

    def _place_meter(self, width: int, top: int, height: int) -> None:
        wide, high = self._meter_width(width), self.look.px(0.5)
        right = width - self._pad() - self.look.px(0.3)
        self.meter.setGeometry(right - wide, top + (height - high) // 2, wide, high)

    # --- drawing --------------------------------------------------------------------------------

    def _icon_of(self, sign: Sign) -> tuple[str, Tone]:
        if sign.kind is Kind.LISTENING:
            return _LISTENING.get(sign.state, ("microphone-off", Tone.CARE))
        return "info-circle", Tone.CARE

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.sign is None:
            return
        icon, tone = self._icon_of(self.sign)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.colour(tone), _FRAME))
        painter.setBrush(self.look.colour("card"))
        half, corner = _FRAME / 2, self.look.corner
        card = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(card, corner, corner)
        side = self._icon()
        disc = QRectF(self._pad() + INSET / 2, (self.height() - side) / 2, side, side)
        hears = self.sign.state is State.LISTENING and self.sign.kind is Kind.LISTENING
        if hears:
            painter.setBrush(self.look.colour(tone))
            painter.drawEllipse(disc.adjusted(half, half, -half, -half))
            disc = disc.adjusted(side * 0.2, side * 0.2, -side * 0.2, -side * 0.2)
        draw_icon(painter, icon, self.look.colour("paper" if hears else tone), disc)
        painter.end()
