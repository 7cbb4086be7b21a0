"""The token that belongs to a message, and the claim code that both ends make of it."""

import base64
import binascii
import hashlib
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# Letters that people read for a digit; https://www.crockford.com/base32.html
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


class TokenError(ValueError):
    """Not 32 bytes in base64url without padding."""


def decode(token: str) -> bytes:
    """The token's 32 bytes. Raises TokenError."""
    if not TOKEN.fullmatch(token):
        raise TokenError
    try:
        data = base64.urlsafe_b64decode(token + "=")
    except binascii.Error as error:
        raise TokenError from error
    # 43 characters carry two bits too many; one token has one spelling.
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != token:
        raise TokenError
    return data


def token_hash(token: bytes) -> str:
    """All that the server keeps of a token."""
    return hashlib.sha256(token).hexdigest()


def fits(stored_hash: str, token: bytes) -> bool:
    """Whether the token is the one whose hash is stored; takes the same time either way."""
    return constant_time_compare(stored_hash, token_hash(token))


def claim_code(token: bytes) -> str:
    """`ABCD-EFGH`: the first 40 bits of a digest of the token, five bits a character."""
    digest = hashlib.sha256(b"footbridge-claim-v1\0" + token).digest()
    bits = int.from_bytes(digest[:5], "big")
    code = "".join(CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}"


def plain_code(written: str) -> str:
    """A code as somebody wrote or said it, brought into one form."""
    return re.sub(r"[^0-9A-Z]", "", written.upper()).translate(MISREAD)


def claim_hash(message_id: str, code: str) -> str:
    """What is kept of a claim code: 40 bits alone could be tried out, so the key is mixed in."""
    return _keyed(message_id, code, None)


def claim_fits(stored_hash: str, message_id: str, written: str) -> bool:
    """Whether the code that somebody says belongs to this message; old keys count."""
    keys = [None, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(stored_hash, _keyed(message_id, written, key)) for key in keys)


def _keyed(message_id: str, code: str, key: str | None) -> str:
    value = f"{message_id}:{plain_code(code)}"
    return salted_hmac("footbridge.claim", value, secret=key, algorithm="sha256").hexdigest()
