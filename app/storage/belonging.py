"""Which community a message belongs to: the one whose address was joined when it was sent.

What a person writes to one community is nobody else's business. So a message, and the token that
opens its answers, go to the address that was in force when *Send* was pressed and to no other; it
waits while another community is joined. What was sent before any community was joined belongs to
none yet (NULL), and is given to the first one joined (`adopt`).
"""

from __future__ import annotations

import sqlite3

import msgspec

from app.domain.community import Community
from app.storage.codec import encode_words

#: As an SQL condition on a conversation `c`, with the parameter `here`: it may go there.
MAY_GO = "coalesce(c.community, :here) = :here"


class _Settings(msgspec.Struct):
    community_url: str = ""


def address_in_force(connection: sqlite3.Connection) -> str:
    """The address of the community that is joined; empty for none."""
    row = connection.execute("SELECT content FROM profile").fetchone()
    if row is None:
        return ""
    try:
        return msgspec.json.decode(row[0], type=_Settings).community_url
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def adopt(connection: sqlite3.Connection) -> None:
    """Give what was sent before a community was joined to the one that is joined now."""
    address = address_in_force(connection)
    if address:
        connection.execute(
            "UPDATE conversation SET community = ? WHERE community IS NULL", (address,)
        )


def remember(connection: sqlite3.Connection, community: Community) -> None:
    """Keep what the community that is joined calls itself, for when another one is."""
    address = address_in_force(connection)
    if address:
        connection.execute(
            "INSERT OR REPLACE INTO community_met (address, name, office) VALUES (?, ?, ?)",
            (address, encode_words(community.name), encode_words(community.office)),
        )
