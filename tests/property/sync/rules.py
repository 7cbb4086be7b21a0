"""What may happen, one class for each end: mixed into the state machine of the test.

Another road between the two (a memory stick) is one more class here, with `given` rules that call
the program and the server on the same `Household` and `Site`; whatever it carries, `check` and
`Quiet` judge it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from app.domain.feedback import MAX_TEXT, Verdict
from server.feedback import answering
from server.feedback.models import Feedback
from tests.property.sync.household import Household
from tests.property.sync.road import KINDS, PLACES, Fault
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
    count = 0

    def text(self, *, hopeless: bool = False) -> str:
        """Words that were never said before."""
        self.count += 1
        return f"Number {self.count}" + (TOO_LONG if hopeless else "")

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
        act=st.sampled_from([answering.look_at, answering.close, answering.reopen]),
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
