"""Signed notices in a run: what a man in the middle may do, and what he may not."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.clock import SystemClock
from app.domain.announcement import AnnouncementFilter, CardStatus
from app.domain.trust import Refusal, RefusedNotice
from app.errors import ConnectionProblem
from app.paths import Paths
from app.services import Services, build_services
from tests.fakes.client import SLEEPY, client, run_once
from tests.fakes.fault_server import Reply, Request, SigningServer, as_json, notice
from tests.fakes.signing import Keys, id_of, key
from tests.loud import ExpectedLog


@pytest.fixture
def server() -> Iterator[SigningServer]:
    with SigningServer() as running:
        running.items = [notice(1), notice(2), notice(3)]
        yield running


@pytest.fixture
def services(tmp_path: Path, server: SigningServer) -> Iterator[Services]:
    """A client that knows the community's code."""
    made = client(tmp_path / "data", f"{server.address}#{server.keys.code}")
    yield made
    made.close()


def checked(services: Services) -> dict[str, bool]:
    """The notices here by the first letter of their title, and whether they are checked."""
    page = services.announcements.cards(AnnouncementFilter(), "en")
    return {card.announcement.text("en").title: card.checked for card in page.cards}


def refused(services: Services) -> list[RefusedNotice]:
    return list(services.trust.refused())


def tamper(server: SigningServer, change: Callable[[list[Any]], None]) -> None:
    """Stand between: the page's items are changed on their way."""

    def answer(request: Request) -> Reply:
        told = json.loads(server.healthy(request).body)
        change(told["items"])
        return as_json(told)

    server.answer("GET", "/announcements", answer)


ALL = {"Notice 1": True, "Notice 2": True, "Notice 3": True}
NOT_TAKEN = r"a notice was set aside"


def test_all_that_was_signed_is_checked(services: Services) -> None:
    report = run_once(services)
    assert (report.problem, report.not_shown) == (None, 0)
    assert checked(services) == ALL
    assert refused(services) == []


def test_what_was_changed_on_its_way_is_not_shown_and_asked_for_again(
    services: Services, server: SigningServer, expected_log: ExpectedLog
) -> None:
    expected_log(NOT_TAKEN)

    def change(items: list[Any]) -> None:
        for item in items:
            if item["seq"] == 2:
                text = item["signed"]["signed"]
                item["signed"]["signed"] = text.replace("Notice 2", "Send money")

    tamper(server, change)
    assert run_once(services).not_shown == 1
    assert checked(services) == {"Notice 1": True, "Notice 3": True}
    assert refused(services) == [RefusedNotice(notice(2)["id"], Refusal.CHANGED)]
    server.heal()
    # Nothing new was published: the true notice comes all the same.
    assert run_once(services).problem is None
    assert checked(services) == ALL
    assert refused(services) == []
    before = len(server.requests)
    run_once(services)
    assert [r.path for r in server.requests[before:]] == ["/head"]


def test_a_snapshot_is_checked_like_a_page(services: Services, server: SigningServer) -> None:
    server.make_snapshot(1)
    report = run_once(services)
    assert (report.problem, report.not_shown) == (None, 0)
    assert checked(services) == ALL
    assert refused(services) == []
    assert [r.path for r in server.requests if r.path == "/announcements"] == []
    # Begun anew, what the snapshot leaves out goes only when the signed roll leaves it out, too.
    everything, server.items = server.items, server.items[1:]
    server.make_snapshot(1)
    server.items = everything
    services.announcements.begin_refill()
    run_once(services)
    assert checked(services) == ALL
    server.items = server.items[1:]
    services.announcements.begin_refill()
    run_once(services)
    assert checked(services) == {"Notice 2": True, "Notice 3": True}


@pytest.mark.parametrize("number", [1, 3])
def test_what_was_changed_in_a_snapshot_is_not_shown(
    services: Services, server: SigningServer, expected_log: ExpectedLog, number: int
) -> None:
    """In its newest file and in an older one, whose digests are as false as the head."""
    expected_log(NOT_TAKEN)

    def change(items: list[Any]) -> None:
        for item in items:
            if item["seq"] == number:
                text = item["signed"]["signed"]
                item["signed"]["signed"] = text.replace(f"Notice {number}", "Send money")

    server.make_snapshot(1, change=change)
    assert run_once(services).not_shown == 1
    assert checked(services) == {title: True for title in ALL if title != f"Notice {number}"}
    assert refused(services) == [RefusedNotice(notice(number)["id"], Refusal.CHANGED)]
    # Nothing new was published: the true notice comes all the same, page by page.
    assert run_once(services).problem is None
    assert checked(services) == ALL
    assert refused(services) == []


