"""When to ask again for what came and was refused: the true notice may be behind it."""

from __future__ import annotations

import json

from app.errors import BadData
from app.formats import wire
from app.formats.fields import MAX_INTEGER
from app.storage.memos import MemoRepository

_NAME = "refused_from"


class AskAgain:
    """Where in the feed the first refused notice stood, and how often it was asked for since.

    Whoever changes a notice on its way must not have it skipped for good. It is asked for in the
    first run after, the second, the fourth, and so on, so that a source that is bad throughout
    does not cost every run the whole feed.
    """

    def __init__(self, memos: MemoRepository) -> None:
        self._memos = memos

    def start(self, usual: wire.Cursor | None) -> tuple[wire.Cursor | None, bool]:
        """Where this run is to begin, and whether that is further back than usual."""
        told = self._load()
        if told is None or usual is None:
            return usual, False
        place = told[0]
        if place is not None and (
            place.generation != usual.generation or place.number > usual.number
        ):
            self.forget()
            return usual, False
        runs = told[1] + 1
        self._save(place, runs)
        due = runs & (runs - 1) == 0  # a power of two
        return (place, True) if due else (usual, False)

    def note(self, before: wire.Cursor | None) -> None:
        """A page that was asked for after `before` had a notice that was refused."""
        if self._load() is None:
            self._save(before, 0)

    def soon(self) -> None:
        """Something changed that may make it good: ask in the next run."""
        told = self._load()
        if told is not None:
            self._save(told[0], 0)

    def forget(self) -> None:
        """Nothing is refused any more, or all is fetched anew."""
        self._memos.put(_NAME, None)

    def _load(self) -> tuple[wire.Cursor | None, int] | None:
        """Where to ask from, and how often it was; what the disk spoilt is as if it was not."""
        match self._memos.get_json(_NAME):
            case [str(place), int(runs)] if 0 <= runs <= MAX_INTEGER:
                try:
                    return (wire.Cursor.parse(place, "the place") if place else None), runs
                except BadData:
                    return None
        return None

    def _save(self, place: wire.Cursor | None, runs: int) -> None:
        self._memos.put(_NAME, json.dumps([str(place or ""), runs]))
