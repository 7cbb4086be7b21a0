"""The one place where an event of `app` becomes a Qt signal on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from app.events import (
    AnnouncementsChanged,
    CommunityChanged,
    ConversationsChanged,
    Event,
    EventBus,
    ProfileChanged,
    SyncChanged,
)
from app.speech.ear.events import (
    EarState,
    HeardCommand,
    HeardText,
    Level,
    NothingHeard,
    NotUnderstood,
    PartialText,
    Recorded,
)
from app.speech.reader import Finished, ReaderState, SentenceStarted, VoicesKnown, WordStarted

#: While notices come in by the thousand, a screen shows them anew so often and not more;
#: milliseconds. Nobody reads a list that moves faster, and the window stays free for the hand.
REST_MS = 500

_ENDS_OF_LISTENING = (HeardText, HeardCommand, NothingHeard, NotUnderstood)


class Bridge(QObject):
    """Signals for the screens. Emitting from another thread queues the call to this one.

    `announcements_changed` comes at once after a rest, and then at most every `REST_MS`; the last
    change is always told. `ear_heard` brings how a listening ended: HeardText, HeardCommand,
    NothingHeard or NotUnderstood; `ear_recorded` comes before it.
    """

    announcements_changed = Signal()
    conversations_changed = Signal()
    community_changed = Signal()
    profile_changed = Signal()
    sync_changed = Signal()
    reader_state = Signal(object)
    sentence_started = Signal(object)
    word_started = Signal(object)
    reading_finished = Signal(object)
    voices_known = Signal()
    ear_state = Signal(object)
    ear_level = Signal(object)
    ear_partial = Signal(object)
    ear_recorded = Signal(object)
    ear_heard = Signal(object)
    _announcements_came = Signal()

    def __init__(self, events: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._more_came = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rested)
        self._announcements_came.connect(self._pass_on)
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
                (EarState, self.ear_state),
                (Level, self.ear_level),
                (PartialText, self.ear_partial),
                (Recorded, self.ear_recorded),
                *((kind, self.ear_heard) for kind in _ENDS_OF_LISTENING),
            )
        ]

    def _plain(self) -> dict[type[Event], SignalInstance]:
        return {
            AnnouncementsChanged: self._announcements_came,
            ConversationsChanged: self.conversations_changed,
            CommunityChanged: self.community_changed,
            ProfileChanged: self.profile_changed,
            SyncChanged: self.sync_changed,
            VoicesKnown: self.voices_known,
        }

    @Slot()
    def _pass_on(self) -> None:
        if self._rest.isActive():
            self._more_came = True
        else:
            self._rest.start()
            self.announcements_changed.emit()

    @Slot()
    def _rested(self) -> None:
        if self._more_came:
            self._more_came = False
            self._pass_on()

    def close(self) -> None:
        """Stop listening."""
        self._rest.stop()
        for end in self._ends:
            end()
        self._ends = []
