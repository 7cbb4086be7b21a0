"""Sealing and opening what only one side may read: libsodium's sealed boxes. Pure.

A short text is sealed as it is. A long one goes in a stream of chunks (secretstream) whose key is
in the sealed box at its head; see docs/protocol.md, *Sealed*. `server.signing.boxes` is the other
side's; golden files hold the two together.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from app.errors import BadData

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


class Unopened(BadData):
    """It was changed, cut off, or sealed for somebody else."""


@dataclass(frozen=True, slots=True)
class BoxKey:
    """A public key (X25519) to seal for, and its id on the wire."""

    key: str
    public: bytes


def public_of(secret: bytes) -> bytes:
    """The public key of a secret of 32 bytes. Raises ValueError for any other length."""
    return bytes(PrivateKey(secret).public_key)


def seal_message(payload: bytes, message_id: str, box: BoxKey) -> bytes:
    """A message's bytes as they are sent, readable for the community alone.

    `payload` is the JSON of the plain message. Its id goes into the box: no other one can be said
    to be this message.
    """
    text = json.dumps({"id": message_id, **json.loads(payload)}, ensure_ascii=False)
    told = {"sealed": {"box": seal_text(text.encode(), box.public), "to": box.key}}
    return json.dumps(told, separators=(",", ":")).encode()


def open_text(box: str, secret: bytes) -> bytes:
    """What a text of base64 holds that was sealed and filled up. Raises Unopened."""
    try:
        sealed = base64.b64decode(box, validate=True)
        return bindings.sodium_unpad(SealedBox(PrivateKey(secret)).decrypt(sealed), TEXT_STEP)
    except (binascii.Error, ValueError, CryptoError) as error:
        raise Unopened("sealed") from error


def seal_text(text: bytes, public: bytes) -> str:
    """`text` in base64, so that only the owner of the key reads it."""
    filled = bindings.sodium_pad(text, TEXT_STEP)
    return base64.b64encode(SealedBox(PublicKey(public)).encrypt(filled)).decode()


def recipient_of(head: bytes) -> str:
    """The id of the key that a stream was sealed for, from its first 16 bytes or more.

    Raises Unopened.
    """
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _ID_BYTES:
        raise Unopened("sealed")
    return head[len(MAGIC) : len(MAGIC) + _ID_BYTES].hex()


def seal_stream(pieces: Iterable[bytes], box: BoxKey) -> Iterator[bytes]:
    """The pieces, sealed for that key; in memory is never more than a piece."""
    stream_key = random(KEY_BYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    start = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, stream_key)
    head = (
        MAGIC
        + bytes.fromhex(box.key)
        + SealedBox(PublicKey(box.public)).encrypt(stream_key)
        + start
    )
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

    Raises Unopened, perhaps after some pieces, and OSError.
    """
    head = file.read(_HEAD_BYTES)
    try:
        recipient_of(head)
        sealed_key = head[len(MAGIC) + _ID_BYTES : -_START_BYTES]
        stream_key = SealedBox(PrivateKey(secret)).decrypt(sealed_key)
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
        raise Unopened("sealed") from error
    if file.read(1):
        raise Unopened("sealed")
