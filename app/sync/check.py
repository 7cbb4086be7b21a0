"""A first look at a community: its head and what it says of itself."""

from __future__ import annotations

from app import __version__
from app.domain.community import Community
from app.errors import BadData, ConnectionProblem
from app.formats import wire
from app.sync.answer import Answer, Reading


async def fetch_head(transport: Reading) -> wire.Head:
    """The head. Raises ConnectionProblem; `too_old` when this program may not go on."""
    answer = wanted(await transport.get("/head", wire.HEAD_LIMIT))
    try:
        head = wire.parse_head(answer.body)
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error
    see_version(head)
    return head


def see_version(head: wire.Head) -> None:
    """Raises ConnectionProblem(`too_old`) where this program is too old for the community."""
    if head.min_client > wire.parse_version(__version__):
        raise ConnectionProblem("too_old")


async def fetch_community(transport: Reading) -> tuple[Community, bytes]:
    """The community, parsed and as its bytes. Raises ConnectionProblem."""
    answer = wanted(await transport.get("/community", wire.COMMUNITY_LIMIT))
    try:
        return wire.parse_community(answer.body), answer.body
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error


def wanted(answer: Answer) -> Answer:
    """The answer if it is a good one; else raises ConnectionProblem(`bad_answer`)."""
    if not answer.good:
        raise ConnectionProblem("bad_answer", f"status {answer.status}")
    return answer
