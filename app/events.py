"""What happened, told to whoever listens, on the thread where it happened.

The window never subscribes directly: `ui/bridge.py` turns every event into a Qt signal.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Event:
    """The root of all events."""


@dataclass(frozen=True, slots=True)
class AnnouncementsChanged(Event):
    """Notices arrived, changed or were withdrawn."""


@dataclass(frozen=True, slots=True)
class ConversationsChanged(Event):
    """A message changed its state, or an answer came."""


@dataclass(frozen=True, slots=True)
class RecordingMoved(Event):
    """Another piece of a recording reached the community."""


@dataclass(frozen=True, slots=True)
class CommunityChanged(Event):
    """Names, topics, places, lessons or the help contact changed."""


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """A setting changed."""


@dataclass(frozen=True, slots=True)
class SyncChanged(Event):
    """The connection or what is waiting changed; ask `SyncWorker.status()`."""


E_ = TypeVar("E_", bound=Event)


class EventBus:
    """Calls each subscriber of an event's class, in the order of subscription."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: list[tuple[type[Event], Callable[[Event], None]]] = []

    def subscribe(self, kind: type[E_], call: Callable[[E_], None]) -> Callable[[], None]:
        """Call `call` with every event of class `kind`; returns a function that ends it."""

        def receive(event: Event) -> None:
            if isinstance(event, kind):
                call(event)

        entry = (kind, receive)
        with self._lock:
            self._subscribers.append(entry)

        def unsubscribe() -> None:
            with self._lock:
                if entry in self._subscribers:
                    self._subscribers.remove(entry)

        return unsubscribe

    def emit(self, event: Event) -> None:
        """Tell every subscriber, on this thread."""
        with self._lock:
            subscribers = list(self._subscribers)
        for kind, receive in subscribers:
            if isinstance(event, kind):
                receive(event)
