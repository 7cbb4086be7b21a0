"""What waits, put on a stick: sealed for the community, the same requests as over a connection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app import __version__
from app.clock import Clock
from app.domain.swap import Taken
from app.errors import CourierProblem, StoreProblem
from app.formats.bundle import (
    MOST_REQUESTS,
    OUT,
    OUT_LIMIT,
    Request,
    Sender,
    number_in,
    out_list,
    out_name,
)
from app.formats.keyset import Keyset
from app.formats.sealing import CHUNK, BoxKey, public_of, seal_stream
from app.storage.couriers import CourierRepository, CourierRow
from app.storage.devices import DeviceRepository
from app.storage.outbox import BlobRow, Outbox
from app.storage.recordings import RecordingRepository
from app.storage.withdrawals import WithdrawalRepository
from app.sync.stick import Stick, Tell

_log = logging.getLogger(__name__)

#: So much of a stick is left free, for the file system's own books.
_SPARE = 64 * 1024
#: Bytes of a request in the list, at most.
_LINE = 300
#: Conversations whose answers one file asks for.
_MOST_ASKED = 5_000


@dataclass(frozen=True, slots=True)
class OutShelves:
    """Where what goes out is found."""

    couriers: CourierRepository
    outbox: Outbox
    withdrawals: WithdrawalRepository
    recordings: RecordingRepository
    devices: DeviceRepository


@dataclass(frozen=True, slots=True)
class _Load:
    """What one file carries, in its order."""

    requests: tuple[Request, ...]
    payloads: dict[str, bytes]
    blobs: dict[tuple[str, str], BlobRow]
    asked: tuple[tuple[str, str], ...]
    left_out: int


class CourierOut:
    """Makes the file for the community. Nothing here holds up a connection."""

    def __init__(self, shelves: OutShelves, clock: Clock, ready: Callable[[str], bool]) -> None:
        """`ready` is asked of each message whether what goes along with it can be read."""
        self._shelves = shelves
        self._clock = clock
        self._ready = ready

    def export(self, stick: Stick, keyset: Keyset | None, tell: Tell, *, known: bool) -> Taken:
        """Put all that waits on the stick, in one new file, and drop this machine's older ones.

        Recordings that have no room are left out; they go another time. Where nothing waits and no
        answer is to be asked for, nothing is written. `known`: its keys came, or it has none.
        Raises CourierProblem and StoreProblem; then what is on the stick is as it was.
        """
        self._shelves.outbox.adopt()
        box = keyset.box if keyset is not None else None
        if keyset is None or box is None:
            raise CourierProblem("stick_no_box" if known else "stick_no_key")
        here = self._shelves.couriers.here()
        on_it = {
            name: number
            for name in stick.names(OUT)
            if (number := number_in(name, here.id, OUT)) is not None
        }
        # Older ones make room: all that they hold and that still waits is in the new one.
        room = stick.free() + sum(map(stick.size, on_it)) - _SPARE
        load = self._load(min(room, OUT_LIMIT))
        if not (load.requests or load.asked):
            return Taken()
        highest = max(on_it.values(), default=0)
        number, leave = self._shelves.couriers.begin(load.payloads, highest)
        load = _without(load, leave)
        name = out_name(keyset.community, here.id, number)
        stick.write(
            name,
            lambda: self._sealed(load, here, keyset.community, number, box),
            lambda one: number_in(one, here.id, OUT) is not None,
            tell,
        )
        self._shelves.couriers.copied(leave, self._clock.now())
        kinds = [one.kind for one in load.requests]
        return Taken(
            messages=kinds.count("message"),
            recordings=kinds.count("blob"),
            taken_back=kinds.count("take_back"),
            asked=len(load.asked),
            left_out=load.left_out,
            name=name,
        )

    def _load(self, room: int) -> _Load:
        shelves = self._shelves
        taken_back = [
            Request("take_back", one.id, one.token) for one in shelves.withdrawals.to_tell()
        ]
        for row in shelves.outbox.all_waiting():
            # What can't be read is told as damaged, and its message goes without it.
            self._ready(row.id)
        rows = shelves.outbox.all_waiting()[:MOST_REQUESTS]
        messages = [
            Request("message", row.id, row.token, row.sha256, len(row.payload)) for row in rows
        ]
        asked = {one.id: one.token for one in shelves.outbox.all_watched()[:_MOST_ASKED]}
        asked |= {row.conversation_id: row.token for row in rows}
        words = sum(one.size + _LINE for one in messages) + len(asked) * _LINE
        # The seal's head, and what fills the last chunk up.
        room -= words + CHUNK + words // 1024
        if room < 0:
            raise CourierProblem("stick_full", "no room for the words")
        blobs, left_out = _fitting(shelves.outbox.all_blobs(), room)
        return _Load(
            (*taken_back, *messages, *(_blob(one) for one in blobs))[:MOST_REQUESTS],
            {row.id: row.payload for row in rows},
            {(one.id, one.sha256): one for one in blobs},
            tuple(asked.items()),
            left_out,
        )

    def _sealed(
        self, load: _Load, here: CourierRow, community: str, number: int, box: BoxKey
    ) -> Iterator[bytes]:
        device = self._shelves.devices.here()
        joined = device is not None and device.revoked_at is None
        sender = Sender(
            here.id,
            public_of(here.secret),
            (device.id, device.token) if device is not None and joined else None,
        )
        head = out_list(community, sender, number, load.requests, load.asked, __version__)
        return seal_stream(self._pieces(load, head), box)

    def _pieces(self, load: _Load, head: bytes) -> Iterator[bytes]:
        yield head
        for one in load.requests:
            if one.kind == "message":
                yield load.payloads[one.id]
            elif one.kind == "blob":
                row = load.blobs[one.id, one.sha256]
                data = self._shelves.recordings.piece(row.file, 0, row.size, raw=row.sealed)
                if len(data) != row.size:
                    raise StoreProblem("recording_lost")
                yield data


def _fitting(blobs: Sequence[BlobRow], room: int) -> tuple[list[BlobRow], int]:
    """Those that fit, the oldest first, and how many do not."""
    fit = []
    for one in blobs:
        if one.size + _LINE <= room:
            room -= one.size + _LINE
            fit.append(one)
    return fit, len(blobs) - len(fit)


def _blob(row: BlobRow) -> Request:
    return Request("blob", row.id, row.token, row.sha256, row.size)


def _without(load: _Load, leave: frozenset[str]) -> _Load:
    """The same without what was taken back in this very moment."""
    gone = load.payloads.keys() - leave
    requests = tuple(one for one in load.requests if one.id not in gone)
    return _Load(requests, load.payloads, load.blobs, load.asked, load.left_out)
