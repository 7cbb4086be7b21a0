"""Everything wired together, and the few things that take more than one part to do."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.clock import Clock, SystemClock
from app.domain.feedback import Conversation, Draft, Verdict, new_id
from app.domain.profile import NORMAL_SPEED, Profile
from app.errors import ConnectionProblem, StoreProblem
from app.events import ConversationsChanged, EventBus, ProfileChanged
from app.formats import wire
from app.paths import Paths
from app.speech.ear.ear import Ear
from app.speech.reader import Reader
from app.speech.voice import Voice
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.storage.conversations import ConversationRepository
from app.storage.database import Store
from app.storage.devices import DeviceRepository
from app.storage.drafts import DraftRepository
from app.storage.memos import MemoRepository
from app.storage.outbox import Outbox
from app.storage.profiles import ProfileRepository
from app.storage.recordings import RecordingRepository
from app.storage.withdrawals import WithdrawalRepository
from app.sync.address import tidy_address
from app.sync.engine import LAST_CONTACT, Shelves, SyncEngine, load
from app.sync.rest import Rhythm
from app.sync.set_aside import SetAsideList
from app.sync.worker import Counts, SyncTasks, SyncWorker

_log = logging.getLogger(__name__)


@dataclass
class Services:
    """All that a window, or a command without one, works with. See `build_services`."""

    paths: Paths
    clock: Clock
    events: EventBus
    store: Store
    announcements: AnnouncementRepository
    communities: CommunityRepository
    profiles: ProfileRepository
    drafts: DraftRepository
    recordings: RecordingRepository
    conversations: ConversationRepository
    outbox: Outbox
    withdrawals: WithdrawalRepository
    devices: DeviceRepository
    memos: MemoRepository
    engine: SyncEngine
    sync: SyncWorker
    reader: Reader
    ear: Ear

    def send(self, draft: Draft) -> Conversation:
        """Keep a message and have it sent; when this returns, nothing can lose it any more.

        Raises ValueError for a draft without a kind, and StoreProblem; the draft is then untouched.
        """
        made_at = self.clock.now()
        payload = wire.feedback_payload(draft, made_at)
        conversation = self.conversations.send(draft, payload, made_at)
        return self._told(conversation)

    def write_back(
        self,
        conversation_id: str,
        text: str,
        language: str,
        verdict: Verdict | None = None,
        entry_id: str | None = None,
    ) -> Conversation:
        """Keep what a person says to an answer and have it sent, like `send`.

        With an `entry_id` (see `domain.feedback.new_id`), saying it twice is saying it once.
        Raises ValueError for a conversation that can't be gone on with, and StoreProblem.
        """
        made_at = self.clock.now()
        payload = wire.follow_up_payload(conversation_id, text, language, verdict, made_at)
        conversation = self.conversations.write_back(
            conversation_id, entry_id or new_id(), text, language, verdict, payload, made_at
        )
        return self._told(conversation)

    def join(self, address: str, code: str = "") -> None:
        """Make the community at an address this person's; with a code, this machine joins it too.

        Waits for the network where there is a code. Raises ConnectionProblem and StoreProblem;
        then nothing is changed.
        """
        if code.strip():
            self.devices.save(self.sync.join_with_code(address, code))
            self.outbox.release("not_joined")
        self.sync.set_community(address)

    def take_back(self, conversation_id: str) -> Conversation:
        """Take a message back: nothing more of it goes out, and the community is told.

        Raises ValueError for one that can't be taken back, and StoreProblem.
        """
        return self._told(self.withdrawals.take_back(conversation_id, self.clock.now()))

    def remove(self, conversation_id: str) -> None:
        """Remove a message that is over from this computer.

        Raises ValueError for one that is not over, and StoreProblem.
        """
        self.withdrawals.remove(conversation_id)
        self.events.emit(ConversationsChanged())

    def throw_away_refused(self, conversation_id: str) -> None:
        """Remove the written-back words that the other side would not take. Raises StoreProblem."""
        self.withdrawals.throw_away_refused(conversation_id)
        self.events.emit(ConversationsChanged())

    def save_profile(self, profile: Profile) -> None:
        """Keep the settings and let voice and ear follow. Raises StoreProblem.

        The community's address is not among them: it is `sync.set_community` that changes it.
        """
        kept = self.profiles.save_settings(profile)
        self._set_voice(kept)
        self._set_ear(kept)
        self.events.emit(ProfileChanged())

    def load_sync(self) -> None:
        """Load what `sync.start` needs, on a thread that has a tenth of a second to spare."""
        load()

    def close(self) -> None:
        """End all threads, whatever they are at, and close the store."""
        self.sync.stop(0.2)
        self.ear.close()
        self.reader.close()
        self.store.close()

    def _told(self, conversation: Conversation) -> Conversation:
        self.events.emit(ConversationsChanged())
        self.sync.request_now()
        return conversation

    def _set_voice(self, profile: Profile) -> None:
        self.reader.set_rate(profile.words_per_minute, profile.characters_per_minute)

    def _set_ear(self, profile: Profile) -> None:
        self.ear.set_pause(profile.pause_seconds)
        self.ear.set_cues(profile.cues)


def build_services(
    paths: Paths,
    *,
    community_url: str | None = None,
    offline: bool = False,
    clock: Clock | None = None,
    voice: Voice | str | None = None,
    rhythm: Rhythm | None = None,
) -> Services:
    """Open the store and wire everything; no thread runs yet, `sync.start()` starts one.

    `community_url` becomes the person's choice, as if typed in the Helper's corner; one that can't
    be an address is passed over. `voice` may be the name of a driver. Raises StoreProblem.
    """
    clock = clock or SystemClock()
    store = Store.open(paths.store, paths.copies, clock)
    try:
        speaker = Voice(voice) if isinstance(voice, str) else voice or Voice()
        services = _wired(paths, clock, store, speaker, offline, rhythm or Rhythm())
        if community_url is not None:
            with contextlib.suppress(ConnectionProblem):
                services.sync.set_community(community_url)
    except BaseException:
        store.close()
        raise
    return services


def is_address(typed: str) -> bool:
    """Whether this can be a community's address; asks nobody."""
    try:
        tidy_address(typed)
    except ConnectionProblem:
        return False
    return True


