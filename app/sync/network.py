"""Whether this computer has a way out, and by which addresses: nothing is sent to find out."""

from __future__ import annotations

import socket

# Addresses set aside for documentation (RFC 5737, RFC 3849): a route to them is a way out. To
# connect a datagram socket only asks the system for the route; no packet leaves.
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def ways_out() -> frozenset[str]:
    """This computer's own addresses on the ways out; empty without a network."""
    found: set[str] = set()
    for family, far in _FAR:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asking:
                asking.connect((far, 9))
                found.add(str(asking.getsockname()[0]))
        except OSError:
            continue
    return frozenset(found)
