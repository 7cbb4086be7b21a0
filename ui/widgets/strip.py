"""A row of buttons of one width: the reader's strip, and what can be done with a text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.edge import never_raises
from ui.theme import Look
from ui.widgets.blocks import LEAST_GAP
from ui.widgets.pressable import ROW_SIZES, Pressable, Shape, write_below, write_row

#: The height for an icon and two lines of words below it, in body sizes.
_BELOW = 3.2


class Strip(QWidget):
    """Buttons side by side. Where their words do not fit beside the icons, they stand below."""

    def __init__(
        self,
        look: Look,
        compact: bool,
        name: str,
        parent: QWidget | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """`whole`: words that do not fit in a row go below the icons before they get small."""
        super().__init__(parent)
        self._whole = whole
        self.look = look
        self.compact = compact
        self.setObjectName(name)
        self.buttons: list[Pressable] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(
        self, title: str, icon: str, name: str, *, filled: bool = False, description: str = ""
    ) -> Pressable:
        """Put a button at the end."""
        button = Pressable(
            self.look,
            Shape.ACTION,
            title,
            icon=icon,
            filled=filled,
            compact=self.compact,
            name=name,
            parent=self,
        )
        button.setAccessibleDescription(description)
        self.buttons.append(button)
        return button

    def clear(self) -> None:
        """Take all buttons away."""
        for button in self.buttons:
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self.buttons = []

    def _each(self, width: int) -> int:
        count = max(1, len(self.buttons))
        return (width - LEAST_GAP * (count - 1)) // count

    def _shape_for(self, width: int) -> None:
        each = self._each(width)
        for button in self.buttons:
            button.shape = Shape.ACTION
            button.fit_into(1 << 20, 1 << 20)
        sizes = ROW_SIZES[:3] if self._whole else ROW_SIZES
        if write_row(self.buttons, each, sizes=sizes):
            return
        for button in self.buttons:
            button.shape = Shape.STRIP
        if self._whole and write_below(self.buttons, each, self.look.px(_BELOW)):
            return
        for button in self.buttons:
            most = self.look.px(_BELOW) if self._whole else self.window().height()
            button.fit_into(each, most)

    def hasHeightForWidth(self) -> bool:
        return True

    @never_raises(0)
    def heightForWidth(self, width: int) -> int:
        self._shape_for(width)
        each = self._each(width)
        return max((b.heightForWidth(each) for b in self.buttons), default=0)

    @never_raises(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self.look.px(20), self.heightForWidth(self.look.px(30)))

    @never_raises(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Place the buttons that are shown."""
        self._shape_for(self.width())
        each = self._each(self.width())
        for number, button in enumerate(self.buttons):
            button.setGeometry(number * (each + LEAST_GAP), 0, each, self.height())
            button.show()
