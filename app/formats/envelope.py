"""The signed envelope: the same over HTTP, on a USB stick and in a local network. Pure.

`{"signed": "…", "signatures": [{"key": "…", "signature": "…"}]}`. What is signed is a prefix that
says what it is, and the UTF-8 bytes of the text `signed`, to the letter: nothing is written anew.
Nobody reads the text before a signature over it was found good. Ed25519: RFC 8032.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from app.errors import BadData
from app.formats.fields import Fields

NOTICE = b"footbridge-notice-v1\0"
KEYSET = b"footbridge-keyset-v1\0"
ROLL = b"footbridge-roll-v1\0"
COURIER = b"footbridge-courier-v1\0"

SIGNATURE_BYTES = 64
KEY_BYTES = 32
_MOST_SIGNATURES = 8


@dataclass(frozen=True, slots=True)
class Signature:
    """The id of the key that is said to have signed, and what it made."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A text as it was signed, not yet believed."""

    signed: str
    signatures: tuple[Signature, ...]

    def by(self, key: str) -> Signature | None:
        """The signature that names this key."""
        return next((one for one in self.signatures if one.key == key), None)

    def is_signed(self, domain: bytes, key: str, public: bytes) -> bool:
        """Whether that key signed this text for that purpose."""
        signature = self.by(key)
        if signature is None:
            return False
        try:
            VerifyKey(public).verify(domain + self.signed.encode(), signature.value)
        except (CryptoError, ValueError):
            return False
        return True


def parse_envelope(value: object, where: str) -> Envelope:
    """An envelope out of parsed JSON; raises BadData. The text in it is not looked at."""
    fields = Fields(value, where)
    text = fields.raw("signed")
    if not isinstance(text, str):
        raise fields.bad("signed", "not a text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise fields.bad("signed", "no text in UTF-8") from error
    signatures = fields.each("signatures", _signature, _MOST_SIGNATURES)
    return Envelope(text, signatures)


def _signature(value: object, where: str) -> Signature:
    fields = Fields(value, where)
    key = fields.identifier("key")
    return Signature(key, base64_bytes(fields, "signature", SIGNATURE_BYTES))


def base64_bytes(fields: Fields, name: str, size: int) -> bytes:
    """A field of exactly so many bytes in base64 (RFC 4648, section 4); raises BadData."""
    value = fields.raw(name)
    try:
        data = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError) as error:
        raise fields.bad(name, "not base64") from error
    if len(data) != size:
        raise fields.bad(name, f"not {size} bytes")
    return data


class RefusedData(BadData):
    """A signature that should be there is missing, wrong or another's; `reason` says which."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
