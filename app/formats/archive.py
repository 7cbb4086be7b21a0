"""ZIP archives of which nothing is believed: what could fill memory or disk, or lead elsewhere.

Speech packs and what a stick brings are read by it; the limits stand with whoever asks.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from app.domain.safe_names import is_safe_path
from app.errors import BadData

PIECE = 1024 * 1024
"""Bytes that are read at a time: no file is ever in memory as a whole."""
#: What is small may be packed as well as it can: it fills nothing.
_RATIO_MATTERS = 100 * 1024 * 1024


class ArchiveProblem(BadData):
    """An archive that is left alone. `code`: `damaged`, `locked` (a password), `unsafe`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that an archive may hold: files, bytes unpacked, and times smaller than that.

    `listing` is the most bytes of its list of files, which is read at once.
    """

    files: int
    whole: int
    ratio: int = 100
    listing: int = 4 * 1024 * 1024


class Archive:
    """A ZIP archive; a context manager. `files` names each file's bytes as it is unpacked."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Raises ArchiveProblem, and OSError. The file stays open after it."""
        if _listing_size(file) > limits.listing:
            raise ArchiveProblem("unsafe", "too many files")
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
            raise ArchiveProblem("damaged", "not a whole ZIP") from error
        entries = [one for one in self._zip.infolist() if not one.is_dir()]
        self._entries = {one.filename: one for one in entries}
        for one in entries:
            _see_that_it_is_plain(one)
        if len({name.casefold() for name in self._entries}) != len(entries):
            raise ArchiveProblem("unsafe", "one file twice")
        if len(entries) > limits.files:
            raise ArchiveProblem("unsafe", "too many files")
        self.files: Mapping[str, int] = {one.filename: one.file_size for one in entries}
        whole = sum(self.files.values())
        packed = os.fstat(file.fileno()).st_size
        if whole > limits.whole or (whole > _RATIO_MATTERS and whole > packed * limits.ratio):
            raise ArchiveProblem("unsafe", "it would fill the disk")

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, never more than it said. Raises ArchiveProblem, and OSError."""
        try:
            with self._zip.open(self._entries[path]) as file:
                while piece := file.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error) as error:
            raise ArchiveProblem("damaged", type(error).__name__) from error
        except (NotImplementedError, RuntimeError) as error:
            raise ArchiveProblem("locked", type(error).__name__) from error

    def read(self, path: str, limit: int) -> bytes:
        """A small file, whole. Raises ArchiveProblem, also where it is not there, and OSError."""
        size = self.files.get(path)
        if size is None:
            raise ArchiveProblem("damaged", "a file is missing")
        if size > limit:
            raise ArchiveProblem("unsafe", "a file is too large")
        return b"".join(self.pieces(path))


def _see_that_it_is_plain(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        raise ArchiveProblem("unsafe", "a link")
    if entry.flag_bits & 1:
        raise ArchiveProblem("locked", "a password")
    if entry.orig_filename != entry.filename or not is_safe_path(entry.filename):
        raise ArchiveProblem("unsafe", "a way that leads elsewhere")


def _listing_size(file: IO[bytes]) -> int:
    """How many bytes the list of a ZIP's files says it has (APPNOTE.TXT 4.3.14 and 4.3.16)."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - 65_557, 0))
    tail = file.read(65_557)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 16:
        raise ArchiveProblem("damaged", "not a whole ZIP")
    size = int(struct.unpack_from("<L", tail, found + 12)[0])
    large = tail.rfind(b"PK\x06\x06", 0, found)
    if large >= 0 and len(tail) >= large + 48:
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, large + 40)[0])
    file.seek(0)
    return size
