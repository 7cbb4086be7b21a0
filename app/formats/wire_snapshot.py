"""The wire's snapshot: its name in head, and its packed files."""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import dataclass

from app.domain.announcement import Announcement, Deleted
from app.errors import BadData
from app.formats.fields import Fields, SetAside, load_json
from app.formats.wire_announcements import PAGE_LIMIT, Read, parse_items
from app.formats.wire_community import Cursor

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: The most bytes of a packed file, and of what is in it.
SNAPSHOT_LIMIT = 8 * 1024 * 1024
UNPACKED_LIMIT = PAGE_LIMIT
#: gzip's own frame around zlib's bytes; source: zlib's manual, inflateInit2.
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A packed file: its encoding (`zstd` or `gzip`), the digest and size of its packed bytes."""

    encoding: str
    sha256: str
    size: int

    def __str__(self) -> str:
        """As it is kept until it was fetched; `parse_kept` reads it."""
        return json.dumps({self.encoding: {"sha256": self.sha256, "size": self.size}})


@dataclass(frozen=True, slots=True)
class SnapshotName:
    """What head says of the snapshot: where in the feed it stands, and its newest file."""

    feed: Cursor
    file: SnapshotFile


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file's content. `older` is the file with what came before; None where there is none."""

    changes: tuple[Announcement | Deleted, ...]
    set_aside: tuple[SetAside, ...]
    older: SnapshotFile | None


def parse_name(value: object, where: str) -> SnapshotName:
    """The name in head; raises BadData."""
    fields = Fields(value, where)
    return SnapshotName(Cursor.parse(fields.raw("feed"), f"{where}.feed"), _file(value, where))


def parse_kept(text: str) -> SnapshotFile:
    """What `str` made of a file; raises BadData."""
    return _file(load_json(text.encode(), "older", 1000), "older")


def unpack(data: bytes, encoding: str) -> bytes:
    """The bytes in it; raises BadData for broken ones and for more than `UNPACKED_LIMIT`."""
    try:
        if encoding == "zstd":
            packed = zstd.ZstdDecompressor()
            text, whole = packed.decompress(data, UNPACKED_LIMIT + 1), packed.eof
        else:
            gzip = zlib.decompressobj(_GZIP)
            text, whole = gzip.decompress(data, UNPACKED_LIMIT + 1), gzip.eof
    except (zstd.ZstdError, zlib.error, EOFError) as error:
        raise BadData("snapshot: not packed as it says") from error
    if len(text) > UNPACKED_LIMIT or not whole:
        raise BadData("snapshot: too large, or cut off")
    return text


def parse_snapshot(data: bytes, read: Read | None = None) -> Snapshot:
    """The content of a file; raises BadData when it is none.

    `read` reads one item, as for `parse_announcements_page`.
    """
    fields = Fields(load_json(data, "snapshot", UNPACKED_LIMIT), "snapshot")
    changes, set_aside = parse_items(fields, len(data), read)
    older = fields.raw("older")
    return Snapshot(
        changes, set_aside, None if older is None else _file(older, fields.path("older"))
    )


def _file(value: object, where: str) -> SnapshotFile:
    """The better of the two packings that this program can read."""
    fields = Fields(value, where)
    for encoding in ("zstd", "gzip"):
        if fields.raw(encoding) is not None:
            file = Fields(fields.raw(encoding), fields.path(encoding))
            size = file.integer("size", most=SNAPSHOT_LIMIT)
            return SnapshotFile(encoding, file.sha256("sha256"), size)
    raise fields.bad("zstd", "no packing that is known")
