"""Stores, notices and messages for tests; used by the contract and property tests as well."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.announcement import Announcement, AnnouncementState, AnnouncementText
from app.domain.feedback import Draft, FeedbackKind
from app.storage.announcements import AnnouncementRepository
from app.storage.communities import CommunityRepository
from app.storage.conversations import ConversationRepository
from app.storage.database import Store
from app.storage.devices import DeviceRepository
from app.storage.drafts import DraftRepository
from app.storage.memos import MemoRepository
from app.storage.outbox import Outbox
from app.storage.profiles import ProfileRepository
from app.storage.recording_keys import RecordingKeys
from app.storage.recordings import RecordingRepository
from app.storage.withdrawals import WithdrawalRepository

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands where it is put."""

    moment: datetime = field(default=NOON)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def monotonic(self) -> float:
        return self.moment.timestamp()


class House:
    """An open store with all its repositories."""

    def __init__(self, folder: Path, clock: SetClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or SetClock()
        self.path = folder / "footbridge.db"
        self.copies = folder / "copies"
        self.store = Store.open(self.path, self.copies, self.clock)
        self.announcements = AnnouncementRepository(self.store, folder / "media")
        self.communities = CommunityRepository(self.store)
        self.profiles = ProfileRepository(self.store)
        self.drafts = DraftRepository(self.store)
        self.conversations = ConversationRepository(self.store)
        self.outbox = Outbox(self.store)
        self.keys = RecordingKeys(self.store)
        self.recordings = RecordingRepository(folder / "recordings", self.keys)
        self.memos = MemoRepository(self.store)
        self.withdrawals = WithdrawalRepository(self.store)
        self.devices = DeviceRepository(self.store)

    def again(self) -> House:
        """Close and start anew."""
        self.store.close()
        return House(self.folder, self.clock)

    def send(self, text: str = "The lamp is broken", **more: Any) -> Draft:
        """Send a message; its payload is its text."""
        draft = a_draft(text, **more)
        self.conversations.send(draft, text.encode("utf-8", "replace"), self.clock.now())
        return draft

    def spoken(self, text: str = "", content: bytes = b"sound", **more: Any) -> Draft:
        """A draft with a recording, whose file is there."""
        draft = a_draft(text, send_voice=True, **more)
        self.recordings.path_for(draft.id).write_bytes(content)
        return replace(draft, recording=self.recordings.measured(draft.id, 42.0))


def a_draft(text: str = "The lamp is broken", **more: Any) -> Draft:
    given: dict[str, Any] = {"kind": FeedbackKind.PROBLEM, "topic": "light", "text": text}
    return Draft(**{**given, **more})


def notice(title: str = "Water off", seq: int = 1, **more: Any) -> Announcement:
    """A notice; `zh` is its Chinese title, `age` how many days ago it was published."""
    texts = {"en": AnnouncementText(title, more.pop("body", "Please store some."), ("Be ready",))}
    if "zh" in more:
        texts["zh-CN"] = AnnouncementText(more.pop("zh"), more.pop("zh_body", ""))
    given: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, title)),
        "seq": seq,
        "revision": 1,
        "state": AnnouncementState.PUBLISHED,
        "issuer_id": "street-office",
        "issuer_name": {"en": "Street Office", "zh-CN": "街道办"},
        "published_at": NOON - timedelta(days=more.pop("age", 1)),
        "texts": texts,
    }
    return Announcement(**{**given, **more})
