"""A text to be read: page by page, with the sentence and the word that are being said lit up.

A page turns by itself when the voice goes on to the next, at once and with nothing moving (WCAG
2.2.2 asks for a way to stop what moves by itself: *Pause* does). Where a hand has turned to another
page it stays there, until the next sentence begins or the voice comes to what is in sight.
Positions: the voice speaks of code points in a passage, Qt of UTF-16 units in a document; `Placed`
maps the one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from ui.edge import never_raises
from ui.theme import Look
from ui.widgets.paged_text import PagedText
from ui.widgets.parts import Part


class ReadingView(PagedText):
    """Text in pages, lit. `tapped` gives the passage's key and a code point offset."""

    tapped = Signal(str, int)

    def __init__(self, look: Look, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, compact, parent)
        self._lit: tuple[int, int] | None = None
        self._word: tuple[int, int] | None = None
        self._follows = True
        self._pressed_at: object = None
        self.setObjectName("reading-text")
        self.cursorPositionChanged.connect(self._follow_cursor)

    def show_parts(self, parts: Sequence[Part], name: str) -> None:
        """Set the text from its parts, unlit; `name` is its accessible name."""
        self._lit = self._word = None
        super().show_parts(parts, name)

    def _fill(self) -> None:
        super()._fill()
        self._follows = True  # the cursor, put at the beginning, is no hand
        self._paint_light()

    def turn(self, step: int) -> None:
        """Show another page; the voice does not turn it back before its next sentence."""
        super().turn(step)
        self._follows = not self._word or self._page_of(self._word[0]) == self.page

    def follow(self) -> None:
        """Show from now on what is being said."""
        self._follows = True

    def _follow_cursor(self) -> None:
        if self._lines and self.hasFocus():
            self.turn(self._page_of(self.textCursor().position()) - self.page)

    # --- the light -----------------------------------------------------------------------------

    def light_sentence(self, key: str, start: int, end: int) -> None:
        """Light a sentence: code points of the passage `key`. Its page is shown."""
        self._word = None
        self._lit = self._range(key, start, end)
        self._follows = True
        if self._lit:
            self._go_to(self._page_of(self._lit[0]))
        self._paint_light()

    def light_word(self, key: str, start: int, end: int) -> None:
        """Light a word. Its page is shown, unless a hand has turned away from it."""
        self._word = self._range(key, start, end)
        if self._word:
            page = self._page_of(self._word[0])
            self._follows = self._follows or page == self.page
            if self._follows:
                self._go_to(page)
        self._paint_light()

    def put_out(self) -> None:
        """No light."""
        self._lit = self._word = None
        self._follows = True
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
