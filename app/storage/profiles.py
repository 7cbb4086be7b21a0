"""A person's settings."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import fields, replace
from typing import get_type_hints

import msgspec

from app.domain.profile import Profile, tidy
from app.storage.belonging import address_in_force, adopt
from app.storage.codec import encode
from app.storage.database import Store


class ProfileRepository:
    """The settings of the one person who uses this computer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self) -> Profile:
        """The settings, each inside its range; what can't be read takes its default."""
        with self._store.read() as connection:
            row = connection.execute("SELECT content FROM profile").fetchone()
        return profile_of(row[0]) if row else Profile()

    def save(self, profile: Profile) -> None:
        """Keep the settings."""
        with self._store.write() as connection:
            _put(connection, profile)

    def save_settings(self, profile: Profile) -> Profile:
        """Keep all settings but the community's address, which stays; returns what is now kept."""
        with self._store.write() as connection:
            kept = tidy(replace(profile, community_url=address_in_force(connection)))
            _put(connection, kept)
        return kept

    def move(self, address: str) -> None:
        """Join the community at that address; what was sent to none yet is given to it."""
        with self._store.write() as connection:
            row = connection.execute("SELECT content FROM profile").fetchone()
            before = profile_of(row[0]) if row else Profile()
            _put(connection, replace(before, community_url=address))
            adopt(connection)


def _put(connection: sqlite3.Connection, profile: Profile) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO profile (one, content) VALUES (1, ?)", (encode(tidy(profile)),)
    )


def profile_of(content: bytes) -> Profile:
    """Settings from stored JSON, field by field, so that one bad value costs no other."""
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Profile()
    values = {}
    if isinstance(raw, dict):
        kinds = get_type_hints(Profile)
        for field in fields(Profile):
            with contextlib.suppress(msgspec.ValidationError):
                if field.name in raw:
                    values[field.name] = msgspec.convert(raw[field.name], kinds[field.name])
    return tidy(Profile(**values))
