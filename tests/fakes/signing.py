"""A community's keys as somebody else would write them, from docs/protocol.md alone."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from nacl.public import PrivateKey
from nacl.signing import SigningKey

Json = dict[str, Any]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def key(name: str) -> SigningKey:
    """A key that is the same in each run."""
    return SigningKey(hashlib.sha256(name.encode()).digest())


def id_of(one: SigningKey) -> str:
    """Its id on the wire."""
    return hashlib.sha256(bytes(one.verify_key)).hexdigest()[:16]


def b64(data: bytes) -> str:
    """Base64 with padding."""
    return base64.b64encode(data).decode()


def sealed(kind: str, text: str, *keys: SigningKey) -> Json:
    """The envelope of a text: `kind` is `notice`, `keyset` or `roll`."""
    message = f"footbridge-{kind}-v1\0".encode() + text.encode()
    signatures = [
        {"key": id_of(one), "signature": b64(one.sign(message).signature)} for one in keys
    ]
    return {"signed": text, "signatures": signatures}


@dataclass
class Keys:
    """Signs what a test has it sign; `chain` holds the keysets so far."""

    community: str = "willow-lane"
    root: SigningKey = field(default_factory=lambda: key("root"))
    publisher: SigningKey = field(default_factory=lambda: key("publisher"))
    opener: PrivateKey = field(default_factory=lambda: PrivateKey(bytes([5]) * 32))
    chain: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.chain:
            self.add()

    @property
    def code(self) -> str:
        """The code that people join with, of the root as it is now."""
        root = b"footbridge-root-v1\0" + bytes(self.root.verify_key)
        bits = f"{int.from_bytes(hashlib.sha256(root).digest(), 'big'):0256b}"[:80]
        letters = [CROCKFORD[int(bits[at : at + 5], 2)] for at in range(0, 80, 5)]
        return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))

    def keyset(self, **changes: Any) -> Json:
        """What the next keyset would say."""
        public = bytes(self.publisher.verify_key)
        one = {"key": id_of(self.publisher), "public": b64(public), "from": 1, "until": None}
        told = {
            "type": "keyset",
            "community": self.community,
            "version": len(self.chain) + 1,
            "root": b64(bytes(self.root.verify_key)),
            "keys": [one],
            "boxes": [self.box()],
            "revoked": [],
        }
        return told | changes

    def box(self) -> Json:
        """What the keyset says of the key that messages are sealed with."""
        public = bytes(self.opener.public_key)
        return {"key": hashlib.sha256(public).hexdigest()[:16], "public": b64(public)}

    def add(self, *signers: SigningKey, **changes: Any) -> None:
        """Add a keyset, signed by the root unless others are named."""
        text = json.dumps(self.keyset(**changes), ensure_ascii=False)
        self.chain.append(sealed("keyset", text, *(signers or (self.root,))))

    def document(self) -> bytes:
        """What `GET /keyset` gives."""
        return json.dumps({"keysets": self.chain}, ensure_ascii=False).encode()

    def signed(self, item: Json, *, by: SigningKey | None = None, **changes: Any) -> Json:
        """The item with its envelope beside it."""
        text = json.dumps({"community": self.community, **item, **changes}, ensure_ascii=False)
        return {**item, "signed": sealed("notice", text, by or self.publisher)}

    def roll(self, feed: str, ids: list[str]) -> Json:
        """What `GET /roll` gives."""
        told = {"community": self.community, "type": "roll", "feed": feed, "notices": ids}
        return sealed("roll", json.dumps(told), self.publisher)
