"""What opening the store came to, for the program to tell and a person to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What opening the store came to.

    `created`: there was nothing before. `migrated_from`: the version that was brought up to date.
    `set_aside`: where the broken file now lies. `restored_from`: the day of the copy in its place;
    None with a `set_aside` means that there was no sound copy. `carried_over`: how many messages
    were saved from the broken file beyond that copy. `draft_lost`: what was begun and not sent on a
    machine that many use can't be opened any more.
    """

    created: bool = False
    migrated_from: int | None = None
    restored_from: date | None = None
    set_aside: Path | None = None
    carried_over: int = 0
    draft_lost: bool = False
