"""One run: everything that waits goes out, everything that is new comes in. No thread in here.

What speaks HTTP is loaded by the first run, not by the start of the program; see `load`.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.clock import Clock
from app.errors import ConnectionProblem
from app.events import ConversationsChanged, EventBus
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.storage.couriers import CourierRepository
from app.storage.devices import DeviceRepository
from app.storage.memos import MemoRepository
from app.storage.outbox import Outbox
from app.storage.recordings import RecordingRepository
from app.storage.trust import TrustRepository
from app.storage.withdrawals import WithdrawalRepository
from app.sync.backoff import Backoff
from app.sync.half_media import HalfMedia
from app.sync.patience import Patience
from app.sync.refused import AskAgain
from app.sync.report import ENDS_THE_RUN, SyncReport
from app.sync.set_aside import SetAsideList

if TYPE_CHECKING:
    import httpx2

    from app.formats.wire import Head
    from app.sync.feed import Feed
    from app.sync.sending import Sending
    from app.sync.transport import Transport

_log = logging.getLogger(__name__)

#: Where the time of the last good answer is kept.
LAST_CONTACT = "last_contact"
#: Where the time is kept at which a stick last brought something.
LAST_STICK = "last_stick"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where a run finds and puts things."""

    announcements: AnnouncementRepository
    communities: CommunityRepository
    outbox: Outbox
    withdrawals: WithdrawalRepository
    devices: DeviceRepository
    recordings: RecordingRepository
    memos: MemoRepository
    trust: TrustRepository
    couriers: CourierRepository


def load() -> None:
    """Load what a run needs, on a thread that has the time: a tenth of a second and more."""
    import asyncio  # noqa: F401

    import app.sync.feed
    import app.sync.joining
    import app.sync.mail
    import app.sync.parcels
    import app.sync.take_back
    import app.sync.transport  # noqa: F401


