"""The community's keysets: who may sign, said by the root key, one version after another. Pure.

See docs/protocol.md, *Signed notices*. A keyset names its own root key, so that one field is read
before the signature is checked; nothing else is used until it was found good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.trust import community_code
from app.errors import BadData
from app.formats.envelope import KEY_BYTES, KEYSET, Envelope, base64_bytes, parse_envelope
from app.formats.fields import MAX_INTEGER, Fields, load_json
from app.formats.sealing import BoxKey

CHAIN_LIMIT = 1024 * 1024
#: Versions; one a year is usual.
_MOST_VERSIONS = 1000
_MOST_KEYS = 1000


class OtherKeys(BadData):
    """The keys are not those of the community that is known here.

    `code`: `other_root` (another community, or somebody who says to be this one), `rollback` (an
    older state of the same keys), `not_signed` (a step that the root did not sign).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True, slots=True)
class PublisherKey:
    """A key that may sign what has a number in the feed from `first` to `last`, both included."""

    key: str
    public: bytes
    first: int
    last: int

    def may_sign(self, number: int) -> bool:
        """Whether that number of the feed is this key's."""
        return self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class Keyset:
    """One version of who may sign for the community, and what to seal to it with."""

    community: str
    version: int
    root: bytes
    keys: tuple[PublisherKey, ...]
    revoked: tuple[str, ...] = ()
    boxes: tuple[BoxKey, ...] = ()

    @property
    def box(self) -> BoxKey | None:
        """The key that what only the community may read is sealed for; None where it has none."""
        return next((one for one in reversed(self.boxes) if one.key not in self.revoked), None)

    def publisher(self, key: str) -> PublisherKey | None:
        """The key of that id, unless it was revoked."""
        if key in self.revoked:
            return None
        return next((one for one in self.keys if one.key == key), None)


def key_id(public: bytes) -> str:
    """The name of a key on the wire: the first 8 bytes of its SHA-256, in hex."""
    return hashlib.sha256(public).hexdigest()[:16]


def parse_chain(data: bytes) -> tuple[Envelope, ...]:
    """The document of `GET /keyset`, nothing of it checked yet; raises BadData."""
    fields = Fields(load_json(data, "keyset", CHAIN_LIMIT), "keyset")
    chain = fields.each("keysets", parse_envelope, _MOST_VERSIONS)
    if not chain:
        raise fields.bad("keysets", "none")
    return chain


def root_code(chain: Sequence[Envelope]) -> str:
    """The code of the root that the newest keyset names; raises BadData. Nothing is proved yet."""
    return community_code(_read(chain[-1]).root)


def follow(chain: Sequence[Envelope], code: str, known: Sequence[Envelope] = ()) -> Keyset:
    """The newest keyset, each step proved from the root with that code on.

    `known` is what was followed before: it may grow, never shrink or change. Raises OtherKeys and
    BadData.
    """
    texts, before = [one.signed for one in chain], [one.signed for one in known]
    if texts[: len(before)] != before:
        raise OtherKeys("rollback" if before[: len(texts)] == texts else "other_root")
    sets = [_read(one) for one in chain]
    for number, one in enumerate(sets, 1):
        if one.version != number:
            raise OtherKeys("not_signed", f"version {one.version} in place {number}")
    start = next((at for at, one in enumerate(sets) if community_code(one.root) == code), None)
    if start is None:
        raise OtherKeys("other_root", "no keyset has that code")
    for at in range(start, len(sets)):
        # N + 1 is signed by N's root and by its own.
        roots = {sets[at].root, sets[max(start, at - 1)].root}
        if not all(chain[at].is_signed(KEYSET, key_id(root), root) for root in roots):
            raise OtherKeys("not_signed", f"version {at + 1}")
        if sets[at].community != sets[start].community:
            raise OtherKeys("not_signed", "another community's")
    return sets[-1]


def _read(envelope: Envelope) -> Keyset:
    fields = Fields(load_json(envelope.signed.encode(), "keyset", CHAIN_LIMIT), "keyset")
    if fields.raw("type") != "keyset":
        raise fields.bad("type", "not a keyset")
    return Keyset(
        community=fields.identifier("community"),
        version=fields.integer("version", 1),
        root=base64_bytes(fields, "root", KEY_BYTES),
        keys=fields.each("keys", _key, _MOST_KEYS),
        revoked=fields.each("revoked", _revoked, _MOST_KEYS),
        boxes=fields.each("boxes", _box, _MOST_KEYS) if fields.raw("boxes") is not None else (),
    )


def _key(value: object, where: str) -> PublisherKey:
    fields = Fields(value, where)
    public = base64_bytes(fields, "public", KEY_BYTES)
    if fields.identifier("key") != key_id(public):
        raise fields.bad("key", "not the id of this key")
    last = MAX_INTEGER if fields.raw("until") is None else fields.integer("until")
    return PublisherKey(key_id(public), public, fields.integer("from"), last)


def _box(value: object, where: str) -> BoxKey:
    fields = Fields(value, where)
    public = base64_bytes(fields, "public", KEY_BYTES)
    if fields.identifier("key") != key_id(public):
        raise fields.bad("key", "not the id of this key")
    return BoxKey(key_id(public), public)


def _revoked(value: object, where: str) -> str:
    return Fields({"key": value}, where).identifier("key")
