"""Everything wired together, and the few things that take more than one part to do."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from app.clock import Clock, SystemClock
from app.domain.feedback import Conversation, Draft, Verdict, new_id
from app.domain.profile import NORMAL_SPEED, Profile
from app.domain.swap import Swap
from app.domain.trust import Invitation, JoinFile
from app.errors import BadData, ConnectionProblem, CourierProblem, StoreProblem
from app.events import ConversationsChanged, EventBus, ProfileChanged
from app.paths import Paths
from app.speech.ear.ear import Ear
from app.speech.packs import SpeechPacks
from app.speech.reader import Reader
from app.speech.voice import Voice
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.storage.conversations import ConversationRepository
from app.storage.couriers import CourierRepository
from app.storage.database import Store
from app.storage.devices import DeviceRepository
from app.storage.drafts import DraftRepository
from app.storage.memos import MemoRepository
from app.storage.outbox import Outbox
from app.storage.profiles import ProfileRepository
from app.storage.recording_keys import RecordingKeys
from app.storage.recordings import RecordingRepository
from app.storage.stray_recordings import tidy_recordings
from app.storage.trust import TrustRepository
from app.storage.waiting_for_key import WaitingForKey
from app.storage.withdrawals import WithdrawalRepository
from app.sync.address import split_join_text, tidy_address
from app.sync.engine import LAST_CONTACT, LAST_STICK, Shelves, SyncEngine, load
from app.sync.refused import AskAgain
from app.sync.rest import Rhythm
from app.sync.sending import Sending
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
    trust: TrustRepository
    sending: Sending
    shelves: Shelves
    engine: SyncEngine
    sync: SyncWorker
    reader: Reader
    ear: Ear
    packs: SpeechPacks
    #: Whether many people use this computer, whatever the settings say.
    shared_always: bool = False
    #: Set when all is to end: a swap with a stick stops at its next step.
    closing: threading.Event = field(default_factory=threading.Event)

    def send(self, draft: Draft) -> Conversation:
        """Keep a message and have it sent; when this returns, nothing can lose it any more.

        Its recording goes along, or is the message; one that was only the way to the text is
        deleted. Raises ValueError for a draft without a kind, and StoreProblem (`recording_lost`
        when the disk lost what was said); the draft is then untouched.
        """
        conversation = self.sending.send(draft, self.clock.now())
        if all(entry.recording is None for entry in conversation.entries if entry.id == draft.id):
            self.recordings.discard(draft.id)
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
        conversation = self.sending.write_back(
            *(conversation_id, entry_id or new_id(), text, language, verdict, self.clock.now())
        )
        return self._told(conversation)

    def take_back(self, conversation_id: str) -> Conversation:
        """Take a message back: nothing more of it goes out, and the community is told.

        What was said aloud is gone from this computer, too.
        Raises ValueError for one that can't be taken back, and StoreProblem.
        """
        conversation = self.withdrawals.take_back(conversation_id, self.clock.now())
        self._discard_recordings(conversation)
        return self._told(conversation)

    def remove(self, conversation_id: str) -> None:
        """Remove a message that is over from this computer.

        Raises ValueError for one that is not over, and StoreProblem.
        """
        for conversation in self.conversations.all():
            if conversation.id == conversation_id:
                self.withdrawals.remove(conversation_id)
                self._discard_recordings(conversation)
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
        self._set_shared(kept)
        self.events.emit(ProfileChanged())
        self.events.emit(ConversationsChanged())  # whether they can be sealed is counted anew

    def look_at(self, typed: str) -> Invitation:
        """Who is at an address, typed with the community's code or without; keeps nothing.

        A code known from before must fit, too: only one typed anew takes its place. Waits at most
        ten seconds. Raises ConnectionProblem: `bad_code`, `other_code` and those of a connection.
        """
        address, code = self._parted(typed)
        known = self.trust.of(address)
        vouched = bool(code) or (known is not None and known.confirmed)
        return self.sync.invitation(address, code or (known.code if known else ""), vouched=vouched)

    def join(self, invitation: Invitation, machine_code: str = "") -> None:
        """Make it this person's community, known by its code.

        With a code for machines this one joins it, too, which waits for the network. Raises
        ConnectionProblem and StoreProblem; then nothing is changed.
        """
        if machine_code.strip():
            self.devices.save(self.sync.join_with_code(invitation.address, machine_code))
            self.outbox.release("not_joined")
        if invitation.code:
            vouched = invitation.vouched
            self.trust.pin(invitation.address, invitation.code, confirmed=vouched)
        self.sync.set_community(invitation.address)

    def join_unseen(self, typed: str) -> None:
        """Make it this person's community without asking who is there.

        Raises ConnectionProblem for what can't be an address or a code, and StoreProblem.
        """
        address, code = self._parted(typed)
        if code:
            self.trust.pin(address, code, confirmed=True)
        self.sync.set_community(address)

    def ask_again(self) -> None:
        """Ask at once for the notices that came and were refused. Raises StoreProblem."""
        AskAgain(self.memos).soon()
        self.sync.request_now()

    def swap(self, top: Path, step: Callable[[int], None] = lambda _: None) -> Swap:
        """Swap news with the stick at `top`: take in what it brings, put there what waits.

        `step` is called now and then with the bytes written and may raise CourierProblem to end
        it. Takes as long as the stick does; no run over a connection goes on meanwhile. Raises
        CourierProblem, ConnectionProblem(`no_community`) and StoreProblem; nothing is lost then.
        """
        from app.sync.courier import Courier

        def go_on(written: int) -> None:
            if self.closing.is_set():
                raise CourierProblem("stick_stopped")
            step(written)

        with self.sync.standing_still():
            address = self.sync.status().community_url
            courier = Courier(
                *(self.shelves, self.clock, self.events, address, self.sending), go_on
            )
            return courier.swap(top)

    def last_stick(self) -> datetime | None:
        """When a stick last brought something. Raises StoreProblem."""
        return _moment(self.memos.get(LAST_STICK))

    def read_join_file(self, path: Path) -> JoinFile:
        """What a file to join with says. Raises BadData, also for one that can't be read."""
        from app.formats.join import JOIN_FILE_LIMIT, parse_join_file

        try:
            with path.open("rb") as file:
                return parse_join_file(file.read(JOIN_FILE_LIMIT + 1))
        except OSError as error:
            raise BadData("join file: can't be read") from error

    def _parted(self, typed: str) -> tuple[str, str]:
        address, code = split_join_text(typed)
        return (tidy_address(address) if address else ""), code

    def load_sync(self) -> None:
        """Load what `sync.start` needs, on a thread that has a tenth of a second to spare."""
        load()

    def share_always(self) -> None:
        """Many people use this computer, whatever the settings say. Raises StoreProblem."""
        self.shared_always = True
        self._set_shared(self.profiles.load())

    def close(self) -> None:
        """End all threads, whatever they are at, and close the store."""
        self.closing.set()
        self.sync.stop(0.2)
        self.packs.close()
        self.ear.close()
        self.reader.close()
        self._forget_trial()
        self.store.close()

    def _forget_trial(self) -> None:
        """What somebody said to try the microphone is nobody's: not after a crash either."""
        with contextlib.suppress(OSError):
            self.paths.trial.unlink(missing_ok=True)

    def _discard_recordings(self, conversation: Conversation) -> None:
        for entry in conversation.entries:
            if entry.recording is not None:
                self.recordings.discard(entry.id)

    def _told(self, conversation: Conversation) -> Conversation:
        self.events.emit(ConversationsChanged())
        self.sync.request_now()
        return conversation

    def _set_voice(self, profile: Profile) -> None:
        self.reader.set_rate(profile.words_per_minute, profile.characters_per_minute)

    def _set_ear(self, profile: Profile) -> None:
        self.ear.set_pause(profile.pause_seconds)
        self.ear.set_cues(profile.cues)

    def _set_shared(self, profile: Profile) -> None:
        """What is sent is sealed, and what is not sent yet lies under the veil; or not."""
        shared = profile.shared or self.shared_always
        self.sending.shared = self.store.veil.on = shared
        self.recordings.set_sealing(profile.seal_recordings or shared)
        if shared:
            try:
                self.store.veil.cover(self.store)
            except StoreProblem as problem:
                _log.warning("a draft stays unveiled until it is saved: %s", problem.code)

    def _tidy_veil(self) -> None:
        """What a crash left under the veil, or took from under it."""
        try:
            lost = self.drafts.drop_lost()
        except StoreProblem as problem:
            _log.warning("a draft that can't be opened stays for now: %s", problem.code)
            return
        if lost:
            _log.warning("a draft can't be opened any more")
            self.store.opened = replace(self.store.opened, draft_lost=True)
        self.store.veil.renew(self.store)


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
        if not isinstance(voice, Voice):
            voice = Voice(voice, voices=paths.voices)
        services = _wired(paths, clock, store, voice, offline, rhythm or Rhythm())
        if community_url is not None:
            with contextlib.suppress(ConnectionProblem):
                services.join_unseen(community_url)
    except BaseException:
        store.close()
        raise
    return services


