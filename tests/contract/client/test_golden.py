"""The program's side of the golden files: what a server says is read as it is meant."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.announcement import Announcement, AnnouncementState, Deleted, MediaRole
from app.domain.feedback import (
    ConversationState,
    Draft,
    FeedbackKind,
    Recording,
    Verdict,
    claim_code,
)
from app.domain.trust import community_code
from app.formats import sealing, wire
from app.formats.keyset import follow, parse_chain
from app.formats.signed_notice import SignedReader, open_roll
from app.storage.sealed_sound import SealKey, plain_pieces
from tests.contract.golden_signed import BOX

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def raw(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def told(name: str) -> Any:
    return json.loads(raw(name))


def test_head() -> None:
    head, written = wire.parse_head(raw("head.json")), told("head.json")
    assert str(head.feed) == written["feed"]
    assert head.poll_after_s == written["poll_after_s"]
    assert head.community == written["community"]
    assert head.min_client == (0, 1)


def test_community() -> None:
    community, written = wire.parse_community(raw("community.json")), told("community.json")
    assert community.slug == "reed-court"
    assert community.name == written["name"]
    assert community.help.telephone == "01632 960010"
    for part in ("issuers", "topics", "places", "lessons"):
        assert [one.id for one in getattr(community, part)] == [one["id"] for one in written[part]]
    for lesson, source in zip(community.lessons, written["lessons"], strict=True):
        assert [step.text for step in lesson.steps] == [step["text"] for step in source["steps"]]


@pytest.mark.parametrize("name", ["announcements.json", "announcements_first_page.json"])
def test_announcements(name: str) -> None:
    page, written = wire.parse_announcements_page(raw(name)), told(name)
    assert page.set_aside == ()
    assert str(page.next) == written["next"]
    assert page.more is written["more"]
    for change, source in zip(page.changes, written["items"], strict=True):
        if source.get("deleted"):
            assert change == Deleted(source["id"], source["seq"])
        else:
            assert isinstance(change, Announcement)
            _is_as_written(change, source)


def _is_as_written(read: Announcement, source: dict[str, Any]) -> None:
    assert (read.id, read.seq, read.revision) == tuple(source[n] for n in ("id", "seq", "revision"))
    assert read.state is AnnouncementState(source["state"])
    assert (read.urgent, read.topic) == (source["urgent"], source["topic"])
    assert read.issuer_name == source["issuer"]["name"]
    assert read.published_at == datetime.fromisoformat(source["published_at"])
    assert read.change_note == source["change_note"]
    day = source["expires_on"]
    assert read.expires_on == (date.fromisoformat(day) if day else None)
    for tag, text in source["texts"].items():
        assert read.texts[tag].title == text["title"]
        assert read.texts[tag].body == text["body"]
        assert list(read.texts[tag].in_short) == text["in_short"]
    media = [(MediaRole(m["role"]), m["sha256"], m["type"], m["size"]) for m in source["media"]]
    assert [(m.role, m.sha256, m.media_type, m.size) for m in read.media] == media
    assert [m.description for m in read.media] == [m["description"] for m in source["media"]]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("receipt.json", "feedback.json"),
        ("follow_up_receipt.json", "follow_up.json"),
        ("voice_receipt.json", "voice.json"),
    ],
)
def test_a_receipt_fits_the_bytes_that_were_sent(answer: str, message: str) -> None:
    receipt = wire.parse_receipt(raw(answer))
    assert receipt.id == told(answer)["id"]
    assert receipt.sha256 == hashlib.sha256(raw(message)).hexdigest()
    assert receipt.reference == told(answer)["reference"]


def test_mailbox() -> None:
    mailbox = wire.parse_mailbox(raw("mailbox.json"))
    assert mailbox.set_aside == ()
    assert mailbox.asked == told("mailbox_request.json")["asked"]
    first, second, erased = mailbox.entries
    assert erased.state is ConversationState.ERASED
    assert erased.erased_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert first.state is ConversationState.IN_PROGRESS
    assert first.promised_by == date(2026, 11, 27)
    assert first.handler == {"en": "Reed Court Street Office", "zh-CN": "苇苑街道办事处"}
    (reply,) = first.replies
    assert reply.text == "The tap is mended.\n\nThank you for telling us."
    assert reply.sent_at == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert second.state is ConversationState.RECEIVED
    assert second.handler is None


@pytest.mark.parametrize(
    "code", ["conflict", "follows", "generation", "erased", "revoked", "code", "offset", "sealed"]
)
def test_errors(code: str) -> None:
    refusal = wire.parse_refusal(raw(f"error_{code}.json"))
    assert refusal.code == code
    assert refusal.reason == told(f"error_{code}.json")["reason"]


def test_what_was_taken_back() -> None:
    erased = wire.parse_taken_back(raw("taken_back.json"))
    assert erased.erased_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert wire.parse_refusal(raw("error_erased.json")).erased_at == erased.erased_at
    assert wire.parse_taken_back(raw("taken_back_asked.json")).erased_at is None


def test_a_machine() -> None:
    assert wire.parse_joined(raw("device.json")).name == "Reading room"
    golden = told("device_request.json")
    assert json.loads(wire.join_payload(golden["code"], golden["program"])) == golden


def test_what_is_sent_has_the_golden_fields() -> None:
    golden = told("feedback.json")
    draft = Draft(
        kind=FeedbackKind.PROBLEM,
        topic=golden["topic"],
        text=golden["text"],
        language=golden["language"],
        place_id="gate-east",
        answer_wanted=True,
        about=golden["about"],
    )
    assert json.loads(wire.feedback_payload(draft, _at(golden))) == golden


def test_thanks_have_the_golden_fields() -> None:
    golden = told("thanks.json")
    draft = Draft(
        kind=FeedbackKind.THANKS,
        text=golden["text"],
        language="zh-CN",
        place_words="3号楼楼下",
        answer_wanted=False,
        name=golden["name"],
        telephone=golden["telephone"],
    )
    assert json.loads(wire.feedback_payload(draft, _at(golden))) == golden


def test_a_voice_has_the_golden_fields() -> None:
    golden, sound = told("voice.json"), raw("voice.ogg")
    draft = Draft(
        kind=FeedbackKind.PROBLEM,
        topic=golden["topic"],
        language="zh-CN",
        answer_wanted=True,
        recording=Recording(hashlib.sha256(sound).hexdigest(), len(sound), 0.5),
    )
    assert json.loads(wire.feedback_payload(draft, _at(golden))) == golden
    text_alone = replace(draft, text="Words.")
    assert "blobs" not in json.loads(wire.feedback_payload(text_alone, _at(golden)))


def test_a_sealed_message_has_the_golden_fields() -> None:
    golden, file = told("sealed_feedback_opened.json"), raw("voice.sealed")
    assert (
        json.loads(sealing.open_text(told("sealed_feedback.json")["sealed"]["box"], BOX)) == golden
    )
    (blob,) = golden["blobs"]
    key = SealKey(file[8:24], base64.b64decode(blob["key"]))
    assert b"".join(plain_pieces(io.BytesIO(file), key)) == raw("voice.ogg")
    draft = Draft(
        kind=FeedbackKind.PROBLEM,
        topic=golden["topic"],
        text=golden["text"],
        language="zh-CN",
        answer_wanted=True,
        recording=Recording(hashlib.sha256(file).hexdigest(), len(file), 0.5),
        send_voice=True,
    )
    sent = wire.feedback_payload(draft, _at(golden), key.key)
    assert {"id": golden["id"], **json.loads(sent)} == golden


def test_how_far_a_recording_is() -> None:
    size = len(raw("voice.ogg"))
    for name, offset in [("voice_piece.json", size // 2), ("voice_whole.json", size)]:
        status = wire.parse_blob_status(raw(name))
        assert status.sha256 == hashlib.sha256(raw("voice.ogg")).hexdigest()
        assert (status.id, status.size) == (told("voice_receipt.json")["id"], size)
        assert (status.offset, status.complete) == (offset, offset == size)
    assert wire.parse_refusal(raw("error_offset.json")).offset == size // 2


def test_a_follow_up_has_the_golden_fields() -> None:
    golden = told("follow_up.json")
    payload = wire.follow_up_payload(
        golden["follows"], golden["text"], "en", Verdict.NOT_SOLVED, _at(golden)
    )
    assert json.loads(payload) == golden


def test_the_mailbox_is_asked_with_the_golden_fields() -> None:
    golden = told("mailbox_request.json")
    pairs = [(one["id"], one["token"]) for one in golden["messages"]]
    assert json.loads(wire.mailbox_payload(pairs, golden["asked"])) == golden


def test_the_claim_code_is_the_servers() -> None:
    for one in told("tokens.json"):
        assert claim_code(one["token"]) == one["claim_code"]


def _at(golden: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(golden["made_at"])


def test_the_golden_signatures_are_believed() -> None:
    golden = told("signed.json")
    chain = parse_chain(json.dumps({"keysets": golden["keysets"]}).encode())
    assert [community_code(base64.b64decode(root)) for root in golden["roots"]] == golden["codes"]
    for code in golden["codes"]:
        keyset = follow(chain, code)
        assert (keyset.community, keyset.version) == ("reed-court", 3)
    page = {"items": golden["items"], "next": "g1.20", "more": False}
    found = wire.parse_announcements_page(json.dumps(page).encode(), SignedReader(keyset))
    assert found.set_aside == ()
    plain = wire.parse_announcements_page(raw("announcements.json"))
    assert found.changes == plain.changes
    _, ids = open_roll(json.dumps(golden["roll"]).encode(), keyset)
    assert ids == {one.id for one in found.changes if isinstance(one, Announcement)}
