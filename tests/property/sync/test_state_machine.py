"""Client and server against plain dictionaries: whatever happens, in whatever order.

The real program on a real store, the server's own code on a database in memory, and between them a
road on which anything goes wrong. After each step, and once more when all is quiet, what both ends
hold is compared with what people did (`household.py`, `site.py`).

`FOOTBRIDGE_LONGER=100` tries a hundred times as many days, others each time.
"""

from __future__ import annotations

import itertools
import logging
import random
import shutil
import sqlite3
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from app.domain.feedback import Conversation, ConversationState, Withdrawal
from app.sync import courier, feed, parcels
from server.announcements import snapshots
from server.courier import news
from tests.property.longer import examples
from tests.property.sync.household import OVER, Household
from tests.property.sync.rules import (
    WHO,
    Answering,
    Carrying,
    Going,
    Operating,
    Publishing,
    Writing,
)
from tests.property.sync.site import Notice, Site, found

#: Runs within which all is as it should be, once nothing goes wrong any more.
ENOUGH_RUNS = 40
#: And swaps with one stick, both ways.
ENOUGH_SWAPS = 4
_SHM = Path("/dev/shm")


class Quiet(Writing, Going, Carrying, Publishing, Answering, Operating):
    """The whole machine, and what must be true when nothing goes wrong any more."""

    empty: sqlite3.Connection
    chance: random.Random

    @initialize(signs=st.sampled_from([True, True, False]), shared=st.booleans())
    def begin(self, signs: bool, shared: bool) -> None:
        """A new community, and two computers that join it, one of them with its code.

        Many people use the other one, perhaps.
        """
        self.chance.seed(0)
        self.folder = Path(tempfile.mkdtemp(dir=_SHM if _SHM.exists() else None))
        self.site = Site(self.empty, self.folder)
        if signs:
            self.site.make_keys()
        self.homes = []
        for number in range(2):
            code = self.site.code if signs and number == 0 else ""
            self.homes.append(self.home(code, shared=shared and number == 1))
        self.sticks = [self.folder / "stick-0", self.folder / "stick-1"]
        for stick in self.sticks:
            stick.mkdir()

    def home(self, code: str, *, shared: bool = False) -> Household:
        """One more computer."""
        name = tempfile.mkdtemp(dir=self.folder)
        return Household(Path(name), get_wsgi_application(), code, shared=shared)

    @invariant()
    def promises(self) -> None:
        """What holds at every moment."""
        self.site.look()
        for one in self.homes:
            assert one.road.broken == []
            one.check(self.site)

    @rule()
    def quiet(self) -> None:
        """Nothing goes wrong for a while."""
        self.rest()

    @precondition(lambda self: self.site.signs)
    @rule(home=WHO, stick=WHO)
    def quiet_by_stick(self, home: int, stick: int) -> None:
        """A stick goes to and fro, and all is well without a connection."""
        self.door("")
        one, trouble = self.homes[home], ["no swap"]
        for _ in range(ENOUGH_SWAPS):
            self.at_office(self.sticks[stick])
            swap = self.at_home(one, self.sticks[stick])
            assert swap is not None
            if swap.problem == "stick_no_key":
                # Whose keys to believe, it was never told: no code, and no connection yet.
                assert one.services.communities.current() is None
                return
            assert swap.problem is None
            trouble = [*self.unsettled(one), *self.missing(one)]
            if not trouble:
                return
        assert self.site.restored, trouble

    def rest(self) -> None:
        """When nothing goes wrong any more, all is where it belongs; also for who comes anew."""
        self.door("")
        newcomer = self.home(self.site.code if self.site.signs else "")
        self.homes.append(newcomer)
        try:
            for one in self.homes:
                self.settle(one)
                one.road.deliver()
                self.settle(one)
                one.check(self.site)
                one.check_unreadable()
        finally:
            self.homes.pop().close()

    def settle(self, one: Household) -> None:
        """Runs on a good line until all is well; else says what is not."""
        trouble: list[str] = ["no run"]
        for _ in range(ENOUGH_RUNS):
            report = one.run()
            self.site.look()
            assert report is not None
            assert report.problem is None or self.site.restored, report.problem
            trouble = [*self.unsettled(one), *self.missing(one)]
            if not trouble:
                return
            one.hours_pass()
        raise AssertionError(trouble)

    def missing(self, one: Household) -> list[str]:
        """Notices that are not as they stand in the community."""
        shown = one.notices()
        told = []
        for key in shown.keys() | self.site.books.notices.keys():
            if key in self.site.risen:
                continue
            wanted = self.wanted(one, key)
            if shown.get(key) not in wanted:
                told.append(f"notice {key}: {shown.get(key)}, not {wanted}")
        return told

    def wanted(self, one: Household, key: str) -> list[Notice | None]:
        """A notice as it must be seen: what was read in a later revision stays so."""
        there, best = self.site.books.notices.get(key), one.best.get(key)
        if there is None or best is None or best.revision <= there.revision:
            return [there]
        # A restored copy does not know what was read. Where a key was stolen, either may be seen.
        return [best, there] if self.site.revoked else [best]

    def unsettled(self, one: Household) -> list[str]:
        """Conversations that are not the same on both sides."""
        found = []
        for key, told in one.told.items():
            if not told.removed:
                now, there = one.conversation(key), self.site.state_of(key)
                why = self.differs(now, told.said, told.hopeless, there)
                found += [f"{key} {now.state} {now.withdrawal}: {why}"] if why else []
        return found

    def differs(
        self,
        now: Conversation,
        said: dict[str, str],
        hopeless: set[str],
        there: dict[str, Any] | None,
    ) -> str:
        """Why a conversation is not settled; empty when it is, or was lost with the database."""
        if there is None and now.id in self.site.ever_said and self.site.restored:
            return ""
        if now.state is ConversationState.KEPT and now.withdrawal is None:
            return "still waits"
        if now.withdrawal is Withdrawal.WANTED:
            return "nobody was told"
        if now.state in OVER:
            return "" if there is None or now.id in self.site.risen else "still there"
        if there is None:
            return "is not there"
        if now.withdrawal is Withdrawal.ASKED:
            return "" if there["asked"] or self.site.restored else "the wish is not there"
        wanted = {key: text for key, text in said.items() if key not in hopeless}
        if there["said"] != wanted and not self.site.restored:
            return f"{there['said']} is there, {wanted} was said"
        answers = {one.id: one.text for one in now.entries if not one.mine}
        if self.site.restored:
            answers = {key: answers.get(key, "") for key in there["answers"]}
        if answers != there["answers"]:
            return f"answers: {answers}, not {there['answers']}"
        if (now.state, now.reference) != (there["state"], there["reference"]):
            return f"{there['state']} {there['reference']} there, {now.reference} here"
        return ""

    def teardown(self) -> None:
        """The last quiet day; not after a failure, which would be forgotten over it."""
        if not hasattr(self, "homes"):
            return
        try:
            if sys.exc_info()[0] is None:
                self.rest()
        finally:
            for one in self.homes:
                one.close()
            shutil.rmtree(self.folder)


