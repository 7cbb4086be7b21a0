"""The power-cut drill: a person's days on a disk that loses its power, again and again.

A day (`drill_power_child.py`) is lived once and its calls to the disk recorded. Then the power
fails at random calls: what may then be on the disk (`simulated_disk.py`) is laid into a folder, the
store is opened there anew, and what it holds is compared, thing by thing, with what was done until
then. It must be exactly that, with or without the one thing that was under way. The next day begins
on one of those disks, so that mending after a cut is cut off as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import shutil
import sys
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field, fields
from pathlib import Path

from tests.drill_power_child import Step
from tests.simulated_disk import Call, Cut, Disk, put, record
from tests.unit.storage.build import House

ROOT = Path(__file__).resolve().parent.parent
#: Cuts and steps of one recorded day.
CUTS_A_DAY = 50
STEPS = 60


@dataclass(slots=True)
class Held:
    """What the store must hold: the simple model."""

    drafts: dict[str, str] = field(default_factory=dict)
    sent: dict[str, list[str]] = field(default_factory=dict)  # id: text, how it stands
    waiting: dict[str, str] = field(default_factory=dict)  # id: digest of what will be sent
    replies: dict[str, str] = field(default_factory=dict)
    recordings: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    cursor: str | None = None
    speed: int | None = None
    #: What a refill brought so far; None when there is none.
    brought: list[str] | None = None

    def after(self, step: Step) -> Held:
        """What it must hold once that was done."""
        new = deepcopy(self)
        getattr(new, "_" + step["what"].replace(" ", "_"))(step)
        return new

    def differs(self, other: Held) -> list[str]:
        """The names of what is not the same; `brought` can't be seen and is left out."""
        names = [one.name for one in fields(self) if one.name != "brought"]
        return [name for name in names if getattr(self, name) != getattr(other, name)]

    def _draft(self, step: Step) -> None:
        self.drafts[step["id"]] = step["text"]

    def _record(self, step: Step) -> None:
        self.recordings[step["id"]] = step["sha256"]

    def _discard(self, step: Step) -> None:
        del self.drafts[step["id"]]
        self.recordings.pop(step["id"], None)

    def _send(self, step: Step) -> None:
        self.drafts.pop(step["id"], None)
        self.recordings.pop(step["id"], None)
        self.sent[step["id"]] = [step["text"], "kept"]
        self.waiting[step["id"]] = step["payload"]

    def _receipt(self, step: Step) -> None:
        del self.waiting[step["id"]]
        self.sent[step["id"]][1] = "received"

    def _put_off(self, step: Step) -> None:
        pass

    def _refuse(self, step: Step) -> None:
        for id_ in step["ids"]:
            del self.waiting[id_]
            self.sent[id_][1] = "refused"

    def _reply(self, step: Step) -> None:
        self.replies[step["id"]] = step["text"]

    def _refill(self, step: Step) -> None:
        self.cursor, self.brought = None, []

    def _page(self, step: Step) -> None:
        self.notices = sorted({*self.notices, *step["ids"]})
        self.cursor = step["cursor"]
        if self.brought is not None:
            self.brought = sorted({*self.brought, *step["ids"]})

    def _refilled(self, step: Step) -> None:
        self.notices, self.brought = self.brought or [], None
        self.cursor = self.cursor or "g1.0"

    def _copy(self, step: Step) -> None:
        pass

    def _settings(self, step: Step) -> None:
        self.speed = step["speed"]


def found_in(house: House) -> Held:
    """What the store holds."""
    held = Held()
    with house.store.read() as connection:
        drafts = connection.execute("SELECT content FROM draft").fetchall()
        waiting = connection.execute("SELECT id, payload, sha256 FROM outbox").fetchall()
        held.notices = sorted(i for (i,) in connection.execute("SELECT id FROM announcement"))
        profile = connection.execute("SELECT content FROM profile").fetchone()
    for (content,) in drafts:
        draft = json.loads(house.store.veil.open(content))
        held.drafts[draft["id"]] = draft["text"]
        if draft["recording"]:
            held.recordings[draft["id"]] = _digest(house, draft["id"])
    for id_, payload, digest in waiting:
        whole = hashlib.sha256(payload).hexdigest() == digest
        opened = house.store.veil.open(payload)
        held.waiting[id_] = hashlib.sha256(opened).hexdigest() if whole else "torn"
    for conversation in house.conversations.all():
        for entry in conversation.entries:
            if entry.mine:
                state = "refused" if entry.refusal else "received" if entry.received else "kept"
                held.sent[entry.id] = [entry.text, state]
            else:
                held.replies[entry.id] = entry.text
    held.cursor = house.announcements.cursor()
    held.speed = json.loads(profile[0])["speed"] if profile else None
    return held


