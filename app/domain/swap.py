"""What came of a stick that carried words between this computer and the community. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class News(StrEnum):
    """What became of the notices on a stick.

    NONE: there were none for this community. SAME: all of them are here. OLD: newer ones are here,
    so that nothing was changed. STRANGE: they are not the community's own, or nothing here says
    whose they should be. DAMAGED: they can't be read. UNSAFE: a file that could fill the computer.
    """

    NONE = "none"
    TAKEN = "taken"
    SAME = "same"
    OLD = "old"
    STRANGE = "strange"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"


@dataclass(slots=True)
class Brought:
    """What a stick brought.

    `notices` changed, of which `not_shown` more were refused because of their signature;
    `media_missing` pictures and sounds are still to come. `answers` are new replies, `received`
    messages that now have a receipt, `settled` all that the answers changed. `for_others`: files
    for other computers or communities. `old_answers`, `damaged`, `strange`: files with answers that
    were heard before, can't be read, or were not signed by the community.
    """

    news: News = News.NONE
    notices: int = 0
    not_shown: int = 0
    media: int = 0
    media_missing: int = 0
    answers: int = 0
    received: int = 0
    refused: int = 0
    settled: int = 0
    for_others: int = 0
    old_answers: int = 0
    damaged: int = 0
    strange: int = 0
    too_old: bool = False

    @property
    def anything(self) -> bool:
        """Whether something is here now that was not here before."""
        return bool(self.notices or self.answers or self.settled or self.media)


@dataclass(slots=True)
class Taken:
    """What was copied to a stick: `left_out` recordings had no room on it and go later.

    `asked`: conversations whose answers it asks for.
    """

    messages: int = 0
    recordings: int = 0
    taken_back: int = 0
    asked: int = 0
    left_out: int = 0
    name: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is a file for the community on the stick now."""
        return bool(self.name)


@dataclass(slots=True)
class Swap:
    """Both ways. `problem` is the code of what kept the second half from being done."""

    brought: Brought = field(default_factory=Brought)
    taken: Taken = field(default_factory=Taken)
    problem: str | None = None
