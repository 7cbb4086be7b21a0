"""Which names a file that came from elsewhere may have, on any system. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

#: Names that Windows keeps for its devices, whatever their ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
LONGEST_PATH = 200
DEEPEST = 8


def is_safe_path(path: str) -> bool:
    """Whether a file may be written under that name below some folder, on any system."""
    parts = PurePosixPath(path).parts
    return (
        0 < len(path) <= LONGEST_PATH
        and "/".join(parts) == path
        and len(parts) <= DEEPEST
        and not any(character in '\\:*?"<>|' or ord(character) < 32 for character in path)
        and not any(
            part in (".", "..", "/") or part.endswith((".", " ")) or _DEVICES.fullmatch(part)
            for part in parts
        )
    )
