"""What can be pressed: tile, card, action and bar button, all drawn by one hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.edge import never_raises
from ui.icons import draw_icon
from ui.meaning import Means
from ui.theme import Look, Role, Tone
from ui.widgets.type_setting import SetText, natural_width, set_text

#: The focus ring: a strong line outside, and paper between it and the button's own edge. Pixels.
RING = 5
RING_GAP = 2
INSET = RING + RING_GAP
#: Sizes tried, one after the other, to keep the words of a row of buttons on one line each.
ROW_SIZES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62)
#: How small the words of a button may become where a page would not hold them.
SMALLEST_SHRINK = 0.45
#: Signs after which nothing more is needed before the next sentence.
_STOPS = (".", "?", "!", "…", "。", "？", "！")


class Shape(Enum):
    """How the parts of a pressable stand."""

    TILE = auto()  #: Home: a large icon, a tile title, a note below.
    CARD = auto()  #: A list: an icon, a strong title that may wrap, a note below.
    ACTION = auto()  #: One thing to do: an icon and strong words in one row.
    BAR = auto()  #: The fixed bar: an icon above a word, no edge.
    STRIP = auto()  #: The reader's strip and the pager at great sizes: icon above words, an edge.


_TITLE_ROLE = {
    Shape.TILE: Role.TILE,
    Shape.CARD: Role.STRONG,
    Shape.ACTION: Role.STRONG,
    Shape.BAR: Role.NOTE,
    Shape.STRIP: Role.STRONG,
}
_ICON = {
    Shape.TILE: 2.1,
    Shape.CARD: 1.5,
    Shape.ACTION: 1.25,
    Shape.BAR: 1.25,
    Shape.STRIP: 1.25,
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the parts stand in a button of a given width. Pixels, from its top left corner."""

    icon: QRectF
    title: SetText
    title_at: QPointF
    note: SetText | None
    note_at: QPointF
    height: int


def write_row(
    buttons: Sequence[Pressable],
    width: int,
    usual: float = 1.0,
    sizes: Sequence[float] = ROW_SIZES,
) -> bool:
    """Write all words of a row at the greatest size that keeps each button within `width`.

    Returns False, with the least size, where even that is too wide.
    """
    for size in sizes:
        for button in buttons:
            button.write_at(usual * size)
        if all(button.natural_width() <= width for button in buttons):
            return True
    return False


def write_below(buttons: Sequence[Pressable], width: int, height: int) -> bool:
    """The same for words below their icons: at the greatest size that keeps within both."""
    for size in ROW_SIZES:
        for button in buttons:
            button.write_at(size)
        if not any(button.is_too_big(width, height) for button in buttons):
            return True
    return False


