"""Pictures and sounds on the disk, each a file named by its SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Set
from pathlib import Path

from app.errors import BadData
from app.storage.problems import told_system_problems

_DIGEST = re.compile("[0-9a-f]{64}")


def path_of(folder: Path, sha256: str) -> Path | None:
    """Where the file lies; None when it is not here or `sha256` is no digest."""
    if not _DIGEST.fullmatch(sha256):
        return None
    path = folder / sha256
    return path if path.is_file() else None


def save(folder: Path, sha256: str, chunks: Iterable[bytes]) -> Path:
    """Write a file whole: it appears under its name only when its digest is right.

    Raises:
        BadData: the bytes have another digest, or `sha256` is none.
        StoreProblem: `disk_full`, `folder_read_only`, `folder_gone`.
    """
    if not _DIGEST.fullmatch(sha256):
        raise BadData("sha256")
    with told_system_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix="part-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest = hashlib.sha256()
            # What goes wrong while the chunks arrive is the network's affair and is not turned
            # into a problem of the store.
            for chunk in chunks:
                digest.update(chunk)
                with told_system_problems(folder):
                    file.write(chunk)
            with told_system_problems(folder):
                file.flush()
                os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            raise BadData("sha256")
        with told_system_problems(folder):
            part.replace(folder / sha256)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    return folder / sha256


def prune(folder: Path, named: Set[str]) -> int:
    """Delete the files whose digest is not in `named`; returns how many."""
    count = 0
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if _DIGEST.fullmatch(path.name) and path.name not in named:
                path.unlink()
                count += 1
    return count
