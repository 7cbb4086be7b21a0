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
import logging
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

from app.errors import StoreProblem
from app.storage import copies, salvage, schema
from app.storage.checks import is_sound
from app.storage.connections import connect
from app.storage.problems import told_as_problems, told_system_problems

log = logging.getLogger(__name__)

_MAGIC = b"SQLite format 3\0"
_SIDE_FILES = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What opening the store came to.

    `created`: there was nothing before. `migrated_from`: the version that was brought up to date.
    `set_aside`: where the broken file now lies. `restored_from`: the day of the copy in its place;
    None with a `set_aside` means that there was no sound copy. `carried_over`: how many messages
    were saved from the broken file beyond that copy.
    """

    created: bool = False
    migrated_from: int | None = None
    restored_from: date | None = None
    set_aside: Path | None = None
    carried_over: int = 0


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
    _drop_side_files(path)
    day = _restore(path, folder)
    with told_as_problems(path):
        connection = connect(path, create=day is None)
        try:
            schema.migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection, OpenReport(created=day is None, restored_from=day)


def _healed(path: Path, folder: Path, today: date) -> tuple[sqlite3.Connection, OpenReport]:
    broken = set_aside(path, today)
    log.warning("the store is broken; it was set aside as %s", broken.name)
    connection, begun = _begun(path, folder, today)
    with told_as_problems(path):
        carried = salvage.carry_over(broken, connection)
    log.info("restored from %s, %d messages carried over", begun.restored_from, carried)
    return connection, OpenReport(
        restored_from=begun.restored_from, set_aside=broken, carried_over=carried
    )


def set_aside(path: Path, today: date) -> Path:
    """Rename a broken file, with its journal, to a free name that says what it is and the day."""
    stem = f"{path.stem}-broken-{today.isoformat()}"
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 1_000_000))
    free = next(
        target
        for target in (path.with_name(name + path.suffix) for name in names)
        if not target.exists()
    )
    with told_system_problems(path):
        # The journal first: beside another file it would be played back into it.
        for ending in _SIDE_FILES:
            side = path.with_name(path.name + ending)
            if side.exists():
                side.replace(free.with_name(free.name + ending))
        path.replace(free)
        copies.sync_folder(path.parent)
    return free


def _drop_side_files(path: Path) -> None:
    """A journal without its store belongs to nothing; it must not be played into a new one."""
    with told_system_problems(path):
        for ending in _SIDE_FILES:
            side = path.with_name(path.name + ending)
            if side.exists():
                side.replace(path.with_name(f"{path.stem}-left{ending}"))


def _restore(path: Path, folder: Path) -> date | None:
    """Put the newest sound daily copy at `path`; None when there is none."""
    for copy in copies.copies_in(folder):
        part = path.with_name(path.name + ".restoring")
        with told_system_problems(path):
            shutil.copyfile(copy.path, part)
            if _is_good_copy(part):
                copies.sync_file(part)
                part.replace(path)
                copies.sync_folder(path.parent)
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