@pytest.fixture
def small(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, transactional_db: None
) -> Iterator[None]:
    """Pages, pieces and snapshots so small that a handful of things needs several of each."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the server runs within the client's loop
    for module, name, value in (
        (feed, "PAGE_ITEMS", 2),
        (news, "_PAGE_ITEMS", 2),
        (parcels, "PIECE", 2000),
        (parcels, "LEAST_PIECE", 500),
        (snapshots, "FROM", 4),
        (snapshots, "LAG", 2),
        (snapshots, "WINDOW", 2),
        (snapshots, "PART", 2),
    ):
        monkeypatch.setattr(module, name, value)
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES)
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.KEY_DIR, settings.MIN_CLIENT = tmp_path, ""  # theirs from here on: see `Site`
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    # The server's clock goes on by a second each time it is looked at; ids come in a fixed order.
    seconds = itertools.count()
    begins = datetime(2026, 12, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: begins + timedelta(seconds=next(seconds)))
    fixed = SimpleNamespace(Random=lambda: random.Random(0))
    monkeypatch.setattr(courier, "random", fixed)
    monkeypatch.setattr(Quiet, "chance", chance := random.Random(), raising=False)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4))
    logging.disable(logging.WARNING)  # faults are what this is about
    yield
    logging.disable(logging.NOTSET)


def test_whatever_happens_every_promise_holds(small: None, tmp_path: Path) -> None:
    Quiet.empty = found(tmp_path)
    run_state_machine_as_test(Quiet, settings=examples(14, steps=50))
