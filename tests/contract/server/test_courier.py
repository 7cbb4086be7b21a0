"""Sticks between the program and a running server, mixed with connections in every order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.announcement import AnnouncementFilter
from app.domain.feedback import Conversation, ConversationState, RecordingState, Withdrawal
from app.domain.swap import News
from app.services import Services
from tests.contract.golden_data import GOLDEN
from tests.contract.server.courier_desk import Desk
from tests.contract.server.source import change, copy_of_golden
from tests.fakes.client import client, idea, run_once, with_voice
from tests.servers import RunningServer

SLUG = "mill-brook"
VOICE = (GOLDEN / "voice.ogg").read_bytes()


@pytest.fixture(scope="session")
def address(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address, with its code, of a community that signs and can be sealed for."""
    folder = copy_of_golden(tmp_path_factory.mktemp("mill") / "source")

    def rename(value: dict[str, object]) -> None:
        value["slug"] = SLUG

    def other_ids(value: list[dict[str, object]]) -> None:
        for one in value:
            one["id"] = f"abc{str(one['id'])[3:]}"

    change(folder / "community.json", rename)
    change(folder / "announcements.json", other_ids)
    server.manage("load_community", str(folder))
    root = tmp_path_factory.mktemp("root") / "root"
    made = server.manage(
        *("keys", "make", "--community", SLUG, "--root", str(root), "--passphrase-stdin"),
        given="a bridge of willow wood\n",
    )
    code = next(line[6:] for line in made.splitlines() if line.startswith("code: "))
    return f"{server.address}/c/{SLUG}#{code}"


@pytest.fixture(scope="session")
def desk(server: RunningServer) -> Iterator[Desk]:
    with Desk(server) as one:
        yield one


@pytest.fixture
def machine(address: str, tmp_path: Path) -> Iterator[Callable[[str], Services]]:
    """Makes machines of that community that were never connected."""
    made: list[Services] = []

    def make(name: str = "data") -> Services:
        made.append(client(tmp_path / name, address))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def the(services: Services, id_: str) -> Conversation:
    return next(one for one in services.conversations.all() if one.id == id_)


def titles(services: Services) -> set[str]:
    cards = services.announcements.cards(AnnouncementFilter(), "en", limit=500).cards
    assert all(card.checked for card in cards)
    return {text.title for card in cards for text in card.announcement.texts.values()}


def first_news(services: Services, desk: Desk, stick: Path) -> None:
    """A machine that never had a connection hears of its community by a stick."""
    assert services.swap(stick).problem == "stick_no_key"
    desk.courier(stick, "--community", SLUG, "--export-only")
    swap = services.swap(stick)
    assert (swap.problem, swap.brought.news) == (None, News.TAKEN)
    assert swap.brought.notices > 3
    assert swap.brought.media_missing == 0


def test_a_machine_without_any_connection(
    desk: Desk, machine: Callable[..., Services], stick: Path
) -> None:
    services = machine()
    first_news(services, desk, stick)
    assert services.communities.current()
    assert services.sync.status().last_contact is None
    assert services.last_stick() is not None

    spoken = services.send(with_voice(services, idea(), VOICE))
    written = services.send(idea("A second thing."))
    back = services.send(idea("Never mind."))
    swap = services.swap(stick)
    assert (swap.taken.messages, swap.taken.recordings, swap.taken.left_out) == (3, 1, 0)
    kept = the(services, written.id)
    assert kept.state is ConversationState.KEPT
    assert kept.entries[0].on_stick is not None
    # It left on the stick, so that it can only be asked for.
    assert services.take_back(back.id).withdrawal is Withdrawal.WANTED
    services.swap(stick)
    (own,) = (stick / "Footbridge").glob("*.fbout")

    out, wrong = desk.courier(stick, "--community", SLUG)
    assert wrong == ""
    assert own.name in out
    assert desk.do("count", id=spoken.id)["done"] == [1, 1]
    assert desk.do("count", id=back.id)["done"] == [0, 0]
    brought = services.swap(stick).brought
    assert (brought.received, brought.damaged, brought.strange, brought.for_others) == (2, 0, 0, 0)
    said = the(services, spoken.id)
    assert said.state is ConversationState.RECEIVED
    assert said.entries[0].recording is not None
    assert said.entries[0].recording.state is RecordingState.RECEIVED
    assert said.entries[0].on_stick is None
    assert the(services, back.id).withdrawal is Withdrawal.DONE
    assert services.outbox.waiting() == 0

    # Another stick, made from what the server remembers, brings the answer; write back goes out.
    desk.do("answer", id=spoken.id, text="We come on Friday.")
    gone = desk.do("publish", slug=SLUG, title="New by stick")["done"]
    other = stick.with_name("other")
    other.mkdir()
    desk.courier(other, "--community", SLUG, "--export-only")
    brought = services.swap(other).brought
    assert (brought.answers, brought.news) == (1, News.TAKEN)
    assert the(services, spoken.id).state is ConversationState.ANSWERED
    assert "New by stick" in titles(services)
    more = services.write_back(spoken.id, "Thank you.", "en")
    desk.do("delete", id=gone)
    services.swap(stick)
    desk.courier(stick, "--community", SLUG)
    assert services.swap(stick).brought.received == 1
    assert the(services, spoken.id).state is ConversationState.IN_PROGRESS or more
    assert "New by stick" not in titles(services)

    # The stick of before is an old one now: it changes nothing.
    before = (services.conversations.all(), titles(services))
    brought = services.swap(other).brought
    assert (brought.news, brought.old_answers, brought.anything) == (News.OLD, 1, False)
    assert (services.conversations.all(), titles(services)) == before


