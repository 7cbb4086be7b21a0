"""Copies of the store: one a calendar day, seven kept, and one before each migration.

A copy's name carries a number that counts up, so that a wrong clock never makes an old copy the
newest: `footbridge-000042-2026-12-01.db`.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import StoreProblem
from app.storage import schema
from app.storage.checks import is_sound
from app.storage.durable import sync_file, sync_folder
from app.storage.problems import told_system_problems

KEPT = 7

_NAME = re.compile(r"footbridge-(\d{6,})-(\d{4}-\d\d-\d\d)\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """A daily copy in the folder."""

    path: Path
    number: int
    day: date


def copies_in(folder: Path) -> list[Copy]:
    """The daily copies, newest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            with contextlib.suppress(ValueError):
                if match:
                    day = date.fromisoformat(match.group(2))
                    found.append(Copy(path, int(match.group(1)), day))
    return sorted(found, key=lambda copy: copy.number, reverse=True)


def copy_daily(source: sqlite3.Connection, store: Path, folder: Path, today: date) -> Path | None:
    """Make today's copy, unless there is one, and drop those beyond `KEPT`.

    Raises:
        StoreProblem: `disk_full`, `folder_read_only`, `folder_gone`, `store_damaged`.
    """
    there = copies_in(folder)
    if there and there[0].day == today:
        return None
    number = there[0].number + 1 if there else 1
    target = folder / f"footbridge-{number:06}-{today.isoformat()}.db"
    copy_to(source, store, target)
    for old in copies_in(folder)[KEPT:]:
        with contextlib.suppress(OSError):
            old.path.unlink()
    return target


def copy_before_migration(
    source: sqlite3.Connection, store: Path, folder: Path, today: date
) -> Path:
    """Keep the file as it is before a migration; these copies are never dropped by the program."""
    version = schema.version_of(source)
    target = folder / f"before-migration-from-{version}-{today.isoformat()}.db"
    copy_to(source, store, target)
    return target


def copy_to(source: sqlite3.Connection, store: Path, target: Path) -> None:
    """Copy the open store to `target` whole, or leave `target` as it was."""
    part = target.with_name(target.name + ".part")
    with told_system_problems(store):
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                source.backup(copy)
                # A copy stands alone, whatever journal its source uses.
                copy.execute("PRAGMA journal_mode = DELETE")
                # A broken store must not push the last good copies out.
                if not is_sound(copy):
                    raise StoreProblem("store_damaged", "the copy fails its checks")
            finally:
                copy.close()
            sync_file(part)
            part.replace(target)
            sync_folder(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
