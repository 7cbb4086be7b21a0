"""What comes over the wire, good and bad."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.announcement import Announcement, AnnouncementState, Deleted
from app.domain.feedback import ConversationState
from app.errors import BadData
from app.formats import wire
from tests.fakes.fault_server import notice, receipt, small_community

HEAD = {"feed": "g1.7", "poll_after_s": 60, "min_client": "0.1", "community": "a" * 64}
MEDIUM = {
    "role": "picture",
    "sha256": "b" * 64,
    "type": "image/png",
    "size": 5,
    "description": {"en": "A gate"},
}
ENTRY = {
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


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def page(*items: Any, **changes: Any) -> bytes:
    return as_bytes({"items": list(items), "next": "g1.9", "more": False, **changes})


def only(data: bytes) -> Announcement:
    """The one announcement of a page where all is well."""
    found = wire.parse_announcements_page(data)
    assert not found.set_aside
    (change,) = found.changes
    assert isinstance(change, Announcement)
    return change


def with_at(value: Any, path: list[Any], new: Any) -> Any:
    """A copy of `value` with `new` at `path`."""
    changed = copy.deepcopy(value)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return changed


def test_an_announcement_is_read_as_it_was_written() -> None:
    written = notice(
        3,
        urgent=True,
        revision=2,
        revised_at="2026-11-21T08:00:00Z",
        expires_on="2026-12-01",
        change_note={"en": "New time"},
        media=[MEDIUM],
    )
    read = only(page(written))
    assert (read.seq, read.revision, read.urgent) == (3, 2, True)
    assert read.state is AnnouncementState.PUBLISHED
    assert read.published_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert read.expires_on == date(2026, 12, 1)
    assert read.texts["zh-CN"].title == "通知3"
    assert read.media[0].description == {"en": "A gate"}


def test_what_is_not_known_is_passed_over() -> None:
    written = notice(1, colour="blue", media=[{**MEDIUM, "role": "hologram", "sha256": 7}, MEDIUM])
    written["texts"]["en"]["summary"] = ["x"]
    written["texts"]["not a tag!"] = 5
    assert len(only(page(written, later={"x": 1})).media) == 1
    head = wire.parse_head(as_bytes({**HEAD, "news": []}))
    assert head.feed == wire.Cursor(1, 7)


def test_a_deleted_item_is_told_apart() -> None:
    found = wire.parse_announcements_page(page({"id": "a1", "seq": 4, "deleted": True}))
    assert found.changes == (Deleted("a1", 4),)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["id"], 5),
        (["id"], "../../etc/passwd"),
        (["seq"], "1"),
        (["seq"], True),
        (["seq"], 2**63),
        (["seq"], -1),
        (["seq"], 1.0),
        (["revision"], None),
        (["state"], "burning"),
        (["urgent"], "yes"),
        (["issuer"], "office"),
        (["issuer", "name"], {}),
        (["issuer", "name"], {"en": 7}),
        (["published_at"], "yesterday"),
        (["published_at"], "2026-11-20T10:30:00"),
        (["published_at"], "2026-02-30T10:30:00Z"),
        (["published_at"], "0001-01-01T00:00:00+23:59"),
        (["published_at"], 1_700_000_000),
        (["expires_on"], "2026-W01-1"),
        (["expires_on"], "2026-13-01"),
        (["texts"], {}),
        (["texts"], []),
        (["texts", "en"], "Hello"),
        (["texts", "en", "title"], ["Hello"]),
        (["texts", "en", "body"], 3),
        (["texts", "en", "body"], "a\0b"),
        (["texts", "en", "body"], "half \ud83d"),
        (["texts", "en", "in_short"], "one line"),
        (["texts", "en", "in_short"], [1]),
        (["change_note"], "moved"),
        (["media"], {}),
        (["media"], [{**MEDIUM, "sha256": "../x"}]),
        (["media"], [{**MEDIUM, "sha256": "B" * 64}]),
        (["media"], [{**MEDIUM, "size": -1}]),
        (["media"], [{**MEDIUM, "type": "image"}]),
        (["media"], [7]),
    ],
)
def test_a_bad_notice_is_set_aside_and_its_field_named(path: list[Any], value: Any) -> None:
    bad, good = with_at(notice(1), path, value), notice(2)
    found = wire.parse_announcements_page(page(bad, good))
    assert [change.seq for change in found.changes] == [2]
    (aside,) = found.set_aside
    assert aside.why.startswith("page.items[0]")
    assert str(path[-1]) in aside.why


@pytest.mark.parametrize(
    ("parse", "value", "path", "bad"),
    [
        (wire.parse_head, HEAD, ["feed"], "1234"),
        (wire.parse_head, HEAD, ["feed"], None),
        (wire.parse_head, HEAD, ["poll_after_s"], "900"),
        (wire.parse_head, HEAD, ["poll_after_s"], -5),
        (wire.parse_head, HEAD, ["min_client"], "new"),
        (wire.parse_head, HEAD, ["min_client"], 1),
        (wire.parse_head, HEAD, ["community"], "abc"),
        (wire.parse_community, small_community(), ["slug"], "../x"),
        (wire.parse_community, small_community(), ["name"], "Willow Lane"),
        (wire.parse_community, small_community(), ["topics"], {}),
        (wire.parse_community, small_community(), ["topics", 0], None),
        (wire.parse_community, small_community(), ["help", "telephone"], 999),
        (wire.parse_community, small_community(), ["lessons"], [{"id": "x"}]),
        (wire.parse_receipt, receipt("a", b""), ["id"], None),
        (wire.parse_receipt, receipt("a", b""), ["sha256"], "no"),
        (wire.parse_receipt, receipt("a", b""), ["received_at"], "now"),
        (wire.parse_receipt, receipt("a", b""), ["reference"], "9" * 41),
        (wire.parse_refusal, {"code": "too_long"}, ["code"], ""),
        (wire.parse_refusal, {"code": "too_long"}, ["reason"], "long"),
        (wire.parse_mailbox, {"messages": []}, ["messages"], None),
        (wire.parse_announcements_page, json.loads(page()), ["items"], None),
        (wire.parse_announcements_page, json.loads(page()), ["next"], "7"),
        (wire.parse_announcements_page, json.loads(page()), ["more"], "no"),
    ],
)
def test_bad_answers_are_refused_and_the_field_named(
    parse: Callable[[bytes], object], value: Any, path: list[Any], bad: Any
) -> None:
    parse(as_bytes(value))
    with pytest.raises(BadData) as refused:
        parse(as_bytes(with_at(value, path, bad)))
    assert str([step for step in path if isinstance(step, str)][-1]) in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"feed": "g1.1"',
        b"<html></html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"feed": NaN}',
        b'{"feed": ' + b"9" * 5000 + b"}",
        b"null",
        b"[]",
        b'"text"',
    ],
)
@pytest.mark.parametrize(
    "parse",
    [
        wire.parse_head,
        wire.parse_community,
        wire.parse_announcements_page,
        wire.parse_receipt,
        wire.parse_mailbox,
        wire.parse_refusal,
    ],
)
def test_what_is_no_answer_at_all_is_refused(parse: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(BadData):
        parse(data)


def test_an_answer_beyond_its_limit_is_refused() -> None:
    with pytest.raises(BadData, match="larger than"):
        wire.parse_head(b" " * (wire.HEAD_LIMIT + 1))


def test_a_huge_notice_is_set_aside_and_the_others_stay() -> None:
    huge = notice(1)
    huge["texts"]["en"]["body"] = "x" * (5 * 1024 * 1024)
    found = wire.parse_announcements_page(page(huge, notice(2)))
    assert [change.seq for change in found.changes] == [2]
    assert found.set_aside[0].id == huge["id"]
    assert "larger" in found.set_aside[0].why


def test_markup_stays_text_and_control_characters_go() -> None:
    written = notice(1)
    written["texts"]["en"] = {
        "title": '<a href="http://x">Free\r\nmoney</a>',
        "body": "\x1b[31m<script>alert(1)</script>\x07\tTab\r\nline\u2028next<img src=file:///x>",
    }
    text = only(page(written)).texts["en"]
    assert text.title == '<a href="http://x">Free money</a>'
    assert text.body == "[31m<script>alert(1)</script>\tTab\nline\nnext<img src=file:///x>"


def test_characters_beyond_the_basic_plane_arrive_whole() -> None:
    written = notice(1)
    written["texts"]["zh-CN"]["title"] = "𠮷野家 👨‍👩‍👧‍👦 🏳️‍🌈"
    assert only(page(written)).texts["zh-CN"].title == "𠮷野家 👨‍👩‍👧‍👦 🏳️‍🌈"


def test_language_tags_are_read_in_any_case_and_empty_words_left_out() -> None:
    written = notice(1)
    written["issuer"]["name"] = {"EN": "Office", "ZH-cn": "  "}
    assert only(page(written)).issuer_name == {"en": "Office"}


def test_the_mailbox_passes_over_what_it_does_not_know() -> None:
    data = as_bytes(
        {
            "messages": [
                ENTRY,
                {"id": "m2", "state": "unknown"},
                {"id": "m3", "state": "in_a_new_state"},
                {"id": "m4", "state": "received", "promised_by": 5},
            ]
        }
    )
    found = wire.parse_mailbox(data)
    (entry,) = found.entries
    assert entry.state is ConversationState.ANSWERED
    assert entry.replies[0].text == "Done."
    assert [aside.id for aside in found.set_aside] == ["m4"]


def test_versions_compare_by_their_numbers() -> None:
    assert wire.parse_version("0.10") > wire.parse_version("0.9.9")
    assert wire.parse_version("1.0.0") == wire.parse_version("1")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("The gate is shut.\n\nUse the other one.", "The gate is shut. Use the other one."),
        pytest.param("水" * 200, "水" * 60 + "…", id="long"),
    ],
)
def test_a_notice_without_a_title_can_still_be_pressed(body: str, title: str) -> None:
    texts = {"en": {"title": " ", "in_short": [], "body": body}}
    assert only(page(notice(1, texts=texts))).text("en").title == title


def test_a_lesson_without_steps_is_left_out() -> None:
    step = {"title": {"en": "First"}, "text": {"en": "Do this."}}
    lessons = [
        {"id": "empty", "title": {"en": "Nothing yet"}, "steps": []},
        {"id": "whole", "title": {"en": "A call"}, "steps": [step]},
    ]
    community = wire.parse_community(as_bytes(small_community() | {"lessons": lessons}))
    assert [lesson.id for lesson in community.lessons] == ["whole"]
