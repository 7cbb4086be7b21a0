"""A first look at a community: its head and what it says of itself."""

from __future__ import annotations

import asyncio

from app import __version__
from app.domain.community import Community
from app.errors import BadData, ConnectionProblem
from app.formats import wire
from app.sync.patience import Patience
from app.sync.transport import Answer, Transport


async def fetch_head(transport: Transport) -> wire.Head:
    """The head. Raises ConnectionProblem; `too_old` when this program may not go on."""
    answer = wanted(await transport.get("/head", wire.HEAD_LIMIT))
    try:
        head = wire.parse_head(answer.body)
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error
    if head.min_client > wire.parse_version(__version__):
        raise ConnectionProblem("too_old")
    return head


async def fetch_community(transport: Transport) -> tuple[Community, bytes]:
    """The community, parsed and as its bytes. Raises ConnectionProblem."""
    answer = wanted(await transport.get("/community", wire.COMMUNITY_LIMIT))
    try:
        return wire.parse_community(answer.body), answer.body
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error


async def community_at(address: str, seconds: float) -> Community:
    """The community at an address, within so many seconds. Raises ConnectionProblem."""
    try:
        async with asyncio.timeout(seconds):
            async with Transport(address, Patience(connect_s=seconds)) as transport:
                await fetch_head(transport)
                community, _ = await fetch_community(transport)
                return community
    except TimeoutError as error:
        raise ConnectionProblem("no_connection", "no answer in time") from error


def wanted(answer: Answer) -> Answer:
    """The answer if it is a good one; else raises ConnectionProblem(`bad_answer`)."""
    if not answer.good:
        raise ConnectionProblem("bad_answer", f"status {answer.status}")
    return answer
