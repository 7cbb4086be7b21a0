"""The community's keys: fetched when the head names others, proved from the known root on, kept."""

from __future__ import annotations

import logging

from app.domain.trust import community_code
from app.errors import BadData, ConnectionProblem
from app.formats import wire
from app.formats.keyset import CHAIN_LIMIT, Keyset, OtherKeys, follow, parse_chain, root_code
from app.formats.signed_notice import ROLL_LIMIT, SignedReader, open_roll
from app.storage.trust import TrustRepository
from app.sync.answer import Reading
from app.sync.check import wanted

_log = logging.getLogger(__name__)


class Keys:
    """What one run knows of the keys of the community at `address`."""

    def __init__(self, trust: TrustRepository, address: str) -> None:
        self._trust = trust
        self._address = address

    async def pull(self, transport: Reading, head: wire.Head) -> bool:
        """Fetch and follow new keys; True when they are the first, so that all is to be proved.

        Keys that do not follow from the known ones change nothing, and a helper is told. A
        community that was joined without a code is known by the first root it shows.
        Raises ConnectionProblem and StoreProblem.
        """
        before = self._trust.current()
        if head.keyset is None or (before is not None and head.keyset == before.digest):
            return False
        data = wanted(await transport.get("/keyset", CHAIN_LIMIT)).body
        try:
            chain = parse_chain(data)
            code = before.code if before is not None else root_code(chain)
            known = parse_chain(before.document) if before and before.document else ()
            keyset = follow(chain, code, known)
        except OtherKeys as error:
            _log.warning("the community's keys are refused: %s", error)
            self._trust.note_problem(error.code)
            return False
        except BadData as error:
            raise ConnectionProblem("bad_answer", str(error)) from error
        if before is None:
            self._trust.pin(self._address, code, confirmed=False)
        self._trust.keep(data, community_code(keyset.root), keyset.revoked)
        return before is None or not before.document

    def reader(self) -> SignedReader | None:
        """What reads a page's items; None where the community never signed anything."""
        if self._trust.current() is None:
            return None
        return SignedReader(self.keyset())

    async def roll(self, transport: Reading, end: wire.Cursor) -> frozenset[str] | None:
        """The ids of all notices that stand; None without a roll that can be believed.

        Raises ConnectionProblem.
        """
        keyset = self.keyset()
        if keyset is None:
            return None
        # The head in the address keeps a cache from giving the roll of an earlier one.
        answer = await transport.get("/roll", ROLL_LIMIT, {"head": str(end)})
        if not answer.good:
            return None
        try:
            head, ids = open_roll(answer.body, keyset)
        except BadData as error:
            _log.warning("a roll is refused: %s", error)
            return None
        fits = head.generation == end.generation and head.number >= end.number
        return ids if fits and self._trust.accept_roll(head.generation, head.number) else None

    def keyset(self) -> Keyset | None:
        """The newest keyset that was proved; None where there is none."""
        trust = self._trust.current()
        if trust is None or not trust.document:
            return None
        try:
            return follow(parse_chain(trust.document), trust.code)
        except BadData:
            _log.warning("the stored keys are damaged and fetched anew")
            self._trust.keep(b"", trust.code, ())
            return None
