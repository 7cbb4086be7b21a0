"""One program at a time: the lock beside the store's file.

The system gives the lock back when a program ends, however it ends: a killed one holds nobody up,
and the file that stays behind means nothing. Some shares of other machines refuse locks, and some
promise them to everybody; SQLite is not safe there either (sqlite.org/faq.html#q5), so that we
don't begin.
"""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from app.errors import StoreProblem
from app.storage.durable import sync_folders_above
from app.storage.problems import problem_of, told_system_problems

_REFUSED_ERRNO = {
    errno.ENOLCK,
    errno.ENOSYS,
    errno.EOPNOTSUPP,
    getattr(errno, "ENOTSUP", errno.EOPNOTSUPP),
}


def hold(path: Path) -> BaseFileLock:
    """Hold the store at `path` for this program alone, until `release` or the end of the process.

    Raises:
        StoreProblem: `store_busy` (another program holds it), `folder_no_lock` (nothing can be held
            there), `folder_read_only`, `folder_gone`.
    """
    with told_system_problems(path):
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folders_above(path.parent)
        _try_writing(path.parent)
        lock = _lock(path)
        if not _acquired(lock):
            raise StoreProblem("store_busy", "another program has it open")
        if _acquired(second := _lock(path)):
            second.release()
            lock.release()
            raise StoreProblem("folder_no_lock", "two locks at once")
    return lock


def _lock(path: Path) -> BaseFileLock:
    return FileLock(
        path.with_name(path.name + ".lock"),
        blocking=False,
        thread_local=False,
        preserve_lock_file=True,
    )


def _acquired(lock: BaseFileLock) -> bool:
    try:
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        if error.errno not in _REFUSED_ERRNO:
            raise
        raise StoreProblem("folder_no_lock", errno.errorcode[error.errno or 0]) from error
    return True


def _try_writing(folder: Path) -> None:
    """Raises when nothing can be made in the folder. A full disk is no reason not to read on."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        problem = problem_of(error, folder)
        if problem is None or problem.code != "disk_full":
            raise
