"""One run, the writing side: nothing is lost, doubled, reordered or called received too early."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.feedback import Conversation, ConversationState, Draft, FeedbackKind, Verdict
from app.errors import StoreProblem
from app.events import ConversationsChanged
from app.services import Services
from app.sync.patience import Patience
from tests.fakes.client import be_impatient, client, idea, run_once
from tests.fakes.fault_server import (
    Fault,
    FaultServer,
    Reply,
    Request,
    Script,
    as_json,
    html,
    receipt,
)


def state(services: Services, conversation: Conversation) -> ConversationState:
    found = services.conversations.get(conversation.id)
    assert found is not None
    return found.state


def puts(server: FaultServer) -> list[str]:
    return [r.path.removeprefix("/feedback/") for r in server.requests if r.method == "PUT"]


def test_a_message_goes_out_and_is_received(server: FaultServer, services: Services) -> None:
    told: list[ConversationsChanged] = []
    kept = services.send(idea("A bench, please. 请放一张长椅。😀"))
    assert kept.state is ConversationState.KEPT
    services.events.subscribe(ConversationsChanged, told.append)
    assert run_once(services).sent == 1
    found = services.conversations.get(kept.id)
    assert found is not None
    assert found.state is ConversationState.RECEIVED
    assert found.reference == receipt(kept.id, b"")["reference"]
    assert told
    (request,) = [r for r in server.requests if r.method == "PUT"]
    assert json.loads(request.body)["text"] == "A bench, please. 请放一张长椅。😀"


def false_receipts() -> dict[str, Script]:
    """Answers 200 that are no receipt for this message."""
    right = hashlib.sha256(b"other").hexdigest()

    def changed(**changes: Any) -> Script:
        return lambda request: as_json(receipt(request.path.split("/")[-1], request.body) | changes)

    return {
        "portal": html(),
        "portal as json": Reply(b"<html></html>"),
        "empty": Reply(b""),
        "empty object": as_json({}),
        "another id": changed(id="00000000-0000-4000-8000-000000000001"),
        "another digest": changed(sha256=right),
        "no digest": changed(sha256=None),
        "upper case": changed(sha256=right.upper()),
        "no time": changed(received_at="soon"),
        "a list": as_json([]),
        "cut": Reply(json.dumps(receipt("x", b"")).encode(), cut_after=40),
        "half": Reply(json.dumps(receipt("x", b"")).encode()[:40]),
        "redirect": Reply(b"", 302, {"Location": "http://login.example/"}),
        "no content": Reply(b"", 204),
        "accepted": lambda request: as_json(receipt(request.path[10:], request.body), 202),
        "html refusal": html("<h1>Request too large</h1>", 413),
        "refusal without a code": as_json({"error": "no"}, 422),
        "forbidden": as_json({"code": "token"}, 401),
        "not found": as_json({"code": "not_found"}, 404),
        "not known yet": as_json({"code": "follows"}, 424),
        "trouble": as_json({"code": "server"}, 500),
        "lost": Fault.LOST,
        "cut request": Fault.CUT_REQUEST,
        "reset": Fault.RESET,
        "silence": Fault.BLACK_HOLE,
    }


@pytest.mark.parametrize("name", false_receipts())
def test_only_a_receipt_for_those_very_words_means_received(
    server: FaultServer, services: Services, name: str
) -> None:
    kept = services.send(idea())
    server.answer("PUT", "/feedback", false_receipts()[name])
    if name == "silence":
        be_impatient(services)
    report = run_once(services)
    assert report.problem is not None
    assert state(services, kept) is ConversationState.KEPT
    assert services.outbox.waiting() == 1
    server.heal()
    services.engine._patience = Patience()
    assert run_once(services).sent == 1
    assert state(services, kept) is ConversationState.RECEIVED
    assert len(server.received) == 1


def test_an_answer_that_was_lost_doubles_nothing(server: FaultServer, services: Services) -> None:
    kept = services.send(idea())

    def take_and_fall_silent(request: Request) -> Fault:
        server.healthy(request)
        return Fault.LOST

    server.answer("PUT", "/feedback", take_and_fall_silent)
    run_once(services)
    assert state(services, kept) is ConversationState.KEPT
    server.heal()
    run_once(services)
    assert state(services, kept) is ConversationState.RECEIVED
    assert puts(server) == [kept.id, kept.id]
    first, second = [r.body for r in server.requests if r.method == "PUT"]
    assert first == second


@pytest.mark.expected_log("a message was refused")
@pytest.mark.parametrize("status", [409, 410, 413, 422])
def test_a_refusal_is_final_and_says_why(
    server: FaultServer, services: Services, status: int
) -> None:
    kept = services.send(idea())
    reason = {"en": "The message is too long.", "zh-CN": "留言太长。"}
    server.answer("PUT", "/feedback", as_json({"code": "too_long", "reason": reason}, status))
    report = run_once(services)
    assert (report.refused, report.problem) == (1, None)
    found = services.conversations.get(kept.id)
    assert found is not None
    assert found.state is ConversationState.REFUSED
    assert found.refusal == reason
    assert services.outbox.waiting() == 0


@pytest.mark.parametrize(
    "about", [{"id": "00000000-0000-4000-8000-000000000001"}, {"sha256": "0" * 64}]
)
def test_a_refusal_of_something_else_decides_nothing(
    server: FaultServer, services: Services, about: dict[str, str]
) -> None:
    """Of another message, or of bytes that were damaged on their way."""
    kept = services.send(idea())
    refusal = {"code": "json", "reason": {"en": "Not the form that was agreed."}, **about}
    server.answer("PUT", "/feedback", as_json(refusal, 422))
    report = run_once(services)
    assert (report.refused, report.not_sent) == (0, 1)
    server.heal()
    run_once(services)
    assert state(services, kept) is ConversationState.RECEIVED


def test_words_go_out_in_their_order_and_wait_for_the_first(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    back = services.write_back(kept.id, "One thing more.", "en")
    other = services.send(idea("Another."))
    server.answer(
        "PUT", f"/feedback/{kept.id}", as_json({}, 500), lambda request: server.healthy(request)
    )
    run_once(services)
    assert puts(server) == [kept.id, other.id]
    run_once(services)
    assert puts(server)[2:] == [kept.id, back.entries[-1].id]
    follow_up = json.loads(server.received[back.entries[-1].id])
    assert follow_up["follows"] == kept.id
    tokens = {r.path[10:]: r.headers["authorization"] for r in server.requests if r.method == "PUT"}
    assert tokens[back.entries[-1].id] == tokens[kept.id] != tokens[other.id]


def test_three_failures_in_a_row_are_enough_for_one_run(
    server: FaultServer, services: Services
) -> None:
    for number in range(5):
        services.send(idea(f"Number {number}"))
    server.answer("PUT", "/feedback", as_json({}, 500))
    run_once(services)
    assert len(puts(server)) == 3
    server.heal()
    assert run_once(services).sent == 5


@pytest.mark.parametrize("script", [Fault.LOST, html(), as_json({}, 503, retry_after="60")])
def test_when_nothing_gets_through_only_one_is_tried(
    server: FaultServer, services: Services, script: Script
) -> None:
    for number in range(3):
        services.send(idea(f"Number {number}"))
    server.answer("PUT", "/feedback", script)
    run_once(services)
    assert len(puts(server)) == 1
    assert all(r.path != "/mailbox" for r in server.requests)


def test_words_go_out_although_the_feed_is_broken(server: FaultServer, services: Services) -> None:
    services.send(idea())
    for path in ("/head", "/community", "/announcements"):
        server.answer("GET", path, as_json({"nonsense": True}))
    report = run_once(services)
    assert report.sent == 1
    assert report.problem is not None
    assert report.problem.code == "bad_answer"


def test_a_confidential_message_goes_like_any_other(
    server: FaultServer, services: Services
) -> None:
    draft = Draft(kind=FeedbackKind.CONFIDENTIAL, topic="water", text="x", answer_wanted=False)
    kept = services.send(draft)
    run_once(services)
    assert json.loads(server.received[kept.id])["answer_wanted"] is False


def test_answers_come_and_are_counted(server: FaultServer, services: Services) -> None:
    kept = services.send(idea())
    run_once(services)
    reply = {
        "id": "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee",
        "text": "We will look.\n\n我们会看看。",
        "language": "en",
        "author": {"en": "Office"},
        "sent_at": "2026-11-24T14:00:00+08:00",
    }
    server.mailbox[kept.id] = {"state": "answered", "reference": "77", "replies": [reply]}
    assert run_once(services).answers_changed
    assert services.conversations.answers_waiting() == 1
    assert state(services, kept) is ConversationState.ANSWERED
    assert not run_once(services).answers_changed
    services.write_back(kept.id, "", "en", Verdict.SOLVED)
    run_once(services)
    assert json.loads(list(server.received.values())[-1])["verdict"] == "solved"


def test_a_mailbox_that_does_not_know_us_changes_nothing(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    run_once(services)
    assert not run_once(services).answers_changed
    assert state(services, kept) is ConversationState.RECEIVED


@pytest.mark.parametrize(
    "answer", [{"messages": "none"}, [], {}, {"messages": [{"id": "x", "state": 5}]}]
)
def test_a_mailbox_that_makes_no_sense_changes_nothing(
    server: FaultServer, services: Services, answer: Any
) -> None:
    kept = services.send(idea())
    run_once(services)
    before = services.conversations.get(kept.id)
    server.answer("POST", "/mailbox", as_json(answer))
    run_once(services)
    assert services.conversations.get(kept.id) == before


def test_a_mailbox_that_speaks_of_others_is_not_heard(
    server: FaultServer, services: Services
) -> None:
    asked, waiting = services.send(idea("First.")), services.send(idea("Second."))
    server.answer("PUT", f"/feedback/{waiting.id}", as_json({}, 500))
    server.answer(
        "POST", "/mailbox", as_json({"messages": [{"id": waiting.id, "state": "received"}]})
    )
    run_once(services)
    assert state(services, asked) is ConversationState.RECEIVED
    assert state(services, waiting) is ConversationState.KEPT


def test_an_answer_to_an_earlier_question_is_not_heard(
    server: FaultServer, services: Services
) -> None:
    """Played back by whoever stands between, it would set the conversation back."""
    kept = services.send(idea())
    old: list[Reply] = []

    def remember(request: Request) -> Reply:
        old.append(server.healthy(request))
        return old[-1]

    server.mailbox[kept.id] = {"state": "in_progress"}
    server.answer("POST", "/mailbox", remember)
    run_once(services)
    assert state(services, kept) is ConversationState.IN_PROGRESS
    server.mailbox[kept.id] = {"state": "closed"}
    server.heal()
    run_once(services)
    server.answer("POST", "/mailbox", old[0])
    report = run_once(services)
    assert (report.problem and report.problem.code) == "bad_answer"
    assert state(services, kept) is ConversationState.CLOSED


def test_more_than_fifty_conversations_are_asked_about_in_turns(
    server: FaultServer, services: Services
) -> None:
    for number in range(53):
        services.send(idea(f"Number {number}"))
    run_once(services)
    asked = [json.loads(r.body)["messages"] for r in server.requests if r.path == "/mailbox"]
    assert [len(some) for some in asked] == [50, 3]


def test_words_survive_a_new_start(server: FaultServer, tmp_path: Path) -> None:
    first = client(tmp_path / "data", server.address)
    kept = first.send(idea())
    first.close()
    second = client(tmp_path / "data", None)
    assert run_once(second).sent == 1
    assert state(second, kept) is ConversationState.RECEIVED
    second.close()


def test_a_store_that_fails_says_so_and_keeps_the_draft(services: Services) -> None:
    draft = idea()
    services.drafts.save(draft)
    services.store.close()
    with pytest.raises(StoreProblem):
        services.send(draft)
    assert draft.text == "A bench by the gate, please."
