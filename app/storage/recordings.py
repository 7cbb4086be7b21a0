"""What people have said, on the disk: a file of Ogg Opus for each message, named by its id."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from app.domain.feedback import Recording
from app.storage.durable import sync_file, sync_folder
from app.storage.problems import told_system_problems


class RecordingRepository:
    """The recordings. The ear writes each file while the person speaks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_for(self, message_id: str) -> Path:
        """Where the ear shall write the recording of that message; makes the folder.

        Raises StoreProblem when the folder can't be made.
        """
        with told_system_problems(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{message_id}.ogg"

    def path_of(self, message_id: str) -> Path | None:
        """The recording of that message; None when there is none."""
        path = self._folder / f"{message_id}.ogg"
        return path if path.is_file() else None

    def measured(self, message_id: str, seconds: float) -> Recording | None:
        """What there is to say of that message's recording; None when there is none.

        When this returns, the recording outlives a power cut, so that a draft may name it.
        Raises StoreProblem when it can't be read or kept.
        """
        path = self.path_of(message_id)
        if path is None:
            return None
        with told_system_problems(self._folder):
            sync_file(path)
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
            content = path.read_bytes()
        return Recording(hashlib.sha256(content).hexdigest(), len(content), seconds)

    def discard(self, message_id: str) -> None:
        """The person does not want it any more: it is gone from the disk."""
        with contextlib.suppress(OSError):
            (self._folder / f"{message_id}.ogg").unlink(missing_ok=True)
