"""A text to be read: page by page, with the sentence and the word that are being said lit up.

Pages hold whole lines only, so nothing is ever cut at an edge; a page turns by itself when the
voice goes on to the next. Positions: the voice speaks of code points in a passage, Qt of UTF-16
units in a document; `Placed` maps the one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ui.edge import never_raises
from ui.theme import Look, Role
from ui.widgets.parts import SETTING, Line, Part, PartKind, Placed
from ui.widgets.pressable import INSET


class ReadingView(QTextEdit):
    """Read-only text in pages. `tapped` gives the passage's key and a code point offset."""

    tapped = Signal(str, int)
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
        self._lit: tuple[int, int] | None = None
        self._word: tuple[int, int] | None = None
        self._pressed_at: object = None
        self._laid_for = QSize()
        self.setObjectName("reading-text")
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
        self.cursorPositionChanged.connect(self._follow_cursor)

    # --- filling -------------------------------------------------------------------------------

    def show_parts(self, parts: Sequence[Part], name: str) -> None:
        """Set the text from its parts; `name` is its accessible name."""
        self._parts = list(parts)
        self.setAccessibleName(name)
        self.page = 0
        self._fill()

    def _fill(self) -> None:
        self._laid_for = self.size()
        self._lit = self._word = None
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
        target = max(0, min(self.pages - 1, self.page + step))
        if target != self.page:
            self.page = target
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
            lit, word = self._lit, self._word
            self._fill()
            self._lit, self._word = lit, word
            self._paint_light()
        super().resizeEvent(event)

    @never_raises()
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._lines:
            wanted = round(self._lines[self._starts[self.page]].top)
            if self.verticalScrollBar().value() != wanted:
                self.verticalScrollBar().setValue(wanted)

    def _follow_cursor(self) -> None:
        if self._lines and self.hasFocus():
            page = self._page_of(self.textCursor().position())
            if page != self.page:
                self.page = page
                self._show_page()

    # --- the light -----------------------------------------------------------------------------

    def light_sentence(self, key: str, start: int, end: int) -> None:
        """Light a sentence: code points of the passage `key`. Its page is shown."""
        self._word = None
        self._lit = self._range(key, start, end)
        if self._lit:
            page = self._page_of(self._lit[0])
            if page != self.page:
                self.page = page
                self._show_page()
        self._paint_light()

    def light_word(self, key: str, start: int, end: int) -> None:
        """Light a word. Its page is shown: a sentence may run on to the next."""
        self._word = self._range(key, start, end)
        if self._word:
            page = self._page_of(self._word[0])
            if page != self.page:
                self.page = page
                self._show_page()
        self._paint_light()

    def put_out(self) -> None:
        """No light."""
        self._lit = self._word = None
        self._paint_light()

    @property
    def lit_text(self) -> str:
        """The words that are lit as a sentence; empty when none are."""
        return self._text_of(self._lit)

    @property
    def lit_word(self) -> str:
        """The word that is lit; empty when none is."""
        return self._text_of(self._word)

    def _text_of(self, span: tuple[int, int] | None) -> str:
        return self._cursor(span).selectedText() if span else ""

    def _range(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        for placed in self._placed:
            if placed.part.key == key:
                return placed.position(start), placed.position(end)
        return None

    def _cursor(self, span: tuple[int, int]) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint_light(self) -> None:
        selections = []
        for span, ground, ink in (
            (self._lit, "sentence", "sentence_ink"),
            (self._word, "word", "word_ink"),
        ):
            if span is None:
                continue
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(span)
            selection.format.setBackground(self.look.colour(ground))
            selection.format.setForeground(self.look.colour(ink))
            selections.append(selection)
        self.setExtraSelections(selections)

    @never_raises()
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._word is not None:
            self._underline(painter, self._word)
        if self.hasFocus():
            painter.setPen(QPen(self.look.colour("focus"), 5))
            inside = QRectF(self.viewport().rect())
            painter.drawLine(inside.topLeft(), inside.bottomLeft())
        painter.end()

    def _underline(self, painter: QPainter, span: tuple[int, int]) -> None:
        """A thick line under the word: it is never marked by colour alone."""
        first, last = QTextCursor(self.document()), QTextCursor(self.document())
        first.setPosition(span[0])
        last.setPosition(span[1])
        start, end = self.cursorRect(first), self.cursorRect(last)
        right = end.left() if end.top() == start.top() else self.viewport().width()
        thick = max(3, self.look.px(0.1))
        painter.setPen(QPen(self.look.colour("word_ink"), thick))
        y = start.bottom() - thick / 2
        painter.drawLine(start.left(), round(y), right, round(y))

    # --- hands ---------------------------------------------------------------------------------

    @never_raises()
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    @never_raises()
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.textCursor().hasSelection() or self._pressed_at is None:
            return
        position = self.cursorForPosition(event.position().toPoint()).position()
        for placed in reversed(self._placed):
            if placed.start <= position:
                self.tapped.emit(placed.part.key, placed.offset(position))
                return

    @never_raises()
    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y()
        if delta:
            self.turn(-1 if delta > 0 else 1)
        event.accept()

    @never_raises()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.turn(step)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
        else:
            event.ignore()
