"""A recording that only its key opens: the bytes of an Ogg file in sealed records, one a page.

    "FBSEALED" · 16 bytes: the name of its key · 24 bytes: secretstream's own header
    then records, each: 4 bytes, big-endian: length of what follows · the sealed bytes

The records are libsodium's secretstream (XChaCha20-Poly1305;
doc.libsodium.org/secret-key_cryptography/secretstream), with magic and name as additional data:
none can be changed, left out or put elsewhere. A file that is cut off anywhere can be read up to
its last whole record. The last one is marked as such (FINAL), and empty. Before it stands one with
the tag PUSH, which is passed over: it fills the file up to a multiple of 64 KiB. A file says by its
first bytes whether it is sealed: what begins otherwise is plain. See docs/protocol.md, *Sealed*.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

MAGIC = b"FBSEALED"
_NAME_BYTES = 16
_KEY_BYTES = 32
_LENGTH_BYTES = 4
#: No record of ours is longer: an Ogg page has at most 65,307 bytes (RFC 3533).
_LONGEST = 1 << 20
#: A whole file is filled up to a multiple of so many bytes, so that its size tells little.
STEP = 1 << 16
_PLAIN_BLOCK = 1 << 16


class NoKeyError(ValueError):
    """It is sealed, and its key is not there."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key with its name, which stands in the file that it opens."""

    name: bytes
    key: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> SealKey:
        """One that nobody had before."""
        return cls(secrets.token_bytes(_NAME_BYTES), secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def of(cls, written: object) -> SealKey | None:
        """What `written` gave; None for None. Raises ValueError for anything else."""
        if written is None:
            return None
        raw = bytes.fromhex(str(written))
        if len(raw) != _NAME_BYTES + _KEY_BYTES:
            raise ValueError("not a key")
        return cls(raw[:_NAME_BYTES], raw[_NAME_BYTES:])

    def written(self) -> str:
        """For the pipe to a child process, and for nothing else."""
        return (self.name + self.key).hex()


def name_in(path: Path) -> bytes | None:
    """The name of the key of a sealed file; None when it is plain or too short. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + _NAME_BYTES)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _NAME_BYTES:
        return None
    return head[len(MAGIC) :]


class Sealing:
    """Makes sealed records of Ogg bytes that come in any pieces. What it returns is to be written
    in that order, beginning with `head`."""

    def __init__(self, key: SealKey) -> None:
        from nacl import bindings

        self._push = bindings.crypto_secretstream_xchacha20poly1305_push
        self._final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        self._filling = bindings.crypto_secretstream_xchacha20poly1305_TAG_PUSH
        self._more = _LENGTH_BYTES + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
        self._message = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._about = MAGIC + key.name
        self._page = bytearray()
        self.head = self._about + bindings.crypto_secretstream_xchacha20poly1305_init_push(
            self._state, key.key
        )
        self._written = len(self.head)

    def add(self, data: bytes) -> bytes:
        """The records of the pages that are whole now; libsndfile writes a page in two parts."""
        self._page += data
        records = b""
        while (length := _page_length(self._page)) is not None:
            records += self._record(bytes(self._page[:length]), self._message)
            del self._page[:length]
        return records

    def end(self) -> bytes:
        """What is left, what fills the file up, and the mark of the end."""
        rest = self._record(bytes(self._page), self._message) if self._page else b""
        self._page.clear()
        lacking = -(self._written + self._more) % STEP
        filling = b""
        if lacking:
            lacking += STEP if lacking < self._more else 0
            filling = self._record(bytes(lacking - self._more), self._filling)
        return rest + filling + self._record(b"", self._final)

    def _record(self, plain: bytes, tag: int) -> bytes:
        sealed = self._push(self._state, plain, self._about, tag)
        self._written += _LENGTH_BYTES + len(sealed)
        return len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed


def _page_length(begun: bytearray) -> int | None:
    """How long the Ogg page is that `begun` begins with (RFC 3533, 6); None while it is not whole.

    What is no page is taken as it comes.
    """
    if not b"OggS".startswith(bytes(begun[:4])):
        return len(begun)
    if len(begun) < 27 or len(begun) < 27 + begun[26]:
        return None
    length = 27 + begun[26] + sum(begun[27 : 27 + begun[26]])
    return length if len(begun) >= length else None


def plain_pieces(file: BinaryIO, key: SealKey | None) -> Iterator[bytes]:
    """The plain bytes of a recording, sealed or not, up to where it was cut off or changed.

    Raises NoKeyError for a sealed one without its very key, and OSError.
    """
    head = file.read(len(MAGIC))
    if head != MAGIC:
        yield head
        yield from iter(partial(file.read, _PLAIN_BLOCK), b"")
        return
    name = file.read(_NAME_BYTES)
    if key is None or (key.name != name and len(name) == _NAME_BYTES):
        raise NoKeyError("sealed")
    for plain, is_sound in _opened(file, key):
        if is_sound:
            yield plain


def is_finished(path: Path, key: SealKey) -> bool:
    """Whether a sealed file has its end and is filled up, as it is before it may be sent.

    Raises NoKeyError and OSError.
    """
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + _NAME_BYTES)
        if head != MAGIC + key.name:
            raise NoKeyError("sealed")
        ended = False
        for plain, is_sound in _opened(file, key):
            ended = not is_sound and not plain
        return ended and not file.read(1) and file.tell() % STEP == 0


def sound_in(path: Path, key: SealKey | None) -> str | BytesIO:
    """A recording as soundfile takes it: the file, or in memory what `key` opens.

    Raises NoKeyError when it is sealed with another one, and OSError.
    """
    if key is None:
        return str(path)
    with path.open("rb") as file:
        return BytesIO(b"".join(plain_pieces(file, key)))


def _opened(file: BinaryIO, key: SealKey) -> Iterator[tuple[bytes, bool]]:
    """What the records hold, and whether it is sound; the last one is empty and is none."""
    from nacl import bindings
    from nacl.exceptions import CryptoError

    start = file.read(bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, start, key.key)
        while (sealed := _next_record(file)) is not None:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, sealed, MAGIC + key.name
            )
            if tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
                yield b"", False
                return
            yield plain, tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    except CryptoError:
        return  # cut off or changed from here on


def _next_record(file: BinaryIO) -> bytes | None:
    length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    if not 0 < length <= _LONGEST:
        return None
    sealed = file.read(length)
    return sealed if len(sealed) == length else None
