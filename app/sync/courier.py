"""The courier: what a stick brings is taken in, what waits is put on it. No thread in here.

A stick and a connection may mix and overtake each other: ids, digests and what is proved are the
same on both roads, and so is the code that settles what comes back.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.clock import Clock
from app.domain.swap import Brought, News, Swap, Taken
from app.errors import BadData, ConnectionProblem, CourierProblem
from app.events import AnnouncementsChanged, ConversationsChanged, EventBus
from app.formats import bundle
from app.formats.archive import Archive
from app.formats.envelope import RefusedData
from app.formats.keyset import OtherKeys, follow, parse_chain, root_code
from app.formats.wire import Cursor
from app.sync.backoff import Backoff
from app.sync.check import see_version
from app.sync.counter import Counter
from app.sync.courier_in import CourierIn
from app.sync.courier_out import CourierOut, OutShelves
from app.sync.engine import LAST_STICK, Shelves, feed_for
from app.sync.half_media import HalfMedia
from app.sync.keys import Keys
from app.sync.loop import run_alone
from app.sync.mail import Mail
from app.sync.parcels import Parcels
from app.sync.report import SyncReport
from app.sync.sending import Sending
from app.sync.stick import Stick
from app.sync.stick_news import StickReading
from app.sync.take_back import TakeBack

_log = logging.getLogger(__name__)

#: Files of news that are looked at.
_MOST_NEWS = 50


class Courier:
    """Swaps with a stick for the community at one address.

    `step` is called now and then, with the bytes written so far, and may raise CourierProblem
    (`stick_stopped`) to end it; whatever was done until then holds.
    """

    def __init__(
        self,
        shelves: Shelves,
        clock: Clock,
        events: EventBus,
        address: str,
        sending: Sending,
        step: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._shelves = shelves
        self._events = events
        self._clock = clock
        self._address = address
        self._sending = sending
        self._step = step
        self._report = SyncReport()
        chance = random.Random()  # noqa: S311 - guards nothing
        counter = Counter(shelves.outbox, clock, events, self._report, Backoff(), chance)
        self._keys = Keys(shelves.trust, address)
        self._parcels = Parcels(counter, shelves.recordings)
        self._answers = CourierIn(
            shelves.couriers,
            shelves.outbox,
            shelves.withdrawals,
            Mail(counter, self._parcels.ready),
            self._parcels,
            TakeBack(shelves.withdrawals, counter),
        )

    def swap(self, top: Path) -> Swap:
        """Take in what is there, then put there what waits. Raises CourierProblem, StoreProblem.

        What keeps only the second half from being done stands in `problem`.
        """
        swap = Swap(self.bring(top))
        try:
            swap.taken = self.take(top)
        except CourierProblem as problem:
            swap.problem = problem.code
        return swap

    def bring(self, top: Path) -> Brought:
        """Take in what is on the stick. Raises CourierProblem and StoreProblem."""
        if not self._address:
            raise ConnectionProblem("no_community")
        self._shelves.outbox.adopt()
        stick, brought = Stick(top), Brought()
        unread = self._shelves.couriers.unread_answers()
        self._news(stick, brought)
        self._answers.settle_all(stick, self._keys.keyset(), brought, lambda: self._step(0))
        brought.answers = max(self._shelves.couriers.unread_answers() - unread, 0)
        if brought.anything:
            self._shelves.memos.put(LAST_STICK, self._clock.now().isoformat())
        return brought

    def take(self, top: Path) -> Taken:
        """Put what waits on the stick. Raises CourierProblem and StoreProblem."""
        if not self._address:
            raise ConnectionProblem("no_community")
        shelves = self._shelves
        out = CourierOut(
            OutShelves(
                *(shelves.couriers, shelves.outbox, shelves.withdrawals),
                *(shelves.recordings, shelves.devices),
            ),
            self._clock,
            self._parcels.ready,
        )
        # What a stick brought may be the key that something waits for.
        self._sending.seal_waiting()
        keyset = self._keys.keyset()
        # Notices are asked for after keys: where some came and no key, there is none.
        keyless = shelves.trust.current() is None and shelves.announcements.cursor() is not None
        known = keyset is not None or keyless
        taken = out.export(Stick(top), keyset, self._step, known=known)
        self._events.emit(ConversationsChanged())
        return taken

    # --- the news -------------------------------------------------------------------------------

    def _news(self, stick: Stick, brought: Brought) -> None:
        """Read the newest news for this community, if it is newer than what is here."""
        best: tuple[tuple[int, int], str] | None = None
        for name in stick.names(bundle.NEWS)[-_MOST_NEWS:]:
            self._step(0)
            with stick.opened(name) as file:
                place = self._look(file, brought)
            if place is not None and (best is None or place > best[0]):
                best = (place, name)
        if best is None:
            return
        with stick.opened(best[1]) as file:
            self._read(file, brought)

    def _look(self, file: BinaryIO, brought: Brought) -> tuple[int, int] | None:
        """How new a file is; None, and told, for one that is not this community's."""
        try:
            with Archive(file, bundle.NEWS_LIMITS) as archive:
                news = bundle.News(archive)
                if not self._is_ours(news):
                    brought.for_others += 1
                    return None
                head = news.head.feed
                return head.generation, head.number
        except BadData as error:
            _log.info("a file of news: %s", error)
            brought.news = _worse(brought.news, error)
            return None

    def _is_ours(self, news: bundle.News) -> bool:
        """Whether it says to be of the community that is joined; nothing is proved yet."""
        trust, community = self._shelves.trust.current(), self._shelves.communities.current()
        keyset = self._keys.keyset()
        if keyset is not None:
            return news.community == keyset.community
        if trust is None:
            return community is not None and news.community == community.slug
        try:
            return bool(follow(news.chain(), trust.code))
        except BadData:
            return False

    def _read(self, file: BinaryIO, brought: Brought) -> None:
        try:
            with Archive(file, bundle.NEWS_LIMITS) as archive:
                news = bundle.News(archive)
                brought.news = self._standing(news)
                if brought.news in (News.TAKEN, News.SAME):
                    news.read_all(lambda: self._step(0))
                    self._follow(news, brought)
        except BadData as error:
            _log.info("the news are left alone: %s", error)
            brought.news = _worse(News.NONE, error)
        except ConnectionProblem as problem:
            _log.info("the news broke off: %s", problem)
            brought.too_old = problem.code == "too_old"
            brought.news = News.DAMAGED

    def _standing(self, news: bundle.News) -> News:
        """Prove that it is the community's own, and see how new. Raises BadData."""
        trust = self._shelves.trust.current()
        chain = news.chain()
        if trust is None and not news.signed:
            return self._age(news)
        known = parse_chain(trust.document) if trust is not None and trust.document else ()
        try:
            keyset = follow(chain, trust.code if trust is not None else root_code(chain), known)
        except OtherKeys as error:
            if error.code == "rollback":
                return News.OLD
            raise RefusedData("other_keys", str(error)) from error
        except IndexError as error:
            raise RefusedData("unsigned", "no keys") from error
        news.prove(keyset)
        return self._age(news)

    def _age(self, news: bundle.News) -> News:
        text, head = self._shelves.announcements.cursor(), news.head.feed
        if text is None:
            return News.TAKEN
        try:
            here = Cursor.parse(text, "the stored cursor")
        except BadData:
            return News.TAKEN  # `Feed` begins anew
        there = (head.generation, head.number)
        if there < (here.generation, here.number):
            return News.OLD
        return News.TAKEN if there > (here.generation, here.number) else News.SAME

    def _follow(self, news: bundle.News, brought: Brought) -> None:
        """Everything as from a connection, by what reads one."""
        report = self._report
        reading = StickReading(news, lambda: self._step(0))
        shelves = self._shelves
        feed = feed_for(shelves, self._events, report, self._address, HalfMedia(), HalfMedia())
        see_version(news.head)

        async def run() -> None:
            await feed.pull_community(reading, news.head)
            await feed.pull_keys(reading, news.head)
            await feed.pull_announcements(reading, news.head)
            await feed.pull_media(reading)

        try:
            run_alone(run())
        finally:
            brought.notices, brought.not_shown = report.announcements, report.not_shown
            brought.media, brought.media_missing = report.media, report.media_failed
            self._events.emit(AnnouncementsChanged())


def _worse(before: News, error: BadData) -> News:
    """What a file that is left alone was; one that may be dangerous is told before all others."""
    code = bundle.unreadable(error)
    if isinstance(error, RefusedData):
        return News.STRANGE
    return News.UNSAFE if code == "unsafe" or before is News.UNSAFE else News.DAMAGED
