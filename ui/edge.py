"""What Qt calls from C++ must not raise: PySide then ends the whole program (shiboken 6.11).

An override of a virtual method is such an edge. A bug in one is logged, by its place and its kind
and never by its words, which may be a person's; the window goes on with `otherwise`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, TypeVar, cast

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])


def never_raises(otherwise: Any = None) -> Callable[[F], F]:
    """A decorator for overrides: where one raises, log it and return `otherwise`."""

    def guard(function: F) -> F:
        @wraps(function)
        def guarded(*given: Any) -> Any:
            try:
                return function(*given)
            except Exception as error:  # noqa: BLE001 - the edge between Python and Qt
                tell_bug(type(error), error, error.__traceback__)
                return otherwise

        return cast("F", guarded)

    return guard


def tell_bug(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log a bug in one line: its kind and the places that led to it. Fits `sys.excepthook`."""
    frames = traceback.extract_tb(trace)[-6:]
    places = " < ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("a bug: %s at %s", kind.__name__, places)


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])
