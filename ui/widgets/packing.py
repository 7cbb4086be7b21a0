"""How rows of blocks are packed into pages: what fits, what stays together, how many choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ui.widgets.banner import Banner
from ui.widgets.blocks import Block, Page, Row
from ui.widgets.pressable import Pressable

#: W3C COGA: at most five choices on a screen, besides the fixed bar and the reader's strip.
MAX_CHOICES = 5

_PAGER_BUTTONS = 2


def columns(blocks: Sequence[Block], width: int, gap: int) -> int:
    """Two where all blocks that pair fit into half the width without wrapping."""
    half = (width - gap) // 2
    pairing = [b.widget for b in blocks if b.pairs]
    fits = all(
        (w.natural_width() if isinstance(w, Pressable) else w.sizeHint().width()) <= half
        for w in pairing
    )
    return 2 if pairing and fits else 1


def rows_of(blocks: Sequence[Block], width: int, height: int, gap: int) -> list[Row]:
    """The rows for a page of that size, each as high as its blocks ask for."""
    for block in blocks:
        if isinstance(block.widget, (Pressable, Banner)):
            block.widget.fit_into(width - 2 * block.inset, height)
    count = columns(blocks, width, gap)
    half = (width - gap) // 2
    rows: list[Row] = []
    for block in blocks:
        last = rows[-1] if rows else None
        if block.pairs and count == 2:
            if last and len(last.blocks) == 1 and last.blocks[0].pairs:
                last.blocks.append(block)
                last.height = max(last.height, block.height(half))
            else:
                rows.append(Row([block], block.height(half)))
        else:
            rows.append(Row([block], block.height(width), block.grows))
    return rows


@dataclass(frozen=True)
class Packing:
    """The rules for pages of `height` pixels, with `gap` between rows.

    `reserved` choices of each page are another's: the pager's two, or a first action. With
    `shares_first` that action has a place on the first page, which has no *Earlier*.
    """

    height: int
    gap: int
    reserved: int
    shares_first: bool

    def pages(self, rows: Sequence[Row], parts: Callable[[Row], Iterable[Row]]) -> list[Page]:
        """The pages of `rows`; `parts` gives a row in pieces where it is higher than a page."""
        pages = [Page()]
        allowed = MAX_CHOICES - self.reserved
        for number, row in enumerate(rows):
            for part in parts(row):
                page = pages[-1]
                needed = page.used(self.gap) + (self.gap if page.rows else 0) + part.height
                needed += self._led_height(rows, number)
                # The first page has no *Earlier*, so it may hold one choice more.
                free = self.reserved == _PAGER_BUTTONS and len(pages) == 1 and not self.shares_first
                limit = allowed + (1 if free else 0)
                if page.rows and (needed > self.height or page.choices + part.choices > limit):
                    page = Page()
                    pages.append(page)
                page.rows.append(part)
        return self._without_short_end(pages, allowed + 1)

    def _led_height(self, rows: Sequence[Row], number: int) -> int:
        """The height of what must stand on the page of row `number`, below it."""
        height = 0
        while rows[number].blocks[0].leads and number + 1 < len(rows):
            number += 1
            height += self.gap + rows[number].height
        return height

    def _without_short_end(self, pages: list[Page], allowed: int) -> list[Page]:
        """The last page has no *More*, so it may take in what was set apart for its number only."""
        if len(pages) > 2:
            joined = Page([*pages[-2].rows, *pages[-1].rows])
            if joined.choices <= allowed and joined.used(self.gap) <= self.height:
                return [*pages[:-2], joined]
        return pages
