"""The message that is being made, saved at every step."""

from __future__ import annotations

from app.domain.feedback import Draft
from app.storage.codec import decode, encode
from app.storage.database import Store


class DraftRepository:
    """Drafts. The one saved last is the current one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now. One that was sent meanwhile stays sent and is not kept."""
        with self._store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO draft (id, saved, content)"
                " SELECT ?, (SELECT coalesce(max(saved), 0) + 1 FROM draft), ?"
                " WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE id = ?)",
                (draft.id, encode(draft), draft.id),
            )

    def current(self) -> Draft | None:
        """The draft saved last; None when there is none."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT content FROM draft ORDER BY saved DESC LIMIT 1"
            ).fetchone()
        return decode(row[0], Draft) if row else None

    def discard(self, draft_id: str) -> None:
        """The person does not want it any more: it is gone from the disk as well."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
