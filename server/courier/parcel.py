"""Reading an out file: a sealed stream whose content is a list of requests and their bytes.

The content is 4 bytes, big-endian: the length of the list; the list, JSON; then the bytes of each
request that has some, in the list's order. No names, no packing: nothing in it can lead elsewhere
or grow.
"""

import base64
import binascii
import struct
import uuid
from collections.abc import Callable, Iterator
from typing import Annotated, BinaryIO

from pydantic import BaseModel, ConfigDict, Field

from server.api import reading
from server.api.errors import WireError
from server.api.schemas import MailboxAsk
from server.signing import boxes

TYPE = "footbridge-courier-out"
LIST_LIMIT = 8 * 1024 * 1024
#: Bytes of a whole file, unsealed; a client makes none beyond 2 GiB.
OUT_LIMIT = 4 * 1024**3
_MOST_REQUESTS = 10_000
_MOST_ASKED = 5_000
_KEY_BYTES = 32


class ParcelError(Exception):
    """A file that is left alone; the text says why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class Request(_Part):
    """What would have been asked over a connection."""

    kind: Annotated[str, Field(max_length=40)]
    id: Annotated[uuid.UUID, Field(strict=False)]
    token: Annotated[str, Field(max_length=200)]
    sha256: Annotated[str, Field(max_length=64)] = ""
    size: Annotated[int, Field(ge=0, le=OUT_LIMIT)] = 0


class Device(_Part):
    """As what the machine is joined."""

    id: Annotated[str, Field(max_length=64)]
    token: Annotated[str, Field(max_length=200)]


class Machine(_Part):
    """Who sends, and what comes back is sealed for."""

    id: Annotated[uuid.UUID, Field(strict=False)]
    public: Annotated[str, Field(max_length=64)]
    device: Device | None = None

    @property
    def key(self) -> bytes:
        """The public key. Raises ParcelError."""
        try:
            key = base64.b64decode(self.public, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ParcelError("its key is none") from error
        if len(key) != _KEY_BYTES:
            raise ParcelError("its key is none")
        return key


class OutList(_Part):
    """The list at the head of an out file."""

    type: str
    version: int
    community: Annotated[str, Field(max_length=100)]
    machine: Machine
    number: Annotated[int, Field(ge=1, lt=2**62)]
    requests: Annotated[list[Request], Field(max_length=_MOST_REQUESTS)]
    mailbox: Annotated[list[MailboxAsk], Field(max_length=_MOST_ASKED)]


class Parcel:
    """An out file that was read once to its end and found whole."""

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        """Raises ParcelError, and OSError."""
        self._file, self._secret = file, secret
        stream = _Stream(self._plain())
        self.listed = _list(stream)
        whole = stream.skip_all()
        if whole != sum(one.size for one in self.listed.requests):
            raise ParcelError("it is not what its list says")

    def bodies(self) -> Iterator[tuple[Request, Callable[[int], bytes | None]]]:
        """Each request with what gives its bytes; None for more than the caller wants.

        Raises ParcelError when the file is another meanwhile, and OSError.
        """
        stream = _Stream(self._plain())
        _list(stream)
        for one in self.listed.requests:
            end = stream.at + one.size

            def body(limit: int, size: int = one.size) -> bytes | None:
                return stream.read(size) if size <= limit else None

            yield one, body
            stream.skip(end - stream.at)

    def _plain(self) -> Iterator[bytes]:
        self._file.seek(0)
        try:
            yield from boxes.open_stream(self._file, self._secret)
        except boxes.UnopenedError as error:
            raise ParcelError("it is damaged, or was cut off") from error


class _Stream:
    """Pieces as they come, read in other portions."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.at = 0

    def read(self, size: int) -> bytes:
        """Exactly so many bytes. Raises ParcelError when there are fewer."""
        parts = []
        while size > 0:
            part = self._next()[:size]
            if not part:
                raise ParcelError("it is not what its list says")
            parts.append(part)
            self._take(len(part))
            size -= len(part)
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Pass over so many."""
        while size > 0:
            part = self._next()[:size]
            if not part:
                raise ParcelError("it is not what its list says")
            self._take(len(part))
            size -= len(part)

    def skip_all(self) -> int:
        """Pass over the rest, which proves that the file is whole; returns its length."""
        begun = self.at
        while part := self._next():
            self._take(len(part))
            if self.at > OUT_LIMIT:
                raise ParcelError("it is too large")
        return self.at - begun

    def _next(self) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        return self._rest

    def _take(self, size: int) -> None:
        self._rest = self._rest[size:]
        self.at += size


def _list(stream: _Stream) -> OutList:
    (size,) = struct.unpack(">I", stream.read(4))
    if size > LIST_LIMIT:
        raise ParcelError("its list is too large")
    try:
        listed = reading.checked(OutList, reading.parse(stream.read(size)))
    except WireError as error:
        raise ParcelError("its list is not understood") from error
    if listed.type != TYPE:
        raise ParcelError("it is no file of messages")
    if listed.version != 1:
        raise ParcelError("a newer program made it; bring this server up to date")
    return listed
