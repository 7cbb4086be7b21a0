"""A person's end of the state machine: the real program on a real store, and what it must hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.announcement import AnnouncementFilter
from app.domain.feedback import (
    Conversation,
    ConversationState,
    Draft,
    Entry,
    FeedbackKind,
    RecordingState,
    Verdict,
    Withdrawal,
)
from app.domain.swap import Swap
from app.errors import CourierProblem
from app.paths import Paths
from app.services import Services, build_services
from app.sync.loop import run_alone
from app.sync.report import SyncReport
from tests.contract.golden_data import GOLDEN
from tests.property.sync.road import Killed, Road
from tests.property.sync.site import ADDRESS, Notice, Site
from tests.unit.storage.build import SetClock

VOICE = (GOLDEN / "voice.ogg").read_bytes()
OVER = (ConversationState.REFUSED, ConversationState.ERASED)


@dataclass
class Told:
    """A conversation as its person knows it: all that was said, by the entry's id, in order."""

    said: dict[str, str]
    voice: bool = False
    taken_back: bool = False
    removed: bool = False
    before: Conversation | None = None
    #: What no community takes; see `TOO_LONG`.
    hopeless: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Seen:
    """What a screen showed at one moment."""

    conversations: Sequence[Conversation]
    notices: dict[str, Notice]


class SteadyClock(SetClock):
    """Stands where it is put, but for the seconds that never run backwards."""

    def monotonic(self) -> float:
        return 0.0


