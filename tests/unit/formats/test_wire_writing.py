"""What goes over the wire."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.feedback import Draft, FeedbackKind, Verdict
from app.formats import wire

AT = datetime(2026, 11, 24, 9, 10, 5, 999, tzinfo=timezone(timedelta(hours=8)))


def test_a_message_says_all_that_the_wire_knows() -> None:
    draft = Draft(
        kind=FeedbackKind.PROBLEM,
        topic="water",
        text="The tap drips.",
        place_id="gate-east",
        answer_wanted=True,
        about="a1",
    )
    assert json.loads(wire.feedback_payload(draft, AT)) == {
        "kind": "problem",
        "text": "The tap drips.",
        "language": "en",
        "made_at": "2026-11-24T09:10:05+08:00",
        "topic": "water",
        "place": {"id": "gate-east"},
        "answer_wanted": True,
        "name": None,
        "telephone": None,
        "about": "a1",
        "follows": None,
        "verdict": None,
    }


def test_the_same_message_is_the_same_bytes() -> None:
    draft = Draft(kind=FeedbackKind.THANKS, text="谢谢 🙏", place_words="3号楼", name="老周")
    assert wire.feedback_payload(draft, AT) == wire.feedback_payload(draft, AT)
    assert json.loads(wire.feedback_payload(draft, AT))["place"] == {"words": "3号楼"}


def test_what_no_database_takes_does_not_leave_the_house() -> None:
    draft = Draft(kind=FeedbackKind.IDEA, text="a\0b\r\nc\ud83d\ude00d\ud83d")
    assert json.loads(wire.feedback_payload(draft, AT))["text"] == "ab\nc😀d\ufffd"


def test_a_verdict_needs_no_words() -> None:
    told = json.loads(wire.follow_up_payload("m1", "", "zh-CN", Verdict.SOLVED, AT))
    assert told["kind"] == "follow_up"
    assert told["follows"] == "m1"
    assert told["verdict"] == "solved"
    assert told["text"] == ""


def test_a_draft_without_a_kind_is_not_written() -> None:
    with pytest.raises(ValueError, match="kind"):
        wire.feedback_payload(Draft(text="x"), AT)


def test_a_time_without_an_offset_is_not_written() -> None:
    with pytest.raises(ValueError, match="offset"):
        wire.feedback_payload(Draft(kind=FeedbackKind.IDEA), AT.replace(tzinfo=None))


def test_the_mailbox_is_asked_with_ids_and_tokens() -> None:
    asked = json.loads(wire.mailbox_payload([("m1", "t1")], "q1"))
    assert asked == {"messages": [{"id": "m1", "token": "t1"}], "asked": "q1"}
