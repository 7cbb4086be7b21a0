"""A screen whose blocks follow what is stored while one looks at it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.screen import Screen


class LiveScreen(Screen):
    """Fills itself anew when something came, and keeps the focus and the page where they were."""

    def refill(self, fill: Callable[[], None], page: int = 0) -> None:
        """Take all blocks away, call `fill`, and show `page`."""
        name = self._focused()
        self.flow.clear()
        self._banner = None
        fill()
        self.flow.relayout()
        if page:
            self.flow.turn(page - self.flow.page)
        self.content_changed.emit()
        self._refocus(name)

    def _focused(self) -> str | None:
        """The name of what has the focus in here; None when the focus is elsewhere."""
        focus = self.window().focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else None

    def _refocus(self, name: str | None) -> None:
        """A block that has the focus loses it when it goes; it must not land on the bar."""
        if name is None:
            return
        same = self.findChild(QWidget, name) if name else None
        target = same if same is not None and same.isVisibleTo(self) else self.first_focus()
        if target is not None:
            target.setFocus()
