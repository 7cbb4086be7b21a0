"""A text in pages of whole lines, so that nothing is ever cut at an edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ui.edge import never_raises
from ui.theme import Look, Role
from ui.widgets.parts import SETTING, Line, Part, PartKind, Placed
from ui.widgets.pressable import INSET


class PagedText(QTextEdit):
    """Read-only text, one page of it in sight."""

    page_changed = Signal(int)

    def __init__(self, look: Look, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.compact = compact
        self.page = 0
        self._parts: Sequence[Part] = ()
        self._placed: list[Placed] = []
        self._lines: list[Line] = []
        self._starts: list[int] = [0]
        self._laid_for = QSize()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(
            f"QTextEdit {{ background: {look.palette.paper}; color: {look.palette.ink};"
            f" selection-background-color: {look.palette.primary};"
            f" selection-color: {look.palette.on_primary}; padding: 0px; }}"
        )
        self.document().setDocumentMargin(0)

    # --- filling -------------------------------------------------------------------------------

    def show_parts(self, parts: Sequence[Part], name: str) -> None:
        """Set the text from its parts; `name` is its accessible name."""
        self._parts = list(parts)
        self.setAccessibleName(name)
        self.page = 0
        self._fill()

    def _fill(self) -> None:
        self._laid_for = self.size()
        document = self.document()
        document.clear()
        self._placed = []
        cursor = QTextCursor(document)
        for number, part in enumerate(self._parts):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(self._block_format(part))
            if part.image is not None:
                self._insert_picture(cursor, part, number)
            else:
                self._placed.append(Placed(part, cursor.position()))
                cursor.insertText(part.text.replace("\n", "\u2028"), self._char_format(part))
        frame = document.rootFrame().frameFormat()
        # Room below the end, so that the last page too can begin at the top of the view.
        frame.setBottomMargin(float(self.height()))
        frame.setLeftMargin(float(INSET))
        frame.setRightMargin(float(self.width() - INSET - self._text_width()))
        document.rootFrame().setFrameFormat(frame)
        # Qt itself sets it only after the resize event, and where nothing was shown yet not at all.
        document.setTextWidth(float(self.width()))
        self._measure()
        self._show_page()

    def _text_width(self) -> int:
        """The width of a line: what there is, at most what can be read well."""
        return min(self.width() - 2 * INSET, self.look.text_width)

    def _block_format(self, part: Part) -> QTextBlockFormat:
        role, below = self._role(part), SETTING[part.kind][1]
        block = QTextBlockFormat()
        size = self.look.font(role).pixelSize()
        if part.image is None:
            block.setLineHeight(
                size * role.line, QTextBlockFormat.LineHeightTypes.FixedHeight.value
            )
        block.setBottomMargin(self.look.px(below))
        block.setRightMargin(max(0, self._text_width() - self.look.line_width(role)))
        if part.kind is PartKind.POINT:
            block.setLeftMargin(self.look.px(0.6))
        if part.kind is PartKind.TITLE:
            block.setHeadingLevel(1)
        if part.kind is PartKind.HEADING:
            block.setHeadingLevel(2)
        return block

    def _role(self, part: Part) -> Role:
        """The role in the type scale; in a crowded window the title is one step smaller."""
        if self.compact and part.kind is PartKind.TITLE:
            return Role.TILE
        return SETTING[part.kind][0]

    def _char_format(self, part: Part) -> QTextCharFormat:
        made = QTextCharFormat()
        font: QFont = self.look.font(self._role(part))
        made.setFont(font)
        made.setForeground(self.look.colour(part.tone))
        return made

    def _insert_picture(self, cursor: QTextCursor, part: Part, number: int) -> None:
        image = part.image
        assert image is not None
        room_w = self._text_width()
        # Beside a few lines of text, where the page allows it.
        room_h = max(60, min(self.height() - self.look.px(0.3), self.look.px(9)))
        size = image.size().scaled(room_w, room_h, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(image.size()) if image.width() < room_w else size
        scaled = image.scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        url = QUrl(f"picture:{number}")
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, url, scaled)
        made = QTextImageFormat()
        made.setName(url.toString())
        made.setWidth(scaled.width())
        made.setHeight(scaled.height())
        cursor.insertImage(made)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever fetched for a text: pictures were put in when it was filled."""
        return None

    # --- pages ---------------------------------------------------------------------------------

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._starts)

    def _measure(self) -> None:
        """Find every line, and pack them into pages of whole lines."""
        self._lines = []
        document = self.document()
        document.documentLayout().documentSize()
        headings = {
            self._placed[i].start
            for i in range(len(self._placed))
            if self._placed[i].part.kind is PartKind.HEADING
        }
        block = document.begin()
        while block.isValid():
            layout = block.layout()
            top = layout.position().y()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                first = block.position() + line.textStart()
                height = max(line.height(), self._fixed_height(block.blockFormat()))
                self._lines.append(
                    Line(
                        top + line.y(),
                        top + line.y() + height,
                        first,
                        block.position() in headings,
                    )
                )
            block = block.next()
        self._starts = self._pack()
        self.page = min(self.page, len(self._starts) - 1)

    @staticmethod
    def _fixed_height(block: QTextBlockFormat) -> float:
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        return block.lineHeight() if block.lineHeightType() == fixed else 0.0

    def _pack(self) -> list[int]:
        starts = [0]
        for number, line in enumerate(self._lines):
            first = starts[-1]
            if number > first and line.bottom - self._lines[first].top > self.height():
                begin = number
                # A heading never stands alone at the foot of a page.
                while begin - 1 > first and self._lines[begin - 1].heading:
                    begin -= 1
                starts.append(begin)
        return starts

    def _page_of(self, position: int) -> int:
        line = 0
        for number, candidate in enumerate(self._lines):
            if candidate.first > position:
                break
            line = number
        page = 0
        for number, start in enumerate(self._starts):
            if start <= line:
                page = number
        return page

    def turn(self, step: int) -> None:
        """Show another page."""
        self._go_to(max(0, min(self.pages - 1, self.page + step)))

    def _go_to(self, page: int) -> None:
        """Show that page: one change of the picture, no movement to be followed by the eye."""
        if page != self.page:
            self.page = page
            self._show_page()

    def _show_page(self) -> None:
        if not self._lines:
            return
        first = self._lines[self._starts[self.page]]
        last = self.page + 1 >= self.pages
        end = self._lines[-1 if last else self._starts[self.page + 1] - 1].bottom
        # What would show of the next page's first line is hidden by a margin.
        rest = max(0, int(self.height() - (end - first.top)))
        self.setViewportMargins(0, 0, 0, rest)
        bar = self.verticalScrollBar()
        bar.setRange(0, 10_000_000)
        bar.setValue(round(first.top))
        self.page_changed.emit(self.page)

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._laid_for != self.size():
            self._fill()
        super().resizeEvent(event)

    @never_raises()
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._lines:
            wanted = round(self._lines[self._starts[self.page]].top)
            if self.verticalScrollBar().value() != wanted:
                self.verticalScrollBar().setValue(wanted)
