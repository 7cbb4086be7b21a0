"""Setting words in lines: one place that knows line spacing, for labels and for buttons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from app.domain.segment import code_point_offset
from ui.theme import Look, Role


@dataclass(frozen=True, slots=True)
class SetText:
    """Words set into lines. `breaks` are the start offsets (UTF-16) of the lines; pixels."""

    layout: QTextLayout
    width: float
    height: int
    breaks: tuple[int, ...]
    ends: tuple[int, ...]
    pitch: float

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.breaks)

    @property
    def breaks_words(self) -> bool:
        """Whether a line ends in the midst of a word; Chinese may break anywhere."""
        text = self.layout.text()
        return any(
            _in_a_word(text[at - 1 : at]) and _in_a_word(text[at : at + 1])
            for at in (code_point_offset(text, start) for start in self.breaks[1:])
        )

    def draw(self, painter: QPainter, left: float, top: float, colour: QColor) -> None:
        """Draw with the top left corner at that point."""
        painter.setPen(colour)
        self.layout.draw(painter, QPointF(left, top))


def _in_a_word(letter: str) -> bool:
    return letter.isalpha() and letter < "\u2e80"


def set_text(
    text: str,
    look: Look,
    role: Role,
    width: float,
    centred: bool = False,
    shrink: float = 1.0,
) -> SetText:
    """Set `text` in `role`, wrapped at `width` pixels; `shrink` makes it smaller, to 18 pt.

    The lines stand `role.line` apart; above the first and below the last there is only half the
    usual leading, so that a single line does not float in its box.
    """
    font = look.font(role, shrink)
    size = font.pixelSize()
    pitch = size * role.line
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    breaks: list[int] = []
    ends: list[int] = []
    widest = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        top = len(breaks) * pitch + (size * 1.25 - line.height()) / 2
        line.setPosition(QPointF(0, top))
        breaks.append(line.textStart())
        ends.append(line.textStart() + line.textLength())
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    height = round((max(1, len(breaks)) - 1) * pitch + size * 1.25)
    return SetText(layout, widest, height, tuple(breaks), tuple(ends), pitch)


def natural_width(text: str, look: Look, role: Role, shrink: float = 1.0) -> int:
    """The width of `text` on one line, in pixels."""
    return round(set_text(text, look, role, 100_000, shrink=shrink).width) + 1
