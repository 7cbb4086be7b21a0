"""One run, the reading side: what is new comes in, what is bad does no harm."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.announcement import AnnouncementFilter
from app.events import AnnouncementsChanged, CommunityChanged, Event
from app.formats import wire
from app.services import Services
from app.sync import feed
from app.sync.set_aside import SetAsideList
from tests.fakes.client import idea, run_once
from tests.fakes.fault_server import Fault, FaultServer, Reply, Request, as_json, html, notice


def titles(services: Services) -> set[str]:
    """The English titles of all notices here."""
    page = services.announcements.cards(AnnouncementFilter(), "en", limit=10_000)
    return {card.announcement.text("en").title for card in page.cards}


def paths(server: FaultServer) -> list[str]:
    return [request.path.split("/")[1] for request in server.requests]


def test_everything_new_comes_in_and_is_told(server: FaultServer, services: Services) -> None:
    server.items = [notice(1), notice(2)]
    told: list[Event] = []
    services.events.subscribe(Event, told.append)
    report = run_once(services)
    assert report.problem is None
    assert titles(services) == {"Notice 1", "Notice 2"}
    community = services.communities.current()
    assert community is not None
    assert community.slug == "willow-lane"
    assert {AnnouncementsChanged(), CommunityChanged()} <= set(told)


def test_what_is_here_is_not_fetched_again(server: FaultServer, services: Services) -> None:
    server.items = [notice(1)]
    run_once(services)
    server.requests.clear()
    run_once(services)
    assert paths(server) == ["head"]


def test_pages_are_kept_one_by_one(
    server: FaultServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE_ITEMS", 3)
    server.items = [notice(number) for number in range(1, 9)]
    fetched = 0

    def then_fail(request: Request) -> Reply | Fault:
        nonlocal fetched
        fetched += 1
        return server.healthy(request) if fetched < 3 else Fault.LOST

    server.answer("GET", "/announcements", then_fail)
    problem = run_once(services).problem
    assert problem is not None
    assert problem.code == "no_connection"
    assert len(titles(services)) == 6
    server.heal()
    server.requests.clear()
    assert run_once(services).announcements == 2
    assert len(titles(services)) == 8


def test_another_generation_starts_over_and_drops_what_is_gone(
    server: FaultServer, services: Services
) -> None:
    server.items = [notice(1), notice(2), notice(3)]
    run_once(services)
    services.announcements.mark_read(notice(2)["id"], 1)
    server.generation, server.items = 2, [notice(2), notice(4)]
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 2", "Notice 4"}
    card = services.announcements.get(notice(2)["id"])
    assert card is not None
    assert card.read_revision == 1


def test_a_server_that_went_back_in_time_is_followed(
    server: FaultServer, services: Services
) -> None:
    server.items = [notice(1), notice(5)]
    run_once(services)
    server.items = [notice(1), notice(2)]
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 1", "Notice 2"}


def test_a_generation_that_changes_between_head_and_page(
    server: FaultServer, services: Services
) -> None:
    server.items = [notice(1)]
    run_once(services)
    server.items.append(notice(2))
    server.answer("GET", "/announcements", as_json({"code": "generation"}, 410))
    problem = run_once(services).problem
    assert problem is not None
    assert problem.code == "bad_answer"
    server.heal()
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 1", "Notice 2"}


def test_a_start_over_that_is_broken_off_goes_on_later(
    server: FaultServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE_ITEMS", 1)
    server.items = [notice(1), notice(2)]
    run_once(services)
    server.generation, server.items = 2, [notice(2), notice(3)]
    calls: list[Request] = []

    def once(request: Request) -> Reply | Fault:
        calls.append(request)
        return server.healthy(request) if len(calls) == 1 else Fault.RESET

    server.answer("GET", "/announcements", once)
    run_once(services)
    assert titles(services) == {"Notice 1", "Notice 2"}
    server.heal()
    run_once(services)
    assert titles(services) == {"Notice 2", "Notice 3"}


@pytest.mark.parametrize(
    "page",
    [
        {"items": [], "next": "g1.0", "more": True},
        {"items": [], "next": "g1.2", "more": True},
        {"items": [], "next": "g2.2", "more": False},
        {"items": [], "next": "g1.99", "more": False},
        {"items": "none", "next": "g1.2", "more": False},
        {"next": "g1.2"},
        [],
    ],
)
def test_a_feed_that_makes_no_sense_is_refused_and_leaves_no_trace(
    server: FaultServer, services: Services, page: Any
) -> None:
    server.items = [notice(1)]
    run_once(services)
    server.items.append(notice(2))
    server.answer("GET", "/announcements", as_json(page))
    problem = run_once(services).problem
    assert problem is not None
    assert problem.code == "bad_answer"
    assert titles(services) == {"Notice 1"}
    server.heal()
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 1", "Notice 2"}


@pytest.mark.expected_log("a notice was set aside")
def test_one_bad_notice_is_set_aside_remembered_and_later_replaced(
    server: FaultServer, services: Services
) -> None:
    bad = notice(2, texts={"en": {"title": 5, "body": ""}})
    server.items = [notice(1), bad, notice(3)]
    report = run_once(services)
    assert (report.problem, report.set_aside) == (None, 1)
    assert titles(services) == {"Notice 1", "Notice 3"}
    services.sync._count()
    assert services.sync.status().set_aside == 1
    server.items[1] = notice(2) | {"seq": 4}
    run_once(services)
    assert "Notice 2" in titles(services)
    services.sync._count()
    assert services.sync.status().set_aside == 0


@pytest.mark.expected_log("a notice was set aside")
def test_a_notice_of_five_megabytes_does_not_stop_the_feed(
    server: FaultServer, services: Services
) -> None:
    huge = notice(2)
    huge["texts"]["en"]["body"] = "x" * (5 * 1024 * 1024)
    server.items = [notice(1), huge, notice(3)]
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 1", "Notice 3"}


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones(
    server: FaultServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PAGE_LIMIT", 100_000)
    server.items = [notice(number) for number in range(1, 41)]
    for item in server.items:
        item["texts"]["en"]["body"] = "x" * 9_000
    assert run_once(services).problem is None
    assert len(titles(services)) == 40


def test_an_older_revision_never_comes_back(server: FaultServer, services: Services) -> None:
    server.items = [notice(1, revision=3, change_note={"en": "Third"})]
    run_once(services)
    server.items = [notice(1, revision=2) | {"seq": 2}]
    run_once(services)
    card = services.announcements.get(notice(1)["id"])
    assert card is not None
    assert card.announcement.revision == 3


def spoil_head(**changes: Any) -> Callable[[FaultServer], None]:
    return lambda server: server.answer("GET", "/head", as_json(server.head() | changes))


BAD_HEADS: dict[str, tuple[Callable[[FaultServer], None], str]] = {
    "too_old": (spoil_head(min_client="99"), "too_old"),
    "no_feed": (spoil_head(feed="x"), "bad_answer"),
    "not_json": (lambda s: s.answer("GET", "/head", Reply(b'{"feed": "g1.')), "bad_answer"),
    "portal": (lambda s: s.answer("GET", "/head", html()), "login_page"),
    "trouble": (lambda s: s.answer("GET", "/head", as_json({}, 500)), "server_trouble"),
    "busy": (lambda s: s.answer("GET", "/head", as_json({}, 429)), "busy"),
    "lost": (lambda s: s.answer("GET", "/head", Fault.LOST), "no_connection"),
    "not_found": (lambda s: s.answer("GET", "/head", html("Not here", 404)), "bad_answer"),
}


@pytest.mark.parametrize("name", BAD_HEADS)
def test_a_bad_head_has_its_name_and_the_next_good_run_works(
    server: FaultServer, services: Services, name: str
) -> None:
    spoil, code = BAD_HEADS[name]
    server.items = [notice(1)]
    spoil(server)
    kept = services.send(idea())
    report = run_once(services)
    assert report.problem is not None
    assert report.problem.code == code
    server.heal()
    assert run_once(services).problem is None
    assert titles(services) == {"Notice 1"}
    assert kept.id in server.received


def test_a_program_that_is_too_old_keeps_its_words(server: FaultServer, services: Services) -> None:
    server.answer("GET", "/head", as_json(server.head() | {"min_client": "1.0"}))
    services.send(idea())
    run_once(services)
    assert server.received == {}
    assert services.outbox.waiting() == 1


def with_media(number: int, *contents: bytes, **changes: Any) -> dict[str, Any]:
    media = [
        {
            "role": "picture",
            "sha256": hashlib.sha256(content).hexdigest(),
            "type": "image/png",
            "size": len(content),
            "description": {"en": "A picture"},
            **changes,
        }
        for content in contents
    ]
    return notice(number, media=media)


def test_pictures_come_and_a_false_one_holds_up_nothing(
    server: FaultServer, services: Services
) -> None:
    false, true, gone = b"false", b"true", b"gone"
    names = {name: hashlib.sha256(name).hexdigest() for name in (false, true, gone)}
    server.items = [with_media(1, false, gone, true)]
    server.media = {names[false]: b"other bytes", names[true]: true}
    report = run_once(services)
    assert report.problem is None
    assert (report.media, report.media_failed) == (1, 2)
    path = services.announcements.media_path(names[true])
    assert path is not None
    assert path.read_bytes() == true
    assert services.announcements.media_path(names[false]) is None
    server.media = {names[false]: false, names[gone]: gone}
    assert run_once(services).media == 2


def test_a_picture_that_is_too_large_is_not_fetched(
    server: FaultServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MEDIA_LIMIT", 10)
    said, unsaid = b"x" * 11, b"y" * 12
    server.items = [with_media(1, said), with_media(2, unsaid, size=5)]
    server.media = {hashlib.sha256(content).hexdigest(): content for content in (said, unsaid)}
    report = run_once(services)
    assert (report.media, report.media_failed) == (0, 2)
    assert paths(server).count("media") == 1


def test_a_sound_that_is_cut_off_goes_on_where_it_was(
    server: FaultServer, services: Services
) -> None:
    content = bytes(range(256)) * 40
    name = hashlib.sha256(content).hexdigest()
    server.items, server.media = [with_media(1, content)], {name: content}

    def cut(request: Request) -> Reply:
        return replace(server.healthy(request), cut_after=4000)

    server.answer("GET", "/media", cut)
    for _ in range(2):
        assert run_once(services).media == 0
    server.heal()
    assert run_once(services).media == 1
    path = services.announcements.media_path(name)
    assert path is not None
    assert path.read_bytes() == content
    ranges = [r.headers.get("range") for r in server.requests if r.path.startswith("/media")]
    assert ranges == [None, "bytes=4000-", "bytes=8000-"]


@pytest.mark.parametrize("status", [200, 206, 416])
def test_a_server_that_does_not_go_on_as_asked_is_no_harm(
    server: FaultServer, services: Services, status: int
) -> None:
    content = b"a sound" * 1000
    name = hashlib.sha256(content).hexdigest()
    server.items, server.media = [with_media(1, content)], {name: content}
    server.answer("GET", "/media", Reply(content, cut_after=10))
    run_once(services)
    server.answer("GET", "/media", Reply(content, status))
    run_once(services)
    server.heal()
    run_once(services)
    path = services.announcements.media_path(name)
    assert path is not None
    assert path.read_bytes() == content


def test_a_bad_community_keeps_the_one_that_is_here(
    server: FaultServer, services: Services
) -> None:
    run_once(services)
    server.community = {**server.community, "name": "Willow Lane"}
    server.items = [notice(1)]
    problem = run_once(services).problem
    assert problem is not None
    assert problem.code == "bad_answer"
    community = services.communities.current()
    assert community is not None
    assert community.name["en"] == "Willow Lane"
    assert titles(services) == {"Notice 1"}


def test_markup_and_rare_characters_come_through_as_text(
    server: FaultServer, services: Services
) -> None:
    title = '<a href="file:///etc">𠮷 👨‍👩‍👧</a>'
    body = "<img src=file:///x onerror=alert(1)><script>x</script>"
    item = notice(1, texts={"en": {"title": title, "body": body}})
    server.items = [json.loads(json.dumps(item))]
    run_once(services)
    card = services.announcements.get(item["id"])
    assert card is not None
    text = card.announcement.text("en")
    assert (text.title, text.body) == (title, body)


def test_another_community_starts_over(server: FaultServer, services: Services) -> None:
    server.items = [notice(1)]
    run_once(services)
    with FaultServer() as other:
        other.items = [notice(7)]
        services.sync.set_community(other.address)
        assert services.profiles.load().community_url == other.address
        assert titles(services) == {"Notice 1"}
        assert run_once(services).problem is None
        assert titles(services) == {"Notice 7"}


@pytest.mark.parametrize("spoilt", ["", "g1", "[", "[1]", '["g9", 1]', '{"a": 1}', "[" * 9000, "7"])
def test_what_the_disk_spoilt_of_where_the_feed_was_is_asked_for_anew(
    server: FaultServer, services: Services, expected_log: Any, spoilt: str
) -> None:
    server.items = [notice(1)]
    run_once(services)
    server.items = [notice(2)]
    for name in ("refused_from", "set_aside"):
        services.memos.put(name, spoilt)
    with services.store.write() as connection:
        connection.execute("UPDATE feed SET cursor = ?", (spoilt,))
    expected_log("where the notices were followed to is damaged")
    assert run_once(services).problem is None
    # What the feed no longer holds is gone, too: it was read from its beginning.
    assert titles(services) == {"Notice 2"}
    assert SetAsideList(services.memos).count() == 0
