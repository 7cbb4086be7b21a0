"""The news on a stick: what is asked of a connection, answered from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from app.errors import BadData, ConnectionProblem
from app.formats.bundle import News
from app.formats.fields import Fields, load_json
from app.formats.wire import PAGE_LIMIT, Cursor
from app.sync.answer import Answer, NotThere, TooLarge

_FILES = {"/keyset": "keyset.json", "/roll": "roll.json", "/community": "community.json"}
_NOT_FOUND = b'{"code": "not_found"}'
_HORIZON = b'{"code": "horizon"}'


class StickReading:
    """Answers what `Feed` asks. `step` is called before each answer and may raise to stop."""

    def __init__(self, news: News, step: Callable[[], None]) -> None:
        self._news = news
        self._step = step

    async def get(
        self, path: str, limit: int, params: Mapping[str, str | int] | None = None
    ) -> Answer:
        """As a connection would have answered. Raises ConnectionProblem."""
        self._step()
        try:
            if path == "/announcements":
                return self._page(params or {})
            name = _FILES.get(path, "")
            if not self._news.has(name):
                return Answer(404, _NOT_FOUND, is_json=True)
            data = self._news.read(name)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if len(data) > limit:
            raise TooLarge(detail=f"more than {limit} bytes")
        return Answer(200, data, is_json=True)

    async def download(self, path: str, limit: int, into: bytearray) -> None:
        """A picture or a sound. Raises ConnectionProblem; NotThere when it did not come along."""
        self._step()
        try:
            data = self._news.medium(path.rpartition("/")[2], limit)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if data is None:
            raise NotThere("bad_answer", "not on the stick")
        into[:] = data

    def _page(self, params: Mapping[str, str | int]) -> Answer:
        """The first page with a change after `after`, without those before."""
        after, most = params.get("after"), int(params.get("limit", 1))
        number = 0
        if after is not None:
            number = Cursor.parse(after, "after").number
            if number < self._news.horizon:
                return Answer(410, _HORIZON, is_json=True)
        head = self._news.head.feed
        name = next((name for name, last in self._news.pages if last > number), None)
        if name is None:
            page = {"items": [], "next": str(head), "more": False}
            return Answer(200, json.dumps(page).encode(), is_json=True)
        data = self._news.read(name)
        fields = Fields(load_json(data, name, PAGE_LIMIT), name)
        items = [item for item, _ in fields.items("items", most)]
        left = [item for item in items if not _is_before(item, number)]
        if len(left) != len(items):
            page = {"items": left, "next": fields.raw("next"), "more": fields.raw("more")}
            data = json.dumps(page).encode("ascii")
        return Answer(200, data, is_json=True)


def _is_before(item: object, number: int) -> bool:
    seq = item.get("seq") if isinstance(item, dict) else None
    return isinstance(seq, int) and seq <= number
