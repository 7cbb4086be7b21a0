"""What may happen, one class for each end: mixed into the state machine of the test."""

from __future__ import annotations

import contextlib
import errno
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from app.domain.feedback import MAX_TEXT, Verdict
from app.domain.swap import Swap
from app.sync import stick as here
from server.courier import stick as there
from server.feedback import answering
from server.feedback.models import Feedback
from tests.fakes.pulled import pulled
from tests.property.sync.household import Household
from tests.property.sync.road import KINDS, PLACES, Fault, Killed
from tests.property.sync.site import Site

NUMBERS = st.integers(0, 11)
WHO = st.integers(0, 1)
#: Seconds before or after 2026; half a century each way, and the steps that backoff cares about.
MOMENTS = st.sampled_from([0, 1, 30, 3599, 3661, -3661, 86_400, 50 * 31_557_600, -50 * 31_557_600])
_MIDDLE = datetime(2026, 12, 1, tzinfo=UTC)
TOO_LONG = "x" * (MAX_TEXT + 1)


class World(RuleBasedStateMachine):
    """Two computers and one community."""

    site: Site
    homes: list[Household]
    sticks: list[Path]
    count = 0

    def text(self, *, hopeless: bool = False) -> str:
        """Words that were never said before."""
        self.count += 1
        return f"Number {self.count}." + (TOO_LONG if hopeless else "")

    def chosen(self, number: int) -> tuple[Household, str]:
        """A conversation, and whose it is."""
        told = self.told()
        return told[number % len(told)]

    def told(self) -> list[tuple[Household, str]]:
        """All conversations, those of both homes."""
        return [(one, key) for one in self.homes for key in one.told if not one.told[key].removed]

    def first(self, number: int) -> Feedback:
        """A conversation at the server."""
        rows = self.site.conversations()
        return rows[number % len(rows)]


class Writing(World):
    """People."""

    @rule(home=WHO, voice=st.booleans(), hopeless=st.integers(0, 7).map(lambda n: n == 7))
    def send(self, home: int, voice: bool, hopeless: bool) -> None:
        """Something is written, or said."""
        text = self.text(hopeless=hopeless)
        self.homes[home].send(text, voice=voice, hopeless=hopeless)

    @precondition(World.told)
    @rule(
        number=NUMBERS,
        verdict=st.none() | st.sampled_from(Verdict),
        hopeless=st.integers(0, 7).map(lambda n: n == 7),
    )
    def write_back(self, number: int, verdict: Verdict | None, hopeless: bool) -> None:
        """Something is said to an answer, or before there is any."""
        one, key = self.chosen(number)
        one.write_back(key, self.text(hopeless=hopeless), verdict, hopeless=hopeless)

    @precondition(World.told)
    @rule(number=NUMBERS)
    def take_back(self, number: int) -> None:
        """Somebody thinks better of it."""
        one, key = self.chosen(number)
        one.take_back(key)

    @precondition(World.told)
    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        """Somebody tidies up."""
        one, key = self.chosen(number)
        one.remove(key)

    @rule(home=WHO, seconds=MOMENTS)
    def set_clock(self, home: int, seconds: int) -> None:
        """The clock is put anywhere."""
        self.homes[home].clock.moment = _MIDDLE + timedelta(seconds=seconds)

    @rule(home=WHO)
    def start_anew(self, home: int) -> None:
        """The power goes, and comes back."""
        self.homes[home].start_anew()


#: After which nobody here knows whether the words arrived, or it is said wrongly.
AFTER_ALL = ("lost", "late", "cut", "other json", "replay", "killed after", "refused")
FAULTS = st.builds(Fault, st.sampled_from(KINDS), st.sampled_from(PLACES), st.integers(0, 90))


class Going(World):
    """Runs, and what befalls them."""

    @rule(home=WHO, faults=st.lists(FAULTS, min_size=1, max_size=4), later=st.booleans())
    def run(self, home: int, faults: list[Fault], later: bool) -> None:
        """One run on a bad line, perhaps when nothing has to wait any more."""
        self.go(home, faults, later)

    @rule(
        home=WHO,
        kind=st.sampled_from(AFTER_ALL),
        number=st.integers(0, 90),
        voice=st.booleans(),
        back=st.booleans(),
    )
    def send_badly(self, home: int, kind: str, number: int, voice: bool, back: bool) -> None:
        """Something is sent, its line is bad, and perhaps it is taken back at once."""
        one = self.homes[home]
        key = one.send(self.text(), voice=voice)
        self.go(home, [Fault(kind, f"/feedback/{key}", number)], later=True)
        if back:
            one.take_back(key)

    @rule(home=WHO, later=st.booleans())
    def run_well(self, home: int, later: bool) -> None:
        """One run on a good line."""
        self.go(home, [], later)

    @rule(home=WHO)
    def arrive(self, home: int) -> None:
        """What was held up on its way arrives."""
        self.homes[home].road.deliver()

    def go(self, home: int, faults: list[Fault], later: bool) -> None:
        """One run."""
        one = self.homes[home]
        if later:
            one.hours_pass()
        one.road.faults = faults
        one.run()
        one.road.faults = []


