"""The folder on a stick: what lies in it is looked at with care, what is put there is put whole.

`app.sync.stick` is the other side's. Links, pipes and devices are never opened; a new file is
written under a name of its own, read back, and only then named as what it is.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FOLDER = "Footbridge"
PART = ".part"
#: Names of the folder that are looked at.
_MOST_NAMES = 5_000
_PIECE = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


class StickError(Exception):
    """Why the stick could not be read or written, for the operator; `full` when it has no room."""

    def __init__(self, text: str, *, full: bool = False) -> None:
        super().__init__(text)
        self.full = full


@contextmanager
def told() -> Iterator[None]:
    """Turn what the system says of a stick into a StickError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StickError("The stick is full.", full=True) from error
        if error.errno in _READ_ONLY:
            raise StickError("The stick can't be written to.") from error
        name = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise StickError(f"The stick can't be used any more ({name}).") from error


class Stick:
    """A stick at `top`, or its folder `Footbridge` itself. Raises StickError."""

    def __init__(self, top: Path) -> None:
        self.top = top
        if not top.is_dir():
            raise StickError(f"There is no folder {top}.")

    def folder(self) -> Path | None:
        """The folder of ours; None where there is none yet."""
        if self.top.name.casefold() == FOLDER.casefold():
            return self.top
        for entry in _entries(self.top):
            if entry.name.casefold() == FOLDER.casefold():
                if not entry.is_dir(follow_symlinks=False):
                    raise StickError(f"{entry.path} is no folder.")
                return Path(entry.path)
        return None

    def names(self, ending: str) -> list[str]:
        """The plain files with that ending, in order of their names."""
        folder = self.folder()
        found = _entries(folder) if folder else []
        with told():
            return sorted(
                entry.name
                for entry in found
                if entry.name.lower().endswith(ending) and entry.is_file(follow_symlinks=False)
            )

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A plain file of the folder, to be read."""
        folder = self.folder()
        if folder is None:
            raise StickError("The stick is gone.")
        # Not to wait for what a pipe may bring, should one have taken the file's place.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with told():
            descriptor = os.open(folder / name, flags | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise StickError(f"{name} is no plain file.")
                yield file

    def free(self) -> int:
        """Bytes that are free."""
        with told():
            return shutil.disk_usage(self.top).free

    def write(
        self,
        fill: Callable[[BinaryIO], None],
        name_of: Callable[[str], str],
        older: Callable[[str], bool],
    ) -> str:
        """Put a file there, whole or not at all, then drop the `older` ones; returns its name.

        `name_of` makes it of the file's digest. The same content under that name stays as it is.
        Where there is no room beside the older ones, they make room.
        """
        folder = self._made()
        try:
            name = self._write(folder, fill, name_of)
        except StickError as error:
            if not error.full or not any(older(entry.name) for entry in _entries(folder)):
                raise
            self._drop(folder, older)
            name = self._write(folder, fill, name_of)
        # It is there: that an old one stays is no harm.
        with contextlib.suppress(StickError):
            self._drop(folder, lambda one: one != name and older(one))
        return name

    def _made(self) -> Path:
        folder = self.folder()
        if folder is None:
            folder = self.top / FOLDER
            with told():
                folder.mkdir()
                _sync_folder(self.top)
        return folder

    def _write(
        self, folder: Path, fill: Callable[[BinaryIO], None], name_of: Callable[[str], str]
    ) -> str:
        part = folder / f"server{PART}"
        try:
            with told():
                part.unlink(missing_ok=True)
                flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
                flags |= getattr(os, "O_NOFOLLOW", 0)
                with os.fdopen(os.open(part, flags, 0o644), "wb") as file:
                    fill(file)
                    file.flush()
                    os.fsync(file.fileno())
                    if hasattr(os, "posix_fadvise"):
                        # So that what is read back comes from the stick and not from memory.
                        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                digest = _digest_of(part)
                name = name_of(digest)
                there = folder / name
                if there.is_file() and not there.is_symlink() and _digest_of(there) == digest:
                    part.unlink()
                else:
                    part.replace(there)
                _sync_folder(folder)
                return name
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _drop(self, folder: Path, which: Callable[[str], bool]) -> None:
        with told():
            for entry in _entries(folder):
                if which(entry.name):
                    Path(entry.path).unlink()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with told(), os.scandir(folder) as entries:
        return [entry for _, entry in zip(range(_MOST_NAMES), entries, strict=False)]


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
