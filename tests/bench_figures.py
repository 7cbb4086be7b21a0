"""What a bench prints: figures with their bound and with what they are measured beside."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed (nearest rank); NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured several times.

    `bound` is what its median (with `always`: none of the values) may exceed, None where the design
    names none. `beside` is the
    median of another program measured in the same run, which `beside_what` names.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    bound: float | None = None
    beside: float | None = None
    beside_what: str = ""
    always: bool = False

    @property
    def median(self) -> float:
        """The middle of the values."""
        return median(self.values) if self.values else math.nan

    @property
    def p95(self) -> float:
        """What 95 in 100 of the values do not exceed."""
        return percentile(self.values, 0.95)

    @property
    def ratio(self) -> float | None:
        """How many times what it is measured beside."""
        return self.median / self.beside if self.beside else None

    @property
    def verdict(self) -> str:
        """Whether it keeps its bound."""
        if self.bound is None:
            return ""
        counts = max(self.values) if self.always else self.median
        return "kept" if counts <= self.bound else "OVER"

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "p95": self.p95,
            "runs": len(self.values),
            "values": list(self.values),
            "bound": self.bound,
            "beside": self.beside,
            "beside_what": self.beside_what,
            "ratio": self.ratio,
        }


def one(what: str, unit: str, value: float, bound: float | None = None) -> Figure:
    """A figure of a single value."""
    return Figure(what, unit, (value,), bound)


def machine() -> dict[str, str]:
    """On what these figures were measured."""
    from PySide6 import __version__ as qt

    memory = _first_of("/proc/meminfo", "MemTotal")
    load = " ".join(f"{part:.1f}" for part in os.getloadavg()) if hasattr(os, "getloadavg") else ""
    return {
        "name": platform.node(),
        "system": platform.platform(terse=True),
        "processor": _first_of("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory.split()[0]) / 1e6:.1f} GB" if memory else "unknown",
        "Python": sys.version.split()[0],
        "Qt": qt,
        "SQLite": sqlite3.sqlite_version,
        "load before": load,
    }


def _first_of(file: str, key: str) -> str:
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of a table."""
    width = max((len(figure.what) for figure in figures), default=0)
    head = f"{'':{width}}   median      p95 unit  runs   bound"
    return "\n".join([head, *(_line(figure, width) for figure in figures)])


def _line(figure: Figure, width: int) -> str:
    bound = "" if figure.bound is None else f"{_short(figure.bound)} {figure.verdict}"
    beside = ""
    if figure.beside is not None and figure.ratio is not None:
        beside = f"{figure.beside_what} {_short(figure.beside)}: x {figure.ratio:.2f}"
    return (
        f"{figure.what:{width}} {_short(figure.median):>8} {_short(figure.p95):>8}"
        f" {figure.unit:5} {len(figure.values):4}   {bound:14} {beside}"
    ).rstrip()


def _short(value: float) -> str:
    places = 0 if abs(value) >= 100 or not value else 2 if abs(value) >= 1 else 3
    return f"{value:.{places}f}"
