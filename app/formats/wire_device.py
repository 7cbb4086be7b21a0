"""The wire's machines: what joins one, and what is said to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from app.formats.fields import Fields, load_json

DEVICE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Joined:
    """The community knows this machine by the name that staff gave it."""

    id: str
    name: str
    joined_at: datetime


def join_payload(code: str, program: str) -> bytes:
    """What joins a machine."""
    value = {"code": code, "program": program}
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def parse_joined(data: bytes) -> Joined:
    """What a machine is told that is joined; raises BadData."""
    fields = Fields(load_json(data, "device", DEVICE_LIMIT), "device")
    return Joined(fields.identifier("id"), fields.line("name"), fields.time("joined_at"))
