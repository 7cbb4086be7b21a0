"""Joining with a code, and saying now and then that this machine is still there."""

from __future__ import annotations

import asyncio
import logging

from app import __version__
from app.domain.device import Device
from app.domain.feedback import new_id, new_token
from app.errors import BadData, ConnectionProblem
from app.formats import wire
from app.sync.answer import Answer
from app.sync.patience import Patience
from app.sync.transport import Transport

_log = logging.getLogger(__name__)

#: Seconds between two contacts; staff see the last one.
CONTACT_EACH_S = 3600.0


async def join_at(address: str, code: str, seconds: float) -> Device:
    """Join this machine to the community at an address, within so many seconds.

    Raises ConnectionProblem; `bad_join_code` when the code is wrong, too old or used up.
    """
    device_id, token = new_id(), new_token()
    payload = wire.join_payload(code, __version__)
    try:
        async with asyncio.timeout(seconds):
            async with Transport(address, Patience(connect_s=seconds)) as transport:
                path = f"/devices/{device_id}"
                answer = await _put(transport, path, payload, token)
    except TimeoutError as error:
        raise ConnectionProblem("no_connection", "no answer in time") from error
    if answer.status == 403:
        raise ConnectionProblem("bad_join_code")
    joined = _joined(answer, device_id)
    return Device(address, device_id, token, joined.name, joined.joined_at)


async def is_revoked(transport: Transport, device: Device) -> bool:
    """Say that the machine is there; returns whether it was sent away.

    Raises ConnectionProblem when neither is sure.
    """
    answer = await transport.get(f"/devices/{device.id}", wire.DEVICE_LIMIT, token=device.token)
    # Not known there: as after a backup was restored that is older than this machine's joining.
    if (answer.status, _code(answer)) in ((410, "revoked"), (404, "not_found")):
        return True
    _joined(answer, device.id)
    return False


async def _put(transport: Transport, path: str, payload: bytes, token: str) -> Answer:
    """Once more where the answer was lost: for the same id and token, it is counted once."""
    try:
        return await transport.put(path, payload, token, wire.DEVICE_LIMIT)
    except ConnectionProblem as problem:
        if problem.code != "no_connection":
            raise
        return await transport.put(path, payload, token, wire.DEVICE_LIMIT)


def _joined(answer: Answer, device_id: str) -> wire.Joined:
    if answer.status not in (200, 201):
        raise ConnectionProblem("bad_answer", f"status {answer.status} for a machine")
    try:
        joined = wire.parse_joined(answer.body)
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error
    if joined.id != device_id:
        raise ConnectionProblem("bad_answer", "another machine was joined")
    return joined


def _code(answer: Answer) -> str:
    try:
        return wire.parse_refusal(answer.body).code
    except BadData:
        return ""
