"""The thread `sync`: when a run starts, how long it rests, and what is known meanwhile.

What it takes to speak with a community is loaded by `start`, not with this module: Home is to be
there at once. Who has a thread to spare may load it before (`app.sync.engine.load`).
"""

from __future__ import annotations

import contextlib
import logging
import random
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.clock import Clock
from app.domain.device import Device, plain_join_code
from app.domain.sync_status import Connection, SyncStatus
from app.domain.trust import Invitation
from app.errors import ConnectionProblem, CourierProblem, EnvironmentProblem, StoreProblem
from app.events import ConversationsChanged, EventBus, RecordingMoved, SyncChanged
from app.sync.address import tidy_address
from app.sync.loop import new_loop, run_alone
from app.sync.network import ways_out
from app.sync.report import SyncReport
from app.sync.rest import NO_WAY_THROUGH, Rhythm, pause, rest_after

if TYPE_CHECKING:
    import asyncio

_log = logging.getLogger(__name__)

#: A stuck disk may keep the thread from answering; the caller must not wait for ever.
_LONGEST_SWITCH_S = 15.0
#: How long a helper waits for a first sign of an address.
CHECK_S = 10.0


@dataclass(frozen=True, slots=True)
class Counts:
    """The fields of that name of `SyncStatus`."""

    waiting: int = 0
    set_aside: int = 0
    damaged: int = 0
    elsewhere: int = 0
    recording_percent: int | None = None
    revoked: bool = False
    unsealed: bool = False


@dataclass(frozen=True, slots=True)
class SyncTasks:
    """What the worker has done for it; all but `run` are plain calls, on the worker's thread.

    `run` speaks with the community at an address. `count` counts what waits and what went wrong.
    `make_all_due` forgets the outbox's waiting times. `move` makes an address the person's choice
    and lets the notices start over. `tidy` is the housekeeping after each run.
    """

    run: Callable[[str, SyncReport], Awaitable[object]]
    count: Callable[[], Counts]
    make_all_due: Callable[[], None]
    move: Callable[[str], None]
    tidy: Callable[[], None]