def is_address(typed: str) -> bool:
    """Whether this can be a community's address; asks nobody."""
    try:
        tidy_address(split_join_text(typed)[0])
    except ConnectionProblem:
        return False
    return True


def _wired(
    paths: Paths, clock: Clock, store: Store, voice: Voice, offline: bool, rhythm: Rhythm
) -> Services:
    events = EventBus()
    profiles, memos = ProfileRepository(store), MemoRepository(store)
    keys = RecordingKeys(store, passing=paths.trial)
    shelves = Shelves(
        AnnouncementRepository(store, paths.media),
        CommunityRepository(store),
        Outbox(store),
        WithdrawalRepository(store),
        DeviceRepository(store),
        RecordingRepository(paths.recordings, keys),
        memos,
        TrustRepository(store),
        CourierRepository(store),
    )
    conversations, trust = ConversationRepository(store), shelves.trust
    sending = Sending(conversations, WaitingForKey(store), shelves.recordings, trust)
    engine = SyncEngine(shelves, clock, events, sending=sending, backoff=rhythm.backoff)
    tell = cast("Callable[[object], None]", events.emit)
    reader = Reader(voice, tell, keys.for_reading)
    services = Services(
        paths=paths,
        clock=clock,
        events=events,
        store=store,
        announcements=shelves.announcements,
        communities=shelves.communities,
        profiles=profiles,
        drafts=DraftRepository(store),
        recordings=shelves.recordings,
        conversations=conversations,
        outbox=shelves.outbox,
        withdrawals=shelves.withdrawals,
        devices=shelves.devices,
        memos=memos,
        trust=trust,
        sending=sending,
        shelves=shelves,
        engine=engine,
        sync=_worker(engine, shelves, sending, profiles, store, clock, events, offline, rhythm),
        reader=reader,
        ear=Ear(tell, reader, paths.speech, keys=keys),
        packs=SpeechPacks(paths),
    )
    profile = profiles.load()
    services._forget_trial()
    services._set_ear(profile)
    services._set_shared(profile)
    services._tidy_veil()
    if profile.speed != NORMAL_SPEED:  # telling the voice starts its thread
        services._set_voice(profile)
    return services


def _worker(
    engine: SyncEngine,
    shelves: Shelves,
    sending: Sending,
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
        AskAgain(shelves.memos).forget()
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
            recording_percent=_percent(*outbox.on_their_way()),
            revoked=device is not None and device.revoked_at is not None,
            unsealed=sending.shared and not sending.can_seal(),
        )

    def tidy_up() -> None:
        if store.daily_copy() is not None:
            shelves.announcements.prune_media()
        tidy_recordings(store, shelves.recordings)

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


def _percent(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole else None


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
