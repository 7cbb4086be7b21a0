"""What was sealed for the community: opened messages, and opened recordings and photos.

See docs/protocol.md, *Sealed*. None of it knows by which road the message came.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from nacl import bindings
from nacl.exceptions import CryptoError

from server.signing import keyring
from server.signing.boxes import UnopenedError, open_text

#: The first bytes of a sealed recording or photo; the name of its key, of no use here, follows.
MAGIC = b"FBSEALED"
NAME_BYTES = 16
_LENGTH_BYTES = 4
_LONGEST = 1 << 20
#: So many bytes more may a sealed file have than what is in it: what fills it up, its head, and
#: the records, of which each is a page of about a second.
FILLED_UP = 1 << 17
RECORDS_PART = 32


class SealedError(Exception):
    """It was changed, cut off, or made for another message: it can never be opened."""


class KeyAwayError(Exception):
    """The secret is not on this machine, for now: the message has to come again."""


def is_sealed(value: Any) -> bool:
    """Whether a message's JSON is a sealed one."""
    return isinstance(value, dict) and "sealed" in value


def opened(slug: str, key: str, box: str) -> bytes:
    """What is in a message that was sealed for the key of that id; `check_id` says whose it is.

    Raises SealedError and KeyAwayError.
    """
    try:
        secret = keyring.boxes(slug).get(key)
    except keyring.KeyMissingError as error:
        raise KeyAwayError(str(error)) from error
    if secret is None:
        raise KeyAwayError(f"the secret of box {key} of {slug} is not here")
    try:
        return open_text(box, secret)
    except UnopenedError as error:
        raise SealedError from error


def check_id(message_id: uuid.UUID, plain: Any) -> None:
    """See that what was in the box is this message. Raises SealedError."""
    if not isinstance(plain, dict) or plain.get("id") != str(message_id):
        raise SealedError


def most_bytes(plain: int) -> int:
    """How large a sealed file may be in which there are so many plain bytes."""
    return plain + plain // RECORDS_PART + FILLED_UP


def open_file(data: bytes, key: bytes) -> bytes:
    """What is in a sealed recording or photo, up to where it was cut off. Raises SealedError."""
    return b"".join(_pieces(data, key))


def _pieces(data: bytes, key: bytes) -> Iterator[bytes]:
    head = len(MAGIC) + NAME_BYTES
    at = head + bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
    if not data.startswith(MAGIC) or len(data) < at:
        raise SealedError
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, data[head:at], key)
    tag = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    while tag != bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        length = int.from_bytes(data[at : at + _LENGTH_BYTES], "big")
        record = data[at + _LENGTH_BYTES : at + _LENGTH_BYTES + length]
        if not 0 < length <= _LONGEST or len(record) < length:
            return
        try:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, record, data[:head]
            )
        except (CryptoError, ValueError) as error:
            raise SealedError from error
        if tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE:
            yield plain
        at += _LENGTH_BYTES + length