class Pressable(QPushButton):
    """A button that grows with its words and never cuts them."""

    def __init__(
        self,
        look: Look,
        shape: Shape,
        title: str,
        *,
        icon: str = "",
        note: str = "",
        short_note: str = "",
        filled: bool = False,
        tone: Tone = Tone.PRIMARY,
        note_tone: Tone = Tone.INK2,
        compact: bool = False,
        means: Means = Means.NONE,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.shape = shape
        self.means = means
        #: What to say for it ("number one"), shown while that is listened for.
        self.number: int | None = None
        self.icon_name = icon
        self.note = note
        self.short_note = short_note
        self._shown_note = note
        self._shrink = 1.0
        self._with_icon = True
        self._placed: _Placed | None = None
        self._placed_for: object = None
        self.filled = filled
        self.tone = tone
        self.note_tone = note_tone
        self.compact = compact
        self.setObjectName(name)
        self.setAutoDefault(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(look.font(_TITLE_ROLE[shape]))
        self.set_words(title, note)

    def set_words(self, title: str, note: str | None = None) -> None:
        """Change what it says; its accessible name follows."""
        self.title = title
        if note is not None:
            self.note = note
        self._shown_note, self._shrink = self.note, 1.0
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(_sentences(title, self.note))
        self.updateGeometry()
        self.update()

    def set_icon_name(self, icon: str) -> None:
        """Change the icon."""
        self.icon_name = icon
        self.update()

    def set_number(self, number: int | None) -> None:
        """Show a number in the icon's place, so that nothing moves; None shows the icon again."""
        if number != self.number:
            self.number = number
            self.update()

    def fit_into(self, width: int, height: int) -> None:
        """Give way, step by step, where the words are higher than the room or a word would break.

        First the short note is shown, an icon above the words goes, then the words are written
        smaller, never below 18 pt. The accessible name stays whole.
        """
        self._shown_note, self._shrink, self._with_icon = self.note, 1.0, True
        if self.heightForWidth(width) > height and self.short_note:
            self._shown_note = self.short_note
        if self.heightForWidth(width) > height and self._upright:
            self._with_icon = False
        while self.is_too_big(width, height) and self._shrink > SMALLEST_SHRINK:
            self._shrink *= 0.9
        self.update()

    def write_at(self, shrink: float) -> None:
        """Write the words at this part of their usual size (never below 18 pt)."""
        if shrink != self._shrink:
            self._shrink = shrink
            self.update()

    def is_too_big(self, width: int, height: int) -> bool:
        """Whether its words are higher than the room, or one of them breaks."""
        placed = self._place(width)
        words = [part for part in (placed.title, placed.note) if part is not None]
        return placed.height > height or any(part.breaks_words for part in words)

    # --- sizes -------------------------------------------------------------------------------

    @property
    def _upright(self) -> bool:
        return self.shape in (Shape.BAR, Shape.STRIP)

    @property
    def _icon_size(self) -> int:
        if not self.icon_name or not self._with_icon:
            return 0
        ratio = _ICON[self.shape]
        if self.compact:
            ratio = min(ratio, 1.25) if not self._upright else 0.8
        return self.look.px(ratio)

    @property
    def _padding(self) -> tuple[int, int]:
        """Sideways and up-and-down, inside the edge."""
        if self._upright:
            return self.look.px(0.1), self.look.px(0.08 if self.compact else 0.2)
        return self.look.px(0.45 if self.compact else 0.7), self.look.px(
            0.12 if self.compact else 0.45
        )

    def hasHeightForWidth(self) -> bool:
        return True

    @never_raises(0)
    def heightForWidth(self, width: int) -> int:
        return self._place(width).height

    @never_raises(QSize())
    def sizeHint(self) -> QSize:
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    @never_raises(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.target, self.look.target)

    def natural_width(self) -> int:
        """The width at which nothing wraps."""
        side, _ = self._padding
        size = self._shrink
        title = natural_width(self.title, self.look, _TITLE_ROLE[self.shape], size)
        note = natural_width(self.note, self.look, Role.NOTE, size) if self.note else 0
        words = max(title, note)
        icon = self._icon_size
        inner = max(icon, words) if self._upright else words + self._icon_room(icon)
        return max(self.look.target, inner + 2 * (side + INSET) + 2)

    def _icon_room(self, icon: int) -> int:
        return icon + self.look.px(0.6 if not self.compact else 0.4) if icon else 0

    # --- placing ------------------------------------------------------------------------------

    def _place(self, width: int) -> _Placed:
        """Where everything stands; worked out once for what it depends on."""
        words = (self.title, self._shown_note, self._shrink)
        depends = (width, self.shape, *words, self._icon_size)
        if self._placed is None or self._placed_for != depends:
            self._placed = self._place_upright(width) if self._upright else self._place_side(width)
            self._placed_for = depends
        return self._placed

    def _place_upright(self, width: int) -> _Placed:
        side, pad = self._padding
        inner = width - 2 * (INSET + side)
        icon = self._icon_size
        title = set_text(self.title, self.look, _TITLE_ROLE[self.shape], inner, True, self._shrink)
        top = INSET + pad
        icon_box = QRectF((width - icon) / 2, top, icon, icon)
        words_top = top + icon + (self.look.px(0.06) if icon else 0)
        height = max(self.look.target, round(words_top + title.height + pad + INSET))
        return _Placed(icon_box, title, QPointF(INSET + side, words_top), None, QPointF(), height)

    def _place_side(self, width: int) -> _Placed:
        side, pad = self._padding
        icon = self._icon_size
        left = INSET + side
        words_left = left + self._icon_room(icon)
        inner = width - words_left - side - INSET
        title = set_text(self.title, self.look, _TITLE_ROLE[self.shape], inner, shrink=self._shrink)
        note = None
        if self._shown_note:
            room = min(inner, self.look.line_width(Role.NOTE))
            note = set_text(self._shown_note, self.look, Role.NOTE, room, shrink=self._shrink)
        beside = self._note_beside(title, note, inner)
        between = self.look.px(0.08)
        below = note.height + between if note and not beside else 0
        height = max(
            self.look.target + 2 * INSET, title.height + below + 2 * (pad + INSET), icon + 2 * INSET
        )
        top = (height - title.height - below) / 2
        note_at = QPointF(words_left, top + title.height + between)
        if note and beside:
            note_at = QPointF(
                words_left + title.width + self.look.px(0.6),
                top + (title.height - note.height) / 2,
            )
        icon_box = QRectF(left, (height - icon) / 2, icon, icon)
        return _Placed(icon_box, title, QPointF(words_left, top), note, note_at, height)

    def _note_beside(self, title: SetText, note: SetText | None, inner: float) -> bool:
        """In a crowded window a short note stands in the title's own line."""
        return bool(
            self.compact
            and note
            and title.lines == 1
            and note.lines == 1
            and title.width + note.width + self.look.px(0.6) <= inner
        )

    # --- drawing -------------------------------------------------------------------------------

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self.filled != self.isDown()
        self._draw_ground(painter, filled)
        placed = self._place(self.width())
        drop = max(0.0, (self.height() - placed.height) / 2)
        painter.translate(0, drop)
        ink, icon_ink, note_ink = self._inks(filled)
        if self.number is not None:
            self._draw_number(painter, placed.icon, filled)
        elif not placed.icon.isEmpty():
            draw_icon(painter, self.icon_name, icon_ink, placed.icon)
        placed.title.draw(painter, placed.title_at.x(), placed.title_at.y(), ink)
        if placed.note:
            placed.note.draw(painter, placed.note_at.x(), placed.note_at.y(), note_ink)
        painter.end()

    def _draw_number(self, painter: QPainter, icon: QRectF, filled: bool) -> None:
        """A disc with the number; without an icon, small in the corner."""
        side = min(icon.width(), self.look.px(1.6)) or self.look.font(Role.NOTE).pixelSize() * 1.1
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(icon.center() if icon.width() else QPointF(side / 2, side / 2))
        colour = self.look.colour
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("on_primary" if filled else "primary"))
        painter.drawEllipse(disc)
        size = 0.72 * side / (self.look.b * Role.STRONG.ratio)
        digit = set_text(str(self.number), self.look, Role.STRONG, side, True, size)
        ink = colour("primary" if filled else "on_primary")
        digit.draw(painter, disc.left(), disc.center().y() - digit.height / 2, ink)

    def _inks(self, filled: bool) -> tuple[QColor, QColor, QColor]:
        colour = self.look.colour
        if filled:
            return colour("on_primary"), colour("on_primary"), colour("on_primary")
        return colour("ink"), colour(self.tone), colour(self.note_tone)

    def _draw_ground(self, painter: QPainter, filled: bool) -> None:
        colour = self.look.colour
        body = QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET)
        corner = self.look.corner
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2)
            painter.setPen(QPen(colour("focus"), RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, corner + INSET / 2, corner + INSET / 2)
        if self.shape is Shape.BAR:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("primary") if filled else colour("paper"))
            painter.drawRoundedRect(body, corner, corner)
            return
        chosen = self.isCheckable() and self.isChecked()
        edge = 5 if chosen else 2
        painter.setPen(QPen(colour("primary" if chosen or filled else "line"), edge))
        painter.setBrush(colour("primary") if filled else colour("card"))
        inner = body.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(inner, corner, corner)


def _sentences(title: str, note: str) -> str:
    """Both as a screen reader is to say them: with one stop between."""
    if not note:
        return title
    return f"{title} {note}" if title.endswith(_STOPS) else f"{title}. {note}"
