"""The one place where an event of `app` becomes a Qt signal on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.events import (
    AnnouncementsChanged,
    CommunityChanged,
    ConversationsChanged,
    Event,
    EventBus,
    ProfileChanged,
    SyncChanged,
)
from app.speech.reader import Finished, ReaderState, SentenceStarted, WordStarted


class Bridge(QObject):
    """Signals for the screens. Emitting from another thread queues the call to this one."""

    announcements_changed = Signal()
    conversations_changed = Signal()
    community_changed = Signal()
    profile_changed = Signal()
    sync_changed = Signal()
    reader_state = Signal(object)
    sentence_started = Signal(object)
    word_started = Signal(object)
    reading_finished = Signal(object)

    def __init__(self, events: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends = [
            events.subscribe(kind, lambda event, signal=signal: signal.emit())  # type: ignore[misc]
            for kind, signal in self._plain().items()
        ]
        self._ends += [
            events.subscribe(kind, signal.emit)
            for kind, signal in (
                (ReaderState, self.reader_state),
                (SentenceStarted, self.sentence_started),
                (WordStarted, self.word_started),
                (Finished, self.reading_finished),
            )
        ]

    def _plain(self) -> dict[type[Event], SignalInstance]:
        return {
            AnnouncementsChanged: self.announcements_changed,
            ConversationsChanged: self.conversations_changed,
            CommunityChanged: self.community_changed,
            ProfileChanged: self.profile_changed,
            SyncChanged: self.sync_changed,
        }

    def close(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()
        self._ends = []
