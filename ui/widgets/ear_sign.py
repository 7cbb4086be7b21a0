"""The ear's sign: whether it listens, in large words; how loud it is; what was understood so far.

Nothing in it moves by itself: the meter moves with the sound, the words with the state.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.speech.ear.events import State
from ui.edge import never_raises
from ui.icons import draw_icon
from ui.theme import Look, Role, Tone
from ui.widgets.words import Words

_ICONS = {
    State.IDLE: ("microphone-off", Tone.INK2),
    State.STARTING: ("hourglass", Tone.CARE),
    State.LISTENING: ("microphone", Tone.GOOD),
    State.THINKING: ("dots", Tone.PRIMARY),
    State.UNAVAILABLE: ("microphone-off", Tone.CARE),
}
#: Screen readers are told of the level in steps of a tenth: each step is an event for them.
_STEPS = 10
_FRAME = 4


def sign_words(state: State) -> str:
    """What the sign says in that state."""
    table = {
        State.STARTING: QCoreApplication.translate("EarSign", "Wait a moment."),
        State.LISTENING: QCoreApplication.translate("EarSign", "I am listening. Speak now."),
        State.THINKING: QCoreApplication.translate("EarSign", "I am thinking."),
    }
    return table.get(state, QCoreApplication.translate("EarSign", "I am not listening."))


class Meter(QProgressBar):
    """How loud it is: a bar that moves with the sound, and only with it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.level = 0.0
        self.setObjectName("ear-meter")
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setAccessibleName(QCoreApplication.translate("EarSign", "How loud it is"))

    def set_level(self, level: float) -> None:
        """0 is silence, 1 as loud as it gets."""
        self.level = min(max(level, 0.0), 1.0)
        self.setValue(round(self.level * _STEPS))
        self.update()

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        round_by = whole.height() / 2
        painter.setPen(QPen(self.look.colour("line"), 2))
        painter.setBrush(self.look.colour("card"))
        painter.drawRoundedRect(whole, round_by, round_by)
        inner = whole.adjusted(4, 4, -4, -4)
        wide = inner.width() * self.level
        if wide >= 1:
            round_by = inner.height() / 2
            painter.setClipRect(QRectF(inner.left(), inner.top(), wide, inner.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour(Tone.GOOD))
            painter.drawRoundedRect(inner, round_by, round_by)
        painter.end()


class EarSign(QWidget):
    """A block for a `PagedFlow`: always of one height, so that nothing below it jumps.

    As a block that grows (`least=sign.least_height(width)`) it shows as much of what was understood
    as there is room for.
    """

    def __init__(
        self, look: Look, compact: bool, name: str = "ear-sign", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self.compact = look, compact
        self.state = State.STARTING
        self.partial = ""
        self.setObjectName(name)
        role = Role.TILE if compact else Role.TITLE
        self.words = Words(look, "", role, Tone.INK, self, f"{name}-words", (1.0, 0.6))
        self.meter = Meter(look, self)
        self.count = Words(look, "", Role.NOTE, Tone.INK2, self, f"{name}-count", (1.0, 0.7))
        self._said = Words(look, "", Role.BODY, Tone.INK2, self, f"{name}-partial")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_state(State.STARTING)

    # --- what it shows --------------------------------------------------------------------------

    def set_state(self, state: State) -> None:
        """Say what the ear is doing now; without an open microphone the meter rests."""
        self.state = state
        self.words.setText(sign_words(state))
        self.setAccessibleName(self.words.text())
        if state is not State.LISTENING:
            self.meter.set_level(0.0)
        self._place()
        self.update()

    def set_level(self, level: float) -> None:
        """How loud it is, 0 to 1."""
        if self.state is State.LISTENING:
            self.meter.set_level(level)

    def set_partial(self, text: str) -> None:
        """What was understood so far; of a long text its end is shown."""
        self.partial = text
        self._place()

    def set_count(self, text: str) -> None:
        """A short line beside the meter: how long it has listened."""
        changed = len(text) != len(self.count.text())
        self.count.setText(text)
        if changed:
            self._place()

    # --- its size -------------------------------------------------------------------------------

    @property
    def _usual_lines(self) -> int:
        return 1 if self.compact else 3

    def _lines(self) -> int:
        """For how many lines of what was understood there is room."""
        size = self.look.font(Role.BODY).pixelSize()
        room = self.height() - self.least_height(self.width()) - self._gap()
        return max(0, int((room - size * 1.25) // (size * Role.BODY.line)) + 1)

    def _disc(self) -> int:
        return self.look.px(1.25 if self.compact else 2.6)

    def _padding(self) -> int:
        return self.look.px(0.02 if self.compact else 0.35) + _FRAME

    def _gap(self) -> int:
        return self.look.px(0.04 if self.compact else 0.4)

    def _words_left(self) -> int:
        return self._padding() + self._disc() + self.look.px(0.5)

    def _words_room(self, width: int) -> int:
        return max(1, width - self._words_left() - self.look.px(0.3))

    def _card_height(self, width: int) -> int:
        """High enough for the words of every state."""
        room, shown = self._words_room(width), self.words.text()
        highest = 0
        for state in (State.STARTING, State.LISTENING, State.THINKING):
            self.words.setText(sign_words(state))
            highest = max(highest, self.words.heightForWidth(room))
        self.words.setText(shown)
        return max(self._disc(), highest) + 2 * self._padding()

    def _meter_row(self) -> int:
        line = self.look.font(Role.NOTE).pixelSize()
        return round(line * 1.25) + 4

    def _partial_height(self, lines: int) -> int:
        size = self.look.font(Role.BODY).pixelSize()
        return round((lines - 1) * size * Role.BODY.line + size * 1.25) + 1

    def least_height(self, width: int) -> int:
        """Without room for what was understood; for a block that grows."""
        return self._card_height(width) + self._gap() + self._meter_row()

    def hasHeightForWidth(self) -> bool:
        return True

    @never_raises(0)
    def heightForWidth(self, width: int) -> int:
        return self.least_height(width) + self._gap() + self._partial_height(self._usual_lines)

    @never_raises(QSize())
    def sizeHint(self) -> QSize:
        width = self.look.px(20)
        return QSize(width, self.heightForWidth(width))

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        width = self.width()
        card, gap, row = self._card_height(width), self._gap(), self._meter_row()
        room = self._words_room(width)
        high = self.words.heightForWidth(room)
        self.words.setGeometry(self._words_left(), (card - high) // 2, room, high)
        self._place_meter(QRect(0, card + gap, width, row))
        lines = self._lines()
        shown = self._end_of_partial(width, lines)
        self._said.setText(shown)
        self._said.setAccessibleName(self.partial)
        self._said.setGeometry(0, card + row + 2 * gap, width, self._partial_height(lines))
        self._said.setVisible(bool(shown))

    def _place_meter(self, row: QRect) -> None:
        """The bar, and right of it the count where there is one."""
        high = self.look.px(0.7)
        counted = bool(self.count.text())
        wide = min(self.count.sizeHint().width() + 6, row.width() * 3 // 5) if counted else 0
        bar = row.width() - (wide + self.look.px(0.5) if counted else 0)
        bar = min(bar, self.look.text_width)
        self.meter.setGeometry(row.left(), row.top() + (row.height() - high) // 2, bar, high)
        self.count.setGeometry(bar + self.look.px(0.5), row.top(), wide, row.height())
        self.count.setVisible(counted)

    def _end_of_partial(self, width: int, lines: int) -> str:
        """The last lines of what was understood."""
        if lines < 1:
            return ""
        self._said.setText(self.partial)
        done = self._said.typeset(max(1, width))
        if done.lines <= lines:
            return self.partial
        raw = self.partial.encode("utf-16-le")
        return raw[2 * done.breaks[-lines] :].decode("utf-16-le")

    # --- drawing --------------------------------------------------------------------------------

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        icon, tone = _ICONS[self.state]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(0, 0, self.width(), self._card_height(self.width()))
        painter.setPen(QPen(self.look.colour(tone), _FRAME))
        painter.setBrush(self.look.colour("card"))
        half = _FRAME / 2
        painter.drawRoundedRect(
            card.adjusted(half, half, -half, -half), self.look.corner, self.look.corner
        )
        side = self._disc()
        disc = QRectF(self._padding(), (card.height() - side) / 2, side, side)
        listening = self.state is State.LISTENING
        if listening:
            painter.setBrush(self.look.colour(tone))
            painter.drawEllipse(disc.adjusted(half, half, -half, -half))
        inset = side * (0.2 if listening else 0.1)
        colour = self.look.colour("paper" if listening else tone)
        draw_icon(painter, icon, colour, disc.adjusted(inset, inset, -inset, -inset))
        painter.end()
