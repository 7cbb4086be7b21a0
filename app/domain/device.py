"""A machine that joined a community with a code. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

#: Letters that people read for a digit. Source: https://www.crockford.com/base32.html
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CROCKFORD = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
JOIN_CODE_LETTERS = 8


def plain_join_code(typed: str) -> str:
    """A join code as somebody typed it, brought into one form: `ABCDEFGH`.

    Small letters, full-width ones, blanks and hyphens are fine. Raises ValueError for what can't
    be one.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(c for c in text if c.isalnum()).translate(_MISREAD)
    if len(code) != JOIN_CODE_LETTERS or not set(code) <= _CROCKFORD:
        raise ValueError("no join code")
    return code


@dataclass(frozen=True, slots=True)
class Device:
    """This machine, as the community at `address` knows it. `name` is what staff call it.

    `revoked_at`: since then it is known here that the community sent it away.
    """

    address: str
    id: str
    token: str = field(repr=False)
    name: str
    joined_at: datetime
    revoked_at: datetime | None = None
