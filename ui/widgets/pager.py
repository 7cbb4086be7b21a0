"""The big *Earlier* and *More* of a flow of blocks, and what takes the place of *Earlier*."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtWidgets import QWidget

from ui.theme import Look
from ui.widgets.pressable import Pressable, Shape
from ui.wording.pages import page_in_words


class Pager:
    """Two buttons in `flow`: below its blocks, or at the side where height is scarce.

    `first` is an action for the place of *Earlier*, which the first page has no use for.
    """

    def __init__(self, look: Look, compact: bool, flow: QWidget) -> None:
        self._flow = flow
        self._compact = compact
        self._shape = Shape.STRIP if compact else Shape.ACTION
        self.first: Pressable | None = None
        self._earlier = QCoreApplication.translate("PagedFlow", "Earlier")
        self._more = QCoreApplication.translate("PagedFlow", "More")
        self.earlier = Pressable(
            look, self._shape, self._earlier, icon="arrow-up", compact=compact, name="earlier"
        )
        self.more = Pressable(
            look, self._shape, self._more, icon="arrow-down", compact=compact, name="more"
        )
        for button in (self.earlier, self.more):
            button.setParent(flow)
            button.hide()
        self.earlier.setAccessibleDescription(
            QCoreApplication.translate("PagedFlow", "Shows the page before. Key: Page Up.")
        )
        self.more.setAccessibleDescription(
            QCoreApplication.translate("PagedFlow", "Shows the next page. Key: Page Down.")
        )

    def set_first(self, button: Pressable) -> None:
        """Take `button` in as the action of the first page, instead of what was there."""
        if self.first is not None:
            self.first.deleteLater()
        button.setParent(self._flow)
        button.hide()
        button.shape = self._shape
        self.first = button

    @property
    def buttons(self) -> list[Pressable]:
        """All that there may be, in reading order."""
        row = (self.first, self.earlier, self.more)
        return [button for button in row if button is not None]

    def width(self) -> int:
        """At the side, at the usual size of its words, however they had to give way before."""
        for button in self.buttons:
            button.write_at(1.0)
        return max(b.natural_width() for b in self.buttons)

    def height(self, width: int, gap: int) -> int:
        """Below, with the longest words that *More* may get, so that they fit on every page."""
        half = (width - gap) // 2
        title, name = self.more.title, self.more.accessibleName()
        self.more.set_words(self._more_in_words(page_in_words(88, 88)))
        height = max(b.heightForWidth(half) for b in self.buttons)
        self.more.set_words(title)
        self.more.setAccessibleName(name)
        return height

    def place(self, room: QSize, gap: int, where: tuple[int, int] | None) -> None:
        """Show what page `where[0]` of `where[1]` needs; None where there is only one page."""
        page, pages = where or (0, 1)
        if where is not None:
            self._name(page, pages)
            slots = self._slots(room, gap)
            places = [(self.earlier, slots[0]), (self.more, slots[1])]
            places += [(self.first, slots[0])] if self.first is not None else []
            for button, slot in places:
                button.fit_into(slot.width(), slot.height())
                button.setGeometry(slot)
        elif self.first is not None:
            height = self.first.heightForWidth(room.width())
            self.first.setGeometry(0, room.height() - height, room.width(), height)
        self.earlier.setVisible(page > 0)
        self.more.setVisible(page < pages - 1)
        if self.first is not None:
            self.first.setVisible(page == 0)

    def _slots(self, room: QSize, gap: int) -> tuple[QRect, QRect]:
        """Where *Earlier* and *More* stand."""
        if self._compact:
            width, half = self.width(), (room.height() - gap) // 2
            left = room.width() - width
            return QRect(left, 0, width, half), QRect(left, half + gap, width, half)
        height, half = self.height(room.width(), gap), (room.width() - gap) // 2
        top = room.height() - height
        return QRect(0, top, half, height), QRect(half + gap, top, half, height)

    def _name(self, page: int, pages: int) -> None:
        where = page_in_words(page + 1, pages)
        if not self._compact:
            self.more.set_words(self._more_in_words(where))
        for button, plain in ((self.more, self._more), (self.earlier, self._earlier)):
            button.setAccessibleName(f"{plain}. {where}")

    def _more_in_words(self, where: str) -> str:
        return QCoreApplication.translate("PagedFlow", "More ({page})").format(page=where)
