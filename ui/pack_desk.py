"""The speech pack that is on its way in: it goes on while other screens are open."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from app.speech.pack_job import PutIn
from ui.context import Context

_jobs: WeakKeyDictionary[Context, PutIn] = WeakKeyDictionary()


def job_of(context: Context, path: Path) -> PutIn | None:
    """What became of putting that in, in this window; None when it was not asked for."""
    job = _jobs.get(context)
    return job if job is not None and job.path == path else None


def put_in(context: Context, path: Path, language: str | None) -> PutIn:
    """Begin to put it in."""
    _jobs[context] = job = PutIn(context.services.packs, path, language)
    return job


def forget(context: Context) -> None:
    """What came of it was read."""
    _jobs.pop(context, None)
