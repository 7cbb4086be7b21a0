"""The message that is being made, saved at every step."""

from __future__ import annotations

from app.domain.feedback import Draft
from app.storage.codec import decode, encode
from app.storage.database import Store
from app.storage.veil import LostVeilError


class DraftRepository:
    """Drafts, under the veil where many people use the machine. The one saved last is current."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now. One that was sent meanwhile stays sent and is not kept."""
        with self._store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO draft (id, saved, content)"
                " SELECT ?, (SELECT coalesce(max(saved), 0) + 1 FROM draft), ?"
                " WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE id = ?)",
                (draft.id, self._store.veil.close(encode(draft)), draft.id),
            )

    def current(self) -> Draft | None:
        """The draft saved last; None when there is none, or its veil was lost."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT content FROM draft ORDER BY saved DESC LIMIT 1"
            ).fetchone()
        try:
            return decode(self._store.veil.open(row[0]), Draft) if row else None
        except LostVeilError:
            return None

    def drop_lost(self) -> bool:
        """Drop the drafts that can't be opened any more; returns whether there were any.

        Their key was lost, or destroyed after the last copy of the store was made.
        """
        with self._store.read() as connection:
            rows = connection.execute("SELECT id, content FROM draft").fetchall()
        lost = [id_ for id_, content in rows if not self._opens(content)]
        if lost:
            with self._store.write() as connection:
                connection.executemany("DELETE FROM draft WHERE id = ?", [(id_,) for id_ in lost])
        return bool(lost)

    def _opens(self, content: bytes) -> bool:
        try:
            self._store.veil.open(content)
        except LostVeilError:
            return False
        return True

    def discard(self, draft_id: str) -> None:
        """The person does not want it any more: it is gone from the disk as well."""
        with self._store.veil.ending(self._store) as connection:
            connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