class SyncWorker:
    """Runs the sync thread. Every method may be called from any thread and returns at once,
    `set_community` apart, which waits for the store.
    """

    def __init__(
        self,
        tasks: SyncTasks,
        clock: Clock,
        events: EventBus,
        *,
        address: str = "",
        offline: bool = False,
        last_contact: datetime | None = None,
        rhythm: Rhythm | None = None,
        network: Callable[[], frozenset[str]] = ways_out,
        chance: random.Random | None = None,
    ) -> None:
        self._tasks = tasks
        self._clock = clock
        self._events = events
        self._rhythm = rhythm or Rhythm()
        self._network = network
        self._chance = chance or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._lock = threading.Lock()
        self._status = SyncStatus(
            connection=Connection.OFF if offline else Connection.NOT_TRIED,
            community_url=address,
            last_contact=last_contact,
            problem=None if address else "no_community",
        )
        self._next_try_at: float | None = None
        self._offline = offline
        self._all_due = True
        self._failures = 0
        self._held_until = 0.0
        self._wake: asyncio.Event | None = None
        self._run: asyncio.Task[None] | None = None
        self._life: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._switches: deque[tuple[str, Future[None]]] = deque()
        self._pauses: deque[tuple[Future[None], asyncio.Event]] = deque()
        self._unsubscribe: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Start the thread; the first run begins at once."""
        if self._thread is not None:
            return
        import asyncio

        subscribed = [
            self._events.subscribe(kind, self._count)
            for kind in (ConversationsChanged, RecordingMoved)
        ]
        self._unsubscribe = lambda: [end() for end in subscribed]
        self._wake = asyncio.Event()
        self._loop = new_loop()
        self._life = self._loop.create_task(self._live())
        self._thread = threading.Thread(target=self._main, name="sync", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 0.3) -> None:
        """End the thread, also in the middle of a request; waits at most `timeout_s`."""
        self._unsubscribe()
        thread, self._thread = self._thread, None
        if thread is None or self._life is None:
            return
        self._call(self._life.cancel)
        thread.join(timeout_s)
        if thread.is_alive():
            _log.info("the sync thread did not end in time")

    def request_now(self) -> None:
        """Try now, whatever was to be waited for."""
        self._all_due = True
        self._wake_up()

    def status(self) -> SyncStatus:
        """What was last known."""
        with self._lock:
            status, at = self._status, self._next_try_at
        if at is None:
            return status
        return replace(status, next_try_in_s=max(0.0, at - self._clock.monotonic()))

    def set_offline(self, off: bool) -> None:
        """Switch the connection off or on; a run under way is broken off."""
        self._offline = off
        self._change(
            connection=Connection.OFF if off else Connection.NOT_TRIED,
            problem=None if self._status.community_url else "no_community",
        )
        self._call(self._break_off)
        if not off:
            self.request_now()

    def set_community(self, typed: str) -> None:
        """Turn to another community: what waits is kept, the notices start over.

        An empty address means none. Raises ConnectionProblem(`no_community`) for what can't be an
        address and StoreProblem when the choice can't be kept; then nothing changes.
        """
        address = tidy_address(typed) if typed.strip() else ""
        if address == self._status.community_url:
            self.request_now()
        elif self._thread is None or self._loop is None:
            self._turn_to(address)
        else:
            done: Future[None] = Future()
            self._switches.append((address, done))
            self._call(self._break_off)
            self._wake_up()
            done.result(_LONGEST_SWITCH_S)

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """No run meanwhile: one under way is broken off, the next one comes afterwards.

        So that a stick and a connection never bring notices at the same time. Raises
        CourierProblem(`stick_busy`) when the thread does not come to rest in time.
        """
        if self._thread is None:
            yield
            return
        import asyncio

        reached: Future[None] = Future()
        over = asyncio.Event()
        self._pauses.append((reached, over))
        self._call(self._break_off)
        self._wake_up()
        try:
            try:
                reached.result(_LONGEST_SWITCH_S)
            except TimeoutError as error:
                raise CourierProblem("stick_busy") from error
            yield
        finally:
            self._call(over.set)

    def invitation(self, typed: str, code: str = "", *, vouched: bool = False) -> Invitation:
        """The community at an address, whose keys must fit `code` where one is given.

        Waits at most ten seconds, keeps nothing. Raises ConnectionProblem.
        """
        from app.sync.joining import invitation_at

        return run_alone(invitation_at(tidy_address(typed), code, vouched, CHECK_S))

    def join_with_code(self, typed: str, code: str) -> Device:
        """Join this machine to the community at an address; waits at most ten seconds.

        Keeps nothing. Raises ConnectionProblem; `bad_join_code` when the code is no good.
        """
        from app.sync.devices import join_at

        try:
            plain = plain_join_code(code)
        except ValueError:
            raise ConnectionProblem("bad_join_code") from None
        return run_alone(join_at(tidy_address(typed), plain, CHECK_S))

    # On the sync thread from here on.

    def _main(self) -> None:
        import asyncio

        loop, life = self._loop, self._life
        if loop is None or life is None:
            return
        asyncio.set_event_loop(loop)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                loop.run_until_complete(life)
        except Exception:  # noqa: BLE001 - the thread's edge
            _log.exception("the sync thread broke")
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    async def _live(self) -> None:
        wake = self._wake
        if wake is None:
            return
        self._count()
        while True:
            wake.clear()
            self._make_switches()
            await self._stand_still()
            rest = await self._turn()
            self._next_try(rest)
            await self._tidy()
            eager = self._failures > 0
            if await pause(rest, wake, self._rhythm, self._clock, self._network, eager):
                self._all_due = True

    async def _turn(self) -> float | None:
        """One run; returns how long to rest, None for until somebody asks."""
        import asyncio

        address = self._status.community_url
        if self._offline or not address:
            return None
        self._next_try(None)
        before = self._status.connection
        self._change(connection=Connection.WORKING)
        held = self._held_until - self._clock.monotonic()
        if held > 0.0:
            # The community asked to be left alone so long, also by who presses a button.
            self._change(connection=before)
            return held
        report = SyncReport()
        self._run = asyncio.create_task(self._one_run(address, report))
        try:
            await asyncio.wait({self._run})
        finally:
            run, self._run = self._run, None
            if not run.done():
                run.cancel()
                await asyncio.wait({run})
        return self._conclude(run, report)

    async def _one_run(self, address: str, report: SyncReport) -> None:
        if self._all_due:
            self._tasks.make_all_due()
            self._all_due = False
        await self._tasks.run(address, report)

    async def _tidy(self) -> None:
        """The housekeeping, on a thread of its own, so that nothing has to wait for a big copy."""
        import asyncio

        try:
            await asyncio.get_running_loop().run_in_executor(None, self._tasks.tidy)
        except EnvironmentProblem as problem:
            _log.info("housekeeping: %s", problem)
        except Exception:  # noqa: BLE001 - the helper thread's edge
            _log.exception("the housekeeping broke")

    def _conclude(self, run: asyncio.Task[None], report: SyncReport) -> float | None:
        error = None if run.cancelled() else run.exception()
        if run.cancelled() or self._offline:
            return None if self._offline else 0.0
        problem: EnvironmentProblem | None = report.problem
        if isinstance(error, EnvironmentProblem):
            problem = error
        elif error is not None:
            _log.error("a sync run broke", exc_info=error)
            problem = EnvironmentProblem()
        self._count()
        if isinstance(problem, ConnectionProblem) and problem.retry_after_s is not None:
            asked = min(problem.retry_after_s, self._rhythm.most)
            self._held_until = self._clock.monotonic() + asked
        if problem is None:
            self._failures = 0
        else:
            self._failures += 1
            _log.info("sync: %s (%s)", problem.code, problem.detail)
        last_contact = self._clock.now() if report.reached else self._status.last_contact
        self._change(
            connection=Connection.CONNECTED if problem is None else Connection.TROUBLE,
            problem=problem.code if problem else None,
            last_contact=last_contact,
        )
        if problem is not None and problem.code in NO_WAY_THROUGH:
            self._all_due = True
        return rest_after(problem, report, self._failures, self._rhythm, self._chance)

    def _make_switches(self) -> None:
        while self._switches:
            address, done = self._switches.popleft()
            try:
                self._turn_to(address)
            except Exception as error:  # noqa: BLE001 - handed to the caller
                done.set_exception(error)
            else:
                done.set_result(None)

    async def _stand_still(self) -> None:
        while self._pauses:
            reached, over = self._pauses.popleft()
            reached.set_result(None)
            await over.wait()

    def _turn_to(self, address: str) -> None:
        self._tasks.move(address)
        self._failures = 0
        self._held_until = 0.0
        self._all_due = True
        self._change(
            community_url=address,
            connection=Connection.OFF if self._offline else Connection.NOT_TRIED,
            problem=None if address else "no_community",
        )

    def _break_off(self) -> None:
        if self._run is not None:
            self._run.cancel()

    def _wake_up(self) -> None:
        if self._wake is not None:
            self._call(self._wake.set)

    def _call(self, what: Callable[[], object]) -> None:
        """Call on the sync thread, if it is alive."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(what)

    def _count(self, _event: object = None) -> None:
        try:
            counts = self._tasks.count()
        except StoreProblem as problem:
            _log.info("the outbox can't be counted: %s", problem.code)
        else:
            self._change(**asdict(counts))

    def _next_try(self, rest: float | None) -> None:
        with self._lock:
            self._next_try_at = None if rest is None else self._clock.monotonic() + rest
        self._tell()

    def _change(self, **changes: Any) -> None:
        with self._lock:
            before, self._status = self._status, replace(self._status, **changes)
            changed = self._status != before
        if changed:
            self._tell()

    def _tell(self) -> None:
        try:
            self._events.emit(SyncChanged())
        except Exception:  # noqa: BLE001 - a listener's fault must not end the thread
            _log.exception("an event was not taken")
