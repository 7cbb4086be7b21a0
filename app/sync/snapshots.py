"""All notices at once: the newest first, in one go with the cursor, and the older ones after."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping

from app.domain.trust import Proof, RefusedNotice
from app.errors import BadData
from app.formats import wire
from app.storage.announcements import AnnouncementRepository
from app.sync.answer import NotThere, Reading, TooLarge
from app.sync.half_media import HalfMedia
from app.sync.keys import Keys

_log = logging.getLogger(__name__)

#: Tells of what came of one file, of what the store would not take, and of what was proved.
Tell = Callable[[wire.Snapshot, list[RefusedNotice], Mapping[str, Proof]], None]
_Read = tuple[wire.Snapshot, Mapping[str, Proof]]


class SnapshotPull:
    """Fetches snapshots. `half` is where the first part of a file waits that was cut off.

    In a community that signs, each notice is proved by its own signature, as on a page.
    """

    def __init__(
        self, announcements: AnnouncementRepository, half: HalfMedia, keys: Keys, tell: Tell
    ) -> None:
        self._announcements = announcements
        self._half = half
        self._keys = keys
        self._tell = tell

    async def swap_in(self, transport: Reading, name: wire.SnapshotName) -> bool:
        """Begin anew with the newest notices; returns False when the file is no good.

        Raises ConnectionProblem and StoreProblem; what was here is then still here.
        """
        found = await self._fetch(transport, name.file)
        if found is None:
            return False
        snapshot, proofs = found
        refused = self._announcements.swap_in(
            snapshot.changes, str(name.feed), _kept(snapshot), proofs
        )
        self._tell(snapshot, refused, proofs)
        return True

    async def pull_older(self, transport: Reading) -> bool:
        """Fetch what is older than what is here, file by file; returns False when one is gone."""
        while (kept := self._announcements.older()) is not None:
            try:
                file = wire.parse_kept(kept)
            except BadData:
                return False
            found = await self._fetch(transport, file)
            if found is None:
                return False
            snapshot, proofs = found
            refused = self._announcements.add_older(snapshot.changes, _kept(snapshot), proofs)
            self._tell(snapshot, refused, proofs)
        return True

    async def _fetch(self, transport: Reading, file: wire.SnapshotFile) -> _Read | None:
        """The content of a file and what was signed; None for one that is gone or another."""
        packed = self._half.of(file.sha256)
        try:
            await transport.download(f"/snapshot/{file.sha256}", file.size, packed)
        except (NotThere, TooLarge) as problem:
            _log.info("no snapshot: %s", problem)
            self._half.drop()
            return None
        self._half.drop()
        try:
            if hashlib.sha256(packed).hexdigest() != file.sha256:
                raise BadData("snapshot: another digest")
            reader = self._keys.reader()
            text = wire.unpack(bytes(packed), file.encoding)
            return wire.parse_snapshot(text, reader), reader.proofs if reader else {}
        except BadData as error:
            _log.info("a snapshot is dropped: %s", error)
            return None


def _kept(snapshot: wire.Snapshot) -> str | None:
    return None if snapshot.older is None else str(snapshot.older)
