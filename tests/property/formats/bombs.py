"""Readers and what would fill their memory, in a process of its own: `python -m … FOLDER`.

Writes to standard output what each of them said, and by how many bytes the memory had grown at most
by then.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx2

if sys.version_info >= (3, 14):
    pass
else:
    pass

GIGABYTE = 1 << 30
#: Packed a thousandfold or more, all of these are 10 GB of zeros when they are unpacked.
SIZE = 10 * GIGABYTE
_STEP = bytes(1 << 24)


def _deflated() -> Iterator[bytes]:
    """10 GB of zeros, packed as gzip: 16 MB made once and repeated, since deflate can be joined."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    step = packer.compress(_STEP) + packer.flush(zlib.Z_FULL_FLUSH)
    yield b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    for _ in range(SIZE // len(_STEP)):
        yield step


def _zstd() -> bytes:
    """One frame of blocks that each repeat one byte 128 KiB times (RFC 8878, 3.1.1.2.2)."""
    block = struct.pack("<I", (131_072 << 3) | (1 << 1))[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd\0\x58" + block * (SIZE // 131_072)


def snapshot_gzip(_: Path) -> None:
    from app.formats import wire

    wire.unpack(b"".join(_deflated())[: wire.SNAPSHOT_LIMIT], "gzip")


def snapshot_zstd(_: Path) -> None:
    from app.formats import wire

    wire.unpack(_zstd(), "zstd")


class _Bomb(httpx2.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for step in _deflated():
            yield step


def _answer(headers: dict[str, str], stream: httpx2.AsyncByteStream) -> None:
    from app.sync.transport import Transport

    def handle(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers=headers, stream=stream)

    async def ask() -> None:
        road = httpx2.MockTransport(handle)
        async with Transport("http://localhost", road=road) as transport:
            await transport.get("/announcements", 16 << 20)

    asyncio.run(ask())


def answer_gzip(_: Path) -> None:
    _answer({"Content-Encoding": "gzip"}, _Bomb())


def answer_gzip_twice(_: Path) -> None:
    packed = gzip.compress(b"".join(_deflated()))
    _answer({"Content-Encoding": "gzip, gzip"}, httpx2.ByteStream(packed))


def pack(folder: Path) -> None:
    from app.speech.pack_reading import look_into

    file = folder / "pack.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            with archive.open(f"small/{number}.onnx", "w", force_zip64=True) as entry:
                entry.write(_STEP[: 1 << 20])
        archive.writestr("small/footbridge-pack.json", bytes(1 << 20))
    data = bytearray(file.read_bytes())
    # The list of files says that each has 500 MB.
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 500_000_000)
        at = data.find(b"PK\x01\x02", at + 4)
    file.write_bytes(data)
    look_into(file)


def pack_description(folder: Path) -> None:
    """A description that says to be small and is 10 GB."""
    from app.speech.pack_reading import look_into

    file, out = folder / "pack.zip", io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("small/footbridge-pack.json", "w", force_zip64=True) as entry,
    ):
        for _ in range(8):
            entry.write(_STEP)
    data = bytearray(out.getvalue())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    file.write_bytes(data)
    look_into(file)


def deep(_: Path) -> None:
    """A page of the largest size that is nothing but brackets."""
    from app.formats import wire

    wire.parse_announcements_page(b"[" * wire.PAGE_LIMIT)


def photo(_: Path) -> None:
    """A PNG of 30,000 × 30,000 points in a megabyte."""
    from server.announcements import media

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    packed = zlib.compress(_STEP, 9)
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    media.picture(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def _django() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")
    django.setup()


BOMBS: dict[str, Callable[[Path], None]] = {
    one.__name__: one
    for one in (
        *(snapshot_gzip, snapshot_zstd, answer_gzip, answer_gzip_twice),
        *(pack, pack_description, deep, photo),
    )
}


def main() -> None:
    """Have each of them read its bomb, and tell."""
    import app.formats.wire
    import app.speech.pack_reading
    import app.sync.transport  # noqa: F401 - loading them is not what is measured

    _django()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {}
    for name, one in BOMBS.items():
        try:
            one(Path(sys.argv[1]))
            said = "read"
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            said = type(error).__name__
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        told[name] = [said, grown * 1024]
    print(json.dumps(told))


if __name__ == "__main__":
    main()
