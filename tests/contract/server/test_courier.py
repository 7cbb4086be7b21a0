"""Sticks between the program and a running server, mixed with connections in every order."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

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
    swap = stranger.swap(stick)
    assert (swap.brought.news, swap.problem) == (News.NONE, "stick_no_key")
    run_once(stranger)
    swap = stranger.swap(stick)
    assert (swap.brought.news, swap.problem) == (News.SAME, "stick_no_box")
    stranger.close()


def test_only_joined_machines_may_send_by_stick_too(
    desk: Desk, machine: Callable[..., Services], stick: Path, address: str
) -> None:
    services = machine()
    run_once(services)
    desk.do("only_joined", slug=SLUG, yes=True)
    try:
        kept = services.send(idea("From a joined machine."))
        for held_by in ("not_joined", None):
            services.swap(stick)
            desk.courier(stick, "--community", SLUG)
            brought = services.swap(stick).brought
            assert the(services, kept.id).entries[0].held_by == held_by
            assert brought.received == (held_by is None)
            if held_by is not None:
                code = desk.do("join_code", slug=SLUG)["done"]
                services.join(services.look_at(address), code)
        # An answer for one machine alone, by the beginning of its id.
        (own,) = [one.name for one in (stick / "Footbridge").glob("*.fbout")]
        other = stick.with_name("other")
        other.mkdir()
        short = own.removeprefix(f"{SLUG}-")[:8]
        desk.courier(other, "--machine", short.upper(), "--export-only")
        (only,) = (other / "Footbridge").glob("*.fbin")
        assert only.name.startswith(f"{SLUG}-{short}-")
    finally:
        desk.do("only_joined", slug=SLUG, yes=False)


@pytest.mark.usefixtures("address")
def test_a_full_stick_has_the_words_and_names_the_rest(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], check=True)
    nobody = ("--machine", "00000000-0000-4000-8000-000000000000", "--export-only")
    try:
        (place / "photo.jpg").write_bytes(bytes(200_000))
        out, wrong = desk.courier(place, "--community", SLUG, *nobody)
        assert "notices of mill-brook" in out, wrong
        assert "had no room. The stick is full." in wrong
        (news,) = (place / "Footbridge").iterdir()
        with zipfile.ZipFile(news) as archive:
            assert archive.testzip() is None
            assert not [name for name in archive.namelist() if name.startswith("media-")]
        with contextlib.suppress(OSError), (place / "film").open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        # Nothing fits beside the news that are there, not even in their place: they stay whole.
        desk.do("publish", slug=SLUG, title="No room for this")
        desk.courier(place, "--community", SLUG, *nobody)
        assert not list(place.rglob("*.part"))
        (place / "photo.jpg").unlink()
        (place / "film").unlink()
        out, wrong = desk.courier(place, "--community", SLUG, *nobody)
        assert wrong == ""
        (news,) = (place / "Footbridge").iterdir()
        with zipfile.ZipFile(news) as archive:
            assert [name for name in archive.namelist() if name.startswith("media-")]
    finally:
        subprocess.run(["umount", str(place)], check=True)


class Walk:
    """A person, an office, two sticks and a connection, in any order; what was seen of each."""

    RANK: ClassVar = {"kept": 0, "received": 1, "in_progress": 2, "answered": 3, "closed": 4}

    def __init__(self, services: Services, desk: Desk, sticks: list[Path], seed: int) -> None:
        self.services, self.desk, self.sticks = services, desk, sticks
        self.chance = random.Random(seed)
        self.said: list[str] = []
        self.back: set[str] = set()
        self.reopened: set[str] = set()
        self.rank: dict[str, int] = {}
        self.replies: dict[str, int] = {}

    def step(self) -> None:
        """One of them does something; then all that is shown must be true."""
        deeds = (self.send, self.swap, self.swap, self.office, self.office, self.connect)
        deeds += (self.answer, self.take_back, self.write_back, self.old_stick, self.publish)
        self.chance.choice(deeds)()
        for one in self.services.conversations.all():
            if one.state in (ConversationState.ERASED, ConversationState.REFUSED):
                assert one.id in self.back
                continue
            rank = self.RANK[one.state.value]
            if rank < self.rank.get(one.id, 0) and one.id in self.reopened:
                self.reopened.discard(one.id)
                self.rank[one.id] = rank
            assert rank >= self.rank.get(one.id, 0), f"{one.state} came after a later one"
            self.rank[one.id] = rank
            if one.state is not ConversationState.KEPT:
                voice = any(entry.recording is not None for entry in one.entries[:1])
                assert self.desk.do("count", id=one.id)["done"] == [1, int(voice)]

    def send(self) -> None:
        draft = idea(f"Number {len(self.said)}.")
        if self.chance.random() < 0.3:
            draft = with_voice(self.services, draft, VOICE)
        self.said.append(self.services.send(draft).id)

    def swap(self) -> None:
        assert self.services.swap(self.chance.choice(self.sticks)).problem is None

    def office(self) -> None:
        assert self.desk.courier(self.chance.choice(self.sticks), "--community", SLUG)[1] == ""

    def connect(self) -> None:
        assert run_once(self.services).problem is None

    def old_stick(self) -> None:
        """One becomes what the other one is, or was."""
        one, other = self.chance.sample(self.sticks, 2)
        shutil.rmtree(other)
        shutil.copytree(one, other)

    def publish(self) -> None:
        self.desk.do("publish", slug=SLUG, title=f"Notice {self.chance.random()}")

    def answer(self) -> None:
        for id_ in self._there():
            self.desk.do("answer", id=id_, text=f"Answer {self.chance.random()}")
            self.replies[id_] = self.replies.get(id_, 0) + 1
            return

    def write_back(self) -> None:
        for id_ in self._there():
            if the(self.services, id_).state is ConversationState.ANSWERED:
                self.services.write_back(id_, "And more.", "en")
                # Whoever writes on opens it again, once the office has it.
                self.reopened.add(id_)
                return

    def take_back(self) -> None:
        for id_ in self.chance.sample(self.said, min(len(self.said), 1)):
            if id_ not in self.back:
                self.services.take_back(id_)
                self.back.add(id_)

    def _there(self) -> list[str]:
        found = [one for one in self.said if one not in self.back]
        self.chance.shuffle(found)
        return [one for one in found if self.desk.do("count", id=one)["done"][0]]

    def end(self) -> None:
        """By sticks alone everything comes to rest: all is there, once, and all is here."""
        for _ in range(3):
            for stick in self.sticks:
                assert self.services.swap(stick).problem is None
                self.desk.courier(stick, "--community", SLUG)
        assert self.services.swap(self.sticks[-1]).problem is None
        assert self.services.outbox.waiting() == 0
        for id_ in self.said:
            if id_ not in self.back:
                one = the(self.services, id_)
                assert one.state is not ConversationState.KEPT
                assert sum(not entry.mine for entry in one.entries) == self.replies.get(id_, 0)
        before = titles(self.services)
        self.connect()
        assert titles(self.services) == before


@pytest.mark.parametrize("seed", [int(n) for n in os.environ.get("COURIER_SEEDS", "5").split()])
def test_any_order_of_sticks_and_connections(
    desk: Desk, machine: Callable[..., Services], tmp_path: Path, seed: int
) -> None:
    sticks = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    for one in sticks:
        one.mkdir()
    services = machine()
    first_news(services, desk, sticks[0])
    walk = Walk(services, desk, sticks, seed)
    for _ in range(int(os.environ.get("COURIER_STEPS", "40"))):
        walk.step()
    walk.end()
