"""Where a stick is found: one rule for all that looks for one."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def removable_places() -> list[Path]:
    """The tops of the sticks and disks that are plugged in just now."""
    if sys.platform == "win32":
        return list(_windows_drives())
    if sys.platform == "darwin":
        return _below(Path("/Volumes"))
    media = _below(Path("/media")) + _below(Path("/run/media"))
    # /media/<stick>, and where desktops mount: /media/<person>/<stick>, /run/media/<person>/<stick>
    tops = [place for top in media for place in (top, *_below(top))]
    return [place for place in tops if os.path.ismount(place)]


def _windows_drives() -> Iterator[Path]:
    import ctypes

    drive_type = ctypes.windll.kernel32.GetDriveTypeW  # type: ignore[attr-defined]
    for letter in "DEFGHIJKLMNOPQRSTUVWXYZAB":
        if drive_type(f"{letter}:\\") == 2:  # DRIVE_REMOVABLE
            yield Path(f"{letter}:\\")


def _below(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(one for one in folder.iterdir() if one.is_dir())
    return []