STAFF = (answering.look_at, answering.close, answering.reopen)
DEEDS = st.tuples(
    st.sampled_from(
        [
            *("home", "home", "home", "office", "office", "office", "copy", "put back", "connect"),
            *("send", "take back", "write back", "attend", "attend", "answer"),
        ]
    ),
    NUMBERS,
)


class Carrying(World):
    """Memory sticks between the two, and what befalls them."""

    @rule(home=WHO, stick=WHO)
    def swap(self, home: int, stick: int) -> None:
        """A stick comes by at home."""
        self.at_home(self.homes[home], self.sticks[stick])

    @rule(stick=WHO)
    def swap_at_office(self, stick: int) -> None:
        """It comes by at the office."""
        self.at_office(self.sticks[stick])

    @rule(home=WHO, stick=WHO, back=st.booleans())
    def there(self, home: int, stick: int, back: bool) -> None:
        """It goes from a home to the office, and perhaps back."""
        self.at_home(self.homes[home], self.sticks[stick])
        self.at_office(self.sticks[stick])
        if back:
            self.at_home(self.homes[home], self.sticks[stick])

    @rule(home=WHO, stick=WHO, at=st.integers(0, 20), killed=st.booleans())
    def pull_at_home(self, home: int, stick: int, at: int, killed: bool) -> None:
        """It is pulled out at home, or the power goes."""
        with pulled(here, at, Killed() if killed else OSError(errno.EIO, "pulled")):
            self.at_home(self.homes[home], self.sticks[stick])

    @rule(stick=WHO, at=st.integers(0, 12))
    def pull_at_office(self, stick: int, at: int) -> None:
        """It is pulled out at the office."""
        with (
            pulled(there, at, OSError(errno.EIO, "pulled")),
            contextlib.suppress(there.StickError),
        ):
            self.site.swap(self.sticks[stick])

    @rule(stick=WHO)
    def copy(self, stick: int) -> None:
        """All that is on it is kept elsewhere."""
        kept = self.kept_of(stick)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.sticks[stick], kept)

    @rule(stick=WHO, copy=WHO)
    def put_back(self, stick: int, copy: int) -> None:
        """A stick that was forgotten in a drawer: what was kept, on the same one or the other."""
        if (kept := self.kept_of(copy)).exists():
            shutil.rmtree(self.sticks[stick])
            shutil.copytree(kept, self.sticks[stick])

    @precondition(lambda self: self.site.signs)
    @rule(home=WHO, deeds=st.lists(DEEDS, min_size=4, max_size=9))
    def to_and_fro(self, home: int, deeds: list[tuple[str, int]]) -> None:
        """Days on which little else happens, so that the roads overtake each other."""
        one = self.homes[home]
        one.send(self.text(), voice=bool(len(deeds) % 2))
        self.there(home, 0, back=True)
        for deed, number in deeds:
            self.do(one, deed, number)
            self.site.look()
            one.check(self.site)

    @precondition(lambda self: self.site.signs)
    @rule(home=WHO, act=st.sampled_from(STAFF), other=st.booleans(), back=st.booleans())
    def overtaken(self, home: int, act: Any, other: bool, back: bool) -> None:
        """What is on a stick comes last: a connection was quicker, or the other stick."""
        one = self.homes[home]
        key = one.send(self.text(), voice=False)
        self.there(home, 0, back=False)
        if back:
            one.take_back(key)
        self.at_home(one, self.sticks[0])
        self.at_office(self.sticks[0])
        if (first := Feedback.objects.filter(pk=key).first()) is not None:
            act(first)
            self.site.look()
        if other:
            self.there(home, 1, back=True)
        else:
            self.do(one, "connect", 0)
        self.at_home(one, self.sticks[0])

    @rule(home=WHO, number=NUMBERS)
    def old_news(self, home: int, number: int) -> None:
        """A stick from the drawer comes after newer news, of a notice more or one less."""
        one, stick = self.homes[home], self.sticks[0]
        self.at_office(stick)
        self.copy(0)
        self.site.publish(self.text())
        if number % 2:
            self.site.delete(number)
        self.at_office(stick)
        self.at_home(one, stick)
        self.put_back(0, 0)
        one.check(self.site)
        self.at_home(one, stick)

    def do(self, one: Household, deed: str, number: int) -> None:
        """One of the deeds; `number` chooses the stick, and what it is about."""
        stick = number % 2
        mine = [key for key, told in one.told.items() if not told.removed]
        key = mine[number // 2 % len(mine)] if mine else ""
        first = Feedback.objects.filter(pk=key).first() if key else None
        if deed == "home":
            self.at_home(one, self.sticks[stick])
        elif deed == "office":
            self.at_office(self.sticks[stick])
        elif deed == "copy":
            self.copy(stick)
        elif deed == "put back":
            self.put_back(stick, number // 2 % 2)
        elif deed == "connect":
            one.hours_pass()
            one.run()
        elif deed == "send":
            one.send(self.text(), voice=number % 3 == 0)
        elif deed == "take back" and key:
            one.take_back(key)
        elif deed == "write back" and key:
            one.write_back(key, self.text(), None)
        elif deed == "attend" and first is not None:
            STAFF[number % len(STAFF)](first)
        elif deed == "answer" and first is not None:
            self.site.answer(first, self.text(), last=bool(stick))

    def kept_of(self, stick: int) -> Path:
        """Where the copy of that stick lies."""
        return self.sticks[stick].with_suffix(".old")

    def at_home(self, one: Household, stick: Path) -> Swap | None:
        """Swap with the program."""
        before = one.seen()
        swap = one.swap(stick)
        one.check_stick(before, self.site)
        return swap

    def at_office(self, stick: Path) -> None:
        """Swap with the server."""
        assert self.site.swap(stick) == []


class Publishing(World):
    """The office's notices."""

    @rule()
    def publish(self) -> None:
        """A notice."""
        self.site.publish(self.text())

    @precondition(lambda self: self.site.books.notices)
    @rule(number=NUMBERS)
    def change(self, number: int) -> None:
        """A correction."""
        self.site.change(number, self.text())

    @precondition(lambda self: self.site.books.notices)
    @rule(number=NUMBERS)
    def withdraw(self, number: int) -> None:
        """A notice was wrong."""
        self.site.withdraw(number)

    @precondition(lambda self: self.site.books.notices)
    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        """A notice goes for good."""
        self.site.delete(number)

    @precondition(lambda self: self.site.books.deleted)
    @rule()
    def forget_deletions(self) -> None:
        """The horizon moves."""
        self.site.forget_deletions()


class Answering(World):
    """The office's answers."""

    @precondition(lambda self: Feedback.objects.exists())
    @rule(number=NUMBERS, last=st.booleans())
    def answer(self, number: int, last: bool) -> None:
        """An answer."""
        self.site.answer(self.first(number), self.text(), last=last)

    @precondition(lambda self: Feedback.objects.exists())
    @rule(
        number=NUMBERS,
        act=st.sampled_from(STAFF),
    )
    def attend(self, number: int, act: Any) -> None:
        """Somebody looks at it, ends it, takes it up again."""
        act(self.first(number))

    @precondition(lambda self: Feedback.objects.exists())
    @rule(number=NUMBERS)
    def erase(self, number: int) -> None:
        """It is erased at the office."""
        self.site.erase(self.first(number))


class Operating(World):
    """The operator's keys, copies and settings."""

    @rule(new_root=st.booleans())
    def keys(self, new_root: bool) -> None:
        """The first keys, or others."""
        if self.site.signs:
            self.site.rotate(new_root=new_root)
        else:
            self.site.make_keys()

    @precondition(lambda self: self.site.signs)
    @rule()
    def revoke(self) -> None:
        """A key was stolen."""
        self.site.revoke()

    @rule()
    def back_up(self) -> None:
        """A copy."""
        self.site.back_up()

    @precondition(lambda self: self.site.copy is not None)
    @rule()
    def restore(self) -> None:
        """The copy comes back."""
        self.site.restore()

    @rule(closed=st.sampled_from(["joined", "newer", "", "", ""]))
    def close_the_door(self, closed: str) -> None:
        """Only joined machines, only newer programs; or everybody."""
        self.door(closed)

    def door(self, closed: str) -> None:
        """Who may come in."""
        self.site.let_in(newer=closed == "newer", joined=closed == "joined")
