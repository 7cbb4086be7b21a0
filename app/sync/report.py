"""What one run did."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import ConnectionProblem

#: Problems after which nothing else will get through either.
ENDS_THE_RUN = frozenset({"no_connection", "login_page", "busy", "too_old"})


@dataclass(slots=True)
class SyncReport:
    """What one run did; filled in on the way, so that a run that breaks off still tells.

    `problem` is the first thing that went wrong. `set_aside` counts what came and could not be
    read, `not_shown` what was refused because of its signature, `recordings` those that are now
    there, whole. `poll_after_s` is the community's wish; `again_in_s` says when a message that
    could not go now is tried again. Times in seconds.
    """

    reached: bool = False
    problem: ConnectionProblem | None = None
    poll_after_s: float | None = None
    again_in_s: float | None = None
    announcements: int = 0
    set_aside: int = 0
    not_shown: int = 0
    sent: int = 0
    recordings: int = 0
    refused: int = 0
    not_sent: int = 0
    answers_changed: bool = False
    community_changed: bool = False
    media: int = 0
    media_failed: int = 0

    def note(self, problem: ConnectionProblem) -> None:
        """Remember the first problem."""
        if self.problem is None:
            self.problem = problem

    def again_within(self, seconds: float) -> None:
        """Ask for another run after at most so long."""
        self.again_in_s = seconds if self.again_in_s is None else min(self.again_in_s, seconds)
