"""A person's own words on a screen, read back with the words lit; a button goes through the pages.

self.said = LitText(self, text, language)       # adds the block
self.said.spoken()                              # for the screen's description
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.description import Spoken
from ui.screen import Screen
from ui.widgets.lit_view import LitView
from ui.widgets.parts import Part, PartKind
from ui.widgets.pressable import Pressable, Shape
from ui.wording.pages import page_in_words

_KEY = "said-"


class LitText(QObject):
    """Adds a block that grows to the flow of `screen`, where the words begin."""

    def __init__(self, screen: Screen, text: str, language: str) -> None:
        super().__init__(screen)
        self._screen, self._language = screen, language
        paragraphs = [p.strip() for p in text.split("\n") if p.strip()]
        self._parts = [
            Part(PartKind.PARAGRAPH, f"{_KEY}{number}", paragraph)
            for number, paragraph in enumerate(paragraphs, 1)
        ]
        self._read_on: Pressable | None = None
        self.view = LitView(screen.look, screen.compact, screen.context.bridge)
        self.view.show_parts(self._parts, screen.title)
        # Not at once: it comes in the midst of the flow's packing.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._page_turned)
        self.view.page_changed.connect(lambda _: self._soon.start())
        lines = 2 if screen.compact else 3
        screen.flow.add(self.view, grows=True, least=screen.look.px(1.5 * lines - 0.2))

    def spoken(self) -> tuple[Spoken, ...]:
        """The words, for the voice of their own language."""
        return tuple(Spoken(part.key, part.text, self._language) for part in self._parts)

    def turn(self, step: int) -> bool:
        """Turn its page; False where it has but one."""
        if self.view.pages < 2:
            return False
        self.view.turn(step)
        return True

    def _page_turned(self) -> None:
        if self.view.pages < 2:
            return
        flow = self._screen.flow
        if self._read_on is None:
            self._read_on = self._button()
        where = page_in_words(self.view.page + 1, self.view.pages)
        if self._screen.compact:
            self._read_on.setAccessibleName(self.tr("Read on ({page})").format(page=where))
        else:
            self._read_on.set_words(self.tr("Read on ({page})").format(page=where))
        flow.relayout()
        self._screen.content_changed.emit()

    def _button(self) -> Pressable:
        """Below the words; in a crowded window with the other choices, where no page hides it."""
        screen = self._screen
        if screen.compact:
            title = self.tr("Read on")
            return screen.press_below(title, self._go_through, icon="arrow-down", name="read-on")
        button = Pressable(screen.look, Shape.ACTION, "", icon="arrow-down", name="read-on")
        button.clicked.connect(self._go_through)
        at = next(n for n, block in enumerate(screen.flow.blocks) if block.widget is self.view)
        screen.flow.insert(at + 1, button)
        return button

    def _go_through(self) -> None:
        """The next page; after the last one the first."""
        last = self.view.page + 1 >= self.view.pages
        self.view.turn(-self.view.page if last else 1)
