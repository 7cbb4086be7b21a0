"""Taking a message back: nothing more of it goes, nothing of it stays, whatever is cut."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain.feedback import Conversation, ConversationState, Withdrawal
from app.services import Services
from tests.fakes.client import be_impatient, idea, run_once
from tests.fakes.fault_server import ERASED, Fault, FaultServer, Request, as_json, html


def stored(services: Services, conversation: Conversation) -> Conversation:
    found = services.conversations.get(conversation.id)
    assert found is not None
    return found


def asked(server: FaultServer) -> list[str]:
    return [f"{r.method} {r.path[10:]}" for r in server.requests if r.path.startswith("/feedback/")]


def test_what_never_left_is_gone_without_asking_anybody(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    services.write_back(kept.id, "One thing more.", "en")
    back = services.take_back(kept.id)
    assert (back.state, back.withdrawal) == (ConversationState.ERASED, Withdrawal.NEVER_SENT)
    assert services.outbox.waiting() == 0
    run_once(services)
    assert asked(server) == []
    # Nothing was lost: the words are here until they are removed.
    assert [entry.text for entry in stored(services, kept).entries][1] == "One thing more."
    services.remove(kept.id)
    assert services.conversations.all() == ()


def test_a_received_message_is_erased_and_stays_erased(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    run_once(services)
    assert services.take_back(kept.id).withdrawal is Withdrawal.WANTED
    with pytest.raises(ValueError, match="gone on with"):
        services.write_back(kept.id, "Too late.", "en")
    with pytest.raises(ValueError, match="not over"):
        services.remove(kept.id)
    run_once(services)
    gone = stored(services, kept)
    assert (gone.state, gone.withdrawal) == (ConversationState.ERASED, Withdrawal.DONE)
    assert gone.erased_at == datetime.fromisoformat(ERASED)
    assert server.received == {}
    (told,) = [r for r in server.requests if r.method == "DELETE"]
    assert told.headers["authorization"].startswith("Bearer ")
    run_once(services)
    assert len([r for r in server.requests if r.method == "DELETE"]) == 1
    assert all(r.path != "/mailbox" for r in server.requests[-2:])


def test_one_that_was_seen_is_asked_to_be_erased_until_it_is(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    run_once(services)
    server.looked_at.add(kept.id)
    services.take_back(kept.id)
    run_once(services)
    seen = stored(services, kept)
    assert (seen.state, seen.withdrawal) == (ConversationState.RECEIVED, Withdrawal.ASKED)
    server.mailbox[kept.id] = {"state": "erased", "erased_at": ERASED}
    run_once(services)
    gone = stored(services, kept)
    assert (gone.state, gone.withdrawal) == (ConversationState.ERASED, Withdrawal.DONE)


def test_one_whose_receipt_was_lost_and_that_was_seen_is_told_when_it_is_erased(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())

    def take_it_and_lose_the_receipt(request: Request) -> Fault:
        server.healthy(request)
        return Fault.LOST

    server.answer("PUT", "/feedback", take_it_and_lose_the_receipt)
    run_once(services)
    server.heal()
    server.looked_at.add(kept.id)
    services.take_back(kept.id)
    run_once(services)
    seen = stored(services, kept)
    assert (seen.state, seen.withdrawal) == (ConversationState.KEPT, Withdrawal.ASKED)
    server.mailbox[kept.id] = {"state": "erased", "erased_at": ERASED}
    run_once(services)
    gone = stored(services, kept)
    assert (gone.state, gone.withdrawal) == (ConversationState.ERASED, Withdrawal.DONE)


@pytest.mark.parametrize(
    "cut", [Fault.LOST, Fault.BLACK_HOLE, html(), as_json({}, 405), Fault.RESET]
)
def test_the_wish_is_told_until_it_is_heard(
    server: FaultServer, services: Services, cut: object
) -> None:
    kept = services.send(idea())
    run_once(services)
    services.take_back(kept.id)

    def take_it_and(request: Request) -> object:
        if cut is not Fault.RESET:
            server.healthy(request)
        return cut

    server.answer("DELETE", "/feedback", cut if cut is Fault.RESET else take_it_and)  # type: ignore[arg-type]
    be_impatient(services)
    run_once(services)
    assert stored(services, kept).withdrawal is Withdrawal.WANTED
    assert services.outbox.seconds_to_next(services.clock.now()) is not None
    server.heal()
    run_once(services)
    assert stored(services, kept).withdrawal is Withdrawal.DONE


def test_a_message_on_its_way_does_not_arrive_after_it_was_taken_back(
    server: FaultServer, services: Services
) -> None:
    """Its bytes are at the server and its receipt is not here: both are undone."""
    kept = services.send(idea())

    def take_back_meanwhile(request: Request) -> Fault:
        services.take_back(kept.id)
        server.healthy(request)
        return Fault.LOST

    server.answer("PUT", "/feedback", take_back_meanwhile)
    run_once(services)
    assert stored(services, kept).withdrawal is Withdrawal.WANTED
    assert kept.id in server.received
    server.heal()
    run_once(services)
    assert stored(services, kept).withdrawal is Withdrawal.DONE
    assert server.received == {}
    assert asked(server) == [f"PUT {kept.id}", f"DELETE {kept.id}"]


def test_taken_back_between_two_messages_of_one_run(
    server: FaultServer, services: Services
) -> None:
    first, second = services.send(idea("First.")), services.send(idea("Second."))

    def take_back_the_other(request: Request) -> object:
        services.take_back(second.id)
        return server.healthy(request)

    server.answer("PUT", f"/feedback/{first.id}", take_back_the_other)  # type: ignore[arg-type]
    run_once(services)
    assert asked(server) == [f"PUT {first.id}"]
    assert stored(services, second).withdrawal is Withdrawal.NEVER_SENT


def test_erased_by_the_office_is_told_with_its_day(server: FaultServer, services: Services) -> None:
    kept, late = services.send(idea()), services.send(idea("Late."))
    server.erased.add(late.id)
    run_once(services)
    assert stored(services, late).state is ConversationState.ERASED
    server.mailbox[kept.id] = {"state": "erased", "erased_at": ERASED}
    run_once(services)
    for one in (kept, late):
        gone = stored(services, one)
        assert (gone.state, gone.withdrawal) == (ConversationState.ERASED, None)
        assert gone.erased_at == datetime.fromisoformat(ERASED)
        assert gone.entries[0].text
    server.requests.clear()
    run_once(services)
    assert [r.path for r in server.requests] == ["/head"]


def test_words_for_another_community_are_taken_back_there(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    run_once(services)
    here = services.sync.status().community_url
    with FaultServer() as other:
        services.sync.set_community(other.address)
        services.take_back(kept.id)
        run_once(services)
        assert all(r.method != "DELETE" for r in other.requests)
        services.sync.set_community(here)
        run_once(services)
    assert stored(services, kept).withdrawal is Withdrawal.DONE


# --- what the other side asks to wait for --------------------------------------------------------


def test_too_often_holds_that_message_and_nothing_else(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    server.answer("PUT", "/feedback", as_json({"code": "too_often"}, 429, retry_after="1200"))
    report = run_once(services)
    assert report.community_changed  # the reading goes on
    assert report.problem is not None
    assert report.problem.retry_after_s is None
    server.heal()
    # Pressing a button, and another message, do not make it go before its time.
    other = services.send(idea("Another."))
    assert run_once(services).sent == 1
    assert stored(services, other).state is ConversationState.RECEIVED
    assert stored(services, kept).state is ConversationState.KEPT
    seconds = services.outbox.seconds_to_next(services.clock.now())
    assert seconds is not None
    assert 1000 < seconds <= 1200


def test_a_program_that_is_too_old_says_so_on_each_message_and_goes_on_when_renewed(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(idea())
    old = {**server.head(), "min_client": "99.0"}
    server.answer("GET", "/head", as_json(old))
    report = run_once(services)
    assert report.problem is not None
    assert report.problem.code == "too_old"
    assert stored(services, kept).entries[0].held_by == "too_old"
    server.heal()
    run_once(services)
    assert stored(services, kept).state is ConversationState.RECEIVED


def test_closed_conversations_are_asked_about_in_turns(
    server: FaultServer, services: Services
) -> None:
    kept = [services.send(idea(f"Number {number}")) for number in range(80)]
    for one in kept[:78]:
        server.mailbox[one.id] = {"state": "closed"}
    run_once(services)
    seen: set[str] = set()
    for _ in range(4):
        server.requests.clear()
        run_once(services)
        bodies = [r.body.decode() for r in server.requests if r.path == "/mailbox"]
        assert len(bodies) == 2  # 2 open ones and 50 closed ones, 50 a call
        now = {one.id for one in kept if any(one.id in body for body in bodies)}
        assert {kept[78].id, kept[79].id} <= now
        seen |= now
    assert seen == {one.id for one in kept}
