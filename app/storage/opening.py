"""From a path to a sound store of the newest version: what is done when the program starts.

What lies at the path decides (nothing is ever deleted or written over):

* nothing, or an empty file: the newest daily copy is put there; without one, a fresh store;
* a store of a newer version, or another program's database: refused, untouched;
* bytes that are no database at all, or a store that fails its checks: the file is set aside under
  a name with the date, the newest sound daily copy is put in its place (else a fresh store), and
  whatever can still be read from the broken file is carried over.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import shutil
import sqlite3
from datetime import date
from enum import Enum, auto
from pathlib import Path

from app.domain.open_report import OpenReport
from app.errors import StoreProblem
from app.storage import copies, removed, salvage, schema
from app.storage.announcement_rows import (
    damaged_notices,
    drop_damaged,
    rebuild_words,
    words_are_sound,
)
from app.storage.checks import is_sound
from app.storage.connections import connect
from app.storage.durable import sync_file, sync_folder, sync_folders_above
from app.storage.problems import told_as_problems, told_system_problems
from app.storage.recording_names import forget_known

log = logging.getLogger(__name__)

_MAGIC = b"SQLite format 3\0"
_SIDE_FILES = ("-journal", "-wal", "-shm")


class _Found(Enum):
    NOTHING = auto()
    OURS = auto()
    BROKEN = auto()


def open_sound(path: Path, folder: Path, today: date) -> tuple[sqlite3.Connection, OpenReport]:
    """The write connection to a checked store of the newest version; `folder` holds the copies.

    Raises:
        StoreProblem: `store_newer`, `store_not_ours`, `disk_full`, `folder_read_only`,
            `folder_gone`, `store_busy`.
    """
    connection, report = _open_or_make(path, folder, today)
    if _mended(connection, path):
        return connection, report
    connection, report = _healed(path, folder, today)
    if not _mended(connection, path):
        raise StoreProblem("store_damaged", "the disk itself may be failing")
    return connection, report


def _mended(connection: sqlite3.Connection, path: Path) -> bool:
    """See that the notices are sound; False, with the connection closed, when they can't be."""
    try:
        with told_as_problems(path):
            _mend_notices(connection)
    except StoreProblem as problem:
        connection.close()
        if problem.code != "store_damaged":
            raise
        return False
    except BaseException:
        connection.close()
        raise
    return True


def _open_or_make(path: Path, folder: Path, today: date) -> tuple[sqlite3.Connection, OpenReport]:
    _finish_healing(path)
    found = _look(path)
    if found is _Found.OURS:
        connection = _open_checked(path)
        if connection is not None:
            return _migrated(connection, path, folder, today)
        found = _Found.BROKEN
    if found is _Found.BROKEN:
        return _healed(path, folder, today)
    return _begun(path, folder, today)


def _look(path: Path) -> _Found:
    """What lies at `path`, from its first bytes alone, so that nothing is touched."""
    with told_system_problems(path):
        try:
            with path.open("rb") as file:
                header = file.read(100)
        except FileNotFoundError:
            return _Found.NOTHING
    if not header:
        return _Found.NOTHING
    if len(header) < 100 or not header.startswith(_MAGIC):
        return _Found.BROKEN
    version = int.from_bytes(header[60:64], "big")
    owner = int.from_bytes(header[68:72], "big")
    if owner == schema.APPLICATION_ID:
        if version > schema.newest_version():
            raise StoreProblem("store_newer", f"version {version}")
        return _Found.OURS
    return _look_inside(path)


def _look_inside(path: Path) -> _Found:
    """A database without our mark: another program's, or ours with a damaged header."""
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    except sqlite3.Error:
        return _Found.BROKEN
    if not names or {"announcement", "conversation", "outbox"} <= names:
        return _Found.BROKEN
    raise StoreProblem("store_not_ours", "another program's database")


def _open_checked(path: Path) -> sqlite3.Connection | None:
    """A connection to a file that is sound; None when it is broken."""
    connection = None
    try:
        with told_as_problems(path):
            connection = connect(path)
            if schema.version_of(connection) > schema.newest_version():
                raise StoreProblem("store_newer")
            if is_sound(connection):
                return connection
    except StoreProblem as problem:
        if connection is not None:
            connection.close()
        if problem.code != "store_damaged":
            raise
        return None
    connection.close()
    return None


def _mend_notices(connection: sqlite3.Connection) -> None:
    """Have damaged notices fetched again, and a damaged index of words made anew.

    A full disk does not keep the other notices from being read.
    """
    damaged, indexed = damaged_notices(connection), words_are_sound(connection)
    if not damaged and indexed:
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        # What was damaged in a notice may be damaged in its indexes.
        connection.execute("REINDEX announcement")
        if not indexed:
            rebuild_words(connection)
        drop_damaged(connection, damaged)
        connection.execute("COMMIT")
        log.warning("mended: %d damaged notices, index sound %s", len(damaged), indexed)
    except sqlite3.OperationalError as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        log.warning("damaged notices stay for now: %s", error.sqlite_errorname)