class Household:
    """One computer. `told` and `best` are what must never be lost, and never go back."""

    def __init__(
        self, folder: Path, application: Callable[..., Any], code: str, *, shared: bool = False
    ) -> None:
        """`shared`: many people use it, so that nobody reads here what was sent."""
        self.shared = shared
        self.clock = SteadyClock()
        self.road = Road(application)
        self._paths = Paths(folder)
        self._chance = random.Random(0)
        self.told: dict[str, Told] = {}
        self.best: dict[str, Notice] = {}
        self.dropped: set[str] = set()
        self.services = self._open(f"{ADDRESS}#{code}" if code else ADDRESS)

    def _open(self, address: str | None = None) -> Services:
        services = build_services(
            self._paths, community_url=address, voice="silence", clock=self.clock
        )
        services.engine._road = self.road
        services.engine._chance = self._chance
        if self.shared:
            services.share_always()
        return services

    def start_anew(self) -> None:
        """The process ended without a word, and the program is started again."""
        self.services.close()
        self.services = self._open()

    def close(self) -> None:
        """Switch it off."""
        self.services.close()

    def send(self, text: str, *, voice: bool, hopeless: bool = False) -> str:
        """Write or say something, and press Send; returns its id."""
        draft = Draft(kind=FeedbackKind.IDEA, text=text, answer_wanted=True)
        if voice:
            self.services.recordings.path_for(draft.id).write_bytes(VOICE)
            recording = self.services.recordings.measured(draft.id, 1.0)
            draft = replace(draft, recording=recording, send_voice=True)
        self.services.send(draft)
        self.told[draft.id] = Told({draft.id: text}, voice)
        if hopeless:
            self.told[draft.id].hopeless.add(draft.id)
        return draft.id

    def write_back(
        self, key: str, text: str, verdict: Verdict | None, *, hopeless: bool = False
    ) -> None:
        """Say one thing more; only where the conversation goes on."""
        now = self.conversation(key)
        told = self.told[key]
        try:
            entries = self.services.write_back(key, text, "en", verdict).entries
        except ValueError:
            assert now.state in OVER or now.withdrawal is not None
            return
        assert now.state not in OVER
        assert now.withdrawal is None
        said = next(one for one in entries if one.mine and one.id not in told.said)
        told.said[said.id] = text
        if hopeless:
            told.hopeless.add(said.id)

    def take_back(self, key: str) -> None:
        """The person wants it back."""
        now = self.conversation(key)
        try:
            self.services.take_back(key)
        except ValueError:
            assert now.state in OVER
            assert now.withdrawal is None
            return
        self.told[key].taken_back = True

    def remove(self, key: str) -> None:
        """The person throws it away, which goes only when it is over."""
        now = self.conversation(key)
        try:
            self.services.remove(key)
        except ValueError:
            assert now.state not in OVER
            return
        assert now.state in OVER
        self.told[key].removed = True

    def run(self) -> SyncReport | None:
        """One run, with what its road brings; None when the program did not live to its end."""
        report = SyncReport()
        try:
            run_alone(self.services.engine.run_once(ADDRESS, report))
        except Killed:
            self.start_anew()
            return None
        return report

    def swap(self, stick: Path) -> Swap | None:
        """Swap with a stick; None when the program did not live to its end, or it was pulled."""
        try:
            return self.services.swap(stick)
        except Killed:
            self.start_anew()
        except CourierProblem as problem:
            if problem.code != "stick_gone":
                raise
        return None

    def hours_pass(self) -> None:
        """Longer than anything waits."""
        self.clock.moment += timedelta(hours=1, minutes=1)

    def conversation(self, key: str) -> Conversation:
        """As the screen has it."""
        found = self.services.conversations.get(key)
        assert found is not None
        return found

    def notices(self) -> dict[str, Notice]:
        """What the list of notices shows."""
        cards = self.services.announcements.cards(AnnouncementFilter(), "en", 0, 1000).cards
        shown = [card.announcement for card in cards]
        assert len({one.id for one in shown}) == len(shown)
        return {
            one.id: Notice(one.revision, one.state.value, one.texts["en"].title) for one in shown
        }

    # What holds at every moment.

    def check(self, site: Site) -> None:
        """The four promises, as far as they can be judged before all is quiet."""
        here = self.services.conversations.all()
        alive = {key for key, one in self.told.items() if not one.removed}
        assert sorted(one.id for one in here) == sorted(alive), "lost, doubled or risen"
        for one in here:
            self._check(one, self.told[one.id], site)
            self.told[one.id].before = one
        self._check_notices(site)

    def _check(self, now: Conversation, told: Told, site: Site) -> None:
        mine = [entry for entry in now.entries if entry.mine]
        said = dict.fromkeys(told.said, "") if self.shared else told.said
        assert {e.id: e.text for e in mine} == said, "words lost or changed"
        assert len(mine) == len(told.said), "words doubled"
        for entry in mine:
            self._check_entry(entry, told.said[entry.id], site)
        answers = [entry for entry in now.entries if not entry.mine]
        given = site.ever_answered.get(now.id, {})
        assert len({one.id for one in answers}) == len(answers)
        assert all(given.get(one.id) == one.text for one in answers), "an answer nobody gave"
        if now.state not in (ConversationState.KEPT, *OVER):
            assert site.ever_said.get(now.id) == told.said[now.id], "not there, said to be"
        if now.withdrawal is Withdrawal.NEVER_SENT:
            assert not set(told.said) & set(site.ever_said), "it had left, and nobody was told"
        assert (now.withdrawal is not None) == told.taken_back
        if now.state is ConversationState.REFUSED:
            assert now.id in told.hopeless or site.restored, "refused without a reason"
        if told.before is not None:
            _check_step(told.before, now)

    @staticmethod
    def _check_entry(entry: Entry, said: str, site: Site) -> None:
        assert not entry.damaged
        if entry.received or entry.words_received:
            assert site.ever_said.get(entry.id) == said, "not there, said to be"
        if entry.recording is not None and entry.recording.state is RecordingState.RECEIVED:
            assert entry.id in site.ever_whole, "not all of it there, said to be"

    def check_unreadable(self) -> None:
        """On a shared machine, nothing that was said lies anywhere."""
        said = [text[:20].encode() for told in self.told.values() for text in told.said.values()]
        for path in self._paths.data.rglob("*") if self.shared else ():
            data = path.read_bytes() if path.is_file() else b""
            assert not any(one in data for one in said), f"can be read in {path.name}"

    def check_stick(self, before: Seen, site: Site) -> None:
        """What a stick brought is never older than what was here `before`."""
        if site.restored:
            return  # then what is newer is not told by anything here
        for one in before.conversations:
            now, stood = self.conversation(one.id), site.stood.get(one.id, [])
            if one.state in stood and now.state not in OVER:
                # When at the earliest that was so, and when at the latest what is said now.
                latest = len(stood) - 1 - stood[::-1].index(now.state)
                assert latest >= stood.index(one.state), "a stick set it back"
        if site.revoked:
            return  # what a stolen key signed is forgotten
        shown = self.notices()
        gone = before.notices.keys() & site.books.notices.keys() - shown.keys()
        assert not gone, "a stick took a notice away"
        for key, notice in shown.items():
            was = before.notices.get(key)
            assert was is None or notice.revision >= was.revision, "a stick brought an old notice"
            if was is None and key in self.dropped:
                assert key not in site.books.deleted, "a stick brought what was deleted"

    def seen(self) -> Seen:
        """What the screen shows now."""
        return Seen(self.services.conversations.all(), self.notices())

    def _check_notices(self, site: Site) -> None:
        shown = self.notices()
        for key, one in shown.items():
            assert one in site.ever_published[key], "a notice that nobody published"
            best = self.best.get(key)
            # A revoked key's revisions are forgotten, those that a restored copy lost as well.
            forgotten = site.restored and site.revoked
            if site.signs and best and key not in self.dropped and not forgotten:
                assert one.revision >= best.revision, "a notice went back"
            if key in self.dropped and key not in site.risen and site.signs:
                assert key not in site.books.deleted, "a deleted notice rose again"
        self.dropped = (self.dropped | (set(self.best) - set(shown))) - set(shown)
        self.best |= shown


def _check_step(before: Conversation, now: Conversation) -> None:
    """Nothing runs backwards."""
    if before.state is not ConversationState.KEPT:
        assert now.state is not ConversationState.KEPT, "received, and no longer"
    if before.state in OVER:
        assert now.state is before.state, "over, and no longer"
    if before.withdrawal is not None and before.withdrawal is not Withdrawal.WANTED:
        later = (before.withdrawal, Withdrawal.DONE)
        assert now.withdrawal in later, "taken back, and no longer"
    answers = {one.id for one in before.entries if not one.mine}
    assert answers <= {one.id for one in now.entries}, "an answer lost"
    received = {one.id for one in before.entries if one.received}
    assert received <= {one.id for one in now.entries if one.received}, "received, and no longer"
