"""One person at one computer, on a network that goes wrong: says things until all is said."""

from __future__ import annotations

import base64
import hashlib
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.drill_model import MOST_WORDS, Model, Said, Talk
from tests.drill_nursery import Child, Line, Nursery
from tests.fakes.fault_proxy import Cue, FaultProxy, Place
from tests.ledger import Ledger

_WORDS = ("lamp", "pond", "gate", "bench", "路灯坏了", "水管漏水", "please", "thank you", "🌉", "é")
_KINDS = ("idea", "problem", "question", "thanks", "confidential")
_YEAR_S = 365.25 * 86_400
#: How far a clock may be off, in seconds. Within an hour, a clock that jumps back lets wait so long
#: whatever was put off: no longer than the longest wait there is (`app/storage/waiting.py`).
_CLOCKS = (0.0, 0.0, 86_400.0, -86_400.0, 50 * _YEAR_S, -50 * _YEAR_S)
#: Chance that the program, or the server, is killed in the course of one step.
KILLED, SERVER_KILLED = 0.12, 0.02
#: Runs within which all must have healed.
HEALS_WITHIN_RUNS = 60


class Road(Protocol):
    """A way for words, answers and notices between a computer and the server."""

    def carry(self, person: Person) -> None:
        """Go the way once, in both directions; what goes wrong on it is the road's own affair."""
        ...


class Network:
    """Some runs of the sync through the proxy."""

    def carry(self, person: Person) -> None:
        person.tell([{"do": "run"}] * person.chance.randint(1, 4))


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's computer is set up with."""

    folder: Path
    voices: tuple[Path, ...]
    code: str
    seed: str
    plant: str = ""
    #: Many people use it: what is said is sealed.
    shared: bool = False


