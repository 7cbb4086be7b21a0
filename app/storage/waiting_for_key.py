"""Messages under the veil that are to be sealed, once there is a key to seal them with."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from app.domain.feedback import Recording
from app.storage import blobs, recording_keys
from app.storage.belonging import MAY_GO, address_in_force
from app.storage.database import Store
from app.storage.veil import LostVeilError, begins_veiled, reseal


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A message that waits under the veil, opened: its plain bytes, and its recording."""

    id: str
    payload: bytes = field(repr=False)
    recording: Recording | None = None


class WaitingForKey:
    """What the outbox holds for the community that is joined, and nothing of which ever left."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Unsealed, ...]:
        """What waits under the veil for a key to seal it with, and of which nothing ever left."""
        with self._store.read() as connection:
            found = connection.execute(
                "SELECT o.id, o.payload FROM outbox AS o JOIN conversation AS c"  # noqa: S608
                " ON c.number = o.conversation WHERE NOT o.tried AND NOT o.damaged"
                f" AND {begins_veiled('o.payload')} AND c.withdrawal IS NULL AND {MAY_GO}"
                " ORDER BY o.number",
                {"here": address_in_force(connection)},
            ).fetchall()
            spoken = blobs.waiting_recordings(connection)
        unsealed = []
        for id_, stored in found:
            with contextlib.suppress(LostVeilError):
                unsealed.append(Unsealed(id_, self._store.veil.open(stored), spoken.get(id_)))
        return tuple(unsealed)

    def seal(
        self,
        feedback_id: str,
        payload: bytes,
        recording: Recording | None = None,
        dropped_key: bytes | None = None,
    ) -> bool:
        """A sealed payload takes the place of the veiled one, and the sealed recording that of
        what was noted; returns False when it has begun to leave, or was taken back, meanwhile."""
        with self._store.veil.ending(self._store) as connection:
            row = connection.execute(
                "SELECT conversation FROM outbox WHERE id = ? AND NOT tried", (feedback_id,)
            ).fetchone()
            if row is None:
                return False
            reseal(connection, feedback_id, payload)
            if recording is not None:
                connection.execute("DELETE FROM blob WHERE entry = ?", (feedback_id,))
                blobs.named_recording(feedback_id, recording, sealed=True).insert(
                    connection, row[0]
                )
            if dropped_key is not None:
                recording_keys.drop(connection, [dropped_key])
        return True
