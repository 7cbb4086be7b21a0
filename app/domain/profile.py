"""A person's settings, each declared once with its range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.language import Language


class Theme(StrEnum):
    """The colours. SYSTEM follows the machine's light or dark setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    YELLOW = "yellow"


#: Text sizes in points. Source: experience.md (24 default, steps up to 48).
TEXT_SIZES = (24, 27, 30, 33, 36, 40, 44, 48)
#: Reading speed, words a minute for English, characters a minute for Mandarin, step by step.
#: Source: experience.md (150, 90–220; 200, 120–300).
SPEEDS: tuple[tuple[int, int], ...] = (
    (90, 120),
    (110, 150),
    (130, 175),
    (150, 200),
    (170, 230),
    (195, 265),
    (220, 300),
)
NORMAL_SPEED = 3
#: Seconds of silence after which a dictation is over, step by step. Source: experience.md (3 s,
#: adjustable from 1.5 to 8 s).
PAUSES = (1.5, 2.0, 3.0, 4.0, 5.0, 6.5, 8.0)
NORMAL_PAUSE = 2


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings. `language` None means not yet chosen.

    `speed` is an index into `SPEEDS`, `pause` one into `PAUSES`. `cues`: a short tone when
    listening begins and ends. `always_listening`: commands are heard without pressing *Speak*.
    `seal_recordings`: what is recorded from now on can be opened by this program's store alone.
    `shared`: many people use this computer; what is sent from now on nobody can read here.
    """

    language: Language | None = None
    text_size: int = 24
    theme: Theme = Theme.SYSTEM
    speed: int = NORMAL_SPEED
    community_url: str = ""
    started: bool = False
    pause: int = NORMAL_PAUSE
    cues: bool = True
    always_listening: bool = False
    seal_recordings: bool = False
    shared: bool = False

    @property
    def words_per_minute(self) -> int:
        """English reading speed."""
        return SPEEDS[self.speed][0]

    @property
    def characters_per_minute(self) -> int:
        """Mandarin reading speed."""
        return SPEEDS[self.speed][1]

    @property
    def pause_seconds(self) -> float:
        """Seconds of silence after which a dictation is over."""
        return PAUSES[self.pause]

    def bigger(self, steps: int = 1) -> Profile:
        """Text `steps` steps bigger (smaller when negative), within the range."""
        nearest = min(TEXT_SIZES, key=lambda size: abs(size - self.text_size))
        index = max(0, min(len(TEXT_SIZES) - 1, TEXT_SIZES.index(nearest) + steps))
        return replace(self, text_size=TEXT_SIZES[index])

    def faster(self, steps: int = 1) -> Profile:
        """A voice `steps` steps faster (slower when negative), within the range."""
        return replace(self, speed=max(0, min(len(SPEEDS) - 1, self.speed + steps)))

    def more_patient(self, steps: int = 1) -> Profile:
        """A dictation that waits `steps` steps longer (shorter when negative), within the range."""
        return replace(self, pause=max(0, min(len(PAUSES) - 1, self.pause + steps)))


def tidy(profile: Profile) -> Profile:
    """A profile with every value inside its range, whatever a file held."""
    size = min(TEXT_SIZES, key=lambda s: abs(s - profile.text_size))
    return replace(
        profile,
        text_size=size,
        speed=max(0, min(len(SPEEDS) - 1, profile.speed)),
        pause=max(0, min(len(PAUSES) - 1, profile.pause)),
    )
