"""Where a file to join with may lie: on a stick that is in, on the desktop, in the downloads."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.places import removable_places

#: How the name of such a file ends.
ENDING = ".footbridge"
#: How many names of one folder are looked at, and how many files are shown.
_MOST_NAMES, MOST_FILES = 5000, 4


def folders() -> list[Path]:
    """The tops of the sticks that are in, then the desktop and the downloads."""
    places = (
        QStandardPaths.StandardLocation.DesktopLocation,
        QStandardPaths.StandardLocation.DownloadLocation,
    )
    own = [Path(found) for one in places if (found := QStandardPaths.writableLocation(one))]
    return list(dict.fromkeys([*removable_places(), *own]))


def find(places: list[Path] | None = None) -> list[Path]:
    """The files there, newest first; may take a while on a slow stick."""
    found: list[tuple[float, Path]] = []
    for folder in folders() if places is None else places:
        try:
            for path in islice(folder.iterdir(), _MOST_NAMES):
                if path.suffix.lower() == ENDING and path.is_file():
                    found.append((path.stat().st_mtime, path))
        except OSError:  # pulled out, or not ours to read
            continue
    found.sort(key=lambda one: one[0], reverse=True)
    return [path for _, path in found[:MOST_FILES]]
