"""The community that this computer belongs to."""

from __future__ import annotations

from app.domain.community import Community
from app.storage.belonging import remember
from app.storage.codec import decode, encode, seal_of
from app.storage.database import Store


class CommunityRepository:
    """The community, as it last described itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self) -> Community | None:
        """The community; None before the first contact."""
        with self._store.read() as connection:
            row = connection.execute("SELECT content, seal, digest FROM community").fetchone()
        return decode(row[0], Community) if row and _is_whole(*row) else None

    def digest(self) -> str | None:
        """The digest that the server gave to what is stored.

        None before the first contact, and when the store's bytes were damaged on the disk, so that
        they are fetched again.
        """
        with self._store.read() as connection:
            row = connection.execute("SELECT content, seal, digest FROM community").fetchone()
        return str(row[2]) if row and _is_whole(*row) else None

    def save(self, community: Community, digest: str) -> None:
        """Keep what the community says of itself now."""
        with self._store.write() as connection:
            content = encode(community)
            connection.execute(
                "INSERT OR REPLACE INTO community (one, digest, seal, content) VALUES (1, ?, ?, ?)",
                (digest, seal_of(content), content),
            )
            remember(connection, community)

    def forget(self) -> None:
        """Another community was joined: what the former said of itself holds no longer."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM community")


def _is_whole(content: bytes, seal: str, _digest: str) -> bool:
    return seal_of(content) == seal
