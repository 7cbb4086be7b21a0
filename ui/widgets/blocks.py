"""What a paged flow is made of: blocks, rows of blocks, pages of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.field import Field
from ui.widgets.pressable import INSET, Pressable

#: The least pixels between two targets.
LEAST_GAP = 8


def focus_target(widget: QWidget) -> QWidget | None:
    """What gets the keyboard when the focus comes to `widget`; None where it never does."""
    target = widget.edit if isinstance(widget, Field) else widget.focusProxy() or widget
    return target if target.focusPolicy() != Qt.FocusPolicy.NoFocus else None


@dataclass(eq=False, slots=True)
class Block:
    """One widget of the flow.

    `pairs` may share a row with the next block that also pairs; `grows` takes what height is left;
    `least` is the least height of a block that grows, in pixels. One that `leads` (a heading) never
    stands at the foot of a page without the block that follows.
    """

    widget: QWidget
    pairs: bool = False
    grows: bool = False
    least: int = 0
    leads: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether it counts as a choice on the page."""
        return focus_target(self.widget) is not None

    @property
    def inset(self) -> int:
        """Pixels left free at both sides, so that words stand in line with drawn edges."""
        return 0 if isinstance(self.widget, Pressable) else INSET

    def height(self, width: int) -> int:
        """The height the block needs at that width, in pixels."""
        if self.grows:
            return self.least
        width -= 2 * self.inset
        if self.widget.hasHeightForWidth():
            return max(self.widget.heightForWidth(width), self.widget.minimumHeight())
        return self.widget.sizeHint().height()


@dataclass(eq=False, slots=True)
class Row:
    """Blocks side by side; `height` in pixels; one that `grows` takes what height is left."""

    blocks: list[Block]
    height: int
    grows: bool = False

    @property
    def choices(self) -> int:
        """How many choices it holds."""
        return sum(block.is_choice for block in self.blocks)


@dataclass(eq=False, slots=True)
class Page:
    """Rows that are shown together."""

    rows: list[Row] = field(default_factory=list)

    def used(self, gap: int) -> int:
        """The height of all rows with `gap` pixels between them."""
        return sum(row.height for row in self.rows) + gap * max(0, len(self.rows) - 1)

    @property
    def choices(self) -> int:
        """How many choices it holds."""
        return sum(row.choices for row in self.rows)
