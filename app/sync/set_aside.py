"""Which notices came and could not be read, so that a helper can be told."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.formats import wire
from app.storage.memos import MemoRepository

_NAME = "set_aside"
#: More are not counted: something is thoroughly wrong by then.
_MOST = 1000


class SetAsideList:
    """The ids of notices that could not be read; one that later comes in good order is taken off.

    Without it such a notice would be missing and nobody would know.
    """

    def __init__(self, memos: MemoRepository) -> None:
        self._memos = memos

    def count(self) -> int:
        """How many there are."""
        return len(self._load())

    def update(self, page: wire.Page) -> None:
        """Add what the page could not give, take off what it gave."""
        self._change(page.set_aside, {change.id for change in page.changes})

    def add(self, set_aside: Sequence[wire.SetAside]) -> None:
        """Add what a snapshot could not give; the list was forgotten when it began."""
        self._change(set_aside, set())

    def _change(self, set_aside: Sequence[wire.SetAside], good: set[str]) -> None:
        before = self._load()
        if not before and not set_aside:
            return
        bad = dict.fromkeys(item.id or item.why for item in set_aside)
        after = [*(id_ for id_ in before if id_ not in good and id_ not in bad), *bad]
        if after != before:
            self._save(after[-_MOST:])

    def forget(self) -> None:
        """All notices are fetched anew."""
        if self._load():
            self._save([])

    def _load(self) -> list[str]:
        value = self._memos.get_json(_NAME)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def _save(self, ids: list[str]) -> None:
        self._memos.put(_NAME, json.dumps(ids) if ids else None)
