"""What people have said, on the disk: a file of Ogg Opus for each message, named by its id.

The files lie outside the database, and the daily copies do not hold them. What follows from that is
told in `stray_recordings.py`.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import sqlite3
from pathlib import Path

from app.domain.feedback import Recording
from app.errors import StoreProblem
from app.storage.durable import sync_file, sync_folder
from app.storage.problems import told_system_problems

ENDING = ".ogg"

#: The memo that says that no file in the folder is unknown to this store.
KNOWN = "recordings_known"

#: With these a file is lost; all else may pass, such as a stick that was taken out too soon.
_LOST = {errno.ENOENT, errno.EIO}


def file_name(message_id: str) -> str:
    """The name of that message's file in the folder."""
    return f"{message_id}{ENDING}"


def forget_known(connection: sqlite3.Connection) -> None:
    """The store is another one now: what lies in the folder is not known any more."""
    connection.execute("DELETE FROM memo WHERE name = ?", (KNOWN,))


class RecordingRepository:
    """The recordings. The ear writes each file while the person speaks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._in_hand: set[str] = set()

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    @property
    def in_hand(self) -> frozenset[str]:
        """The names of the files that this program has just been writing."""
        return frozenset(self._in_hand)

    def path_for(self, message_id: str) -> Path:
        """Where the ear shall write the recording of that message; makes the folder.

        Raises StoreProblem when the folder can't be made.
        """
        with told_system_problems(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        self._in_hand.add(file_name(message_id))
        return self._folder / file_name(message_id)

    def path_of(self, message_id: str) -> Path | None:
        """The recording of that message; None when there is none."""
        path = self._folder / file_name(message_id)
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
            self._make_durable(path)
            content = path.read_bytes()
        return Recording(hashlib.sha256(content).hexdigest(), len(content), seconds)

    def secure(self, message_id: str, recording: Recording) -> None:
        """See that the very recording is on the disk, for good, before it is called kept.

        Raises StoreProblem: `recording_lost` when it is not there or other than it was.
        """
        if not self.is_whole(file_name(message_id), recording.sha256):
            raise StoreProblem("recording_lost")
        with told_system_problems(self._folder):
            self._make_durable(self._folder / file_name(message_id))

    def is_whole(self, name: str, sha256: str) -> bool:
        """Whether the file of that name holds those very bytes.

        Raises StoreProblem when that can't be told just now.
        """
        with told_system_problems(self._folder):
            try:
                with (self._folder / name).open("rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest() == sha256
            except OSError as error:
                if error.errno in _LOST:
                    return False
                raise

    def piece(self, name: str, start: int, length: int) -> bytes:
        """Some of a file's bytes. Raises StoreProblem when it can't be read."""
        with told_system_problems(self._folder), (self._folder / name).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def discard(self, message_id: str) -> None:
        """The person does not want it any more: it is gone from the disk."""
        with contextlib.suppress(OSError):
            (self._folder / file_name(message_id)).unlink(missing_ok=True)

    def _make_durable(self, path: Path) -> None:
        sync_file(path)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)  # the folder itself may be new
