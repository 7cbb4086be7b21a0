"""How often somebody may knock, counted in the Django cache in fixed windows.

Addresses and tokens are counted under a keyed digest: the cache holds neither.
"""

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from server.config.cache import CountingCache


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


def too_often(limit: str, who: str) -> int | None:
    """Counts one knock. None while it is within settings.THROTTLES[limit], else seconds to wait."""
    allowed = settings.THROTTLES[limit]
    if allowed is None:
        return None
    times, seconds = allowed
    window, spent = divmod(int(time.time()), seconds)
    key = salted_hmac(
        "footbridge.throttle", f"{limit}:{who}:{window}", algorithm="sha256"
    ).hexdigest()
    return None if _count(key, seconds) <= times else seconds - spent


def _count(key: str, seconds: int) -> int:
    """One more of that key; how many there are now."""
    backend = caches["default"]
    if isinstance(backend, CountingCache):
        return backend.count(key, seconds)
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two
        return 1
