"""Django's PostgreSQL with fewer journeys to the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from server.config.postgresql.journey import Journey
from server.config.together import Rows, Statement


class DatabaseWrapper(base.DatabaseWrapper):
    """Named by the setting ENGINE."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Plans belong to one connection."""
        made = super().get_new_connection(conn_params)
        self._journey = Journey(made)
        return made

    def is_usable(self) -> bool:
        """Whether the connection can be used, which Django asks before each request.

        Between two requests a server has nothing to say, unless it ends the connection. So what
        has come is looked at, and nothing is sent: Django's `SELECT 1` is a journey of its own.
        """
        if self.connection is None or self.connection.closed:
            return False
        try:
            # The first time its last words are read, the second time that it went.
            self.connection.pgconn.consume_input()
            self.connection.pgconn.consume_input()
        except psycopg.Error:
            return False
        return not self.connection.broken

    def transactions(self, several: Sequence[Sequence[Statement]]) -> list[list[Rows] | Exception]:
        """Each a transaction of several statements, all in one journey.

        Returns the rows of each statement, or a DatabaseError for a transaction that failed, of
        which nothing has happened. Each statement sees what others have committed before it began,
        as it would by itself. Raises OperationalError when the journey itself came to an end.
        """
        with self._at_hand():
            try:
                found = self._journey.go(several)
            except psycopg.Error:
                self.close()
                raise
        if any(isinstance(one, Exception) for one in found):
            # A plan was perhaps passed over, or its table has changed: begin anew with both.
            self.close()
        return [self._as_django(one) if isinstance(one, Exception) else one for one in found]

    @contextmanager
    def _at_hand(self) -> Iterator[None]:
        """psycopg's own connection is there, looked at as Django does; its errors are Django's."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            yield

    def _as_django(self, error: Exception) -> Exception:
        try:
            with self.wrap_database_errors:
                raise error
        except Exception as told:  # noqa: BLE001  (given back, not passed over)
            return told
