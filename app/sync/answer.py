"""What comes back when a community is asked, whichever road it came by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.errors import ConnectionProblem


class TooLarge(ConnectionProblem):
    """More bytes came than the caller wants."""

    code = "bad_answer"


class NotThere(ConnectionProblem):
    """The far end does not have that file."""

    code = "bad_answer"


class TooOften(ConnectionProblem):
    """Too much at once came from here (429): it is this request that should wait, not all."""

    code = "busy"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, with compression undone, that is neither a login page nor a 5xx."""

    status: int
    body: bytes
    is_json: bool

    @property
    def good(self) -> bool:
        """Whether the far end did what was asked."""
        return self.status in (200, 201, 202)


class Reading(Protocol):
    """What notices are read from: a connection, or a stick. All of it raises ConnectionProblem."""

    async def get(
        self, path: str, limit: int, params: Mapping[str, str | int] | None = None
    ) -> Answer:
        """Fetch at most `limit` bytes; raises TooLarge beyond."""

    async def download(self, path: str, limit: int, into: bytearray) -> None:
        """Append the bytes to `into`, which may hold the first part already.

        Raises NotThere, and TooLarge beyond `limit` bytes in all.
        """
