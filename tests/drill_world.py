"""One world of the drill: a server, an office, some people, and what goes wrong between them."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.contract.golden_data import GOLDEN
from tests.contract.server.recordings import spoken
from tests.drill_end import claimed, differences
from tests.drill_model import Talk
from tests.drill_nursery import Child, Line, Nursery
from tests.drill_office_hours import Board, Publisher, Staff
from tests.drill_people import Home, Network, Person
from tests.drill_sticks import Desk, Stick, StickRoad
from tests.fakes.fault_proxy import FaultProxy, Kind
from tests.ledger import Ledger
from tests.servers import NO_LIMITS, RunningServer, postgres_url, run_server

#: The community of `tests/contract/golden/source`.
_SLUG = "reed-court"
#: The office's process is told one thing at a time.
_OFFICE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is, and what goes wrong in it.

    Between two rounds the office plans. For each way by stick, `networks` ways go over the network.
    All must have healed within `heals_within_s` seconds.
    """

    messages: int = 240
    people: int = 3
    rounds: int = 6
    kinds: tuple[Kind, ...] = tuple(Kind)
    networks: int = 3
    heals_within_s: float = 30.0


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
        self._place = Path(self._stack.enter_context(folder("footbridge-drill-")))
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
        self.desk = Desk(hired, self.complain)
        self.sticks = tuple(Stick(self._place / "sticks", one) for one in ("red", "blue"))
        self.people = [
            self._person(ground, programs, seed, number) for number in range(size.people)
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
        for child in (self.staff.child, self.desk.child, *(one.child for one in self.publishers)):
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
            for id_ in claimed(talk) - messages.keys() - erased:
                self.complain(f"received, and the server does not have it any more: {id_}")
            if talk.seen and talk.seen["withdrawal"] in ("done", "never_sent"):
                for id_ in messages.keys() & talk.parts.keys():
                    self.complain(f"taken back, and on the server: {id_}")
        for problem in (one for person in self.people for one in person.proxy.broken):
            self.complain(problem)
        if "Traceback" in self.server.log:
            self.complain("something broke in the server: see its log")

    def _heal(self) -> None:
        for person in self.people:
            person.proxy.share = 0.0
        while self._dead.is_set():
            time.sleep(0.02)
        with ThreadPoolExecutor(len(self.people)) as pool:
            list(pool.map(self._last_look, self.people))
        self._look_at_server()
        self._look_for_words()
        there = self.ledger.notices()
        for problem in self.board.problems(there):
            self.complain(problem)
        replies = self.ledger.replies()
        for id_, acknowledged in self.staff.replies.items():
            if id_ in replies.keys() | (self.ledger.messages().keys() - self.staff.erased):
                for lost in acknowledged.keys() - replies.get(id_, {}).keys():
                    self.complain(f"an answer is lost on the server: {lost} of {id_}")

    def readable(self, person: Person) -> list[Path]:
        """The files of that computer and on the sticks in which its person's words can be read."""
        words = f"{person.home.seed}.".encode()
        places = (person.home.folder, self._place / "sticks")
        files = [one for place in places for one in place.rglob("*") if one.is_file()]
        return [one for one in files if words in one.read_bytes()]

    def _look_for_words(self) -> None:
        """At home, a person's words are in the store alone; on a shared machine nowhere."""
        for person in self.people:
            for file in self.readable(person):
                if person.home.shared or not file.is_relative_to(person.home.folder):
                    self.complain(f"can be read: words in {file.relative_to(self._place)}")

    def _last_look(self, person: Person) -> None:
        """Heal one computer, and compare it with the server."""
        screen = person.heal(lambda now: self._is_settled(person, now), self._size.heals_within_s)
        for difference in differences(person.model, screen, self.ledger):
            self.complain(difference)

    def _is_settled(self, person: Person, screen: Line) -> bool:
        """Whether nothing is left to come; the office does meanwhile what senders ask it for."""
        if not screen or screen["waiting"]:
            return False
        if not differences(person.model, screen, self.ledger):
            return True
        with _OFFICE:
            self.staff.work(self.staff.all_that_is_asked(self.ledger.messages()))
        return False

    def _talks(self) -> list[Talk]:
        return [talk for person in self.people for talk in person.model.talks.values()]

    def _person(self, ground: Ground, nursery: Nursery, world: str, number: int) -> Person:
        seed = f"{world} person {number}"
        proxy = self._stack.enter_context(
            FaultProxy(self._port, f"{seed} network", kinds=self._size.kinds)
        )
        folder = self._place / seed.rpartition(" ")[2]
        # The last of several.
        shared = number == self._size.people - 1 > 0
        home = Home(folder, ground.voices, ground.code, seed, self._plant, shared)
        return Person(
            home,
            nursery,
            proxy,
            self.ledger,
            lambda problem: self.complain(f"{seed}: {problem}"),
            self.kill_server,
            (*[Network()] * self._size.networks, StickRoad(self.sticks, self.desk)),
        )


def _voices(place: Path) -> tuple[Path, ...]:
    """Recordings of some seconds, of 5 to 60 kB."""
    found = []
    for number, seconds in enumerate((1.0, 3.0, 8.0)):
        found.append(place / f"voice{number}.ogg")
        found[-1].write_bytes(spoken(seconds, 200 + 20 * number))
    return tuple(found)


def folder(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """A folder that is thrown away afterwards."""
    return tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
