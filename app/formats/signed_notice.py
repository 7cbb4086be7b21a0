"""Reading a notice out of its envelope: the signature first, then the words. Pure."""

from __future__ import annotations

import hashlib
import json

from app.domain.announcement import Announcement, Deleted
from app.domain.trust import Proof, Refusal
from app.errors import BadData
from app.formats.envelope import NOTICE, ROLL, Envelope, RefusedData, parse_envelope
from app.formats.fields import Fields, load_json
from app.formats.keyset import Keyset, PublisherKey
from app.formats.wire_announcements import ANNOUNCEMENT_LIMIT, parse_change
from app.formats.wire_community import Cursor

ROLL_LIMIT = 16 * 1024 * 1024
_MOST_ON_A_ROLL = 400_000


class SignedReader:
    """Reads the items of a page; gives only what a key of this community signed.

    What stands in an item beside its envelope is for programs that check nothing, and is never
    looked at. `proofs` fills with what was signed, by the notice's id. Without a keyset, which is
    when a code is known but the keys have not come, everything is refused.
    """

    def __init__(self, keyset: Keyset | None) -> None:
        self._keyset = keyset
        self.proofs: dict[str, Proof] = {}

    def __call__(self, item: object, where: str) -> Announcement | Deleted:
        """One item; raises RefusedData, and BadData for what was signed and can't be read."""
        fields = Fields(item, where)
        if fields.raw("signed") is None:
            raise RefusedData(Refusal.UNSIGNED, f"{where}: not signed")
        try:
            envelope = parse_envelope(fields.raw("signed"), where)
        except BadData as error:
            raise RefusedData(Refusal.CHANGED, str(error)) from error
        key = _signer(envelope, self._keyset, NOTICE, where)
        told = _told(envelope, self._keyset, where, ANNOUNCEMENT_LIMIT)
        number = Fields(told, where).integer("seq")
        if not key.may_sign(number):
            raise RefusedData(Refusal.STRANGER, f"{where}: a key of another time")
        change = parse_change(told, where)
        self.proofs[change.id] = Proof(key.key, _digest(told))
        return change


def open_roll(data: bytes, keyset: Keyset | None) -> tuple[Cursor, frozenset[str]]:
    """The head that a roll speaks of, and the ids of all notices that stand there.

    Raises BadData when it is not the community's own.
    """
    where = "roll"
    envelope = parse_envelope(load_json(data, where, ROLL_LIMIT), where)
    head, fields = open_signed(envelope, keyset, ROLL, where, ROLL_LIMIT)
    ids = fields.each(
        "notices", lambda one, at: Fields({"id": one}, at).identifier("id"), _MOST_ON_A_ROLL
    )
    return head, frozenset(ids)


def open_signed(
    envelope: Envelope, keyset: Keyset | None, domain: bytes, where: str, limit: int
) -> tuple[Cursor, Fields]:
    """What a publisher's key signed as of some head of the feed, and that head.

    Raises BadData when it is not the community's own.
    """
    key = _signer(envelope, keyset, domain, where)
    fields = Fields(_told(envelope, keyset, where, limit), where)
    head = Cursor.parse(fields.raw("feed"), fields.path("feed"))
    # A key that begins with the next change may speak of what stands before it.
    if not (key.may_sign(head.number) or key.may_sign(head.number + 1)):
        raise RefusedData(Refusal.STRANGER, f"{where}: a key of another time")
    return head, fields


def _signer(envelope: Envelope, keyset: Keyset | None, domain: bytes, where: str) -> PublisherKey:
    """The community's key that signed it."""
    known = [keyset.publisher(one.key) for one in envelope.signatures] if keyset else []
    keys = [key for key in known if key is not None]
    if not keys:
        raise RefusedData(Refusal.STRANGER, f"{where}: signed by nobody we know")
    for key in keys:
        if envelope.is_signed(domain, key.key, key.public):
            return key
    raise RefusedData(Refusal.CHANGED, f"{where}: the signature does not fit")


def _told(envelope: Envelope, keyset: Keyset | None, where: str, limit: int) -> object:
    """What was signed, parsed; for this community and no other."""
    told = load_json(envelope.signed.encode(), where, limit)
    if keyset is None or Fields(told, where).raw("community") != keyset.community:
        raise RefusedData(Refusal.OTHER_COMMUNITY, f"{where}: signed for another community")
    return told


def _digest(told: object) -> str:
    """SHA-256 of all that was signed but the number in the feed, in one fixed writing."""
    assert isinstance(told, dict)
    rest = {name: value for name, value in told.items() if name != "seq"}
    # Escaped to ASCII: halves of surrogate pairs are as well-behaved as any other letter.
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
