"""The drill of the wire: clients, a server and an office in a world where half of all goes wrong.

A world has a real server process (SQLite or PostgreSQL), some real clients without a window, each
behind a network of its own that spoils about half of all exchanges, two publishers and somebody who
answers. Clients and server are killed with -9, disks fill up, clocks jump. A simple model, made of
what was acknowledged alone, is compared with each client's screen after each step, with the
server's own database, and with both at the end, when all faults are over and all must have healed.

All that is decided by chance comes from the seed. What the scheduler of the machine decides (which
of two processes is first) can't be repeated; kills are placed by exchange and by answer, so that a
seed comes as close as may be.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.contract.golden_data import GOLDEN
from tests.contract.server.recordings import spoken
from tests.drill_model import RANKS, Said, Talk
from tests.drill_nursery import Child, Line, Nursery
from tests.drill_office_hours import Board, Publisher, Staff
from tests.drill_people import Home, Person
from tests.fakes.fault_proxy import FaultProxy, Kind
from tests.ledger import Held, Ledger
from tests.servers import NO_LIMITS, RunningServer, postgres_url, run_server

DATABASES = ("sqlite", "postgresql")
PEOPLE = 3
#: Rounds of a world: between two of them the office decides what to do next.
ROUNDS = 6
MESSAGES = 240
#: Seconds within which all must have healed.
HEALS_WITHIN_S = 30.0
#: The last steps that are told when something was found.
_LAST_STEPS = 12
#: After so many worlds it is told how far they are.
_TOLD_EACH = 5
_SLUG = "reed-court"


@dataclass(slots=True)
class Outcome:
    """What came of the worlds so far."""

    worlds: int = 0
    messages: int = 0
    publications: int = 0
    replies: int = 0
    exchanges: int = 0
    faulted: Counter[Kind] = field(default_factory=Counter)
    client_kills: int = 0
    server_kills: int = 0
    publisher_kills: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    #: The seeds of the worlds in which something was found.
    failed: list[int] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For a person to read."""
        faulted = self.faulted.total()
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(self.faulted.items()))
        first = (
            f"{self.worlds} worlds, {self.messages:,} messages, {self.publications:,} publications,"
            f" {self.replies:,} answers, {self.exchanges:,} exchanges,"
            f" {faulted / max(self.exchanges, 1):.0%} of them went wrong,"
            f" client killed {self.client_kills:,} times, server {self.server_kills:,}"
            f" times, publisher {self.publisher_kills:,} times:"
            f" {len(self.problems)} violations, {self.seconds:.0f} s"
        )
        return [first, f"  {kinds}"]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is, and what goes wrong in it. Between two rounds the office plans."""

    messages: int = MESSAGES
    people: int = PEOPLE
    rounds: int = ROUNDS
    kinds: tuple[Kind, ...] = tuple(Kind)
    heals_within_s: float = HEALS_WITHIN_S


class Ground:
    """What all worlds of one database begin with, made once: a community that signs, and staff."""

    def __init__(self, place: Path, database: str) -> None:
        self._place = place
        self._template = place / "template"
        self._database = postgres_url() if database == "postgresql" else None
        self.voices = _voices(place)
        server = run_server(
            self._template, self._database, GOLDEN / "source", environment=NO_LIMITS
        )
        made = server.manage(
            *("keys", "make", "--community", _SLUG, "--root", str(place / "root")),
            "--passphrase-stdin",
            given="a bridge of willow wood\n",
        )
        self.code = next(line[6:] for line in made.splitlines() if line.startswith("code: "))
        server.stop()

    def server(self, folder: Path) -> RunningServer:
        """A server on a copy of it."""
        shutil.copytree(self._template, folder, ignore=shutil.ignore_patterns("server.log"))
        url = None if self._database is None else postgres_url(like=self._database)
        return run_server(folder, url, environment=NO_LIMITS)


class World:
    """One world, from its beginning to the last look. Use it as a context manager."""

    def __init__(self, ground: Ground, seed: str, size: Size, plant: str = "") -> None:
        self._size = size
        self._plant = plant
        self.problems: list[str] = []
        self.server_kills = 0
        self._stack = ExitStack()
        self._place = Path(self._stack.enter_context(_folder("footbridge-drill-")))
        self.server = ground.server(self._place / "server")
        self._stack.callback(lambda: self.server.kill())
        self._port = urlsplit(self.server.address).port or 0
        self.ledger = Ledger(self.server)
        self._stack.callback(self.ledger.close)
        self.board = Board()
        programs, offices = Nursery("tests.drill_client"), Nursery("tests.drill_office")
        self._stack.callback(programs.close)
        self._stack.callback(offices.close)
        told = {"environment": self.server.environment, "community": _SLUG}

        def hired() -> Child:
            child = offices.child(told)
            child.hear()
            return child

        self.publishers = [
            Publisher(hired, self.board, f"{seed} publisher {number}", self.complain)
            for number in range(2)
        ]
        self.staff = Staff(hired(), f"{seed} staff", self.complain)
        self.people = [
            self._person(ground, programs, f"{seed} person {number}")
            for number in range(size.people)
        ]
        self._dead, self._over = threading.Event(), False
        self._keeper = threading.Thread(target=self._keep, name="server-keeper")
        self._keeper.start()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._dead.set()
        self._keeper.join()
        for person in self.people:
            person.end()
        for child in (self.staff.child, *(one.child for one in self.publishers)):
            child.bury()
        self._stack.close()

    def complain(self, problem: str) -> None:
        """Something was found that must never be."""
        if problem not in self.problems:
            self.problems.append(problem)

    def run(self) -> None:
        """All rounds, the healing, and the last look; it ends where something is found."""
        for number in range(1, self._size.rounds + 1):
            self._round(number)
            self._look_at_server()
            if self.problems:
                return
            if self._plant == "the server forgets":
                self.staff.forget_one(self._received_ones())
        self._heal()

    def _round(self, number: int) -> None:
        messages, rounds = self._size.messages, self._size.rounds
        publishing = messages // rounds // 4
        share = messages * number // rounds // len(self.people)
        plans = [publisher.plan(publishing) for publisher in self.publishers]
        answers = self.staff.plan(self.ledger.messages())
        with ThreadPoolExecutor(len(self.people) + 3) as pool:
            work = [
                *(
                    pool.submit(one.work, plan)
                    for one, plan in zip(self.publishers, plans, strict=True)
                ),
                pool.submit(self.staff.work, answers),
                *(pool.submit(person.live_until, share) for person in self.people),
            ]
            for one in work:
                one.result()

    def kill_server(self) -> None:
        """`kill -9` for all its processes, now; somebody else starts it anew."""
        if not self._dead.is_set() and not self._over:
            self.server_kills += 1
            os.killpg(self.server.process.pid, signal.SIGKILL)
            self._dead.set()

    def _keep(self) -> None:
        while self._dead.wait() and not self._over:
            self.server.kill()
            url = self.server.environment.get("DATABASE_URL")
            self.server = run_server(
                self.server.data_dir, url, port=self._port, environment=NO_LIMITS
            )
            self._dead.clear()

    # What must be true of the server.

    def _look_at_server(self) -> None:
        messages, erased = self.ledger.messages(), self.ledger.erased()
        known = {id_: said for person in self.people for id_, said in person.model.said().items()}
        for id_ in messages.keys() - known.keys():
            self.complain(f"the server has a message that nobody wrote: {id_}")
        for id_ in messages.keys() & erased:
            self.complain(f"erased and there: {id_}")
        for talk in self._talks():
            for id_ in _claimed(talk) - messages.keys() - erased:
                self.complain(f"received, and the server does not have it any more: {id_}")
            if talk.seen and talk.seen["withdrawal"] in ("done", "never_sent"):
                for id_ in messages.keys() & talk.parts.keys():
                    self.complain(f"taken back, and on the server: {id_}")
        for person in self.people:
            for problem in person.proxy.broken:
                self.complain(problem)

    def _heal(self) -> None:
        for person in self.people:
            person.proxy.share = 0.0
        while self._dead.is_set():
            time.sleep(0.02)
        with ThreadPoolExecutor(len(self.people)) as pool:
            list(pool.map(self._last_look, self.people))
        self._look_at_server()
        there = self.ledger.notices()
        for problem in self.board.problems(there):
            self.complain(problem)
        replies = self.ledger.replies()
        for id_, acknowledged in self.staff.replies.items():
            if id_ in replies.keys() | (self.ledger.messages().keys() - self.staff.erased):
                for lost in acknowledged.keys() - replies.get(id_, {}).keys():
                    self.complain(f"an answer is lost on the server: {lost} of {id_}")

    def _last_look(self, person: Person) -> None:
        """Heal one computer, and compare it with the server."""
        screen = person.heal(lambda now: self._is_settled(person, now), self._size.heals_within_s)
        for difference in self._differences(person, screen):
            self.complain(difference)

    def _is_settled(self, person: Person, screen: Line) -> bool:
        """Whether nothing is left to come; the office does meanwhile what senders ask it for."""
        if not screen or screen["waiting"]:
            return False
        if not self._differences(person, screen):
            return True
        with _OFFICE:
            self.staff.work(self.staff.all_that_is_asked(self.ledger.messages()))
        return False

    def _differences(self, person: Person, screen: Line) -> list[str]:
        """Where a computer, to which everything came, differs from the server."""
        if not screen:
            return ["the program does not live"]
        messages, replies, recordings = (
            self.ledger.messages(),
            self.ledger.replies(),
            self.ledger.recordings(),
        )
        found = [f"still waits at the end: {id_}" for id_ in screen["waiting"]]
        for talk in person.model.talks.values():
            now = screen["conversations"].get(talk.first.id)
            if now is not None:
                found += _differs(talk, now, messages, replies, recordings)
        here = {id_: tuple(one[:2]) for id_, one in screen["notices"].items()}
        there = {id_: (one["revision"], one["state"]) for id_, one in self.ledger.notices().items()}
        for id_ in here.keys() | there.keys():
            if here.get(id_) != there.get(id_):
                found.append(f"notice {id_}: {here.get(id_)} here, {there.get(id_)} on the server")
        for id_, wire in self.ledger.notices().items():
            if id_ in here and _texts(wire) != screen["notices"][id_][2]:
                found.append(f"notice {id_} says something else than on the server")
        if screen["media"]:
            found.append(f"{screen['media']} pictures or sounds are missing")
        return found

    def _talks(self) -> list[Talk]:
        return [talk for person in self.people for talk in person.model.talks.values()]

    def _received_ones(self) -> dict[str, Held]:
        """First messages that somebody was told are received."""
        told = {id_ for talk in self._talks() for id_ in _claimed(talk) if id_ == talk.first.id}
        return {id_: held for id_, held in self.ledger.messages().items() if id_ in told}

    def _person(self, ground: Ground, nursery: Nursery, seed: str) -> Person:
        proxy = self._stack.enter_context(
            FaultProxy(self._port, f"{seed} network", kinds=self._size.kinds)
        )
        folder = self._place / seed.rpartition(" ")[2]
        home = Home(folder, ground.voices, ground.code, seed, self._plant)
        return Person(
            home,
            nursery,
            proxy,
            self.ledger,
            lambda problem: self.complain(f"{seed}: {problem}"),
            self.kill_server,
        )


#: The office's process is told one thing at a time.
_OFFICE = threading.Lock()


def drill(
    runs: int,
    seed: int,
    database: str,
    messages: int = MESSAGES,
    tell: Callable[[str], object] = lambda _line: None,
) -> Outcome:
    """So many worlds; the n-th has the seed `seed + n`, so that one can be repeated alone."""
    outcome, begun = Outcome(), time.monotonic()
    with _folder("footbridge-ground-") as place:
        ground = Ground(Path(place), database)
        for number in range(runs):
            _one(ground, seed + number, Size(messages), outcome, tell)
            outcome.seconds = time.monotonic() - begun
            if number % _TOLD_EACH == _TOLD_EACH - 1 and number + 1 < runs:
                tell(f"so far: {outcome.lines()[0]}")
    return outcome


def _one(
    ground: Ground,
    seed: int,
    size: Size,
    outcome: Outcome,
    tell: Callable[[str], object],
) -> None:
    with World(ground, f"{seed}", size) as world:
        try:
            world.run()
        finally:
            outcome.worlds += 1
            outcome.publications += sum(one[0] % 1000 for one in world.board.notices.values())
            outcome.replies += sum(map(len, world.staff.replies.values()))
            outcome.server_kills += world.server_kills
            outcome.publisher_kills += sum(one.kills for one in world.publishers)
            for person in world.people:
                outcome.messages += person.said
                outcome.exchanges += person.proxy.spoilt_of
                outcome.faulted += person.proxy.faulted
                outcome.client_kills += person.kills
            outcome.problems += [f"world {seed}: {one}" for one in world.problems]
        for problem in world.problems:
            tell(f"world {seed}: {problem}")
        if world.problems:
            outcome.failed.append(seed)
            for person in world.people:
                tell(f"  last steps of {person.home.seed}: {', '.join(person.log[-_LAST_STEPS:])}")
            tell("\n".join(world.server.log.splitlines()[-20:]))


def _claimed(talk: Talk) -> set[str]:
    """What the screen says that the server has."""
    if not talk.seen or talk.state not in RANKS:
        return set()
    return {id_ for id_, one in talk.seen["entries"].items() if one["mine"] and one["received"]}


def _differs(
    talk: Talk,
    now: Line,
    messages: dict[str, Held],
    replies: dict[str, dict[str, str]],
    recordings: dict[str, list[str]],
) -> list[str]:
    """Where a conversation at the end is not what it must be."""
    id_, found = talk.first.id, []
    held = messages.get(id_)
    if now["state"] in ("refused", "erased"):
        return [f"{now['state']} here, and on the server: {id_}"] if held is not None else []
    if held is None:
        return [f"{now['state']} here, and not on the server: {id_}"]
    if talk.taken_back:
        found.append(f"taken back, and not erased: {id_}")
    if now["state"] != held.state:
        found.append(f"{id_} is {now['state']} here and {held.state} on the server")
    told = {key: one["text"] for key, one in now["entries"].items() if not one["mine"]}
    if told != replies.get(id_, {}):
        found.append(f"{id_} has {len(told)} answers here, {len(replies.get(id_, {}))} there")
    for part in talk.parts.values():
        entry = now["entries"].get(part.id)
        if entry is not None and entry["refused"] is None:
            found += _not_there(part, messages, recordings)
    return found


def _not_there(
    said: Said, messages: dict[str, Held], recordings: dict[str, list[str]]
) -> list[str]:
    held = messages.get(said.id)
    if held is None:
        return [f"a part is not on the server: {said.id}"]
    whole = recordings.get(said.id, []) == ([said.voice] if said.voice else [])
    return [] if whole else [f"a recording is not on the server: {said.id}"]


def _texts(wire: dict[str, Any]) -> dict[str, list[str]]:
    return {tag: [text["title"], text["body"]] for tag, text in sorted(wire["texts"].items())}


def _voices(place: Path) -> tuple[Path, ...]:
    """Recordings of some seconds, of 5 to 60 kB."""
    found = []
    for number, seconds in enumerate((1.0, 3.0, 8.0)):
        found.append(place / f"voice{number}.ogg")
        found[-1].write_bytes(spoken(seconds, 200 + 20 * number))
    return tuple(found)


def _folder(prefix: str) -> Any:
    return tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