def test_a_stick_and_a_connection_overtake_each_other(
    desk: Desk, machine: Callable[..., Services], stick: Path, server: RunningServer
) -> None:
    services = machine()
    run_once(services)
    # The stick first, the connection meanwhile, the stick's answer last.
    one = services.send(with_voice(services, idea("By both roads."), VOICE))
    services.swap(stick)
    out = sorted((stick / "Footbridge").glob("*.fbout"))
    report = run_once(services)
    assert (report.sent, report.recordings) == (1, 1)
    desk.do("answer", id=one.id, text="By a connection.")
    run_once(services)
    assert the(services, one.id).state is ConversationState.ANSWERED
    late = stick.with_name("late")
    shutil.copytree(stick, late)
    desk.courier(late, "--community", SLUG)
    assert desk.do("count", id=one.id)["done"] == [1, 1]
    before = services.conversations.all()
    assert services.swap(late).brought.settled == 0
    assert services.conversations.all() == before

    # The connection after the stick has carried it: there once, received once.
    two = services.send(idea("The stick was faster."))
    services.swap(stick)
    assert out != sorted((stick / "Footbridge").glob("*.fbout"))
    desk.courier(stick, "--community", SLUG)
    assert run_once(services).sent == 1
    assert services.swap(stick).brought.received == 0
    assert desk.do("count", id=two.id)["done"] == [1, 0]

    # Two sticks cross: the later one is there first.
    three = services.send(idea("On both sticks."))
    services.swap(stick)
    services.send(idea("On the second."))
    crossing = stick.with_name("crossing")
    crossing.mkdir()
    services.swap(crossing)
    desk.courier(crossing, "--community", SLUG)
    desk.courier(stick, "--community", SLUG)
    assert services.swap(crossing).brought.received == 2
    desk.do("answer", id=three.id, text="Seen.")
    assert run_once(services).problem is None
    before = services.conversations.all()
    services.swap(stick)
    assert services.conversations.all() == before

    # What an answer on a stick says of before is old; a new one in it counts all the same.
    desk.courier(stick, "--community", SLUG)
    desk.do("erase", id=three.id)
    run_once(services)
    assert the(services, three.id).state is ConversationState.ERASED
    services.swap(stick)
    assert the(services, three.id).state is ConversationState.ERASED


def test_what_is_not_ours_is_left_alone_and_named(
    desk: Desk, machine: Callable[..., Services], stick: Path, server: RunningServer, tmp_path: Path
) -> None:
    services, neighbour = machine("data"), machine("neighbour")
    first_news(services, desk, stick)
    neighbour.swap(stick)
    for one in (services, neighbour):
        one.send(idea())
        one.swap(stick)
    folder = stick / "Footbridge"
    mine, theirs = sorted(folder.glob("*.fbout"))
    (folder / "broken-00000000-000001.fbout").write_bytes(mine.read_bytes()[:-9])
    (folder / "no-00000000-000001.fbout").write_bytes(b"nothing")
    (folder / "link-00000000-000001.fbout").symlink_to("/etc/passwd")
    (folder / "dir-00000000-000001.fbout").mkdir()
    out, wrong = desk.courier(stick)
    assert mine.name in out
    assert theirs.name in out
    assert sorted(line.split(":")[0] for line in wrong.splitlines()) == [
        "broken-00000000-000001.fbout",
        "no-00000000-000001.fbout",
    ]
    assert "cut off" in wrong
    # Each takes what is its own, out of the news and answers of all.
    for one in (services, neighbour):
        brought = one.swap(stick).brought
        assert brought.received == 1
        assert brought.for_others >= 3
    # A community that this server does not have.
    _, wrong = desk.courier(stick, "--community", "stone-bridge", "--import-only")
    assert "not here" in wrong
    # One that signs nothing: not checked, and only where it is the one that is known.
    stranger = client(tmp_path / "stranger", server.address)
    assert stranger.swap(stick).brought.news is News.NONE
    run_once(stranger)
    assert stranger.swap(stick).brought.news is News.SAME
    stranger.close()
