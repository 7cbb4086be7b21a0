"""A look at a community before it is joined: who is there, and whether its keys fit the code."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.domain.community import Community
from app.domain.trust import Invitation, community_code
from app.errors import BadData, ConnectionProblem
from app.formats.keyset import CHAIN_LIMIT, Keyset, OtherKeys, follow, parse_chain, root_code
from app.formats.wire import Head
from app.sync.check import fetch_community, fetch_head, wanted
from app.sync.patience import Patience
from app.sync.transport import Transport


async def invitation_at(address: str, code: str, vouched: bool, seconds: float) -> Invitation:
    """The community at an address, within so many seconds; nothing is kept.

    `code`, where there is one, must be its root key's; `vouched` says that a person gave it. Raises
    ConnectionProblem; `other_code` when somebody with other keys, or none, answers.
    """
    try:
        async with (
            asyncio.timeout(seconds),
            Transport(address, Patience(connect_s=seconds)) as transport,
        ):
            head = await fetch_head(transport)
            community, _ = await fetch_community(transport)
            if head.keyset is None:
                if code:
                    raise ConnectionProblem("other_code", "it has no keys")
                return _invitation(address, community, head)
            data = wanted(await transport.get("/keyset", CHAIN_LIMIT)).body
    except TimeoutError as error:
        raise ConnectionProblem("no_connection", "no answer in time") from error
    keyset = _followed(data, code)
    if keyset.community != community.slug:
        raise ConnectionProblem("other_code", "the keys of another community")
    invitation = _invitation(address, community, head)
    return replace(invitation, code=community_code(keyset.root), vouched=vouched and bool(code))


def _invitation(address: str, community: Community, head: Head) -> Invitation:
    machines = head.joined_only or head.join_codes
    return Invitation(address, community, machines=machines, only_machines=head.joined_only)


def _followed(data: bytes, code: str) -> Keyset:
    try:
        chain = parse_chain(data)
        return follow(chain, code or root_code(chain))
    except OtherKeys as error:
        raise ConnectionProblem("other_code" if code else "bad_answer", str(error)) from error
    except BadData as error:
        raise ConnectionProblem("bad_answer", str(error)) from error