def _migrated(
    connection: sqlite3.Connection, path: Path, folder: Path, today: date
) -> tuple[sqlite3.Connection, OpenReport]:
    version = schema.version_of(connection)
    if version == schema.newest_version():
        return connection, OpenReport()
    try:
        if version:
            copies.copy_before_migration(connection, path, folder, today)
        with told_as_problems(path):
            schema.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection, OpenReport(migrated_from=version)


def _begun(path: Path, folder: Path, today: date) -> tuple[sqlite3.Connection, OpenReport]:
    """A store where there was none: from the newest copy, else fresh."""
    # A journal without its store belongs to nothing; it must not be played into a new one.
    _rename_side_files(path, _free_name(path, "left", today))
    stage = _stage_of(path)
    with told_system_problems(path):
        # Made beside its place: a power cut never leaves a file that is half a store.
        connection, day = _made(stage, folder)
        connection.close()
        stage.replace(path)
        sync_folder(path.parent)
        sync_folders_above(path.parent)
        return connect(path), OpenReport(created=day is None, restored_from=day)


def _made(stage: Path, folder: Path) -> tuple[sqlite3.Connection, date | None]:
    """A store at `stage`, whatever an earlier try left there: the newest copy, else fresh."""
    with told_system_problems(stage):
        for ending in ("", *_SIDE_FILES):
            stage.with_name(stage.name + ending).unlink(missing_ok=True)
    day = _restore(stage, folder)
    with told_as_problems(stage):
        connection = connect(stage, create=day is None)
        try:
            schema.migrate(connection)
            forget_known(connection)
            removed.leave_out(connection, folder)
        except BaseException:
            connection.close()
            raise
    return connection, day


def _healed(path: Path, folder: Path, today: date) -> tuple[sqlite3.Connection, OpenReport]:
    """Make a sound store beside the broken one, whole, and only then change their places.

    Whatever stops this on the way (a full disk, a power cut) leaves the broken file where it was,
    and the next start begins again; `_finish_healing` knows the last step.
    """
    stage, ready = _stage_of(path), _ready_of(path)
    with told_system_problems(path):
        connection, day = _made(stage, folder)
        with contextlib.closing(connection):
            carried = salvage.carry_over(path, connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sync_file(stage)
        stage.replace(ready)
        sync_folder(path.parent)
        broken = _free_name(path, "broken", today)
        _rename_side_files(path, broken)
        path.replace(broken)
        # First this name for certain: else the broken file might be written over after all.
        sync_folder(path.parent)
        ready.replace(path)
        sync_folder(path.parent)
        log.warning(
            "the store was broken: set aside as %s, copy of %s in its place", broken.name, day
        )
        return connect(path), OpenReport(restored_from=day, set_aside=broken, carried_over=carried)


def _finish_healing(path: Path) -> None:
    """A healing that was cut off between setting aside and putting the sound store in place."""
    ready = _ready_of(path)
    if ready.exists() and not path.exists():
        with told_system_problems(path):
            ready.replace(path)
            sync_folder(path.parent)


def _stage_of(path: Path) -> Path:
    return path.with_name(path.name + ".healing")


def _ready_of(path: Path) -> Path:
    return path.with_name(path.name + ".healed")


def _free_name(path: Path, word: str, today: date) -> Path:
    """A name beside `path` that says what the file is and the day, and that nothing has."""
    stem = f"{path.stem}-{word}-{today.isoformat()}"
    names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    endings = ("", *_SIDE_FILES)
    return next(
        target
        for target in (path.with_name(name + path.suffix) for name in names)
        if not any(target.with_name(target.name + ending).exists() for ending in endings)
    )


def _rename_side_files(path: Path, target: Path) -> None:
    """Move journals with their store: beside another file they would be played back into it."""
    with told_system_problems(path):
        for ending in _SIDE_FILES:
            side = path.with_name(path.name + ending)
            if side.exists():
                side.replace(target.with_name(target.name + ending))


def _restore(path: Path, folder: Path) -> date | None:
    """Put the newest sound daily copy at `path`; None when there is none."""
    for copy in copies.copies_in(folder):
        part = path.with_name(path.name + ".restoring")
        with told_system_problems(path):
            shutil.copyfile(copy.path, part)
            if _is_good_copy(part):
                sync_file(part)
                part.replace(path)
                sync_folder(path.parent)
                return copy.day
            part.unlink()
    return None


def _is_good_copy(path: Path) -> bool:
    try:
        if _look(path) is not _Found.OURS:
            return False
        connection = _open_checked(path)
    except StoreProblem:
        return False
    if connection is None:
        return False
    connection.close()
    return True
