"""Words on the screen: a label in one role of the type scale, with honest line spacing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.edge import never_raises
from ui.theme import Look, Role, Tone
from ui.widgets.type_setting import SetText, natural_width, set_text


class Words(QLabel):
    """Plain words, wrapped; never rich text, whatever a server sent."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone = Tone.INK,
        parent: QWidget | None = None,
        name: str = "",
        shrink: tuple[float, float] = (1.0, 1.0),
    ) -> None:
        """`shrink`: the usual and the least size, as parts of the role's, to stay on one line."""
        super().__init__(parent)
        self.look = look
        self.role = role
        self.tone = tone
        self.shrink = shrink
        #: The whole words that these are a piece of, where they did not fit on one page.
        self.piece_of: Words | None = None
        self._set: SetText | None = None
        self._set_for: tuple[str, int, tuple[float, float]] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(look.font(role, shrink[0]))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if name:
            self.setObjectName(name)
        self.setText(text)

    def typeset(self, width: int) -> SetText:
        """The words set at `width` pixels (never wider than a readable line)."""
        if not self.role.bold:
            width = min(width, self.look.line_width(self.role))
        key = (self.text(), width, self.shrink)
        if self._set is None or self._set_for != key:
            self._set = self._set_smaller(width)
            self._set_for = key
        return self._set

    def _set_smaller(self, width: int) -> SetText:
        """Set the words, smaller where that keeps them on one line; else at the least size."""
        now, least = self.shrink
        done = set_text(self.text(), self.look, self.role, width, shrink=now)
        while done.lines > 1 and now > least:
            now = max(least, now * 0.92)
            done = set_text(self.text(), self.look, self.role, width, shrink=now)
        return done

    def hasHeightForWidth(self) -> bool:
        return True

    @never_raises(0)
    def heightForWidth(self, width: int) -> int:
        return self.typeset(width).height

    @never_raises(QSize())
    def sizeHint(self) -> QSize:
        natural = natural_width(self.text(), self.look, self.role, self.shrink[0])
        width = min(natural, self.look.px(30))
        return QSize(width, self.heightForWidth(width))

    @never_raises(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(3), self.look.font(self.role).pixelSize())

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        done = self.typeset(self.width())
        top = (self.height() - done.height) / 2 if done.lines == 1 else 0
        done.draw(painter, 0, max(0.0, top), self.look.colour(self.tone))
        painter.end()
