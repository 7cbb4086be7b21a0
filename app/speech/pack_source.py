"""Where a speech pack comes from: a folder or a ZIP archive, of which nothing is believed.

Both give the files by their way from the top, and their bytes in pieces. What is no plain file
(a link, a device) is refused, as are names that lead elsewhere.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from app.domain.speech_pack import DEEPEST, is_safe_path
from app.errors import PackProblem
from app.formats.speech_pack import LARGEST, MANIFEST, MOST_FILES

PIECE = 1024 * 1024
"""Bytes that are read at a time: no file is ever in memory as a whole."""
_ROOT_DEPTH = 2  # a pack may lie in a folder of its own inside what was chosen
_MOST_DIRECTORY = 4 * 1024 * 1024  # bytes of a ZIP's list of files, which is read at once
_MOST_RATIO = 100  # models become three times smaller in a ZIP, not a hundred times
_RATIO_MATTERS = 100 * 1024 * 1024


class Source(Protocol):
    """What can be read of a folder or an archive."""

    name: str
    files: Mapping[str, int]
    """Way of each file to its size."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file. Raises PackProblem."""


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The source at `path`: a folder, a ZIP, or a file that lies in a model's folder.

    Raises PackProblem.
    """
    try:
        if path.is_dir():
            yield FolderSource(path)
        elif zipfile.is_zipfile(path):
            with path.open("rb") as file, ZipSource(path.stem, file) as source:
                yield source
        elif path.name in (MANIFEST, "model.bin") or path.suffix == ".onnx":
            yield FolderSource(path.parent)
        elif path.suffix.lower() == ".zip" and path.is_file():
            raise PackProblem("pack_damaged", "not a whole ZIP")
        else:
            raise PackProblem("pack_none" if path.exists() else "pack_gone")
    except zipfile.BadZipFile as error:
        raise PackProblem("pack_damaged", "not a whole ZIP") from error
    except OSError as error:
        raise PackProblem("pack_gone", type(error).__name__) from error


class FolderSource:
    """A folder. Files at its top and below; links are refused, not followed."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        self.files: Mapping[str, int] = dict(self._walk(folder, "", 0))

    def _walk(self, folder: Path, before: str, depth: int) -> Iterator[tuple[str, int]]:
        seen = 0
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue  # what systems leave on a stick: .Trashes, ._file
                seen += 1
                kind = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(kind):
                    if depth < DEEPEST + _ROOT_DEPTH:
                        yield from self._walk(Path(entry.path), f"{before}{entry.name}/", depth + 1)
                elif not stat.S_ISREG(kind):
                    raise PackProblem("pack_unsafe", "a link")
                else:
                    yield f"{before}{entry.name}", entry.stat(follow_symlinks=False).st_size
                if seen > MOST_FILES:
                    raise PackProblem("pack_unsafe", "too many files")

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file. Raises PackProblem when it can't be read any more."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self._folder / path, flags), "rb", buffering=0) as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise PackProblem("pack_gone", type(error).__name__) from error


class ZipSource:
    """A ZIP archive; a context manager."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        """Raises PackProblem for what could fill memory or disk, or write elsewhere."""
        self.name = name
        if _directory_size(file) > _MOST_DIRECTORY:
            raise PackProblem("pack_unsafe", "too many files")
        self._zip = zipfile.ZipFile(file)
        entries = [one for one in self._zip.infolist() if not one.is_dir()]
        self._entries = {one.filename: one for one in entries}
        for one in entries:
            _see_that_it_is_plain(one)
        if len({name.casefold() for name in self._entries}) != len(entries):
            raise PackProblem("pack_unsafe", "one file twice")
        if len(entries) > MOST_FILES:
            raise PackProblem("pack_unsafe", "too many files")
        self.files: Mapping[str, int] = {one.filename: one.file_size for one in entries}
        whole = sum(self.files.values())
        packed = os.fstat(file.fileno()).st_size
        if whole > LARGEST or (whole > _RATIO_MATTERS and whole > packed * _MOST_RATIO):
            raise PackProblem("pack_unsafe", "it would fill the disk")

    def __enter__(self) -> ZipSource:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, never more than it said. Raises PackProblem."""
        try:
            with self._zip.open(self._entries[path]) as file:
                while piece := file.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise PackProblem("pack_damaged", type(error).__name__) from error
        except OSError as error:
            raise PackProblem("pack_gone", type(error).__name__) from error
        except (NotImplementedError, RuntimeError) as error:
            raise PackProblem("pack_locked", type(error).__name__) from error


def _see_that_it_is_plain(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        raise PackProblem("pack_unsafe", "a link")
    if entry.flag_bits & 1:
        raise PackProblem("pack_locked", "a password")
    if entry.orig_filename != entry.filename or not is_safe_path(entry.filename):
        raise PackProblem("pack_unsafe", "a way that leads elsewhere")


def _directory_size(file: IO[bytes]) -> int:
    """How many bytes the list of a ZIP's files says it has (APPNOTE.TXT 4.3.14 and 4.3.16)."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - 65_557, 0))
    tail = file.read(65_557)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 16:
        raise PackProblem("pack_damaged", "not a whole ZIP")
    size = int(struct.unpack_from("<L", tail, found + 12)[0])
    large = tail.rfind(b"PK\x06\x06", 0, found)
    if large >= 0 and len(tail) >= large + 48:
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, large + 40)[0])
    file.seek(0)
    return size
