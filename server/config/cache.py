"""Django's database cache, able to count in one step."""

import random
from datetime import UTC, datetime, timedelta

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

#: Each so many-th count sweeps away what has expired.
_SWEEP_EVERY = 500


class CountingCache(DatabaseCache):
    """`add` and `incr` of the database cache are ten queries and lose counts that are taken at the
    same moment; `count` is one, and exact. Its rows are read by nothing else.
    """

    def count(self, key: str, seconds: int) -> int:
        """One more of `key`, which is kept for so many seconds from its first; returns how many."""
        table = connections[self._database()].ops.quote_name(self.cache_model_class._meta.db_table)
        now = datetime.now(UTC)
        with connections[self._database()].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS old (cache_key, value, expires) VALUES (%s, '1', %s)"  # noqa: S608
                " ON CONFLICT (cache_key) DO UPDATE"
                " SET value = CAST(CAST(old.value AS integer) + 1 AS text) RETURNING value",
                [self.make_and_validate_key(key), now + timedelta(seconds=seconds)],
            )
            (value,) = cursor.fetchone()
            if random.random() * _SWEEP_EVERY < 1:  # noqa: S311
                cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
        return int(value)

    def _database(self) -> str:
        return router.db_for_write(self.cache_model_class)
