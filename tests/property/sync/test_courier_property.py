"""Whatever becomes of a file on a stick, of a bit or of its end: nothing of it is taken."""

from __future__ import annotations

import io
import json
import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from app.domain.swap import Brought
from app.errors import BadData
from app.formats import bundle
from app.formats.archive import Archive
from app.formats.keyset import follow, key_id, parse_chain
from app.formats.sealing import BoxKey, seal_stream
from app.storage.couriers import CourierRow
from app.sync.courier_in import _read
from tests.fakes.fault_server import notice
from tests.fakes.post import Post
from tests.fakes.post import seal_stream as sealed_by_others
from tests.fakes.signing import Json, sealed

POST = Post()
POST.publish(notice(1), notice(2))
NEWS = POST.news()
KEYSET = follow(parse_chain(POST.keys.document()), POST.keys.code)
SECRET = bytes([7]) * 32
PUBLIC = bytes(PrivateKey(SECRET).public_key)
HERE = CourierRow("12121212-1212-4212-8212-121212121212", SECRET, 3, 0, -1)
TOLD: Json = {
    "type": "footbridge-courier-in",
    "community": POST.keys.community,
    "machine": HERE.id,
    "number": 1,
    "answers_to": 1,
    "feed": POST.feed,
    "answers": [{"kind": "message", "id": "x", "sha256": "0" * 64, "status": 201, "body": {}}],
}


def envelope(text: str) -> bytes:
    return json.dumps(sealed("courier", text, POST.keys.publisher)).encode()


def answers() -> bytes:
    return sealed_by_others(envelope(json.dumps(TOLD)), PUBLIC)


IN = answers()


def spoilt(data: bytes, at: int, how: int) -> bytes:
    """A bit of the byte `at` flipped, or all from there on cut off."""
    at %= len(data)
    if how == 8:
        return data[:at]
    return data[:at] + bytes([data[at] ^ 1 << how]) + data[at + 1 :]


def content(data: bytes) -> object:
    """All that is believed of a news file. Raises BadData."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        with Archive(file, bundle.NEWS_LIMITS) as archive:
            news = bundle.News(archive)
            news.prove(follow(news.chain(), POST.keys.code))
            news.read_all()
            pages = [news.read(name) for name, _ in news.pages]
            return news.community, news.head, news.horizon, pages, news.read("community.json")


INTACT = content(NEWS)


@given(st.integers(0, len(NEWS) - 1), st.integers(0, 8))
@settings(max_examples=400, deadline=None)
def test_spoilt_news(at: int, how: int) -> None:
    try:
        found = content(spoilt(NEWS, at, how))
    except BadData:
        return
    assert found == INTACT


@given(st.integers(0, len(IN) - 1), st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_spoilt_answers(at: int, how: int) -> None:
    brought = Brought()
    assert _read(io.BytesIO(spoilt(IN, at, how)), HERE, KEYSET, brought) is None
    assert brought.damaged + brought.strange + brought.for_others == 1


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda s: (
            st.lists(s)
            | st.dictionaries(st.sampled_from([*TOLD, "kind", "status", "body", "id"]), s)
        ),
    ),
    st.sampled_from(sorted(TOLD)),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_signed_is_read_or_told(value: object, name: str) -> None:
    try:
        found = bundle.parse_in(envelope(json.dumps(TOLD | {name: value})), HERE.id, KEYSET)
    except BadData:
        return
    assert all(100 <= one.status <= 599 for one in found.given)


def test_deep_nesting_is_no_news() -> None:
    deep = b'{"signed": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    box = BoxKey(key_id(PUBLIC), PUBLIC)
    brought = Brought()
    data = b"".join(seal_stream([deep], box))
    assert _read(io.BytesIO(data), HERE, KEYSET, brought) is None
    assert brought.damaged == 1
