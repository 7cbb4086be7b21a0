"""The sync thread, seen from outside: it needs nobody's event loop and makes nobody wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.domain.feedback import ConversationState
from app.domain.sync_status import Connection
from app.errors import ConnectionProblem, StoreProblem
from app.events import EventBus, SyncChanged
from app.services import Services
from app.sync.report import SyncReport
from app.sync.rest import Rhythm
from app.sync.worker import Counts, SyncTasks, SyncWorker
from tests.fakes.client import QUICK, SLEEPY, client, idea
from tests.fakes.fault_server import (
    Fault,
    FaultServer,
    Reply,
    Request,
    as_json,
    closed_port,
    html,
    notice,
)
from tests.servers import wait_until


@pytest.fixture
def quick(tmp_path: Path, server: FaultServer) -> Iterator[Services]:
    """A client that tries again at once; its thread is running."""
    made = client(tmp_path / "quick", server.address, QUICK)
    made.sync.start()
    yield made
    made.close()


@pytest.fixture
def sleepy(tmp_path: Path, server: FaultServer) -> Iterator[Services]:
    """A client that does nothing by itself after its first run; its thread is running."""
    made = client(tmp_path / "sleepy", server.address, SLEEPY)
    yield made
    made.close()


def heads(server: FaultServer) -> int:
    return sum(request.path == "/head" for request in server.requests)


def test_the_first_run_begins_at_once(server: FaultServer, sleepy: Services) -> None:
    server.items = [notice(1)]
    assert sleepy.sync.status().connection is Connection.NOT_TRIED
    sleepy.sync.start()
    wait_until(lambda: sleepy.sync.status().connection is Connection.CONNECTED)
    status = sleepy.sync.status()
    assert status.problem is None
    assert status.last_contact is not None
    assert sleepy.announcements.counts("en").total == 1
    wait_until(lambda: sleepy.sync.status().next_try_in_s)
    assert 800 < (sleepy.sync.status().next_try_in_s or 0) <= 990


def test_a_message_goes_out_at_once(server: FaultServer, sleepy: Services) -> None:
    sleepy.sync.start()
    wait_until(lambda: sleepy.sync.status().connection is Connection.CONNECTED)
    kept = sleepy.send(idea())
    wait_until(lambda: kept.id in server.received)
    wait_until(lambda: sleepy.sync.status().waiting == 0)


def test_a_message_sent_during_a_run_goes_out_in_the_next(
    server: FaultServer, sleepy: Services
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slowly(request: Request) -> Reply:
        asked.set()
        assert go_on.wait(20)
        return server.healthy(request)

    server.answer("POST", "/mailbox", slowly)
    sleepy.send(idea("The first, so that there is a mailbox."))
    sleepy.sync.start()
    assert asked.wait(20)
    kept = sleepy.send(idea())
    go_on.set()
    wait_until(lambda: kept.id in server.received)


def test_it_tries_again_by_itself(server: FaultServer, quick: Services) -> None:
    server.answer("GET", "/head", html())
    wait_until(lambda: quick.sync.status().problem == "login_page")
    kept = quick.send(idea())
    wait_until(lambda: heads(server) > 3)
    assert quick.sync.status().waiting == 1
    server.heal()
    wait_until(lambda: kept.id in server.received)
    wait_until(lambda: quick.sync.status().problem is None)


def test_it_asks_again_as_often_as_the_community_wishes(
    server: FaultServer, quick: Services
) -> None:
    server.poll_after_s = 0
    wait_until(lambda: heads(server) > 3)


def test_every_change_is_told(server: FaultServer, sleepy: Services) -> None:
    seen: list[Connection] = []
    sleepy.events.subscribe(SyncChanged, lambda _: seen.append(sleepy.sync.status().connection))
    sleepy.sync.start()
    wait_until(lambda: Connection.CONNECTED in seen)
    assert list(dict.fromkeys(seen))[-2:] == [Connection.WORKING, Connection.CONNECTED]


@pytest.mark.parametrize("where", ["/head", "/announcements", "/media"])
def test_it_ends_at_once_while_a_request_hangs(
    server: FaultServer, sleepy: Services, where: str
) -> None:
    item = notice(1)
    item["media"] = [
        {"role": "picture", "sha256": "a" * 64, "type": "image/png", "size": 3, "description": {}}
    ]
    server.items = [item]
    server.answer("GET", where, Fault.BLACK_HOLE)
    sleepy.sync.start()
    wait_until(lambda: any(r.path.startswith(where) for r in server.requests))
    sleepy.sync.stop(0.3)
    # Left alone, the request would be waited for four times as long.
    wait_until(lambda: all(thread.name != "sync" for thread in threading.enumerate()), 5)


def test_a_community_that_asks_for_rest_gets_it_from_everybody(
    server: FaultServer, sleepy: Services
) -> None:
    """Also from who presses *Try now*, or sends another message; and each is answered at once."""
    server.answer("GET", "/head", as_json({"code": "busy"}, 503, retry_after="600"))
    sleepy.sync.start()
    wait_until(lambda: sleepy.sync.status().problem == "busy")
    told: list[SyncChanged] = []
    sleepy.events.subscribe(SyncChanged, told.append)
    server.heal()
    for _ in range(2):
        before = len(told)
        sleepy.sync.request_now()
        wait_until(lambda before=before: len(told) >= before + 3)
        wait_until(lambda: sleepy.sync.status().connection is Connection.TROUBLE)
    kept = sleepy.send(idea())
    wait_until(lambda: 500 < (sleepy.sync.status().next_try_in_s or 0) <= 600)
    assert heads(server) == 1
    assert sleepy.conversations.get(kept.id).state is ConversationState.KEPT  # type: ignore[union-attr]
    # Another community did not ask for that.
    with FaultServer() as other:
        sleepy.sync.set_community(other.address)
        wait_until(lambda: heads(other) == 1)


def test_switched_off_it_does_nothing(server: FaultServer, sleepy: Services) -> None:
    sleepy.sync.set_offline(True)
    sleepy.sync.start()
    kept = sleepy.send(idea())
    assert sleepy.sync.status().connection is Connection.OFF
    sleepy.sync.request_now()
    wait_until(lambda: sleepy.sync.status().waiting == 1)
    assert server.requests == []
    sleepy.sync.set_offline(False)
    wait_until(lambda: kept.id in server.received)
    assert sleepy.sync.status().connection is not Connection.OFF


def test_switching_off_breaks_off_what_hangs(server: FaultServer, sleepy: Services) -> None:
    server.answer("GET", "/head", Fault.BLACK_HOLE)
    sleepy.sync.start()
    wait_until(lambda: server.requests)
    sleepy.sync.set_offline(True)
    wait_until(lambda: sleepy.sync._run is None)
    assert sleepy.sync.status().connection is Connection.OFF
    assert sleepy.sync.status().problem is None


def test_another_community_while_a_request_hangs(server: FaultServer, sleepy: Services) -> None:
    server.answer("GET", "/head", Fault.BLACK_HOLE)
    sleepy.sync.start()
    wait_until(lambda: server.requests)
    with FaultServer() as other:
        other.items = [notice(7)]
        sleepy.sync.set_community(other.address.removeprefix("http://") + "/api/v1/")
        assert sleepy.sync.status().community_url == other.address
        wait_until(lambda: sleepy.announcements.counts("en").total == 1)
    assert sleepy.profiles.load().community_url == other.address


def test_settings_that_are_saved_late_do_not_bring_the_old_community_back(
    server: FaultServer, sleepy: Services
) -> None:
    old = sleepy.profiles.load()
    sleepy.sync.set_community("https://elsewhere.example")
    sleepy.save_profile(old.bigger())
    assert sleepy.profiles.load().community_url == "https://elsewhere.example"
    assert sleepy.profiles.load().text_size == old.bigger().text_size


def test_without_an_address_it_says_so(tmp_path: Path) -> None:
    services = client(tmp_path / "data", None)
    services.sync.start()
    kept = services.send(idea())
    assert services.sync.status().problem == "no_community"
    assert kept.state is ConversationState.KEPT
    with FaultServer() as server:
        services.sync.set_community(server.address)
        wait_until(lambda: kept.id in server.received)
        wait_until(lambda: services.sync.status().problem is None)
    services.close()


@pytest.mark.parametrize("address", ["", "ftp://x", "not an address!"])
def test_what_is_no_address_is_refused(sleepy: Services, address: str) -> None:
    with pytest.raises(ConnectionProblem) as refused:
        sleepy.sync.invitation(address)
    assert refused.value.code == "no_community"


def test_an_address_is_tried_before_it_is_chosen(server: FaultServer, sleepy: Services) -> None:
    assert sleepy.sync.invitation(server.address).community.slug == "willow-lane"
    for script, code in (
        (html(), "login_page"),
        (as_json({"hello": "world"}), "bad_answer"),
        (html("not here", 404), "bad_answer"),
        (as_json(server.head() | {"min_client": "9"}), "too_old"),
    ):
        server.answer("GET", "/head", script)
        with pytest.raises(ConnectionProblem) as refused:
            sleepy.sync.invitation(server.address)
        assert refused.value.code == code
    with pytest.raises(ConnectionProblem) as refused:
        sleepy.sync.invitation(f"127.0.0.1:{closed_port()}")
    assert refused.value.code == "no_connection"


class Runs:
    """A worker on tasks that only count; the network and the wall clock are the test's."""

    def __init__(self) -> None:
        self.count = 0
        self.looks = 0
        self.problem: Exception | None = ConnectionProblem("no_connection")
        self.network = frozenset({"192.0.2.7"})
        self.clock = LeapingClock()
        self.move_problem: Exception | None = None
        tasks = SyncTasks(self._run, Counts, lambda: None, self._move, lambda: None)
        self.worker = SyncWorker(
            tasks,
            self.clock,
            EventBus(),
            address="https://willow.example",
            rhythm=Rhythm(watch=0.01, backoff=SLEEPY.backoff),
            network=self._look,
        )

    def _look(self) -> frozenset[str]:
        self.looks += 1
        return self.network

    def _move(self, address: str) -> None:
        if self.move_problem is not None:
            raise self.move_problem

    async def _run(self, address: str, report: SyncReport) -> None:
        self.count += 1
        if isinstance(self.problem, ConnectionProblem):
            report.note(self.problem)
        elif self.problem is not None:
            raise self.problem


