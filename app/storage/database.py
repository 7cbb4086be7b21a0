"""The store: one SQLite file, one writer, as many readers as are needed at a time."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock

from app.clock import Clock
from app.domain.open_report import OpenReport
from app.errors import StoreProblem
from app.storage import copies, schema
from app.storage.connections import connect
from app.storage.only_one import hold
from app.storage.opening import open_sound
from app.storage.problems import told_as_problems
from app.storage.veil import Veil

log = logging.getLogger(__name__)

#: How long `close` waits for a transaction under way, in seconds. The writer then closes itself.
_CLOSE_PATIENCE_S = 0.2
_IDLE_READERS = 4


class Store:
    """The open store. Every method may be called from any thread.

    `opened` says what opening came to; `clock` is what the repositories ask for today; `copies` is
    the folder of daily copies; `veil` is what lies over what is not sent yet.
    """

    def __init__(
        self,
        path: Path,
        copies_folder: Path,
        clock: Clock,
        lock: BaseFileLock,
        writer: sqlite3.Connection,
        opened: OpenReport,
    ) -> None:
        self.path = path
        self.clock = clock
        self.opened = opened
        self.copies = copies_folder
        self.veil = Veil(path.with_name("veil"))
        self._file_lock = lock
        self._writer: sqlite3.Connection | None = writer
        self._write_lock = threading.RLock()
        self._pool_lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @classmethod
    def open(cls, path: Path, copies: Path, clock: Clock) -> Store:
        """Open the store at `path`, make it if there is none, heal it if it is broken.

        `copies` is the folder of daily copies. What is done with a file that is broken or not ours
        is told in `opening.py`.

        Raises:
            StoreProblem: `store_busy` (another program has it open), `store_newer`,
                `store_not_ours`, `disk_full`, `folder_read_only`, `folder_gone`, `folder_no_lock`.
        """
        lock = hold(path)
        try:
            writer, opened = open_sound(path, copies, clock.today())
        except BaseException:
            lock.release()
            raise
        return cls(path, copies, clock, lock, writer, opened)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: kept whole on the disk when the block ends, else not at all.

        Raises:
            StoreProblem: `disk_full`, `folder_read_only`, `folder_gone`, `store_busy`,
                `store_damaged`; the transaction is then wholly undone.
        """
        with self._write_lock:
            try:
                with told_as_problems(self.path):
                    connection = self._open_writer()
                    if connection.in_transaction:
                        raise RuntimeError("a transaction inside a transaction")
                    with _transaction(connection, "IMMEDIATE"):
                        yield connection
            except StoreProblem as problem:
                self._after(problem)
                raise
            finally:
                if self._closed:
                    self._close_writer()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading, in one transaction: all that the block sees is of one moment.

        Raises:
            StoreProblem: as `write`.
        """
        try:
            with told_as_problems(self.path):
                connection = self._take_reader()
                try:
                    with _transaction(connection, "DEFERRED"):
                        yield connection
                except sqlite3.Error:
                    connection.close()
                    raise
                finally:
                    self._give_back(connection)
        except StoreProblem as problem:
            self._after(problem)
            raise

    def daily_copy(self) -> Path | None:
        """Make today's copy, if there is none yet, and drop the oldest beyond seven.

        Returns the copy's path, None when today's was there already.

        Raises:
            StoreProblem: `disk_full`, `folder_read_only`, `folder_gone`, `store_damaged`.
        """
        with told_as_problems(self.path):
            connection = connect(self.path, read_only=True)
            try:
                return copies.copy_daily(connection, self.path, self.copies, self.clock.today())
            finally:
                connection.close()

    def empty_log(self) -> None:
        """A write-ahead log, where one is in use, still holds what was deleted or written over."""
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(connect(self.path)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file. A transaction under way on another thread is finished first."""
        self._closed = True
        if self._write_lock.acquire(timeout=_CLOSE_PATIENCE_S):
            try:
                self._close_writer()
            finally:
                self._write_lock.release()
        self._drop_idle()

    def _open_writer(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreProblem("store_busy", "the store is closed")
        if self._writer is None:
            self._writer = self._reopen()
        return self._writer

    def _reopen(self) -> sqlite3.Connection:
        """The file came back (a memory stick, a network drive): hold it for ourselves again."""
        if not self.path.exists():
            raise StoreProblem("folder_gone")
        self._file_lock.release()
        self._file_lock = hold(self.path)
        connection = connect(self.path)
        if schema.version_of(connection) != schema.newest_version():
            connection.close()
            raise StoreProblem("folder_gone", "another file came back")
        return connection

    def _close_writer(self) -> None:
        if self._writer is not None and not self._writer.in_transaction:
            self._writer.close()
            self._writer = None
        if self._writer is None:
            self._file_lock.release()

    def _take_reader(self) -> sqlite3.Connection:
        with self._pool_lock:
            if self._closed:
                raise StoreProblem("store_busy", "the store is closed")
            if self._idle:
                return self._idle.pop()
        return connect(self.path, read_only=True)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pool_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS and _is_open(connection):
                self._idle.append(connection)
                return
        connection.close()

    def _drop_idle(self) -> None:
        with self._pool_lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _after(self, problem: StoreProblem) -> None:
        """Forget connections to a file that went away, so that its return is noticed."""
        if problem.code != "folder_gone":
            return
        log.warning("the store's folder is gone: %s", problem.detail)
        self._drop_idle()
        with self._write_lock:
            if self._writer is not None and not self._writer.in_transaction:
                self._writer.close()
                self._writer = None


@contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        return not connection.in_transaction
    except sqlite3.ProgrammingError:
        return False