class Person:
    """Drives one client process. `log` holds the last steps; problems go to `complain`."""

    def __init__(
        self,
        home: Home,
        nursery: Nursery,
        proxy: FaultProxy,
        ledger: Ledger,
        complain: Callable[[str], None],
        kill_server: Callable[[], None],
        roads: tuple[Road, ...] = (Network(),),
    ) -> None:
        self.home = home
        self.proxy = proxy
        self.roads = roads
        self.chance = random.Random(home.seed)
        self.model = Model(complain, shared=home.shared)
        self.complain = complain
        self.kills = 0
        self.said = 0
        #: Messages that were sealed at once, swaps with a stick, and what these settled.
        self.sealed = 0
        self.swaps = 0
        self.settled = 0
        self.log: list[str] = []
        self._nursery = nursery
        self._ledger = ledger
        self.kill_server = kill_server
        self._clock = 0.0
        self._live = False
        self._steps = 0
        self._calm = False
        self._child: Child | None = None

    # What a person does.

    def live_until(self, said: int) -> None:
        """Do one thing after another until so many messages were said."""
        steps: list[tuple[int, Callable[[], None]]] = [
            (6, self.write),
            (9, self.carry),
            (2, self.leave_it_running),
            (3, self.write_back),
            (1, self.take_back),
            (1, self.remove),
            (1, self.set_clock),
            (1, self.fill_disk),
        ]
        weights, acts = zip(*steps, strict=True)
        while self.said < said:
            # A chance of its own for each step: that one goes another way changes no later one.
            self._steps += 1
            self.chance = random.Random(f"{self.home.seed}/{self._steps}")
            act: Callable[[], None] = self.chance.choices(acts, weights)[0]
            self.log.append(act.__name__)
            if self.chance.random() < SERVER_KILLED:
                self._arm(self.kill_server)
            act()
            self.look()

    def write(self) -> None:
        """One message or a few, and often they may go at once."""
        lines = [self._message() for _ in range(self.chance.randint(1, 4))]
        self.tell([*lines, {"do": "run"}] if self.chance.random() < 0.5 else lines)

    def carry(self) -> None:
        """What waits goes on its way, by one road or another."""
        self.chance.choice(self.roads).carry(self)

    def leave_it_running(self) -> None:
        """The program's own thread carries, while things are said."""
        lines: list[Line] = [{"do": "live", "on": True}]
        for _ in range(self.chance.randint(1, 3)):
            lines += [self._message(), {"do": "screen"}]
            talk = self._some_talk(_can_be_gone_on_with)
            if talk is not None:
                lines.append(self._part(talk))
        self.tell(lines)
        time.sleep(self.chance.uniform(0.0, 0.3))
        self.tell([{"do": "live", "on": False}])

    def write_back(self) -> None:
        """More words, or a verdict on an answer."""
        talk = self._some_talk(_can_be_gone_on_with)
        if talk is not None:
            self.tell([self._part(talk), {"do": "run"}])

    def take_back(self) -> None:
        talk = self._some_talk(lambda one: one.first.sure and one.taken_back is None)
        if talk is not None:
            self.tell([{"do": "take_back", "conversation": talk.first.id}, {"do": "run"}])

    def remove(self) -> None:
        talk = self._some_talk(lambda one: one.state in ("refused", "erased"))
        if talk is not None:
            self.tell([{"do": "remove", "conversation": talk.first.id}])

    def set_clock(self) -> None:
        """The clock is set to another time, now and then to 50 years from here and back."""
        self._clock = self.chance.choice(_CLOCKS)
        self.tell([{"do": "clock_to", "off": self._clock}, {"do": "run"}, {"do": "run"}])

    def fill_disk(self) -> None:
        """The disk has no room, while something is said and something is carried."""
        share = self.chance.uniform(0.0, 1.05)
        message = self._message()
        self.tell([{"do": "disk", "share": share}, message, {"do": "run"}, {"do": "run"}])
        self.tell([{"do": "disk", "share": None}, message, {"do": "run"}])

    def look(self) -> None:
        """See what is on the screen, and whether it is true."""
        screen = self._ask({"do": "screen"})
        if screen is not None:
            self.model.look(screen, self._ledger)

    # At the end.

    def heal(self, settled: Callable[[Line], bool], within_s: float) -> Line:
        """All faults are over: run until `settled`, but not for ever; returns the last screen."""
        self.proxy.cue, self._clock, self._calm = None, 0.0, True
        for line in ({"do": "clock_to", "off": 0.0}, {"do": "disk", "share": None}, {"do": "calm"}):
            self._ask(line)
        until, screen = time.monotonic() + within_s, {}
        for _ in range(HEALS_WITHIN_RUNS):
            self._ask({"do": "run"})
            self.look()
            screen = self._ask({"do": "screen"}) or {}
            if settled(screen) or time.monotonic() > until:
                break
            time.sleep(0.05)
        return screen

    def end(self) -> None:
        if self._child is not None:
            self._child.bury()
            self._child = None

    # How the program is told.

    def tell(self, lines: list[Line]) -> None:
        """Tell the program one thing after another, and note what it acknowledges.

        In the middle of it the program may be killed. What it did not acknowledge is in doubt.
        """
        for line in lines:
            self._begin(line)
        child, dies_after = self._awake(), self._doom()
        child.tell(*lines)
        for number, line in enumerate(lines):
            if dies_after is not None and number == dies_after[0]:
                time.sleep(dies_after[1])
                child.kill()
            said = self._hear(child, line)
            if said is None:
                break
            self._note(line, said)
        self.proxy.cue = None
        if dies_after is not None:
            self._buried()

    def _doom(self) -> tuple[int, float] | None:
        """When it is killed: after so many answers and seconds; None: in an exchange, or never."""
        delay = self.chance.choice(
            (0.0, self.chance.uniform(0.0, 0.001), self.chance.uniform(0.0, 0.02))
        )
        number, way = self.chance.randrange(4), self.chance.random()
        if way > KILLED:
            return None
        if way < KILLED / 2:
            return number, delay
        child = self._awake()
        self._arm(child.kill)
        return None

    def _arm(self, act: Callable[[], object]) -> None:
        """Have it done in the course of one of the next exchanges."""
        at = self.proxy.exchanges + self.chance.randrange(5)
        place, delay = (
            self.chance.choice(list(Place)),
            self.chance.choice((0.0, self.chance.uniform(0.0, 0.004))),
        )
        self.proxy.cue = Cue(at, place, delay, act)

    def _ask(self, line: Line) -> Line | None:
        """One thing, and nobody is killed on purpose; None when it died of it all the same."""
        child = self._awake()
        child.tell(line)
        return self._hear(child, line)

    def _hear(self, child: Child, line: Line) -> Line | None:
        try:
            said = child.hear()
        except TimeoutError:
            self.complain(f"the program hangs at {line['do']}")
            said = None
        if said is None:
            self._buried()
            return None
        for error in said.get("errors", []):
            self.complain(f"the program logged: {error}")
        if "broke" in said:
            self.complain(f"the program broke at {line['do']}: {said['broke']}")
        return said

    def _buried(self) -> None:
        if self._child is not None:
            self.log.append("killed")
            self.kills += 1
            self._child.bury()
            self._child = None

    def _awake(self) -> Child:
        """The program, started where it is not running."""
        if self._child is None:
            options = {
                "folder": str(self.home.folder),
                "address": f"{self.proxy.address}#{self.home.code}",
                "seed": self.chance.randrange(2**31),
                "clock": self._clock,
                "plant": self.home.plant,
                "shared": self.home.shared,
            }
            self._child = self._nursery.child(options)
            found = self._hear(self._child, {"do": "start"})
            if found is None or self._child is None:
                raise RuntimeError("the program does not start")
            if found["set_aside"] or found["restored"]:
                self.complain("a sound store was taken for a broken one")
            if self._calm:
                self._child.ask({"do": "calm"})
        return self._child

    # What is known of what was told.

    def _begin(self, line: Line) -> None:
        talk = self.model.talks.get(line.get("conversation", ""))
        if line["do"] in ("send", "write_back"):
            self.model.begin(self._said_of(line))
        elif line["do"] == "take_back" and talk:
            talk.taken_back = False if talk.taken_back is None else talk.taken_back
        elif line["do"] == "remove" and talk:
            talk.removed = False

    def _note(self, line: Line, said: Line) -> None:
        talk = self.model.talks.get(line.get("conversation", ""))
        well = not {"failed", "no", "broke"} & said.keys()
        if line["do"] == "screen" and well:
            self.model.look(said, self._ledger)
        elif line["do"] in ("send", "write_back") and well:
            self.model.kept(self._said_of(line), said["sha256"])
            self.sealed += said["sealed"]
        elif line["do"] == "swap" and well:
            self._swapped(line, said)
        elif line["do"] == "take_back" and talk:
            talk.taken_back = True if well else talk.taken_back
        elif line["do"] == "remove" and talk and well:
            talk.removed = True
        if "no" in said and line["do"] == "send":
            self.complain(f"the program would not take {line['id']}: {said['no']}")
        if said.get("failed") not in (None, "disk_full"):
            self.complain(f"{said['failed']} at {line['do']}")

    def _swapped(self, line: Line, said: Line) -> None:
        """A stick fails only because of what was done to it, and brings nothing that is false."""
        self.swaps += 1
        self.settled += said.get("settled", 0)
        may = {None, "stick_no_key"}
        may |= {"stick_gone"} if "pulled_at" in line else set()
        may |= {"stick_full"} if "full" in line else set()
        if said["problem"] not in may:
            self.complain(f"a swap would not: {said['problem']}")
        if said.get("strange") or said.get("news") in ("strange", "unsafe"):
            self.complain(f"a stick of the community's own is not believed: {said}")
        if not line["torn"] and (said.get("damaged_files") or said.get("news") == "damaged"):
            self.complain(f"a whole stick is called damaged: {said}")

    def _said_of(self, line: Line) -> Said:
        known = self.model.said().get(line["id"])
        if known is not None:
            return known
        id_, voice = str(line["id"]), str(line.get("voice", ""))
        return Said(
            id_,
            str(line.get("conversation", id_)),
            str(line["text"]),
            hashlib.sha256(Path(voice).read_bytes()).hexdigest() if voice else "",
            str(line.get("verdict", "")),
        )

    # What is told.

    def _message(self) -> Line:
        self.said += 1
        spoken = self.chance.random() < 0.12
        text = "" if spoken and self.chance.random() < 0.5 else self._words()
        if self.chance.random() < 0.01:
            text = "too long " * (MOST_WORDS // 8)
        token = base64.urlsafe_b64encode(self.chance.randbytes(32)).rstrip(b"=").decode()
        return {
            "do": "send",
            "id": self._id(),
            "token": token,
            "kind": self.chance.choice(_KINDS),
            "text": text,
            "voice": str(self.chance.choice(self.home.voices)) if spoken else "",
        }

    def _part(self, talk: Talk) -> Line:
        self.said += 1
        answered = talk.state in ("answered", "closed")
        verdict = (
            self.chance.choice(("", "solved", "not_solved", "not_understood")) if answered else ""
        )
        return {
            "do": "write_back",
            "conversation": talk.first.id,
            "id": self._id(),
            "text": "" if verdict and self.chance.random() < 0.5 else self._words(),
            "verdict": verdict,
        }

    def _some_talk(self, fits: Callable[[Talk], bool]) -> Talk | None:
        fitting = [
            talk for talk in self.model.talks.values() if talk.removed is None and fits(talk)
        ]
        return self.chance.choice(fitting) if fitting else None

    def _words(self) -> str:
        words = self.chance.choices(_WORDS, k=self.chance.choice((3, 3, 20, 200)))
        return f"{self.home.seed}.{self.said} {' '.join(words)}"

    def _id(self) -> str:
        return str(uuid.UUID(bytes=self.chance.randbytes(16), version=4))


def _can_be_gone_on_with(talk: Talk) -> bool:
    return (
        talk.first.sure and talk.taken_back is None and talk.state not in ("", "refused", "erased")
    )