def _digest(house: House, id_: str) -> str:
    path = house.folder / "recordings" / f"{id_}.ogg"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no file"


@dataclass(slots=True)
class Outcome:
    """What came of the cuts so far."""

    cuts: int = 0
    done: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A disk after a cut, and what it was found to hold."""

    content: dict[str, bytes | None]
    held: Held


class PowerDrill:
    """So many cuts from one seed; each day has its own chance, so that a day can be repeated."""

    def __init__(self, seed: int, weaker: str = "", *, folder_syncs: bool = True) -> None:
        self._seed = seed
        self._weaker = weaker
        self._folder_syncs = folder_syncs
        self.outcome = Outcome()

    def run(self, cuts: int, a_day: int = CUTS_A_DAY, steps: int = STEPS) -> Outcome:
        """Cut the power so often."""
        begin = _Found({}, Held())
        day = 0
        while self.outcome.cuts < cuts:
            with tempfile.TemporaryDirectory(prefix="footbridge-power-") as place:
                chance = random.Random(f"{self._seed}/{day}")
                count = min(a_day, cuts - self.outcome.cuts)
                begin = self._day(Path(place), day, chance, begin, count, steps)
                # Every tenth life begins with nothing.
                begin = _Found({}, Held()) if day % 10 == 9 else begin
            day += 1
        return self.outcome

    def _day(
        self,
        place: Path,
        day: int,
        chance: random.Random,
        begin: _Found,
        count: int,
        steps: int,
    ) -> _Found:
        top, log = place / "top", place / "calls"
        put(top, begin.content)
        data = top / "home" / "footbridge"
        child = [
            sys.executable,
            "-m",
            "tests.drill_power_child",
            str(data),
            str(chance.randrange(2**31)),
        ]
        calls = record([*child, str(steps), self._weaker], log, ROOT)
        disk = Disk(top, begin.content, folder_syncs=self._folder_syncs)
        relevant = _relevant(calls, top, begin.content)
        points = sorted(chance.sample(range(len(relevant) + 1), min(count, len(relevant))))
        at, ends = 0, begin
        for point in points:
            for call in relevant[at:point]:
                disk.changes(call)
            at = point
            where = f"seed {self._seed}, day {day}, call {point}"
            found = self._cut(place / "after", disk, chance, begin.held, where)
            ends = found or ends
        return ends

    def _cut(
        self, place: Path, disk: Disk, chance: random.Random, before: Held, where: str
    ) -> _Found | None:
        """Cut here, open anew, compare. The disk as it was cut, where all is well."""
        content = disk.after(Cut.of(chance.randrange(2**62)))
        sure, under_way, done = _told(disk.said, before)
        self.outcome.cuts += 1
        self.outcome.done += done
        put(place, content)
        try:
            held = _opened(place / "home" / "footbridge")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the drill's finding
            self.outcome.problems.append(f"{where}: {type(error).__name__}: {error}")
            return None
        finally:
            shutil.rmtree(place)
        for may in (sure, under_way):
            if not held.differs(may):
                may.brought, held = may.brought, may
                return _Found(content, held)
        names = ", ".join(held.differs(sure))
        self.outcome.problems.append(f"{where}: after {done} things done, not the same: {names}")
        return None


def _relevant(calls: list[Call], top: Path, before: dict[str, bytes | None]) -> list[Call]:
    """Those calls that concern the disk or were said: the others are no moment of their own."""
    disk = Disk(top, before, folder_syncs=True)
    kept = []
    for call in calls:
        if disk.changes(call) or call.name in {"openat", "close"}:
            kept.append(call)
    return kept


def _told(said: bytes, before: Held) -> tuple[Held, Held, int]:
    """What must be there, what may be there instead, and how many things were done."""
    sure = under_way = before
    done = 0
    for line in said.decode().splitlines():
        told = json.loads(line)
        if "begin" in told:
            under_way = sure.after(told["begin"])
        elif "done" in told:
            sure, done = under_way, done + 1
    return sure, under_way, done


def _opened(folder: Path) -> Held:
    """Open the store, see that it opened as a sound one, and look what is in it."""
    house = House(folder)
    try:
        report = house.store.opened
        if report.set_aside is not None or report.restored_from is not None:
            raise AssertionError("a sound store was taken for a broken one")
        if house.drafts.drop_lost():
            raise AssertionError("a draft lost its veil")
        house.store.veil.renew(house.store)
        return found_in(house)
    finally:
        with contextlib.suppress(Exception):
            house.store.close()
