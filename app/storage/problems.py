"""SQLite's and the system's errors, as the `StoreProblem` that a person can be told about."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import StoreProblem

# A full disk shows as either of the first two (seen with tmpfs, quotas and RLIMIT_FSIZE).
# Source of the numbers: sqlite.org/rescode.html
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
# A lock that can't be had is no damage: on some shares of other machines none can.
_NO_LOCK = {
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}

_FULL_ERRNO = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READ_ONLY_ERRNO = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE_ERRNO = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE}


def problem_of(error: Exception, path: Path) -> StoreProblem | None:
    """The problem behind an error met while using the store at `path`; None when it is a bug."""
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, path)
    return None


@contextmanager
def told_as_problems(path: Path) -> Iterator[None]:
    """Turn SQLite's errors in the block into `StoreProblem`; let bugs pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        problem = problem_of(error, path)
        if problem is None:
            raise
        raise problem from error
    except UnicodeDecodeError as error:
        # SQLite's own words about a damaged schema quote the damage.
        raise StoreProblem("store_damaged", "no UTF-8") from error


@contextmanager
def told_system_problems(path: Path) -> Iterator[None]:
    """Like `told_as_problems`, for blocks that handle files as well."""
    with told_as_problems(path):
        try:
            yield
        except OSError as error:
            raise _of_system(error) from error


def _of_sqlite(error: sqlite3.Error, path: Path) -> StoreProblem | None:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    name: str = getattr(error, "sqlite_errorname", "")
    primary = code & 0xFF
    if code == sqlite3.SQLITE_READONLY_DBMOVED or (
        primary in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
        and not path.exists()
    ):
        return StoreProblem("folder_gone", name)
    if code in _FULL:
        return StoreProblem("disk_full", name)
    if code in _NO_LOCK:
        return StoreProblem("folder_no_lock", name)
    if primary in _BUSY:
        return StoreProblem("store_busy", name)
    if primary in _DAMAGED:
        return StoreProblem("store_damaged", name)
    if primary in _READ_ONLY:
        return StoreProblem("folder_read_only", name)
    if primary == sqlite3.SQLITE_CANTOPEN:
        writable = os.access(path.parent, os.W_OK)
        return StoreProblem("store_damaged" if writable else "folder_read_only", name)
    if primary == sqlite3.SQLITE_IOERR:
        return StoreProblem("store_damaged", name)
    return None


def _of_system(error: OSError) -> StoreProblem:
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    if error.errno in _FULL_ERRNO:
        return StoreProblem("disk_full", name)
    if error.errno in _READ_ONLY_ERRNO:
        return StoreProblem("folder_read_only", name)
    if error.errno in _GONE_ERRNO or isinstance(error, FileNotFoundError | FileExistsError):
        return StoreProblem("folder_gone", name)
    return StoreProblem("store_damaged", name)
