"""Blocks one under the other, and what does not fit on a next page.

One mechanism keeps the promise that nothing is clipped, covered or unreachable at any text size:
every screen is a list of blocks (words, pressables, fields), and this widget packs as many as fit
into the height there is, with big *Earlier* and *More* when there is more than one page. No page
holds more choices than `packing.MAX_CHOICES`, the pager's own buttons among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.edge import never_raises
from ui.theme import Look
from ui.widgets.blocks import LEAST_GAP, Block, Page, Row, focus_target
from ui.widgets.packing import Packing, columns, rows_of
from ui.widgets.pager import Pager
from ui.widgets.pressable import INSET, Pressable, Shape
from ui.widgets.words import Words


class PagedFlow(QWidget):
    """Packs blocks into pages. `page_changed` is emitted after another page was shown."""

    page_changed = Signal(int)

    def __init__(self, look: Look, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.compact = compact
        self.blocks: list[Block] = []
        self.page = 0
        self._pages: list[Page] = [Page()]
        self._fragments: list[Words] = []
        self._laid_for: QSize | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._stale)
        #: Whether room is kept for the pager; its place may then hold the first action alone.
        self._beside_pager = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self._pager = Pager(look, compact, self)
        self.earlier, self.more = self._pager.earlier, self._pager.more
        for button, step in ((self.earlier, -1), (self.more, 1)):
            button.clicked.connect(lambda _=False, step=step: self.turn(step))

    # --- filling -------------------------------------------------------------------------------

    def add(
        self,
        widget: QWidget,
        *,
        pairs: bool = False,
        grows: bool = False,
        least: int = 0,
        leads: bool = False,
    ) -> QWidget:
        """Put `widget` at the end."""
        widget.setParent(self)
        widget.hide()
        self.blocks.append(Block(widget, pairs, grows, least, leads))
        # Packed once for all that is added in one go: by `relayout`, or when the events are done.
        self._laid_for = None
        self._soon.start()
        return widget

    def set_first_action(self, button: Pressable) -> None:
        """An action for the place of *Earlier*, which the first page has no use for.

        With a single page it stands below the blocks.
        """
        self._pager.set_first(button)
        self._stale()

    def clear(self) -> None:
        """Take all blocks away."""
        for block in self.blocks:
            block.widget.hide()
            block.widget.setParent(None)
            block.widget.deleteLater()
        self.blocks = []
        self.page = 0
        self._stale()

    def remove(self, widget: QWidget) -> None:
        """Take one block away."""
        self.blocks = [block for block in self.blocks if block.widget is not widget]
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()
        self._stale()

    def insert(self, index: int, widget: QWidget) -> None:
        """Put `widget` before the block at `index`."""
        widget.setParent(self)
        widget.hide()
        self.blocks.insert(index, Block(widget))
        self._stale()

    def relayout(self) -> None:
        """Pack again, after a block changed its words."""
        self._stale()

    def _stale(self) -> None:
        self._laid_for = None
        self._soon.stop()
        if self.isVisible():
            self.lay_out()

    # --- what is on the page --------------------------------------------------------------------

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def shown(self) -> list[QWidget]:
        """The blocks of this page in reading order, without the pager."""
        return [block.widget for row in self._pages[self.page].rows for block in row.blocks]

    def choices(self) -> list[QAbstractButton]:
        """What can be pressed on this page, in reading order, the pager last."""
        buttons = [w for w in self.shown() if isinstance(w, QAbstractButton) and w.isEnabled()]
        return buttons + self._foot()

    def _foot(self) -> list[QAbstractButton]:
        """What of the pager's row is there, in reading order."""
        return [b for b in self._pager.buttons if b.isVisibleTo(self)]

    def focus_order(self) -> list[QWidget]:
        """Everything that Tab reaches, in order."""
        targets = (focus_target(widget) for widget in self.shown())
        return [*(target for target in targets if target is not None), *self._foot()]

    def show_block(self, widget: QWidget) -> None:
        """Turn to the page that holds `widget`."""
        self.lay_out()
        for number, page in enumerate(self._pages):
            if any(block.widget is widget for row in page.rows for block in row.blocks):
                self._go(number, focus=False)

    def turn(self, step: int) -> None:
        """Go `step` pages on, and put the focus on the first thing there.

        Where there are only words, on what leads further the same way: Enter alone reads on.
        """
        target = max(0, min(self.pages - 1, self.page + step))
        if target == self.page:
            return
        self._go(target, focus=True)
        further = self.more if step > 0 else self.earlier
        if not any(focus_target(widget) for widget in self.shown()) and further.isVisibleTo(self):
            further.setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, number: int, *, focus: bool) -> None:
        self.page = number
        self._place_page()
        if focus:
            first = next(iter(self.focus_order()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
        self.page_changed.emit(number)

    @never_raises()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = keys.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    # --- packing --------------------------------------------------------------------------------

    @property
    def gap(self) -> int:
        """Between two rows; a pressable's own ring room counts towards it."""
        if self.compact:
            return LEAST_GAP
        return max(LEAST_GAP, self.look.gap - 2 * INSET)

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    @never_raises()
    def showEvent(self, event: object) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Pack all blocks for the present size and show the page."""
        if self._laid_for == self.size():
            return
        self._laid_for = self.size()
        for fragment in self._fragments:
            fragment.hide()
            fragment.deleteLater()
        self._fragments = []
        room = QRect(0, 0, self.width(), self.height() - self._single_foot())
        whole = self._pack(room.width(), room.height(), 1 if self._pager.first else 0)
        self._beside_pager = len(whole) > 1
        if self._beside_pager:
            room = self._room_beside_pager()
            whole = self._pack(room.width(), room.height(), pager_buttons=2)
        before = self.pages
        self._pages = whole
        self.page = min(self.page, len(whole) - 1)
        self._place_page()
        if len(whole) != before:
            self.page_changed.emit(self.page)  # the head of the screen tells how many there are

    def _room_beside_pager(self) -> QRect:
        """What is left for blocks when the pager is there."""
        if self.compact:
            return QRect(0, 0, self.width() - self._pager.width() - self.gap, self.height())
        height = self._pager.height(self.width(), self.gap)
        return QRect(0, 0, self.width(), self.height() - height - self.gap)

    def _single_foot(self) -> int:
        """The height that the first action takes where there is but one page."""
        first = self._pager.first
        return first.heightForWidth(self.width()) + self.gap if first is not None else 0

    def _pack(self, width: int, height: int, pager_buttons: int) -> list[Page]:
        packing = Packing(height, self.gap, pager_buttons, self._pager.first is not None)
        rows = rows_of(self.blocks, width, height, self.gap)
        return packing.pages(rows, lambda row: self._parts(row, width, height))

    def _parts(self, row: Row, width: int, height: int) -> Iterable[Row]:
        """The row itself, or, for words taller than a page, the words in pieces."""
        words = row.blocks[0].widget
        if row.height <= height or not isinstance(words, Words):
            yield row
            return
        width -= 2 * INSET
        done = words.typeset(width)
        lines = max(1, int((height - words.fontInfo().pixelSize() * 1.25) // done.pitch) + 1)
        for first in range(0, done.lines, lines):
            last = min(first + lines, done.lines) - 1
            raw = words.text().encode("utf-16-le")
            piece = raw[2 * done.breaks[first] : 2 * done.ends[last]].decode("utf-16-le")
            part = Words(self.look, piece.strip(), words.role, words.tone, self)
            part.piece_of = words
            part.hide()
            self._fragments.append(part)
            yield Row([Block(part)], part.heightForWidth(width))

    # --- placing --------------------------------------------------------------------------------

    def _place_page(self) -> None:
        several = self._beside_pager
        room = self._room_beside_pager() if several else QRect(0, 0, self.width(), self.height())
        page = self._pages[self.page]
        # What stays is not hidden in between: it would lose the focus.
        staying = {block.widget for row in page.rows for block in row.blocks}
        for widget in (*(block.widget for block in self.blocks), *self._fragments):
            if widget not in staying:
                widget.hide()
        growing = [row for row in page.rows if self._may_grow(row, several)]
        spare = max(0, room.height() - page.used(self.gap))
        turns = sum(self._turns(above, row) for above, row in pairwise(page.rows))
        air = min(self.look.px(0.45), spare // turns) if turns else 0
        share = (spare - air * turns) // len(growing) if growing else 0
        top, above = 0, None
        for row in page.rows:
            top += air if above is not None and self._turns(above, row) else 0
            height = row.height + (share if row in growing else 0)
            self._place_row(row, top, room.width(), height)
            top += height + self.gap
            above = row
        self._pager.place(self.size(), self.gap, (self.page, self.pages) if several else None)
        # A screen reader walks the children in their own order, which is that of being raised.
        for widget in (*self.shown(), *self._foot()):
            widget.raise_()
        self._chain_focus()

    @staticmethod
    def _turns(above: Row, below: Row) -> bool:
        """Whether words end and buttons begin, or the other way round: there is air between."""
        kinds = [isinstance(row.blocks[0].widget, Pressable) for row in (above, below)]
        return kinds[0] != kinds[1]

    @staticmethod
    def _may_grow(row: Row, several: bool) -> bool:
        if row.grows:
            return True
        widget = row.blocks[0].widget
        return not several and isinstance(widget, Pressable) and widget.shape is Shape.TILE

    def _place_row(self, row: Row, top: int, width: int, height: int) -> None:
        count = len(row.blocks)
        pairs = row.blocks[0].pairs and (count == 2 or columns(self.blocks, width, self.gap) == 2)
        each = (width - self.gap) // 2 if pairs else width
        for number, block in enumerate(row.blocks):
            left = number * (each + self.gap) + block.inset
            block.widget.setGeometry(left, top, each - 2 * block.inset, height)
            block.widget.show()

    def _chain_focus(self) -> None:
        order = self.focus_order()
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