def test_an_old_snapshot_played_again_changes_nothing(
    services: Services, server: SigningServer
) -> None:
    server.make_snapshot(1)
    run_once(services)
    gone = {"id": notice(1)["id"], "seq": 4, "deleted": True}
    corrected = notice(2, seq=5, revision=2, change_note={"en": "Two."})
    server.items = [server.items[2], gone, corrected]
    run_once(services)
    assert set(checked(services)) == {"Notice 2", "Notice 3"}
    services.announcements.begin_refill()
    server.answer("GET", "/announcements", as_json({}, 500))
    assert run_once(services).not_shown == 0
    page = services.announcements.cards(AnnouncementFilter(), "en").cards
    assert {card.announcement.id: card.announcement.revision for card in page} == {
        notice(2)["id"]: 2,
        notice(3)["id"]: 1,
    }


def test_a_source_that_is_bad_throughout_costs_less_and_less(
    services: Services, server: SigningServer, expected_log: ExpectedLog
) -> None:
    expected_log(NOT_TAKEN)
    tamper(server, lambda items: [item.pop("signed") for item in items])
    for _ in range(10):
        run_once(services)
    asked = [r for r in server.requests if r.path == "/announcements"]
    assert len(asked) == 1 + len((1, 2, 4, 8))
    assert {one.reason for one in refused(services)} == {Refusal.UNSIGNED}
    assert checked(services) == {}


def test_a_signature_of_somebody_else_is_refused(
    services: Services, server: SigningServer, expected_log: ExpectedLog
) -> None:
    expected_log(NOT_TAKEN)
    other = Keys(community="mill-road", root=key("mill"), publisher=key("mill publisher"))
    tamper(
        server,
        lambda items: [item.update(other.signed(notice(9, seq=item["seq"]))) for item in items],
    )
    run_once(services)
    assert checked(services) == {}
    assert {one.reason for one in refused(services)} == {Refusal.STRANGER}


def test_an_old_notice_played_again_changes_nothing(
    services: Services, server: SigningServer
) -> None:
    old = server.keys.signed(notice(1))
    run_once(services)
    server.items[0] = notice(1, seq=4, revision=2, change_note={"en": "Two."})
    run_once(services)
    server.items.append(notice(5))
    tamper(server, lambda items: items.insert(0, old))
    run_once(services)
    card = services.announcements.get(notice(1)["id"])
    assert card is not None
    assert (card.announcement.revision, card.checked) == (2, True)
    assert refused(services) == [RefusedNotice(notice(1)["id"], Refusal.OLDER)]


def test_a_deletion_is_final_and_nobody_else_can_delete(
    services: Services, server: SigningServer, expected_log: ExpectedLog
) -> None:
    expected_log(NOT_TAKEN)
    run_once(services)
    server.items.append(notice(4))
    false = {"id": notice(1)["id"], "seq": 4, "deleted": True}
    tamper(server, lambda items: items.insert(0, false))
    run_once(services)
    assert "Notice 1" in checked(services)
    server.heal()
    server.items[0] = false | {"seq": 5}
    run_once(services)
    assert checked(services) == {"Notice 2": True, "Notice 3": True, "Notice 4": True}
    server.items[0] = notice(1, seq=6)
    run_once(services)
    assert "Notice 1" not in checked(services)


def test_nobody_takes_notices_away_by_a_feed_without_them(
    services: Services, server: SigningServer
) -> None:
    run_once(services)
    whole, server.items = server.items, [notice(3)]
    server.generation = 2
    server.answer("GET", "/roll", as_json({"code": "not_found"}, 404))
    run_once(services)
    assert checked(services) == ALL
    # The same from the community itself, restored from a backup: its signed list says what stands.
    server.heal()
    server.generation = 3
    run_once(services)
    assert checked(services) == {"Notice 3": True}
    # And that list, played back later, takes nothing away.
    old = as_json(server.keys.roll("g3.3", [notice(3)["id"]]))
    server.items = [*whole, notice(4)]
    server.generation = 4
    run_once(services)
    assert len(checked(services)) == 4
    server.answer("GET", "/roll", old)
    server.generation, server.items = 3, [notice(3)]
    run_once(services)
    assert len(checked(services)) == 4


@pytest.mark.expected_log("a roll is refused")
def test_the_list_of_what_stands_is_asked_for_until_it_comes(
    services: Services, server: SigningServer
) -> None:
    """What was deleted must not stay because that list was lost, or an old one played back."""
    run_once(services)
    old = as_json(server.keys.roll("g1.3", [one["id"] for one in server.items]))
    server.generation, server.items = 2, [notice(3)]
    for bad in (as_json({"ok": True}), old, as_json({"code": "not_found"}, 404)):
        server.answer("GET", "/roll", bad)
        run_once(services)
        assert checked(services) == ALL
    server.heal()
    run_once(services)
    assert checked(services) == {"Notice 3": True}
    # Then it is asked for no more.
    before = len(server.requests)
    run_once(services)
    assert "/roll" not in [request.path for request in server.requests[before:]]


