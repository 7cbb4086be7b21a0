"""Statements that belong together: one transaction, in as few journeys as the database allows.

`run` returns when they are on the disk. Threads that wait for their turn are served together, by
one of them. On PostgreSQL all goes over in one message, each thread's statements as a transaction:
no lock is held while this process does something else. On SQLite, where writing to the disk is what
costs, all are one transaction. Each thread returns when its own transaction is on the disk.
"""

import threading
from collections.abc import Sequence
from typing import Any

from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    OperationalError,
    connection,
    connections,
    transaction,
)

Statement = tuple[str, Sequence[object]]
Rows = list[tuple[Any, ...]]


def run(statements: Sequence[Statement]) -> list[Rows]:
    """Runs them in one transaction, and returns the rows of each.

    Inside of a transaction they are a part of that, which is then not yet on the disk. Raises
    DatabaseError; then none of them has happened.
    """
    if not statements:
        return []
    if connection.in_atomic_block:
        return _one_by_one(statements)
    return _TURNS.run(statements)


def read(statement: Statement) -> Rows:
    """The rows of a query that is asked all day long, and therefore planned once."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return _outcome(_on_postgresql([[statement]])[0])[0]
    return _one_by_one([statement])[0]


def _one_by_one(statements: Sequence[Statement]) -> list[Rows]:
    with connection.cursor() as cursor:
        return [_rows(cursor, statement) for statement in statements]


def _rows(cursor: Any, statement: Statement) -> Rows:
    cursor.execute(*statement)
    return cursor.fetchall() if cursor.description else []


class _Asked:
    """What one thread wants written, and what came of it: None while that is not known."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.came: list[Rows] | BaseException | None = None


class _Turns:
    """One of the waiting threads writes for all that wait; who comes meanwhile is written next."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[_Asked] = []
        self._is_writing = False

    def run(self, statements: Sequence[Statement]) -> list[Rows]:
        """Returns when these are on the disk. Raises DatabaseError; then they are not."""
        asked = _Asked(statements)
        with self._changed:
            self._waiting.append(asked)
            while self._is_writing and asked.came is None:
                self._changed.wait()
            if asked.came is None:
                self._is_writing = True
                turn, self._waiting = self._waiting, []
        if asked.came is None:
            self._write(turn)
        assert asked.came is not None
        return _outcome(asked.came)

    def _write(self, turn: list[_Asked]) -> None:
        came: Sequence[list[Rows] | BaseException] = []
        try:
            came = _written([one.statements for one in turn])
        except Error as error:
            came = [error] * len(turn)
        finally:
            # When this thread was ended on the way, the others are not to wait for ever.
            came = came or [RuntimeError("the thread that wrote was ended")] * len(turn)
            with self._changed:
                for one, outcome in zip(turn, came, strict=True):
                    one.came = outcome
                self._is_writing = False
                self._changed.notify_all()


def _outcome(came: list[Rows] | BaseException) -> list[Rows]:
    if isinstance(came, BaseException):
        raise came
    return came


def _written(several: Sequence[Sequence[Statement]]) -> Sequence[list[Rows] | BaseException]:
    """What came of each. Raises DatabaseError when that is the same for all."""
    if connection.vendor == "postgresql":
        return _on_postgresql(several)
    try:
        with transaction.atomic():
            return [_one_by_one(statements) for statements in several]
    except OperationalError:
        # The file is locked, the disk is full: so it would be for each of them.
        raise
    except Error as error:
        if len(several) == 1:
            return [error]
        # Each by itself, so that none suffers by another.
        return [_written([statements])[0] for statements in several]


def _on_postgresql(several: Sequence[Sequence[Statement]]) -> list[list[Rows] | Exception]:
    # Of server.config.postgresql, which only such a site has to load.
    database: Any = connections[DEFAULT_DB_ALIAS]
    came: list[list[Rows] | Exception] = database.transactions(several)
    return came


_TURNS = _Turns()
