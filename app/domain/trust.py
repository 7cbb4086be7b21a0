"""Whom a community's notices are from, and how sure this computer can be of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from app.domain.community import Community
from app.domain.language import Words

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Letters that Crockford's alphabet leaves out because people read them as others.
_READ_AS = str.maketrans("OIL", "011")
_CODE = re.compile(f"[{_CROCKFORD}]{{16}}")


class Refusal(StrEnum):
    """Why a notice that came is not shown as true."""

    CHANGED = "changed"  #: It is not what was signed.
    UNSIGNED = "unsigned"  #: It came without a signature, from a community that signs.
    STRANGER = "stranger"  #: A key signed it that may not speak for this community.
    OTHER_COMMUNITY = "other_community"  #: It was signed for another community.
    OLDER = "older"  #: A later revision is here, or the notice was deleted since.


@dataclass(frozen=True, slots=True)
class RefusedNotice:
    """One notice that came and is not shown; `key` is its id where it has one."""

    key: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Proof:
    """What a signature says of one change: who signed it, and the digest of what was signed.

    The digest leaves out the number in the feed: a notice signed anew is still the same.
    """

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of the keys of the community at `address`.

    `code` is its root key's. `confirmed` says that a person vouched for the code: by typing it, by
    a file, or by comparing. `document` is the chain of keysets as it came, empty before the first.
    `problem` says what was wrong with the keys that came last; empty when nothing was.
    """

    address: str
    code: str
    confirmed: bool
    document: bytes = b""
    problem: str = ""

    @property
    def digest(self) -> str | None:
        """How the head names the document that is here; None before the first."""
        return hashlib.sha256(self.document).hexdigest() if self.document else None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A community that can be joined. `code` is empty where it signs nothing.

    `vouched`: the person brought the code along, and it fits. `machines`: it gives codes to single
    machines, and `only_machines` that none but those may send messages.
    """

    address: str
    community: Community
    code: str = ""
    vouched: bool = False
    machines: bool = False
    only_machines: bool = False


@dataclass(frozen=True, slots=True)
class JoinFile:
    """What a file on a USB stick says: where the community is, its name and its code."""

    address: str
    name: Words
    code: str


def community_code(root: bytes) -> str:
    """The code of a root public key: `ABCD-EFGH-JKMN-PQRS`.

    Crockford base 32 of the first 80 bits of SHA-256(`footbridge-root-v1`, NUL, key); see
    docs/protocol.md.
    """
    number = int.from_bytes(hashlib.sha256(b"footbridge-root-v1\0" + root).digest()[:10], "big")
    return _grouped("".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5)))


def tidy_code(typed: str) -> str | None:
    """A code as somebody typed it, in its usual form; None when it can't be one."""
    text = unicodedata.normalize("NFKC", typed).upper()
    letters = re.sub(r"[\s\-‐-―_.]", "", text).translate(_READ_AS)
    return _grouped(letters) if _CODE.fullmatch(letters) else None


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
