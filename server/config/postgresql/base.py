"""Django's PostgreSQL with fewer journeys to the database."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Named by the setting ENGINE."""

    def get_connection_params(self) -> dict[str, Any]:
        """Has `prepared` plan each of its statements once; Django's own are never prepared."""
        return {**super().get_connection_params(), "prepare_threshold": 0}

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

    def prepared(self, statements: Sequence[tuple[str, Sequence[object]]]) -> list[list[Any]]:
        """The rows of each of them: one journey, and one transaction where they are several.

        Each statement sees what others have committed before it began, as it would by itself.
        Raises DatabaseError; then none of them has happened.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        connection = self.connection
        with self.wrap_database_errors:
            if len(statements) == 1:
                return [_rows(psycopg.Cursor(connection).execute(*statements[0]))]
            try:
                with connection.pipeline():
                    cursors = [
                        psycopg.Cursor(connection).execute(*statement)
                        for statement in (("BEGIN", ()), *statements, ("COMMIT", ()))
                    ]
            except psycopg.Error:
                if not connection.closed:
                    connection.rollback()
                raise
            return [_rows(cursor) for cursor in cursors[1:-1]]


def _rows(cursor: Any) -> list[Any]:
    return cursor.fetchall() if cursor.description else []
