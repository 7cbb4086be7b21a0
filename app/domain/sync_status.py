"""What is known about the connection and what still waits, for the Helper's corner and Home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Connection(StrEnum):
    """How the last try went. NOT_TRIED: since this start. OFF: switched off on purpose."""

    NOT_TRIED = "not_tried"
    WORKING = "working"
    CONNECTED = "connected"
    TROUBLE = "trouble"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the sync thread last knew.

    `problem` is the code of the last `ConnectionProblem` or `StoreProblem`, None when all is well.
    `waiting` counts the messages for this community without a receipt, `elsewhere` those that wait
    until another one is joined again; `damaged` are those of either that the disk spoilt, so that
    they can't be sent as they are. `revoked`: the community sent this machine away.
    `unsealed`: many people use this machine, and there is no key yet to seal messages with.
    `recording_percent`: how much of the recordings on their way is there, None when none is.
    `set_aside` counts notices that came and could not be read.
    """

    connection: Connection = Connection.NOT_TRIED
    last_contact: datetime | None = None
    waiting: int = 0
    problem: str | None = None
    next_try_in_s: float | None = None
    community_url: str = ""
    set_aside: int = 0
    damaged: int = 0
    recording_percent: int | None = None
    elsewhere: int = 0
    revoked: bool = False
    unsealed: bool = False