class LeapingClock(SystemClock):
    """A clock whose wall time can leap."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@pytest.fixture
def runs() -> Iterator[Runs]:
    made = Runs()
    made.worker.start()
    wait_until(lambda: made.looks > 1)
    yield made
    made.worker.stop()


def test_a_cable_that_is_put_back_in_is_noticed(runs: Runs) -> None:
    runs.network = frozenset()
    looks = runs.looks
    wait_until(lambda: runs.looks > looks + 2)
    assert runs.count == 1
    runs.network = frozenset({"192.0.2.9"})
    wait_until(lambda: runs.count == 2)


def test_a_machine_that_wakes_up_tries_at_once(runs: Runs) -> None:
    def leap_and_look() -> bool:
        runs.clock.ahead += timedelta(hours=1)
        return runs.count > 1

    wait_until(leap_and_look)


def test_a_clock_that_leaps_fifty_years_makes_no_storm(runs: Runs) -> None:
    """Back: no reason for anything. Ahead: one try, as after a long sleep of the machine."""
    runs.clock.ahead = -timedelta(days=365 * 50)
    looks = runs.looks
    wait_until(lambda: runs.looks > looks + 5)
    assert runs.count == 1
    runs.clock.ahead = timedelta(days=365 * 50)
    wait_until(lambda: runs.count == 2)
    looks = runs.looks
    wait_until(lambda: runs.looks > looks + 5)
    assert runs.count == 2


@pytest.mark.expected_log("a sync run broke")
def test_a_fault_in_a_run_does_not_end_the_thread(runs: Runs) -> None:
    runs.problem = ZeroDivisionError()
    runs.worker.request_now()
    wait_until(lambda: runs.worker.status().problem == "problem")
    runs.problem = None
    runs.worker.request_now()
    wait_until(lambda: runs.worker.status().connection is Connection.CONNECTED)


def test_a_store_that_fails_is_told_by_its_name(runs: Runs) -> None:
    runs.problem = StoreProblem("disk_full")
    runs.worker.request_now()
    wait_until(lambda: runs.worker.status().problem == "disk_full")


@pytest.mark.parametrize("running", [True, False])
def test_a_choice_that_can_not_be_kept_is_no_choice(runs: Runs, running: bool) -> None:
    if not running:
        runs.worker.stop()
    runs.move_problem = StoreProblem("disk_full")
    with pytest.raises(StoreProblem, match="disk_full"):
        runs.worker.set_community("https://elsewhere.example")
    assert runs.worker.status().community_url == "https://willow.example"


def test_stopping_twice_and_asking_afterwards_is_harmless(runs: Runs) -> None:
    runs.worker.stop()
    runs.worker.stop()
    runs.worker.request_now()
    runs.worker.set_offline(True)
    assert runs.worker.status().connection is Connection.OFF
