"""Whatever comes over the wire, a parser either reads it or says BadData."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.feedback import Draft, FeedbackKind
from app.errors import BadData
from app.formats import wire
from tests.fakes.fault_server import notice, receipt, small_community

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=[]), max_size=20)
    | st.sampled_from(["g1.5", "2026-11-24T09:12:00+08:00", "a" * 64, "en", "received", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["en", "zh-CN", "id", "seq", "title", "items", "state"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)

COMMUNITY = small_community()
COMMUNITY["lessons"] = [
    {"id": "l", "title": {"en": "L"}, "steps": [{"title": {"en": "S"}, "text": {"en": "T"}}]}
]
NOTICE = notice(
    3,
    revised_at="2026-11-21T08:00:00Z",
    expires_on="2026-12-01",
    change_note={"en": "New"},
    media=[
        {
            "role": "sound",
            "sha256": "b" * 64,
            "type": "audio/ogg",
            "size": 5,
            "description": {"en": "A bell"},
            "language": "en",
        }
    ],
)
MAILBOX = {
    "messages": [
        {
            "id": "m1",
            "state": "answered",
            "reference": "1001",
            "received_at": "2026-11-24T09:12:00+08:00",
            "handler": {"en": "Office"},
            "promised_by": "2026-11-27",
            "replies": [
                {
                    "id": "r1",
                    "text": "Done.",
                    "language": "en",
                    "author": {"en": "Office"},
                    "sent_at": "2026-11-24T14:00:00Z",
                }
            ],
        }
    ]
}
ANSWERS: dict[str, tuple[Callable[[bytes], object], Any]] = {
    "head": (
        wire.parse_head,
        {"feed": "g1.7", "poll_after_s": 60, "min_client": "0.1", "community": "a" * 64},
    ),
    "community": (wire.parse_community, COMMUNITY),
    "page": (
        wire.parse_announcements_page,
        {"items": [NOTICE, {"id": "x", "seq": 2, "deleted": True}], "next": "g1.3", "more": False},
    ),
    "receipt": (wire.parse_receipt, receipt("a", b"b")),
    "mailbox": (wire.parse_mailbox, MAILBOX),
    "blob": (
        wire.parse_blob_status,
        {"id": "a", "sha256": "b" * 64, "size": 9, "offset": 4, "complete": False},
    ),
    "refusal": (wire.parse_refusal, {"code": "too_long", "reason": {"en": "Too long."}}),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield from places(value[step], (*path, step))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with `new` at `path`."""
    if not path:
        return new
    changed = copy.deepcopy(value)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return changed


def read_or_refused(parse: Callable[[bytes], object], content: bytes) -> object:
    """What was read, or the refusal's words; any other exception passes."""
    try:
        return parse(content) or "nothing in it"
    except BadData as refused:
        return str(refused)


@pytest.mark.parametrize("name", ANSWERS)
@QUIET
@given(data=st.data())
def test_any_value_at_any_place_is_read_or_refused(name: str, data: st.DataObject) -> None:
    parse, good = ANSWERS[name]
    path = data.draw(st.sampled_from(list(places(good))))
    spoilt = put(good, path, data.draw(json_values))
    content = json.dumps(spoilt).encode("utf-8", "surrogatepass")
    assert "\x00" not in repr(read_or_refused(parse, content))


@pytest.mark.parametrize("name", ANSWERS)
@QUIET
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    parse, _ = ANSWERS[name]
    assert read_or_refused(parse, content)


@pytest.mark.parametrize("name", ANSWERS)
@QUIET
@given(data=st.data())
def test_an_answer_cut_anywhere_is_refused(name: str, data: st.DataObject) -> None:
    parse, good = ANSWERS[name]
    content = json.dumps(good).encode()
    cut = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(BadData):
        parse(content[:cut])


@QUIET
@given(
    draft=st.builds(
        Draft,
        kind=st.sampled_from(FeedbackKind),
        text=st.text(st.characters(exclude_categories=[])),
        topic=st.none() | st.just("water"),
        place_words=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        name=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        answer_wanted=st.none() | st.booleans(),
    ),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_message_survives_the_way_over(draft: Draft, at: datetime) -> None:
    payload = wire.feedback_payload(draft, at)
    told = json.loads(payload)
    assert payload.decode()
    assert (
        payload
        == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert told["kind"] == draft.kind
    assert datetime.fromisoformat(told["made_at"]) == at.replace(microsecond=0)
    plain = draft.text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in plain):
        assert told["text"] == plain
    assert "\0" not in told["text"]
