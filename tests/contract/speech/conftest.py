"""A virtual sound card for the run, and what listens to the reader."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.speech.reader import Finished, Reader, ReaderEvent, SentenceStarted, WordStarted
from app.speech.voice import Voice
from tests.sound import VirtualSound

PATIENCE = 60.0  # seconds; a deadline for a busy machine, never a measure


def wait_until(what: Callable[[], bool], why: str = "it did not happen in time") -> None:
    """Look again and again until `what` is so."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, why
        time.sleep(0.01)


class Listener:
    """Keeps what a reader emits."""

    def __init__(self) -> None:
        self.events: list[ReaderEvent] = []
        self._news = threading.Condition()

    def __call__(self, event: ReaderEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(self, *wanted: ReaderEvent | type[ReaderEvent], after: int = 0) -> int:
        """Wait for these events in this order; the place behind the last one."""
        with self._news:
            for one in wanted:
                while (found := self._find(one, after)) is None:
                    assert self._news.wait(PATIENCE), (one, self.events)
                after = found + 1
        return after

    def _find(self, wanted: ReaderEvent | type[ReaderEvent], after: int) -> int | None:
        for index in range(after, len(self.events)):
            event = self.events[index]
            if event == wanted or (isinstance(wanted, type) and isinstance(event, wanted)):
                return index
        return None

    def sentences(self) -> list[SentenceStarted]:
        """The sentences that were started, in order."""
        return [event for event in self.events if isinstance(event, SentenceStarted)]

    def words(self) -> list[WordStarted]:
        """The words that were lit, in order."""
        return [event for event in self.events if isinstance(event, WordStarted)]

    def finished(self) -> list[bool]:
        """How each reading ended."""
        return [event.completed for event in self.events if isinstance(event, Finished)]


@pytest.fixture(scope="session")
def card() -> Iterator[VirtualSound]:
    """The virtual sound card."""
    with VirtualSound() as sound:
        yield sound


@pytest.fixture
def sound(card: VirtualSound, monkeypatch: pytest.MonkeyPatch) -> VirtualSound:
    """The virtual sound card as this computer's, for processes started in the test."""
    for name, value in card.environment.items():
        monkeypatch.setenv(name, value)
    return card


@pytest.fixture
def listener() -> Listener:
    """What listens to the reader."""
    return Listener()


@pytest.fixture
def voice() -> Voice:
    """A voice of its own for the test."""
    return Voice()


@pytest.fixture
def reader(voice: Voice, listener: Listener) -> Iterator[Reader]:
    """A reader with a voice of its own; the suite sees that no thread or process is left."""
    made = Reader(voice, listener)
    yield made
    made.close()
    assert voice.pid is None


@pytest.fixture(scope="session")
def shared_voice(card: VirtualSound) -> Iterator[Voice]:
    """One voice for the tests that do not break it: starting one takes a second."""
    made = Voice()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in card.environment.items():
            patch.setenv(name, value)
        made.post(made.warm_up)
        wait_until(lambda: made.pid is not None)
    yield made
    made.close()


@pytest.fixture
def shared_reader(shared_voice: Voice, listener: Listener) -> Iterator[Reader]:
    """A reader on the shared voice."""
    made = Reader(shared_voice, listener)
    yield made
    made.stop()
    done = threading.Event()
    shared_voice.post(done.set)
    assert done.wait(PATIENCE)
