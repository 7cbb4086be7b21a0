"""Signing texts: Ed25519 (RFC 8032) over a prefix that says what is signed, and the raw bytes.

An envelope is `{"signed": "…", "signatures": [{"key": "…", "signature": "…"}]}`; see
docs/protocol.md, *Signed notices*. All of it is pure.
"""

import base64
import hashlib
import json
from typing import Any

from nacl.signing import SigningKey

NOTICE = b"footbridge-notice-v1\0"
KEYSET = b"footbridge-keyset-v1\0"
ROLL = b"footbridge-roll-v1\0"
COURIER = b"footbridge-courier-v1\0"
_ROOT = b"footbridge-root-v1\0"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Letters of a community's code: 80 bits, which nobody finds a second key for.
CODE_LETTERS = 16


def compact(value: Any) -> str:
    """JSON as it is signed and sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def b64(data: bytes) -> str:
    """Base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text, validate=True)


def public_of(seed: bytes) -> bytes:
    """The public key of a secret seed of 32 bytes."""
    return bytes(SigningKey(seed).verify_key)


def key_id(public: bytes) -> str:
    """The name of a key on the wire: the first 8 bytes of its SHA-256, in hex."""
    return hashlib.sha256(public).hexdigest()[:16]


def sign(domain: bytes, text: str, *seeds: bytes) -> dict[str, Any]:
    """The envelope of `text`, signed by each of the seeds."""
    message = domain + text.encode()
    return {
        "signed": text,
        "signatures": [
            {
                "key": key_id(public_of(seed)),
                "signature": b64(SigningKey(seed).sign(message).signature),
            }
            for seed in seeds
        ],
    }


def community_code(root: bytes) -> str:
    """The community's code, to be said and compared: `ABCD-EFGH-JKMN-PQRS`.

    Crockford base 32 of the first 80 bits of SHA-256(prefix + root public key).
    """
    number = int.from_bytes(hashlib.sha256(_ROOT + root).digest()[:10], "big")
    letters = "".join(CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LETTERS, 4))
