"""The community's words in: what it says of itself, its notices, their pictures and sounds."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence, Sized

from app.domain.announcement import Media
from app.errors import BadData, ConnectionProblem
from app.events import AnnouncementsChanged, CommunityChanged, EventBus
from app.formats import wire
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.sync.check import fetch_community, wanted
from app.sync.half_media import HalfMedia
from app.sync.report import SyncReport
from app.sync.set_aside import SetAsideList
from app.sync.snapshots import SnapshotPull
from app.sync.transport import TooLarge, Transport

_log = logging.getLogger(__name__)

MEDIA_LIMIT = 20 * 1024 * 1024
#: Fewer than the wire allows: a page is checked and stored in about a tenth of a second, and the
#: thread can end between two of them.
PAGE_ITEMS = 250
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
        events: EventBus,
        report: SyncReport,
    ) -> None:
        self._announcements = announcements
        self._communities = communities
        self._set_aside = set_aside
        self._half_media = half_media
        self._events = events
        self._report = report
        self._snapshots = SnapshotPull(announcements, half_snapshot, self._came)

    async def pull_community(self, transport: Transport, head: wire.Head) -> None:
        """Fetch what the community says of itself, when that is new."""
        if head.community == self._communities.digest():
            return
        community, raw = await fetch_community(transport)
        self._communities.save(community, hashlib.sha256(raw).hexdigest())
        self._report.community_changed = True
        self._events.emit(CommunityChanged())

    async def pull_announcements(self, transport: Transport, head: wire.Head) -> None:
        """Fetch every change up to the head; each page is kept before the next is asked for.

        A feed of another generation, or one that is behind what is here, is read anew: from the
        snapshot where head names one, else from the feed's beginning. What it no longer holds is
        dropped at the end. Raises ConnectionProblem and StoreProblem.
        """
        here = self._cursor()
        if here is not None and not _continues(here, head.feed):
            self._start_over()
        await self._begin(transport, head)
        if not await self._pull_to(transport, head.feed):
            self._start_over()
            await self._begin(transport, head)
            if not await self._pull_to(transport, head.feed):
                raise ConnectionProblem("bad_answer", "the head's own generation is gone")
        if not await self._snapshots.pull_older(transport):
            # A file that is gone will not come back: the next run takes the snapshot that is then.
            self._start_over()
            raise ConnectionProblem("bad_answer", "the rest of the snapshot is gone")

    async def _begin(self, transport: Transport, head: wire.Head) -> None:
        """Take the snapshot, where nothing was followed yet and head names a good one."""
        if self._cursor() is not None or head.snapshot is None:
            return
        try:
            name = wire.parse_name(head.snapshot, "head.snapshot")
        except BadData as error:
            _log.info("no snapshot: %s", error)
            return
        if _continues(name.feed, head.feed):
            await self._snapshots.swap_in(transport, name)

    def _came(self, snapshot: wire.Snapshot) -> None:
        """Tell of what a file of a snapshot brought."""
        self._set_aside.add(snapshot.set_aside)
        self._tell(snapshot.changes, snapshot.set_aside)

    async def pull_media(self, transport: Transport) -> None:
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

    async def _fetch(self, transport: Transport, medium: Media) -> None:
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

    async def _pull_to(self, transport: Transport, end: wire.Cursor) -> bool:
        """Follow the pages; returns False when the server no longer knows the generation."""
        at, items = self._cursor(), PAGE_ITEMS
        while at != end:
            try:
                page = await self._page(transport, at, end, items)
            except TooLarge:
                if items == 1:
                    raise
                items = max(1, items // 8)
                continue
            if page is None:
                return False
            self._check_progress(at, page, end)
            self._keep(page)
            at = page.next
            if not page.more:
                break
        self._announcements.finish_refill(str(end if at is None else at))
        return True

    async def _page(
        self, transport: Transport, after: wire.Cursor | None, end: wire.Cursor, items: int
    ) -> wire.Page | None:
        params: dict[str, str | int] = {"upto": str(end), "limit": items}
        if after is not None:
            params["after"] = str(after)
        answer = await transport.get("/announcements", wire.PAGE_LIMIT, params)
        if answer.status == _GONE and answer.is_json:
            return None
        try:
            return wire.parse_announcements_page(wanted(answer).body)
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

    def _keep(self, page: wire.Page) -> None:
        self._announcements.apply(page.changes, str(page.next))
        self._set_aside.update(page)
        self._tell(page.changes, page.set_aside)

    def _tell(self, changes: Sized, set_aside: Sequence[wire.SetAside]) -> None:
        self._report.announcements += len(changes)
        self._report.set_aside += len(set_aside)
        for item in set_aside:
            _log.warning("a notice was set aside: %s", item.why)
        if changes:
            self._events.emit(AnnouncementsChanged())


def _continues(here: wire.Cursor, head: wire.Cursor) -> bool:
    return here.generation == head.generation and here.number <= head.number
