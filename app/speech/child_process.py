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
VOICES_ARGUMENT = "--voices="


def child_command(driver: str | None = None, voices: Path | None = None) -> list[str]:
    """The command that starts the voice's process, from source or from a frozen program.

    `driver` is the only one to use; `voices` the folder of what a helper added.

    A frozen program has no Python to call: it runs itself with CHILD_ARGUMENT, which its main
    hands to `voice_child.main` before anything else.
    """
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_ARGUMENT]
    else:
        command = [sys.executable, "-m", "app.speech.voice_child"]
    if driver:
        command.append(f"{DRIVER_ARGUMENT}{driver}")
    if voices is not None:
        command.append(f"{VOICES_ARGUMENT}{voices}")
    return command


NOT_TOLD = {"ORT_DISABLE_TELEMETRY": "1"}
"""onnxruntime (Piper's, Whisper's) tells its maker of its use unless told not to, and keeps notes
of it in the home folder; see its Privacy.md. It looks at this when it is loaded."""


def child_environment() -> dict[str, str]:
    """The child finds `app` from wherever the program was started, and tells nobody of its work."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    own = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
    return os.environ | own | NOT_TOLD


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
