"""Statements that belong together: one transaction, in as few journeys as the database allows.

`run` returns when they are on the disk. On PostgreSQL they go over in one message, which is one
transaction: no lock is held while this process does something else. On SQLite, where writing to the
disk is what costs, requests that wait for their turn are written together: each returns when the
transaction that its own statements are in is on the disk.
"""

import threading
from collections.abc import Sequence
from typing import Any

from django.db import Error, OperationalError, connection, transaction

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
    if connection.vendor == "postgresql":
        return connection.prepared(statements)
    return _TURNS.run(statements)


def read(statement: Statement) -> Rows:
    """The rows of a query that is asked all day long, and therefore planned once."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return connection.prepared([statement])[0]
    return _one_by_one([statement])[0]


def _one_by_one(statements: Sequence[Statement]) -> list[Rows]:
    with connection.cursor() as cursor:
        return [_rows(cursor, statement) for statement in statements]


def _rows(cursor: Any, statement: Statement) -> Rows:
    cursor.execute(*statement)
    return cursor.fetchall() if cursor.description else []


class _Asked:
    """What one thread wants written, and what came of it."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.found: list[Rows] | None = None
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is known what came of it."""
        return self.found is not None or self.error is not None


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
            while self._is_writing and not asked.is_done:
                self._changed.wait()
            if not asked.is_done:
                self._is_writing = True
                turn, self._waiting = self._waiting, []
        if not asked.is_done:
            self._write(turn)
        if asked.error is not None:
            raise asked.error
        assert asked.found is not None
        return asked.found

    def _write(self, turn: list[_Asked]) -> None:
        try:
            _write_all(turn)
        finally:
            with self._changed:
                for one in turn:
                    if not one.is_done:
                        one.error = RuntimeError("the thread that wrote for this one was ended")
                self._is_writing = False
                self._changed.notify_all()


def _write_all(turn: list[_Asked]) -> None:
    """In one transaction; when that fails, each in its own, so that none suffers by another."""
    try:
        with transaction.atomic():
            found = [_one_by_one(one.statements) for one in turn]
    except Error as error:
        # Where the file is locked or the disk is full, it would be for each of them.
        if len(turn) == 1 or isinstance(error, OperationalError):
            for one in turn:
                one.error = error
            return
        for one in turn:
            _write_all([one])
    else:
        for one, rows in zip(turn, found, strict=True):
            one.found = rows


_TURNS = _Turns()
