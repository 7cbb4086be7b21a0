"""Django's PostgreSQL, which asks a kept connection whether it lives only when it shows otherwise.

Django's health check sends `SELECT 1` before the first query of each request: a second journey to
the database for a request that needs but one.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Named by the setting ENGINE."""

    def is_usable(self) -> bool:
        """Whether the connection can be used.

        Between two requests a server has nothing to say, unless it ends the connection; so one on
        which nothing waits to be read is as good as it was. Else it is asked.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        readable = select.poll()
        readable.register(connection.fileno(), select.POLLIN | select.POLLPRI)
        return not readable.poll(0) or super().is_usable()
