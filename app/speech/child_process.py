"""Starting and ending a child process that may hang, with all that it started.

Apart from `voice_child`, so that the window need not load what only the child needs.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

CHILD_ARGUMENT = "--voice-child"
DRIVER_ARGUMENT = "--driver="


def child_command(driver: str | None = None) -> list[str]:
    """The command that starts the voice's process, from source or from a frozen program.

    A frozen program has no Python to call: it runs itself with CHILD_ARGUMENT, which its main
    hands to `voice_child.main` before anything else.
    """
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_ARGUMENT]
    else:
        command = [sys.executable, "-m", "app.speech.voice_child"]
    return [*command, f"{DRIVER_ARGUMENT}{driver}"] if driver else command


def child_environment() -> dict[str, str]:
    """The child finds `app` from wherever the program was started."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def own_group() -> dict[str, Any]:
    """A process group of its own, so that all of it can be killed; no window on Windows."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags}
    return {"start_new_session": True}


def kill_group(process: subprocess.Popen[str]) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
