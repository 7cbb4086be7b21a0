"""All notices at once: the newest first, in one go with the cursor, and the older ones after."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from app.errors import BadData
from app.formats import wire
from app.storage.announcements import AnnouncementRepository
from app.sync.half_media import HalfMedia
from app.sync.transport import NotThere, TooLarge, Transport

_log = logging.getLogger(__name__)

#: Tells of what came of one file.
Tell = Callable[[wire.Snapshot], None]


class SnapshotPull:
    """Fetches snapshots. `half` is where the first part of a file waits that was cut off."""

    def __init__(self, announcements: AnnouncementRepository, half: HalfMedia, tell: Tell) -> None:
        self._announcements = announcements
        self._half = half
        self._tell = tell

    async def swap_in(self, transport: Transport, name: wire.SnapshotName) -> bool:
        """Put the newest notices in the place of all; returns False when the file is no good.

        Raises ConnectionProblem and StoreProblem; what was here is then still here.
        """
        snapshot = await self._fetch(transport, name.file)
        if snapshot is None:
            return False
        self._announcements.swap_in(snapshot.changes, str(name.feed), _kept(snapshot))
        self._tell(snapshot)
        return True

    async def pull_older(self, transport: Transport) -> bool:
        """Fetch what is older than what is here, file by file; returns False when one is gone."""
        while (kept := self._announcements.older()) is not None:
            try:
                file = wire.parse_kept(kept)
            except BadData:
                return False
            snapshot = await self._fetch(transport, file)
            if snapshot is None:
                return False
            self._announcements.add_older(snapshot.changes, _kept(snapshot))
            self._tell(snapshot)
        return True

    async def _fetch(self, transport: Transport, file: wire.SnapshotFile) -> wire.Snapshot | None:
        """The content of a file; None when it is not there or not what its name says."""
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
            return wire.parse_snapshot(wire.unpack(bytes(packed), file.encoding))
        except BadData as error:
            _log.info("a snapshot is dropped: %s", error)
            return None


def _kept(snapshot: wire.Snapshot) -> str | None:
    return None if snapshot.older is None else str(snapshot.older)
