"""The head of a screen: its title, and a plain line that says where one is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.edge import never_raises
from ui.theme import Look, Role, Tone
from ui.widgets.roles import has_role
from ui.widgets.type_setting import natural_width
from ui.widgets.words import Words


@has_role(QAccessible.Role.Heading)
class Heading(Words):
    """A title; screen readers know it as a heading."""


class Header(QWidget):
    """Title over *where*. In a crowded window both are smaller, and stay on one line each."""

    def __init__(self, look: Look, compact: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        role = Role.TILE if compact else Role.TITLE
        head = (1.0, 0.62) if compact else (1.0, 1.0)
        note = (0.75, 0.5) if compact else (1.0, 1.0)
        self.setObjectName("header")
        self.title = Heading(look, "", role, Tone.INK, self, "title", head)
        self.where = Words(look, "", Role.NOTE, Tone.INK2, self, "where", note)
        self.page = Words(look, "", Role.NOTE, Tone.INK2, self, "page", note)
        self._gap = 0 if compact else look.px(0.1)
        #: At this height the screen itself has no room left; then *where* is spoken only.
        self.most = 1 << 24

    def set_heading(self, title: str, where: str, page: str = "", page_name: str = "") -> None:
        """Change the words; `page` is the short form (“1 / 3”), `page_name` the spoken one."""
        self.title.setText(title)
        self.title.setAccessibleName(title)
        self.where.setText(where)
        self.page.setText(page)
        self.page.setAccessibleName(page_name)
        self.page.setVisible(bool(page))
        self.title.setVisible(bool(title))
        self.where.setVisible(bool(where))
        self._place(self.width())

    def _rows(self, width: int) -> list[tuple[Words, int]]:
        """The lines and the width of each; the page's number stands right in the first."""
        page = self._page_room() if self.page.text() else 0
        shown = [words for words in (self.title, self.where) if words.text()]
        rows = [(one, width - (page if number == 0 else 0)) for number, one in enumerate(shown)]
        if len(rows) > 1 and sum(one.heightForWidth(room) for one, room in rows) > self.most:
            return rows[:1]
        return rows

    def _page_room(self) -> int:
        """The same for every page: otherwise the lines, and with them the pages, would jump."""
        widest = natural_width("000 / 000", self.look, self.page.role, self.page.shrink[0])
        return max(widest, self.page.sizeHint().width()) + self.look.px(0.5)

    def _height(self, words: Words, room: int) -> int:
        """The height of a line; the first one holds the page's number too."""
        page = self.page.sizeHint().height() if self.page.text() and words is self._first() else 0
        return max(words.heightForWidth(room), page)

    def _first(self) -> Words:
        return self.title if self.title.text() else self.where

    def needed_height(self, width: int) -> int:
        """The height at which no word is cut, in pixels."""
        parts = [self._height(words, room) for words, room in self._rows(width)]
        return sum(parts) + self._gap * max(0, len(parts) - 1)

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(event.size().width())

    def _place(self, width: int) -> None:
        top = 0
        rows = self._rows(width)
        seen = any(words is self.where for words, _ in rows)
        self.where.setVisible(seen)
        self.title.setAccessibleDescription("" if seen else self.where.text())
        for words, room in rows:
            height = self._height(words, room)
            words.setGeometry(0, top, room, height)
            if words is self._first() and self.page.text():
                size = self.page.sizeHint()
                middle = top + (height - size.height()) // 2
                self.page.setGeometry(
                    width - size.width(), max(0, middle), size.width(), size.height()
                )
            top += height + self._gap
