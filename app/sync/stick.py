"""The folder on a stick: what lies in it is looked at with care, what is put there is put whole.

A stick may be pulled out at any moment, may be full, broken, or somebody else's. So a new file is
written beside the old one, read back, and only then named as what it is; no name ever means
something new. Links, pipes and devices are never opened.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.errors import CourierProblem
from app.formats.bundle import FOLDER
from app.storage.durable import sync_folder

#: Names of the folder that are looked at; a folder of ours holds some dozens.
_MOST_NAMES = 5_000
_PART = ".part"
_PIECE = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

#: Tells how many bytes are done; may raise CourierProblem to stop.
Tell = Callable[[int], None]


@contextmanager
def told_stick_problems() -> Iterator[None]:
    """Turn what the system says of a stick into a CourierProblem."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, type(error).__name__)
        if error.errno in _FULL:
            raise CourierProblem("stick_full", name) from error
        if error.errno in _READ_ONLY:
            raise CourierProblem("stick_read_only", name) from error
        if error.errno == errno.ELOOP:
            raise CourierProblem("stick_unsafe", name) from error
        raise CourierProblem("stick_gone", name) from error


class Stick:
    """A stick at `top`; `top` may be the folder `Footbridge` itself. Raises CourierProblem."""

    def __init__(self, top: Path) -> None:
        self._top = top

    def _folder(self) -> Path | None:
        """The folder of ours; None where there is none yet."""
        with told_stick_problems():
            if not stat.S_ISDIR(os.stat(self._top).st_mode):  # noqa: PTH116 - one module to fault
                raise CourierProblem("stick_none", "no folder")
            if self._top.name.casefold() == FOLDER.casefold():
                return self._top
            for entry in self._entries(self._top):
                if entry.name.casefold() == FOLDER.casefold():
                    if not entry.is_dir(follow_symlinks=False):
                        raise CourierProblem("stick_unsafe", "no folder")
                    return Path(entry.path)
        return None

    def names(self, ending: str) -> list[str]:
        """The plain files with that ending, in order of their names."""
        folder = self._folder()
        if folder is None:
            return []
        with told_stick_problems():
            return sorted(
                entry.name
                for entry in self._entries(folder)
                if entry.name.lower().endswith(ending) and entry.is_file(follow_symlinks=False)
            )

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A plain file of the folder, to be read."""
        folder = self._folder()
        if folder is None:
            raise CourierProblem("stick_gone", "no folder")
        # Not to wait for what a pipe may bring, should one have taken the file's place.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with told_stick_problems():
            descriptor = os.open(folder / name, flags | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise CourierProblem("stick_unsafe", "no plain file")
                yield file

    def size(self, name: str) -> int:
        """Bytes of one of them; 0 when it is gone."""
        folder = self._folder()
        if folder is None:
            return 0
        with contextlib.suppress(FileNotFoundError), told_stick_problems():
            return os.stat(folder / name, follow_symlinks=False).st_size  # noqa: PTH116
        return 0

    def free(self) -> int:
        """Bytes that are free."""
        with told_stick_problems():
            return shutil.disk_usage(self._top).free

    def write(
        self,
        name: str,
        pieces: Callable[[], Iterable[bytes]],
        older: Callable[[str], bool],
        tell: Tell = lambda _: None,
    ) -> None:
        """Put a new file there, whole or not at all, then drop the `older` ones.

        Where there is no room beside them, they make room: what they hold is in the new one, too.
        """
        folder = self._made()
        with told_stick_problems():
            self._drop(folder, lambda one: one.endswith(_PART) and older(one[: -len(_PART)]))
        try:
            self._write(folder, name, pieces(), tell)
        except CourierProblem as problem:
            if problem.code != "stick_full" or not any(map(older, self._all(folder))):
                raise
            with told_stick_problems():
                self._drop(folder, older)
            self._write(folder, name, pieces(), tell)
        # It is there: that an old one stays is no harm.
        with contextlib.suppress(CourierProblem), told_stick_problems():
            self._drop(folder, lambda one: one != name and older(one))

    def _made(self) -> Path:
        folder = self._folder()
        if folder is None:
            folder = self._top / FOLDER
            with told_stick_problems():
                os.mkdir(folder)  # noqa: PTH102 - one module to fault
                sync_folder(self._top)
        return folder

    def _write(self, folder: Path, name: str, pieces: Iterable[bytes], tell: Tell) -> None:
        part = folder / f"{name}{_PART}"
        try:
            with told_stick_problems():
                digest = _written(part, pieces, tell)
                if _digest_of(part) != digest:
                    raise CourierProblem("stick_gone", "it reads otherwise than written")
                os.rename(part, folder / name)  # noqa: PTH104 - one module to fault
                sync_folder(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(part)  # noqa: PTH108 - one module to fault
            raise

    def _drop(self, folder: Path, which: Callable[[str], bool]) -> None:
        gone = [name for name in self._all(folder) if which(name)]
        for name in gone:
            os.unlink(folder / name)  # noqa: PTH108 - one module to fault
        if gone:
            sync_folder(folder)

    def _all(self, folder: Path) -> Collection[str]:
        return [entry.name for entry in self._entries(folder)]

    @staticmethod
    def _entries(folder: Path) -> list[os.DirEntry[str]]:
        with told_stick_problems(), os.scandir(folder) as entries:
            return [entry for _, entry in zip(range(_MOST_NAMES), entries, strict=False)]


def _written(path: Path, pieces: Iterable[bytes], tell: Tell) -> str:
    """Write a new file out to the stick; returns its digest."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    digest, done = hashlib.sha256(), 0
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - one module to fault
    descriptor = os.open(path, flags, 0o644)
    try:
        for piece in pieces:
            digest.update(piece)
            left = memoryview(piece)
            while left:
                left = left[os.write(descriptor, left) :]
            done += len(piece)
            tell(done)
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):
            # So that what is read back comes from the stick and not from memory.
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
