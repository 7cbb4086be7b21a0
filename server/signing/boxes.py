"""Sealing and opening what only one side may read: libsodium's sealed boxes. All of it is pure.

A short text is sealed as it is. A long one goes in a stream of chunks (secretstream) whose key is
in the sealed box at its head; see docs/protocol.md, *Sealed*. `app.formats.sealing` is the other
side's; golden files hold the two together.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

MAGIC = b"FBSTREAM"
#: Texts are filled up to a multiple of so many bytes, streams too, so that lengths tell little.
TEXT_STEP = 256
CHUNK = 65_536
KEY_BYTES = 32
_ID_BYTES = 8
_BOX_BYTES = KEY_BYTES + bindings.crypto_box_SEALBYTES
_START_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_HEAD_BYTES = len(MAGIC) + _ID_BYTES + _BOX_BYTES + _START_BYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class UnopenedError(Exception):
    """It was changed, cut off, or sealed for somebody else."""


def public_of(secret: bytes) -> bytes:
    """The public key (X25519) of a secret of 32 bytes."""
    return bytes(PrivateKey(secret).public_key)


def open_text(box: str, secret: bytes) -> bytes:
    """What a text of base64 holds that was sealed and filled up. Raises UnopenedError."""
    try:
        sealed = base64.b64decode(box, validate=True)
        return bindings.sodium_unpad(SealedBox(PrivateKey(secret)).decrypt(sealed), TEXT_STEP)
    except (binascii.Error, ValueError, CryptoError) as error:
        raise UnopenedError from error


def seal_text(text: bytes, public: bytes) -> str:
    """`text` in base64, so that only the owner of the key reads it."""
    filled = bindings.sodium_pad(text, TEXT_STEP)
    return base64.b64encode(SealedBox(PublicKey(public)).encrypt(filled)).decode()


def recipient_of(head: bytes) -> str:
    """The id of the key that a stream was sealed for, from its first 16 bytes or more.

    Raises UnopenedError.
    """
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _ID_BYTES:
        raise UnopenedError
    return head[len(MAGIC) : len(MAGIC) + _ID_BYTES].hex()


def seal_stream(pieces: Iterable[bytes], key: str, public: bytes) -> Iterator[bytes]:
    """The pieces, sealed for the key of that id; in memory is never more than a piece."""
    stream_key = random(KEY_BYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    start = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, stream_key)
    head = MAGIC + bytes.fromhex(key) + SealedBox(PublicKey(public)).encrypt(stream_key) + start
    yield head

    def sealed(plain: bytes, tag: int) -> bytes:
        return bindings.crypto_secretstream_xchacha20poly1305_push(state, plain, head, tag)

    rest = bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) >= CHUNK:
            yield sealed(bytes(rest[:CHUNK]), _MESSAGE)
            del rest[:CHUNK]
    yield sealed(bindings.sodium_pad(bytes(rest), CHUNK), _FINAL)


def open_stream(file: BinaryIO, secret: bytes) -> Iterator[bytes]:
    """The plain pieces of a stream, each proved; the last one proves that it is whole.

    Raises UnopenedError, perhaps after some pieces, and OSError.
    """
    head = file.read(_HEAD_BYTES)
    try:
        recipient_of(head)
        box = head[len(MAGIC) + _ID_BYTES : -_START_BYTES]
        stream_key = SealedBox(PrivateKey(secret)).decrypt(box)
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(
            state, head[-_START_BYTES:], stream_key
        )
        tag = _MESSAGE
        while tag != _FINAL:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, file.read(CHUNK + _MORE), head
            )
            yield bindings.sodium_unpad(plain, CHUNK) if tag == _FINAL else plain
    except (ValueError, CryptoError) as error:
        raise UnopenedError from error
    if file.read(1):
        raise UnopenedError
