"""What the ear tells. All is emitted on the thread `listen`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.domain.commands import Command
from app.events import Event


class State(Enum):
    """What the ear is doing."""

    IDLE = "idle"
    STARTING = "starting"  # not yet: the person should wait with speaking
    LISTENING = "listening"  # the microphone is open
    THINKING = "thinking"  # the microphone is shut; the words are coming
    UNAVAILABLE = "unavailable"  # the reason says why; a later listening tries again


@dataclass(frozen=True, slots=True)
class EarState(Event):
    """The state changed; `reason` is a code of `app.speech.ear.reasons`, with UNAVAILABLE."""

    state: State
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Level(Event):
    """How loud it is now: 0 to 1, some sixteen times a second while LISTENING."""

    value: float


@dataclass(frozen=True, slots=True)
class PartialText(Event):
    """What was understood so far, in all; may still change."""

    text: str


@dataclass(frozen=True, slots=True)
class HeardText(Event):
    """The dictation's words: a draft to be shown for correction. `confidence` is 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class HeardCommand(Event):
    """One of the commands was said."""

    command: Command


@dataclass(frozen=True, slots=True)
class NothingHeard(Event):
    """Nobody spoke. No recording was kept."""


@dataclass(frozen=True, slots=True)
class NotUnderstood(Event):
    """Somebody spoke, but no words could be made of it.

    `reason` is None, or "no_recogniser": this computer cannot write down that language, and the
    recording is all there is.
    """

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """A recording is complete, comes before the words; also when the microphone failed."""

    path: Path
    seconds: float


EarEvent = (
    EarState
    | Level
    | PartialText
    | HeardText
    | HeardCommand
    | NothingHeard
    | NotUnderstood
    | Recorded
)
