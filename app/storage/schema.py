"""The shape of the store: numbered migrations, each applied whole or not at all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: "FBRG" in ASCII: says, in the file's header, whose database it is.
APPLICATION_ID = 0x46425247

_FOLDER = Path(__file__).resolve().with_name("migrations")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: from version `number - 1` to `number`."""

    number: int
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps, in order, numbered from 1 without a gap."""
    found = tuple(
        Migration(int(path.name.split("_")[0]), path.read_text(encoding="utf-8"))
        for path in sorted(_FOLDER.glob("[0-9]*_*.sql"))
    )
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise RuntimeError("migrations are not numbered 1, 2, 3 …")
    return found


def newest_version() -> int:
    """The version that this program writes."""
    return len(migrations())


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open file; 0 when it is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, upto: int | None = None) -> None:
    """Bring an open file to version `upto` (the newest by default), a transaction a step."""
    goal = newest_version() if upto is None else upto
    for step in migrations()[version_of(connection) : goal]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {step.number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    # The file's own header is what the next start looks at first, also when a write-ahead log is
    # in use: so nothing of a migration stays in the log.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def shape(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table, index and trigger by its name, with its SQL, blanks and comments aside.

    The tables that FTS5 makes for itself are left out: they are its own affair.
    """
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'announcement\\_words\\_%' ESCAPE '\\'"
    )
    return {name: _plain(sql) for name, sql in rows}


@cache
def expected_shape(version: int) -> dict[str, str]:
    """What `shape` is of an intact file of `version`."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, version)
        return shape(connection)
    finally:
        connection.close()


def _statements(sql: str) -> Iterator[str]:
    """Split a script at ends of lines; `executescript` would end our transaction."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if statement.strip() and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if _plain(statement):
        raise RuntimeError("a migration ends in the middle of a statement")


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", " ", sql)).strip()
