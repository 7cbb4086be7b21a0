"""How often somebody may knock, counted in the database in fixed windows.

All processes count together, and exactly: `incr` of Django's own database cache reads and then
writes, so that two processes count one knock. Addresses and tokens stand under a keyed digest.
"""

import ipaddress
import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from server.api.models import Knock
from server.config import together
from server.config.together import Rows, Statement

#: Old rows go away in one second of so many.
SWEEP_EACH_S = 60


def client_address(request: HttpRequest) -> str:
    """Where the request comes from, seen past our own proxies; IPv6 by its /64 network."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        address = passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else address
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


class Knocks:
    """One knock for each pair of a limit's name and who knocks, not yet counted.

    `statement` counts them all, None where nothing is limited. `hold` is a condition in SQL, with
    its values: behind that statement, whether all are within settings.THROTTLES.
    """

    def __init__(self, *knocks: tuple[str, str]) -> None:
        self._now = int(time.time())
        self._rows: dict[str, tuple[int, int]] = {}
        for limit, who in knocks:
            allowed: tuple[int, int] | None = settings.THROTTLES[limit]
            if allowed is not None:
                times, seconds = allowed
                window = self._now // seconds
                self._rows[_key(limit, who, window)] = ((window + 1) * seconds, times)

    @property
    def statement(self) -> Statement | None:
        """One for all, so that a request costs one write."""
        if not self._rows:
            return None
        # In the same order everywhere: two that wait for each other's row would never end.
        given = [part for key in sorted(self._rows) for part in (key, self._rows[key][0])]
        marks = ", ".join(["(%s, 1, %s)"] * len(self._rows))
        sql = (
            f"INSERT INTO api_knock (key, count, until) VALUES {marks}"  # noqa: S608
            " ON CONFLICT (key) DO UPDATE SET count = api_knock.count + 1 RETURNING key, count"
        )
        return sql, given

    @property
    def hold(self) -> Statement:
        """As a part of another statement."""
        over = " OR ".join(["key = %s AND count > %s"] * len(self._rows)) or "1 = 0"
        given = [part for key, (_until, times) in self._rows.items() for part in (key, times)]
        return f"NOT EXISTS (SELECT 1 FROM api_knock WHERE {over})", given  # noqa: S608

    def wait(self, counted: Rows) -> int | None:
        """From the rows of `statement`: None while all hold, else seconds to wait."""
        if counted and self._now % SWEEP_EACH_S == 0:
            Knock.objects.filter(until__lt=self._now).delete()
        counts: dict[str, int] = dict(counted)
        waits = [
            until - self._now for key, (until, times) in self._rows.items() if counts[key] > times
        ]
        return max(waits, default=None)


def too_often(*knocks: tuple[str, str]) -> int | None:
    """Counts one knock for each pair of a limit's name and who knocks.

    None while all are within settings.THROTTLES, else seconds to wait.
    """
    asked = Knocks(*knocks)
    statement = asked.statement
    return None if statement is None else asked.wait(together.run([statement])[0])


def _key(limit: str, who: str, window: int) -> str:
    value = f"{limit}:{who}:{window}"
    return salted_hmac("footbridge.throttle", value, algorithm="sha256").hexdigest()
