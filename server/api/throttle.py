"""How often somebody may knock, counted in the database in fixed windows.

All processes count together, and exactly: `incr` of Django's own database cache reads and then
writes, so that two processes count one knock. Addresses and tokens stand under a keyed digest.
"""

import ipaddress
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from server.api.models import Knock

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


def too_often(*knocks: tuple[str, str]) -> int | None:
    """Counts one knock for each pair of a limit's name and who knocks.

    None while all are within settings.THROTTLES, else seconds to wait. One statement for all, so
    that a request costs one write.
    """
    now = int(time.time())
    rows: dict[str, tuple[int, int]] = {}
    for limit, who in knocks:
        allowed: tuple[int, int] | None = settings.THROTTLES[limit]
        if allowed is not None:
            times, seconds = allowed
            window = now // seconds
            rows[_key(limit, who, window)] = ((window + 1) * seconds, times)
    if not rows:
        return None
    counts = _count({key: until for key, (until, _times) in rows.items()})
    if counts and now % SWEEP_EACH_S == 0:
        Knock.objects.filter(until__lt=now).delete()
    waits = [until - now for key, (until, times) in rows.items() if counts[key] > times]
    return max(waits, default=None)


def _key(limit: str, who: str, window: int) -> str:
    value = f"{limit}:{who}:{window}"
    return salted_hmac("footbridge.throttle", value, algorithm="sha256").hexdigest()


def _count(until: dict[str, int]) -> dict[str, int]:
    # In the same order everywhere: two requests that wait for each other's row would never end.
    given = [part for key in sorted(until) for part in (key, until[key])]
    marks = ", ".join(["(%s, 1, %s)"] * len(until))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO api_knock (key, count, until) VALUES {marks}"  # noqa: S608
            " ON CONFLICT (key) DO UPDATE SET count = api_knock.count + 1 RETURNING key, count",
            given,
        )
        return dict(cursor.fetchall())
