"""The command that starts the ear's process."""

from __future__ import annotations

import sys
from pathlib import Path

CHILD_ARGUMENT = "--ear-child"
FOLDER_ARGUMENT = "--folder="


def ear_command(folder: Path | None) -> list[str]:
    """From source or from a frozen program, which runs itself; see `app.speech.child_process`."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_ARGUMENT]
    else:
        command = [sys.executable, "-m", "app.speech.ear.ear_child"]
    return [*command, f"{FOLDER_ARGUMENT}{folder}"] if folder is not None else command
