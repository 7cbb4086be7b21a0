"""Several transactions in one message to PostgreSQL, with plans that are made once.

psycopg's own pipeline sends and listens at each statement: that took as long as the rest of a
request. Here all is sent, then all is read. https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
"""

import select
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from server.config.together import Rows, Statement

_GOOD = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


class Journey:
    """What goes over one connection."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._plans: dict[tuple[str, tuple[int, ...]], bytes] = {}

    def go(self, several: Sequence[Sequence[Statement]]) -> list[list[Rows] | Exception]:
        """Each a transaction; the rows of its statements, or why it failed as a whole.

        Raises psycopg.Error when the connection was lost; it is then to be closed.
        """
        with self._connection.lock:
            self._pgconn.enter_pipeline_mode()
            # Up to a sync, what is sent is one transaction, which the sync ends.
            sent = [self._send(statements) for statements in several]
            found = [self._received(plans) for plans in sent]
            self._pgconn.exit_pipeline_mode()
        return found

    def _send(self, statements: Sequence[Statement]) -> list[bool]:
        """Of each result that will come, whether it is that of a statement."""
        coming = []
        for sql, values in statements:
            ready = Transformer.from_context(self._connection)
            given = ready.dump_sequence(values, [PyFormat.AUTO] * len(values))
            key = (sql, ready.types or ())
            if key not in self._plans:
                self._plans[key] = b"footbridge_%d" % len(self._plans)
                self._pgconn.send_prepare(self._plans[key], _numbered(sql), key[1])
                coming.append(False)
            self._pgconn.send_query_prepared(self._plans[key], given, ready.formats or None)
            coming.append(True)
        self._pgconn.pipeline_sync()
        return coming

    def _received(self, coming: Sequence[bool]) -> list[Rows] | Exception:
        rows: list[Rows] = []
        problem: Exception | None = None
        asked = iter(coming)
        while True:
            result = self._next()
            if result.status == ExecStatus.PIPELINE_SYNC:
                return rows if problem is None else problem
            is_statement = next(asked)
            if result.status in _GOOD:
                if is_statement:
                    rows.append(self._rows(result))
            elif problem is None:
                # What follows it in its transaction is passed over by the server.
                problem = psycopg.errors.error_from_result(result)

    def _next(self) -> PGresult:
        """The next result. After each comes a None, which says that it is whole."""
        while True:
            while self._pgconn.is_busy():
                self._wait()
            result = self._pgconn.get_result()
            if result is not None:
                return result

    def _wait(self) -> None:
        """Until something is here to be read; what could not yet be sent is sent meanwhile."""
        unsent = self._pgconn.flush()
        told = select.poll()
        told.register(self._pgconn.socket, select.POLLIN | (select.POLLOUT if unsent else 0))
        told.poll()
        self._pgconn.consume_input()

    def _rows(self, result: PGresult) -> Rows:
        if not result.ntuples:
            return []
        ready = Transformer.from_context(self._connection)
        ready.set_pgresult(result)
        return ready.load_rows(0, result.ntuples, tuple)


def _numbered(sql: str) -> bytes:
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(rest, 1))]).encode()
