"""A stick that is pulled out: from one deed on, all that its code asks of the system fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class Pulled:
    """The module `os` as the stick's code sees it: the deed `at` fails, and all after it.

    `left` is below 0 once it was.
    """

    DEEDS = ("open", "write", "fsync", "rename", "unlink", "mkdir", "close")

    def __init__(self, at: int, error: BaseException) -> None:
        self.left, self._error = at, error

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in self.DEEDS:
            return real

        def deed(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left < 0 and name != "close":
                if name == "write":  # half of it got through
                    real(args[0], args[1][: len(args[1]) // 2])
                raise self._error
            return real(*args, **more)

        return deed


@contextmanager
def pulled(module: ModuleType, at: int, error: BaseException) -> Iterator[Pulled]:
    """What `module` does with a stick goes wrong meanwhile."""
    made = Pulled(at, error)
    vars(module)["os"] = made
    try:
        yield made
    finally:
        vars(module)["os"] = os
