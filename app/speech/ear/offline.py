"""Loading a library that knows the way to the network, without that way."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class _Shut(types.ModuleType):
    """Stands where the network would be; whoever asks for anything in it is refused."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__name__} is shut: nothing here goes over a network")


@contextmanager
def without_network() -> Iterator[None]:
    """What is imported meanwhile gets no `requests`, which opens a socket when it is loaded.

    A library that has loaded it already keeps it.
    """
    if "requests" in sys.modules:
        yield
        return
    sys.modules["requests"] = shut = _Shut("requests")
    try:
        yield
    finally:
        if sys.modules.get("requests") is shut:
            del sys.modules["requests"]
