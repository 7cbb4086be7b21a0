"""The snapshot: whole or not at all, newest first, and nothing stale or raised from the dead."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest

from app.domain.announcement import AnnouncementFilter
from app.errors import BadData
from app.formats import wire
from app.services import Services
from tests.fakes.client import run_once
from tests.fakes.fault_server import FaultServer, Reply, Request, as_json, notice, zstd


def here(services: Services) -> set[str]:
    """The notices that a reader sees, by the ends of their ids."""
    cards = services.announcements.cards(AnnouncementFilter(), "en", limit=1000).cards
    return {f"{card.announcement.seq}/{card.announcement.revision}" for card in cards}


def files(server: FaultServer) -> list[Request]:
    return [r for r in server.requests if r.path.startswith("/snapshot/")]


def filled(server: FaultServer, count: int = 8) -> None:
    server.items = [notice(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_first_pull_takes_the_newest_and_then_the_older_ones(
    server: FaultServer, services: Services, encoding: str
) -> None:
    filled(server)
    newest, older = server.make_snapshot(3, encoding=encoding)
    server.items.append(notice(9))
    server.answer("GET", f"/snapshot/{older}", as_json({}, 500))
    run_once(services)
    # The newest and what came since are there, while the rest does not come.
    assert here(services) == {"6/1", "7/1", "8/1", "9/1"}
    server.heal()
    report = run_once(services)
    assert report.problem is None
    assert here(services) == {f"{n}/1" for n in range(1, 10)}
    assert [r.path for r in files(server)] == [
        *(f"/snapshot/{newest}", f"/snapshot/{older}", f"/snapshot/{older}")
    ]
    assert services.announcements.older() is None
    assert not services.announcements.refilling()
    server.requests.clear()
    run_once(services)
    assert [r.path for r in server.requests] == ["/head"]


def test_what_is_deleted_or_changed_meanwhile_does_not_come_back_with_the_older_ones(
    server: FaultServer, services: Services
) -> None:
    filled(server)
    _, older = server.make_snapshot(3)
    server.answer("GET", f"/snapshot/{older}", as_json({}, 500))
    run_once(services)
    gone = {"id": notice(2)["id"], "seq": 9, "deleted": True}
    corrected = {**notice(3), "seq": 10, "revision": 2}
    server.items = [i for i in server.items if i["seq"] not in (2, 3)] + [gone, corrected]
    run_once(services)
    server.heal()
    run_once(services)
    assert here(services) == {"1/1", "10/2", "4/1", "5/1", "6/1", "7/1", "8/1"}


@pytest.mark.parametrize("why", ["generation", "horizon"])
def test_beginning_anew_drops_what_is_gone_and_keeps_what_was_read(
    server: FaultServer, services: Services, why: str
) -> None:
    filled(server)
    run_once(services)
    services.announcements.mark_read(notice(5)["id"], 1)
    server.items = [notice(number) for number in (4, 5, 6, 7, 8)] + [notice(20)]
    if why == "generation":
        server.generation = 2
    else:
        server.horizon = 15  # 1, 2 and 3 were deleted, and that is forgotten
    _, older = server.make_snapshot(2)
    server.answer("GET", f"/snapshot/{older}", as_json({}, 500))
    run_once(services)
    assert "20/1" in here(services)
    server.heal()
    run_once(services)
    assert here(services) == {"4/1", "5/1", "6/1", "7/1", "8/1", "20/1"}
    card = services.announcements.get(notice(5)["id"])
    assert card is not None
    assert card.read_revision == 1


def test_a_cut_download_goes_on_where_it_was(server: FaultServer, services: Services) -> None:
    filled(server, 40)
    (digest,) = server.make_snapshot(40)
    whole = server.files[digest]
    server.answer("GET", "/snapshot/", Reply(whole, cut_after=100))
    run_once(services)
    assert here(services) == set()
    server.heal()
    run_once(services)
    assert len(here(services)) == 40
    assert [r.headers.get("range") for r in files(server)] == [None, "bytes=100-"]


def bad_files(server: FaultServer, digest: str) -> dict[str, Reply]:
    good = server.files[digest]
    turned = bytearray(good)
    turned[len(good) // 2] ^= 1
    return {
        "one bit": Reply(bytes(turned)),
        "longer": Reply(good + b"more"),
        "another": Reply(gzip.compress(b'{"items": []}')),
        "gone": as_json({"code": "not_found"}, 404),
    }


@pytest.mark.parametrize("name", ["one bit", "longer", "another", "gone"])
def test_a_file_that_is_not_what_its_name_says_is_dropped(
    server: FaultServer, services: Services, name: str
) -> None:
    """And the notices come page by page."""
    filled(server, 10)
    (digest,) = server.make_snapshot(10)
    server.answer("GET", "/snapshot/", bad_files(server, digest)[name])
    report = run_once(services)
    assert report.problem is None
    assert len(here(services)) == 10
    assert any(r.path == "/announcements" for r in server.requests)


def test_an_older_file_that_is_gone_begins_anew(server: FaultServer, services: Services) -> None:
    filled(server)
    _, older = server.make_snapshot(3)
    del server.files[older]
    assert run_once(services).problem is not None
    assert here(services) == {"6/1", "7/1", "8/1"}
    server.make_snapshot(4)
    assert run_once(services).problem is None
    assert len(here(services)) == 8


@pytest.mark.parametrize("name", [{}, [], 7, {"feed": "g1.8"}, {"feed": "g9.8", "gzip": {}}])
def test_a_name_that_makes_no_sense_costs_nothing(
    server: FaultServer, services: Services, name: object
) -> None:
    filled(server)
    server.snapshot = name  # type: ignore[assignment]
    assert run_once(services).problem is None
    assert len(here(services)) == 8
    assert files(server) == []


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb_costs_little_memory(encoding: str) -> None:
    """A megabyte or less that would unpack to a quarter of a gigabyte."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31) if encoding == "gzip" else zstd.ZstdCompressor()
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    assert len(bomb) < wire.SNAPSHOT_LIMIT
    tracemalloc.start()
    try:
        with pytest.raises(BadData):
            wire.unpack(bomb, encoding)
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()
    text = json.dumps({"items": []}).encode()
    assert wire.unpack(gzip.compress(text), "gzip") == text
    with pytest.raises(BadData):
        wire.unpack(gzip.compress(text)[:-4], "gzip")


def test_half_of_one_snapshot_is_never_gone_on_with_in_another(
    server: FaultServer, services: Services
) -> None:
    filled(server)
    newest, _ = server.make_snapshot(3)
    server.answer("GET", f"/snapshot/{newest}", Reply(server.files[newest], cut_after=50))
    run_once(services)
    server.heal()
    server.items.append(notice(9))
    server.make_snapshot(4)  # another one took its place meanwhile
    run_once(services)
    assert len(here(services)) == 9