def test_what_the_list_took_away_is_not_brought_back_by_an_old_head(
    services: Services, server: SigningServer
) -> None:
    """As from a cache that is behind. What a later generation has again is taken."""
    run_once(services)
    whole, server.generation, server.items = server.items, 2, [notice(3), notice(5)]
    run_once(services)
    left = {"Notice 3": True, "Notice 5": True}
    assert checked(services) == left
    server.items = whole
    server.answer("GET", "/roll", as_json({}, 500))
    run_once(services)
    assert checked(services) == left
    server.answer(
        "GET", "/roll", as_json(server.keys.roll("g2.5", [notice(n)["id"] for n in (3, 5)]))
    )
    run_once(services)
    assert checked(services) == left
    server.heal()
    server.generation, server.items = 3, [*whole, notice(5)]
    run_once(services)
    assert checked(services) == {**ALL, "Notice 5": True}


def test_a_stolen_key_is_revoked_and_what_it_said_gives_way(
    services: Services, server: SigningServer
) -> None:
    keys = server.keys
    run_once(services)
    services.announcements.mark_read(notice(1)["id"], 1)
    server.items[1] = notice(2, seq=4, revision=900)
    run_once(services)
    stolen, keys.publisher = id_of(keys.publisher), key("publisher 2")
    keys.add(revoked=[stolen])
    server.items = [notice(1, seq=5), notice(2, seq=6), notice(3, seq=7)]
    run_once(services)
    assert checked(services) == ALL
    card = services.announcements.get(notice(2)["id"])
    assert card is not None
    assert card.announcement.revision == 1
    read = services.announcements.get(notice(1)["id"])
    assert read is not None
    assert read.status is CardStatus.READ


def test_keys_that_go_back_or_come_from_elsewhere_change_nothing(
    services: Services, server: SigningServer, expected_log: ExpectedLog
) -> None:
    expected_log("the community's keys are refused", NOT_TAKEN)
    run_once(services)
    server.keys.add()
    run_once(services)
    server.keys.chain.pop()
    run_once(services)
    trust = services.trust.current()
    assert trust is not None
    assert trust.problem == "rollback"
    server.keys = Keys(root=key("thief"), publisher=key("thief's"))
    server.items.append(notice(4))
    run_once(services)
    trust = services.trust.current()
    assert trust is not None
    assert trust.problem == "other_root"
    assert checked(services) == ALL


def test_without_a_code_the_first_root_counts_and_is_not_checked(
    tmp_path: Path, server: SigningServer
) -> None:
    services = client(tmp_path / "bare", server.address)
    run_once(services)
    assert checked(services) == dict.fromkeys(ALL, False)
    trust = services.trust.current()
    assert trust is not None
    assert (trust.code, trust.confirmed) == (server.keys.code, False)
    services.trust.confirm()
    assert checked(services) == ALL
    services.close()


def test_a_community_without_keys_is_not_checked_until_it_has_some(
    tmp_path: Path, server: SigningServer
) -> None:
    keys, server.keys = server.keys, None  # type: ignore[assignment]
    services = client(tmp_path / "bare", server.address)
    run_once(services)
    assert checked(services) == dict.fromkeys(ALL, False)
    assert services.trust.current() is None
    server.keys = keys
    run_once(services)
    services.trust.confirm()
    assert checked(services) == ALL
    services.close()


def test_joining_asks_for_the_code_that_is_known(
    tmp_path: Path, server: SigningServer, services: Services
) -> None:
    found = services.look_at(server.address)
    assert (found.code, found.vouched) == (server.keys.code, True)
    right, server.keys = server.keys.code, Keys(root=key("thief"))
    for typed in (server.address, f"{server.address}#{right}"):
        with pytest.raises(ConnectionProblem) as raised:
            services.look_at(typed)
        assert raised.value.code == "other_code"
    # Only a code that somebody brings along takes the place of the one that is known.
    found = services.look_at(f"{server.address}#{server.keys.code}")
    assert found.vouched
    services.join(found)
    run_once(services)
    assert checked(services) == ALL
    server.keys = None  # type: ignore[assignment]
    with pytest.raises(ConnectionProblem) as raised:
        services.look_at(server.address)
    assert raised.value.code == "other_code"


class WrongClock(SystemClock):
    """Fifty years off."""

    def __init__(self, year: int) -> None:
        self.year = year

    def now(self) -> datetime:
        return datetime(self.year, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("year", [1976, 2076])
def test_no_clock_decides_what_is_true(tmp_path: Path, server: SigningServer, year: int) -> None:
    services = build_services(
        Paths(tmp_path / "data"),
        community_url=f"{server.address}#{server.keys.code}",
        clock=WrongClock(year),
        voice="silence",
        rhythm=SLEEPY,
    )
    run_once(services)
    assert checked(services) == ALL
    services.close()


def test_what_is_known_of_the_keys_outlives_a_broken_store(
    tmp_path: Path, server: SigningServer, expected_log: ExpectedLog
) -> None:
    data = tmp_path / "data"
    services = client(data, f"{server.address}#{server.keys.code}")
    run_once(services)
    path = services.store.path
    services.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'announcement_pull'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    expected_log("the store was broken")
    again = client(data, server.address)
    assert again.store.opened.set_aside is not None
    trust = again.trust.current()
    assert trust is not None
    assert (trust.code, trust.confirmed) == (server.keys.code, True)
    run_once(again)
    assert checked(again) == ALL
    again.close()
