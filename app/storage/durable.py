"""Files and names that outlive a power cut: a name is on the disk when its folder was written out.

SQLite does this for its own journals; what is done beside it is done here.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Have the system write the file out to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the system write out the folder's names, where it can (Windows can't, and needn't)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders_above(folder: Path) -> None:
    """Have the names written out by which `folder` is reached, as far as they are on its disk.

    A folder that was made and not written out takes all that is in it along when the power fails.
    Those that belong to somebody else can't be written out by us, and were not made by us.
    """
    with contextlib.suppress(OSError):
        device = folder.stat().st_dev
        for above in folder.absolute().parents:
            if above.stat().st_dev != device:
                return
            with contextlib.suppress(OSError):
                sync_folder(above)
