"""The road by stick: two sticks go between the computers of a world and the server's desk.

A stick is pulled out, cut short, full or an old copy of itself, and whoever works with it is killed
in the middle of it. Who has a stick in hand has it alone.
"""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drill_nursery import Child, Line
from tests.drill_people import SERVER_KILLED, Person

#: Chances: that the stick is an old copy of itself, that a copy is kept for later, that it is cut
#: short on its way, that it stays with the person, that it comes back from the desk at once.
_OLD, _KEPT, _TORN, _STAYS, _COMES_BACK = 0.15, 0.25, 0.06, 0.1, 0.65
#: In one swap: that the program dies in it, that the stick is pulled out, that it is full.
_DIES, _PULLED, _FULL = 0.06, 0.08, 0.06
#: A swap has about so many moments at which something may happen to it.
_MOMENTS = 10
#: Chance that the desk is killed, within so many seconds from its beginning.
_DESK_KILLED, _DESK_WORKS_S = 0.1, 0.15
#: What the desk says of a file that was cut short.
_CUT = ("is damaged, or was cut off", "is no file of messages")


class Stick:
    """One stick; `old` are copies of earlier days."""

    def __init__(self, place: Path, name: str) -> None:
        self.top = place / name
        self.top.mkdir(parents=True)
        #: Where it is while it is pulled out.
        self.away = place / f"{name} away"
        self.torn = False
        self._copies = place / f"{name} copies"
        self._old: list[Path] = []
        self._made = 0
        self._lock = threading.Lock()

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """Nobody else has it meanwhile."""
        with self._lock:
            yield

    def put_back(self) -> None:
        """Where it was pulled out, it is there again."""
        if self.away.exists():
            self.away.rename(self.top)

    def keep_copy(self) -> None:
        """For another day; of three the oldest goes."""
        self._made += 1
        copy = self._copies / str(self._made)
        shutil.copytree(self.top, copy)
        self._old.append(copy)
        if len(self._old) > 3:
            shutil.rmtree(self._old.pop(0))

    def become_old(self, chance: random.Random) -> None:
        """Be one of the copies."""
        if self._old:
            shutil.rmtree(self.top)
            shutil.copytree(chance.choice(self._old), self.top)

    def tear(self, chance: random.Random) -> None:
        """One of its files ends early, as where it was pulled out before all was written."""
        files = sorted(one for one in self.top.rglob("*") if one.is_file())
        if files:
            file = chance.choice(files)
            with file.open("rb+") as opened:
                opened.truncate(chance.randrange(max(file.stat().st_size, 1)))
            self.torn = True


class Desk:
    """The operator at the server, who is killed now and then; one stick at a time."""

    def __init__(self, hire: Callable[[], Child], complain: Callable[[str], None]) -> None:
        self._hire = hire
        self._complain = complain
        self._lock = threading.Lock()
        self.child = hire()
        self.swaps = 0
        self.kills = 0

    def swap(self, stick: Stick, chance: random.Random) -> None:
        """Take in what is on the stick and put there what goes back."""
        dies, after = chance.random() < _DESK_KILLED, chance.uniform(0.0, _DESK_WORKS_S)
        with self._lock:
            self.child.tell({"do": "courier", "folder": str(stick.top)})
            if dies:
                self.kills += 1
                time.sleep(after)
                self.child.bury()
                self.child = self._hire()
                return
            said = self.child.hear() or {"broke": "it died"}
        self.swaps += 1
        if "broke" in said:
            self._complain(f"the desk broke: {said['broke']}")
        for line in said.get("bad", ()):
            if not (stick.torn and any(cut in line for cut in _CUT)):
                self._complain(f"the desk would not: {line}")


class StickRoad:
    """To the desk and back, with one of the sticks."""

    def __init__(self, sticks: tuple[Stick, ...], desk: Desk) -> None:
        self._sticks = sticks
        self._desk = desk

    def carry(self, person: Person) -> None:
        """Swap, go to the desk, and often come back; else the next person finds what it brought."""
        chance = person.chance
        stick = chance.choice(self._sticks)
        with stick.in_hand():
            if chance.random() < _OLD:
                stick.become_old(chance)
            _swap(person, stick)
            if chance.random() < _STAYS:
                return
            if chance.random() < _TORN:
                stick.tear(chance)
            if chance.random() < SERVER_KILLED:
                person.kill_server()
            self._desk.swap(stick, chance)
            if chance.random() < _KEPT:
                stick.keep_copy()
            if chance.random() < _COMES_BACK:
                _swap(person, stick)


def _swap(person: Person, stick: Stick) -> None:
    """What the program says of it must fit what was done to the stick."""
    chance = person.chance
    swap: Line = {"do": "swap", "folder": str(stick.top), "away": str(stick.away)}
    swap["torn"] = stick.torn
    before: list[Line] = []
    what, moment = chance.random(), chance.randint(1, _MOMENTS)
    if what < _DIES:
        swap["dies_at"] = moment
    elif what < _DIES + _PULLED:
        swap["pulled_at"] = moment
    elif what < _DIES + _PULLED + _FULL:
        swap["full"] = True
        before = [{"do": "disk", "share": chance.uniform(0.0, 1.05)}]
    after: list[Line] = [{"do": "disk", "share": None}] if before else []
    person.tell([*before, swap, *after, {"do": "screen"}])
    stick.put_back()