def _wired(
    paths: Paths, clock: Clock, store: Store, voice: Voice, offline: bool, rhythm: Rhythm
) -> Services:
    events = EventBus()
    profiles, memos = ProfileRepository(store), MemoRepository(store)
    shelves = Shelves(
        AnnouncementRepository(store, paths.media),
        CommunityRepository(store),
        Outbox(store),
        WithdrawalRepository(store),
        DeviceRepository(store),
        memos,
    )
    engine = SyncEngine(shelves, clock, events, backoff=rhythm.backoff)
    tell = cast("Callable[[object], None]", events.emit)
    reader = Reader(voice, tell)
    services = Services(
        paths=paths,
        clock=clock,
        events=events,
        store=store,
        announcements=shelves.announcements,
        communities=shelves.communities,
        profiles=profiles,
        drafts=DraftRepository(store),
        recordings=RecordingRepository(paths.recordings),
        conversations=ConversationRepository(store),
        outbox=shelves.outbox,
        withdrawals=shelves.withdrawals,
        devices=shelves.devices,
        memos=memos,
        engine=engine,
        sync=_worker(engine, shelves, profiles, store, clock, events, offline, rhythm),
        reader=reader,
        ear=Ear(tell, reader, paths.speech),
    )
    profile = profiles.load()
    services._set_ear(profile)
    if profile.speed != NORMAL_SPEED:  # telling the voice starts its thread
        services._set_voice(profile)
    return services


def _worker(
    engine: SyncEngine,
    shelves: Shelves,
    profiles: ProfileRepository,
    store: Store,
    clock: Clock,
    events: EventBus,
    offline: bool,
    rhythm: Rhythm,
) -> SyncWorker:
    set_aside = SetAsideList(shelves.memos)

    def move(address: str) -> None:
        # First the notices: a crash in between costs one fetch, the other way round it would mix
        # two communities' notices.
        shelves.announcements.begin_refill()
        profiles.move(address)
        events.emit(ProfileChanged())
        events.emit(ConversationsChanged())

    def count() -> Counts:
        outbox, device = shelves.outbox, shelves.devices.here()
        return Counts(
            waiting=outbox.waiting(),
            set_aside=set_aside.count(),
            damaged=len(outbox.damaged()),
            elsewhere=outbox.waiting_elsewhere(),
            revoked=device is not None and device.revoked_at is not None,
        )

    def tidy_up() -> None:
        if store.daily_copy() is not None:
            shelves.announcements.prune_media()

    tasks = SyncTasks(engine.run_once, count, shelves.outbox.make_all_due, move, tidy_up)
    return SyncWorker(
        tasks,
        clock,
        events,
        address=_usable(profiles),
        offline=offline,
        last_contact=_moment(shelves.memos.get(LAST_CONTACT)),
        rhythm=rhythm,
    )


def _usable(profiles: ProfileRepository) -> str:
    """The stored address, or none when a file was tampered with.

    It is the name by which messages know their community, so that what is stored is made the same.
    """
    stored = profiles.load().community_url
    try:
        address = tidy_address(stored) if stored else ""
    except ConnectionProblem:
        _log.warning("the stored address is none")
        address = ""
    if address != stored:
        with contextlib.suppress(StoreProblem):
            profiles.move(address)
    return address


def _moment(text: str | None) -> datetime | None:
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(text) if text else None
    return None
