"""Where a speech pack comes from: a folder or a ZIP archive, of which nothing is believed.

Both give the files by their way from the top, and their bytes in pieces. What is no plain file
(a link, a device) is refused, as are names that lead elsewhere.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from app.domain.safe_names import DEEPEST
from app.errors import PackProblem
from app.formats.archive import PIECE, Archive, ArchiveProblem, Limits
from app.formats.speech_pack import LARGEST, MANIFEST, MOST_FILES

_ROOT_DEPTH = 2  # a pack may lie in a folder of its own inside what was chosen
#: Models become three times smaller in a ZIP, not a hundred times.
LIMITS = Limits(files=MOST_FILES, whole=LARGEST)


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
        with _told():
            self._archive = Archive(file, LIMITS)
        self.files: Mapping[str, int] = self._archive.files

    def __enter__(self) -> ZipSource:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.__exit__()

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, never more than it said. Raises PackProblem."""
        with _told():
            yield from self._archive.pieces(path)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ArchiveProblem as problem:
        raise PackProblem(f"pack_{problem.code}", str(problem)) from problem
    except OSError as error:
        raise PackProblem("pack_gone", type(error).__name__) from error
