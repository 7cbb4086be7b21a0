"""A message at the top of a screen: what happened, in words, with an icon and a coloured edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.edge import never_raises
from ui.icons import draw_icon
from ui.theme import Look, Role, Tone
from ui.widgets.pressable import SMALLEST_SHRINK
from ui.widgets.roles import has_role
from ui.widgets.type_setting import SetText, set_text


@has_role(QAccessible.Role.Notification)
class Banner(QLabel):
    """Plain words in a frame. Its accessible role is Notification, which Orca speaks when shown."""

    def __init__(
        self, look: Look, text: str, tone: Tone, icon: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self.tone, self.icon_name = look, tone, icon
        self.setObjectName("banner")
        self._shrink = 1.0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(look.font(Role.BODY))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _left(self) -> int:
        return self.look.px(0.45) + self.look.px(1.25) + self.look.px(0.4)

    def hasHeightForWidth(self) -> bool:
        return True

    def _set(self, width: int) -> SetText:
        inner = min(width - self._left() - self.look.px(0.4), self.look.text_width)
        return set_text(self.text(), self.look, Role.BODY, inner, shrink=self._shrink)

    def fit_into(self, width: int, height: int) -> None:
        """Write smaller, never below 18 pt, where the words would be higher than a page."""
        self._shrink = 1.0
        while self.heightForWidth(width) > height and self._shrink > SMALLEST_SHRINK:
            self._shrink *= 0.9

    @never_raises(0)
    def heightForWidth(self, width: int) -> int:
        done = self._set(width)
        return max(done.height, self.look.px(1.25)) + 2 * self.look.px(0.3)

    @never_raises(QSize())
    def sizeHint(self) -> QSize:
        width = self.look.px(20)
        return QSize(width, self.heightForWidth(width))

    @never_raises(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(6), self.look.target)

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.look.colour
        painter.setPen(QPen(colour(self.tone), 4))
        painter.setBrush(colour("card"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(2, 2, -2, -2), self.look.corner, self.look.corner
        )
        icon = self.look.px(1.25)
        draw_icon(
            painter,
            self.icon_name,
            colour(self.tone),
            QRectF(self.look.px(0.45), self.look.px(0.3), icon, icon),
        )
        done = self._set(self.width())
        done.draw(painter, self._left(), (self.height() - done.height) / 2, colour("ink"))
        painter.end()