class SyncEngine:
    """Runs against a community address, one at a time. `backoff` is for single messages.

    `road` carries the requests where they do not go over the network (see `Transport`).
    """

    def __init__(
        self,
        shelves: Shelves,
        clock: Clock,
        events: EventBus,
        *,
        sending: Sending | None = None,
        patience: Patience | None = None,
        backoff: Backoff | None = None,
        chance: random.Random | None = None,
        road: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._shelves = shelves
        self._clock = clock
        self._events = events
        self._sending = sending
        self._patience = patience or Patience()
        self._backoff = backoff or Backoff()
        self._half_media, self._half_snapshot = HalfMedia(), HalfMedia()
        self._turn = 0
        self._shown = ("", 0.0)
        self._chance = chance or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._road = road

    async def run_once(self, address: str, report: SyncReport | None = None) -> SyncReport:
        """Do all there is to do; what went wrong with the connection stands in the report.

        Words first: what a person wrote goes out before anything is fetched, and also when the
        feed fails. Raises StoreProblem, and CancelledError at once when it is cancelled.
        """
        from app.sync.transport import Transport

        report = report if report is not None else SyncReport()
        # Whatever was sent while no community was joined belongs to this one from now on.
        self._shelves.outbox.adopt()
        async with Transport(address, self._patience, self._road) as transport:
            try:
                await self._all(transport, report, address)
            except ConnectionProblem as problem:
                report.note(problem)
        seconds = self._shelves.outbox.seconds_to_next(self._clock.now())
        if seconds is not None:
            report.again_within(seconds)
        return report

    async def _all(self, transport: Transport, report: SyncReport, address: str) -> None:
        """Raises ConnectionProblem when nothing more gets through."""
        from app.sync.check import fetch_head
        from app.sync.counter import Counter
        from app.sync.mail import Mail
        from app.sync.parcels import Parcels
        from app.sync.take_back import TakeBack

        shelves = self._shelves
        feed = feed_for(
            *(shelves, self._events, report, address),
            *(self._half_media, self._half_snapshot),
        )
        counter = Counter(
            *(shelves.outbox, self._clock, self._events),
            *(report, self._backoff, self._chance),
        )
        parcels = Parcels(counter, shelves.recordings)
        head = None
        try:
            head = await fetch_head(transport)
            report.poll_after_s = float(head.poll_after_s)
            self._reached(report)
        except ConnectionProblem as problem:
            if problem.code == "too_old":
                self._hold(problem)
            _go_on_after(problem, report)
        await _try(report, lambda: self._show_machine(transport))
        machine = self._machine() if head is not None and head.joined_only else None
        mail = Mail(counter, parcels.ready, machine)
        await TakeBack(shelves.withdrawals, counter).tell_due(transport)
        await self._seal_waiting(transport, head, feed, report)
        await mail.send_due(transport)
        if head is not None:
            await _try(report, lambda: feed.pull_community(transport, head))
            await _try(report, lambda: feed.pull_keys(transport, head))
            await _try(report, lambda: feed.pull_announcements(transport, head))
        # After the notices: an urgent one does not wait for somebody's long recording.
        await _try(report, lambda: parcels.send_due(transport, lambda: mail.send_due(transport)))
        self._turn += 1
        await _try(report, lambda: mail.ask_mailbox(transport, self._turn))
        await _try(report, lambda: feed.pull_media(transport))

    async def _seal_waiting(
        self, transport: Transport, head: Head | None, feed: Feed, report: SyncReport
    ) -> None:
        """What waits for the community's key is sealed before it leaves, when there is one."""
        sending = self._sending
        if sending is None or not sending.waits_for_key():
            return
        if head is not None:
            await _try(report, lambda: feed.pull_keys(transport, head))
        if sending.seal_waiting():
            self._events.emit(ConversationsChanged())

    async def _show_machine(self, transport: Transport) -> None:
        """Once an hour a machine that joined with a code says that it is there."""
        from app.sync.devices import CONTACT_EACH_S, is_revoked

        device, now = self._shelves.devices.here(), self._clock.monotonic()
        if device is None or device.revoked_at is not None:
            return
        shown_id, shown_at = self._shown
        if shown_id == device.id and now - shown_at < CONTACT_EACH_S:
            return
        if await is_revoked(transport, device):
            _log.warning("this machine is no longer joined")
            self._shelves.devices.revoke(device.id, self._clock.now())
        self._shown = (device.id, now)

    def _machine(self) -> str | None:
        device = self._shelves.devices.here()
        if device is None or device.revoked_at is not None:
            return None
        return f"{device.id} {device.token}"

    def _hold(self, problem: ConnectionProblem) -> None:
        """What waits can't go, whatever the connection does: its sentence says so."""
        self._shelves.outbox.hold(problem.code)
        self._events.emit(ConversationsChanged())

    def _reached(self, report: SyncReport) -> None:
        report.reached = True
        if self._shelves.outbox.release("too_old"):
            self._events.emit(ConversationsChanged())
        self._shelves.memos.put(LAST_CONTACT, self._clock.now().isoformat())


def feed_for(
    shelves: Shelves,
    events: EventBus,
    report: SyncReport,
    address: str,
    half_media: HalfMedia,
    half_snapshot: HalfMedia,
) -> Feed:
    """The reading side of one run, over a connection or from a stick."""
    from app.sync.feed import Feed
    from app.sync.keys import Keys

    return Feed(
        shelves.announcements,
        shelves.communities,
        SetAsideList(shelves.memos),
        half_media,
        half_snapshot,
        shelves.trust,
        Keys(shelves.trust, address),
        AskAgain(shelves.memos),
        events,
        report,
    )


async def _try(report: SyncReport, step: Callable[[], Awaitable[None]]) -> None:
    """A step that may fail without the others; raises ConnectionProblem when it may not."""
    try:
        await step()
    except ConnectionProblem as problem:
        _go_on_after(problem, report)


def _go_on_after(problem: ConnectionProblem, report: SyncReport) -> None:
    _log.info("sync step: %s", problem)
    report.note(problem)
    if problem.code in ENDS_THE_RUN:
        raise problem
