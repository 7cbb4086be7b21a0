"""The community's words in: what it says of itself, its notices, their pictures and sounds."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace

from app.domain.announcement import Media
from app.domain.trust import Proof, Refusal, RefusedNotice
from app.errors import BadData, ConnectionProblem
from app.events import AnnouncementsChanged, CommunityChanged, EventBus
from app.formats import wire
from app.formats.signed_notice import SignedReader
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.storage.trust import TrustRepository
from app.sync.answer import Reading, TooLarge
from app.sync.check import fetch_community, wanted
from app.sync.half_media import HalfMedia
from app.sync.keys import Keys
from app.sync.refused import AskAgain
from app.sync.report import SyncReport
from app.sync.set_aside import SetAsideList
from app.sync.snapshots import SnapshotPull

_log = logging.getLogger(__name__)

MEDIA_LIMIT = 20 * 1024 * 1024
#: Fewer than the wire allows: a page is checked and stored in about a tenth of a second, and the
#: thread can end between two of them.
PAGE_ITEMS = 500
_GONE = 410


class Feed:
    """The reading side of one run."""

    def __init__(
        self,
        announcements: AnnouncementRepository,
        communities: CommunityRepository,
        set_aside: SetAsideList,
        half_media: HalfMedia,
        half_snapshot: HalfMedia,
        trust: TrustRepository,
        keys: Keys,
        again: AskAgain,
        events: EventBus,
        report: SyncReport,
    ) -> None:
        self._announcements = announcements
        self._communities = communities
        self._set_aside = set_aside
        self._half_media = half_media
        self._trust = trust
        self._keys = keys
        self._again = again
        self._refused: dict[str, RefusedNotice] = {}
        self._events = events
        self._report = report
        self._snapshots = SnapshotPull(announcements, half_snapshot, keys, self._came)

    async def pull_keys(self, transport: Reading, head: wire.Head) -> None:
        """Fetch the community's keys, when they are new. Raises ConnectionProblem, StoreProblem."""
        before = self._trust.current()
        if await self._keys.pull(transport, head):
            self._announcements.begin_refill()
        if self._trust.current() != before:
            self._again.soon()
            self._events.emit(AnnouncementsChanged())

    async def pull_community(self, transport: Reading, head: wire.Head) -> None:
        """Fetch what the community says of itself, when that is new."""
        if head.community == self._communities.digest():
            return
        community, raw = await fetch_community(transport)
        self._communities.save(community, hashlib.sha256(raw).hexdigest())
        self._report.community_changed = True
        self._events.emit(CommunityChanged())

    async def pull_announcements(self, transport: Reading, head: wire.Head) -> None:
        """Fetch every change up to the head; each page is kept before the next is asked for.

        A feed of another generation, or one that is behind what is here, is read anew: from the
        snapshot where head names one, else from the feed's beginning. What it no longer holds is
        dropped at the end. Raises ConnectionProblem and StoreProblem.
        """
        try:
            here = self._cursor()
        except BadData:
            _log.warning("where the notices were followed to is damaged")
            self._start_over()
        else:
            if here is not None and not _continues(here, head.feed):
                self._start_over()
        if not await self._follow(transport, head):
            self._start_over()
            if not await self._follow(transport, head):
                raise ConnectionProblem("bad_answer", "the head's own generation is gone")

    async def _follow(self, transport: Reading, head: wire.Head) -> bool:
        """Up to the head; returns False when the server no longer knows the generation."""
        at, again = self._again.start(self._cursor())
        anew = self._cursor() is None
        if anew:
            self._trust.begin_anew(head.feed.generation)
            await self._begin(transport, head)
            at = self._cursor()
        reached = await self._pull_to(transport, at, head.feed)
        if reached is None:
            return False
        if not await self._snapshots.pull_older(transport):
            # A file that is gone will not come back: the next run takes the snapshot that is then.
            self._start_over()
            raise ConnectionProblem("bad_answer", "the rest of the snapshot is gone")
        refilling = self._announcements.refilling()
        roll = await self._keys.roll(transport, reached) if refilling else None
        self._announcements.finish_refill(str(reached), roll)
        if anew or again:
            self._forget_what_came_right()
        return True

    async def _begin(self, transport: Reading, head: wire.Head) -> None:
        """Nothing was followed yet: take the snapshot, where head names a good one."""
        if head.snapshot is None:
            return
        try:
            name = wire.parse_name(head.snapshot, "head.snapshot")
        except BadData as error:
            _log.info("no snapshot: %s", error)
            return
        if _continues(name.feed, head.feed):
            await self._snapshots.swap_in(transport, name)

    def _came(
        self, snapshot: wire.Snapshot, refused: list[RefusedNotice], proofs: Mapping[str, Proof]
    ) -> None:
        """Tell of what a file of a snapshot brought."""
        self._set_aside.add([item for item in snapshot.set_aside if not item.refusal])
        # A page may have brought a later state before: that an older one is passed over is no news.
        told = [one for one in refused if one.reason is not Refusal.OLDER]
        self._tell(snapshot, told, None, proofs)

    async def pull_media(self, transport: Reading) -> None:
        """Fetch missing pictures and sounds; one that fails does not hold up the others.

        Raises ConnectionProblem when nothing gets through any more, and StoreProblem.
        """
        for medium in self._announcements.missing_media():
            if medium.size > MEDIA_LIMIT:
                self._report.media_failed += 1
                continue
            try:
                await self._fetch(transport, medium)
            except (BadData, ConnectionProblem) as error:
                _log.info("a medium is missing: %s", error)
                self._report.media_failed += 1
                if isinstance(error, ConnectionProblem) and error.code == "no_connection":
                    raise
            else:
                self._report.media += 1
                self._events.emit(AnnouncementsChanged())

    async def _fetch(self, transport: Reading, medium: Media) -> None:
        content = self._half_media.of(medium.sha256)
        await transport.download(f"/media/{medium.sha256}", MEDIA_LIMIT, content)
        self._half_media.drop()
        self._announcements.save_media(medium.sha256, [bytes(content)])

    def _cursor(self) -> wire.Cursor | None:
        text = self._announcements.cursor()
        return None if text is None else wire.Cursor.parse(text, "the stored cursor")

    def _start_over(self) -> None:
        _log.info("the notices are fetched anew")
        self._announcements.begin_refill()
        self._set_aside.forget()
        self._again.forget()

    async def _pull_to(
        self, transport: Reading, at: wire.Cursor | None, end: wire.Cursor
    ) -> wire.Cursor | None:
        """Follow the pages; returns where that ended, None when the generation is not known."""
        items = PAGE_ITEMS
        while at != end:
            reader = self._keys.reader()
            try:
                page = await self._page(transport, at, end, items, reader)
            except TooLarge:
                if items == 1:
                    raise
                items = max(1, items // 8)
                continue
            if page is None:
                return None
            self._check_progress(at, page, end)
            self._keep(page, at, reader.proofs if reader else {})
            at = page.next
            if not page.more:
                break
        return end if at is None else at

    def _forget_what_came_right(self) -> None:
        self._trust.refused_only(self._refused)
        if not self._refused:
            self._again.forget()
        self._events.emit(AnnouncementsChanged())

    async def _page(
        self,
        transport: Reading,
        after: wire.Cursor | None,
        end: wire.Cursor,
        items: int,
        reader: SignedReader | None,
    ) -> wire.Page | None:
        params: dict[str, str | int] = {"upto": str(end), "limit": items}
        if after is not None:
            params["after"] = str(after)
        answer = await transport.get("/announcements", wire.PAGE_LIMIT, params)
        if answer.status == _GONE and answer.is_json:
            return None
        try:
            return wire.parse_announcements_page(wanted(answer).body, reader)
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error

    @staticmethod
    def _check_progress(at: wire.Cursor | None, page: wire.Page, end: wire.Cursor) -> None:
        """A feed that goes back, in a circle or beyond its own head is none."""
        reached = page.next
        goes_on = at is None or reached.number > at.number or (not page.more and reached == at)
        if reached.generation != end.generation or reached.number > end.number or not goes_on:
            raise ConnectionProblem("bad_answer", "the feed does not go on")
        if page.more and not (page.changes or page.set_aside):
            raise ConnectionProblem("bad_answer", "an empty page with more to come")

    def _keep(
        self, page: wire.Page, before: wire.Cursor | None, proofs: Mapping[str, Proof]
    ) -> None:
        refused = self._announcements.apply(page.changes, str(page.next), proofs)
        unread = tuple(item for item in page.set_aside if not item.refusal)
        self._set_aside.update(replace(page, set_aside=unread))
        self._tell(page, refused, before, proofs)

    def _tell(
        self,
        what: wire.Page | wire.Snapshot,
        refused: list[RefusedNotice],
        before: wire.Cursor | None,
        proofs: Mapping[str, Proof],
    ) -> None:
        """Tell of what came after `before`, and of what the store would not take of it."""
        refused += [
            RefusedNotice(item.id or item.why, Refusal(item.refusal))
            for item in what.set_aside
            if item.refusal
        ]
        self._report.announcements += len(what.changes)
        self._report.set_aside += sum(not item.refusal for item in what.set_aside)
        for item in what.set_aside:
            _log.warning("a notice was set aside: %s", item.why)
        if refused or proofs:
            self._note_refused(refused, before, proofs)
        if what.changes or refused:
            self._events.emit(AnnouncementsChanged())

    def _note_refused(
        self,
        refused: list[RefusedNotice],
        before: wire.Cursor | None,
        proofs: Mapping[str, Proof],
    ) -> None:
        bad = {one.key: one for one in refused}
        good = [id_ for id_ in proofs if id_ not in bad]
        for id_ in good:
            self._refused.pop(id_, None)
        self._refused |= bad
        self._trust.refuse(refused, good)
        self._report.not_shown += len(refused)
        # An older one needs no asking: what it would take back is here.
        if any(one.reason is not Refusal.OLDER for one in refused):
            self._again.note(before)


def _continues(here: wire.Cursor, head: wire.Cursor) -> bool:
    return here.generation == head.generation and here.number <= head.number
