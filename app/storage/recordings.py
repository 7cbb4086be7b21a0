"""What people have said, on the disk: a file of Ogg Opus for each message, named by its id.

It is plain or sealed (`sealed_sound.py`); digests, sizes and pieces are those of the plain sound,
which is made of a sealed one in memory only. Where a message is sealed its recording goes as the
file is (`raw`), and nobody here can open it any more.

The files lie outside the database, and the daily copies do not hold them. What follows from that is
told in `stray_recordings.py`.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.domain.feedback import Recording
from app.errors import StoreProblem
from app.storage.durable import sync_file, sync_folder
from app.storage.problems import told_system_problems
from app.storage.recording_keys import RecordingKeys
from app.storage.recording_names import SET_ASIDE, file_name
from app.storage.sealed_sound import NoKeyError, Sealing, SealKey, is_finished, plain_pieces

log = logging.getLogger(__name__)

#: With these a file is lost; all else may pass, such as a stick that was taken out too soon.
_LOST = {errno.ENOENT, errno.EIO}
_BLOCK = 1 << 16


class RecordingRepository:
    """The recordings. The ear writes each file while the person speaks."""

    def __init__(self, folder: Path, keys: RecordingKeys | None = None) -> None:
        """Without `keys` all is plain."""
        self._folder = folder
        self._keys = keys
        self._in_hand: set[str] = set()

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def set_sealing(self, on: bool) -> None:
        """Whether recordings are sealed from the next one on."""
        if self._keys is not None:
            self._keys.sealing = on

    @property
    def in_hand(self) -> frozenset[str]:
        """The names of the files that this program has just been writing."""
        return frozenset(self._in_hand)

    def path_for(self, message_id: str) -> Path:
        """Where the ear shall write the recording of that message; makes the folder, and a key
        where recordings are sealed.

        Raises StoreProblem when the folder can't be made or the key not be kept.
        """
        with told_system_problems(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        self._in_hand.add(file_name(message_id))
        path = self._folder / file_name(message_id)
        if self._keys is not None:
            self._keys.released(path)
            self.drop_keys()  # of what came to nothing
            self._keys.make(path)
        return path

    def path_of(self, message_id: str) -> Path | None:
        """The recording of that message; None when there is none."""
        path = self._folder / file_name(message_id)
        return path if path.is_file() else None

    def key_of(self, message_id: str) -> SealKey | None:
        """What opens that message's recording; None when it is plain, or its key is gone."""
        return self._key(self._folder / file_name(message_id))

    def settle(self, message_id: str, path: Path) -> None:
        """What the ear wrote to `path` is that message's recording now, in place of any other.

        Raises StoreProblem.
        """
        target = self._folder / file_name(message_id)
        if path == target:
            return
        self._in_hand.add(target.name)
        try:
            path.replace(target)
        except OSError as error:
            raise StoreProblem("folder_read_only", type(error).__name__) from error
        if self._keys is not None:
            self._keys.moved(path, target)
        self.drop_keys()

    def measured(self, message_id: str, seconds: float) -> Recording | None:
        """What there is to say of that message's recording; None when there is none.

        When this returns, the recording outlives a power cut, so that a draft may name it.
        Raises StoreProblem when it can't be read or kept, `recording_lost` when its key is gone.
        """
        path = self.path_of(message_id)
        if path is None:
            return None
        digest, size = hashlib.sha256(), 0
        try:
            with told_system_problems(self._folder):
                self._make_durable(path)
                for plain in self._plain(path):
                    digest.update(plain)
                    size += len(plain)
        except NoKeyError as error:
            raise StoreProblem("recording_lost") from error
        return Recording(digest.hexdigest(), size, seconds)

    def secure(self, message_id: str, recording: Recording) -> None:
        """See that the very recording is on the disk, for good, before it is called kept.

        Raises StoreProblem: `recording_lost` when it is not there or other than it was.
        """
        if not self.is_whole(file_name(message_id), recording.sha256):
            raise StoreProblem("recording_lost")
        with told_system_problems(self._folder):
            self._make_durable(self._folder / file_name(message_id))

    def sealed(self, message_id: str, recording: Recording) -> tuple[Recording, SealKey]:
        """The recording as a sealed file that may be sent as it is: its digest, size and key.

        One that is plain, or whose end is missing after a crash, is sealed anew with another key.
        Raises StoreProblem: `recording_lost` when it is not there or other than it was.
        """
        self.secure(message_id, recording)
        path = self._folder / file_name(message_id)
        with told_system_problems(self._folder):
            key = self._key(path)
            if key is None or not is_finished(path, key):
                key = self._sealed_anew(message_id, path)
            digest = hashlib.sha256()
            with path.open("rb") as file:
                for piece in iter(partial(file.read, _BLOCK), b""):
                    digest.update(piece)
                return Recording(digest.hexdigest(), file.tell(), recording.seconds), key

    def forget_key(self, message_id: str, key: SealKey) -> None:
        """Its key went with the sealed message: it is in no copy any more."""
        if self._keys is not None:
            self._keys.forget(self._folder / file_name(message_id), key)

    def is_whole(self, name: str, sha256: str, *, raw: bool = False) -> bool:
        """Whether the file of that name holds those very bytes; `raw`: as they are on the disk.

        Raises StoreProblem when that can't be told just now.
        """
        with told_system_problems(self._folder):
            digest = hashlib.sha256()
            try:
                for plain in self._pieces(self._folder / name, raw):
                    digest.update(plain)
                return digest.hexdigest() == sha256
            except NoKeyError:
                log.warning("the key of a recording is gone")
                return False
            except OSError as error:
                if error.errno in _LOST:
                    return False
                raise

    def piece(self, name: str, start: int, length: int, *, raw: bool = False) -> bytes:
        """Some of a file's bytes; `raw`: as they are on the disk.

        Raises StoreProblem when it can't be read.
        """
        if raw:
            with told_system_problems(self._folder), (self._folder / name).open("rb") as file:
                file.seek(start)
                return file.read(length)
        found, at = bytearray(), 0
        try:
            with told_system_problems(self._folder):
                for plain in self._plain(self._folder / name):
                    found += plain[max(start - at, 0) : max(start + length - at, 0)]
                    at += len(plain)
                    if at >= start + length:
                        break
        except NoKeyError as error:
            raise StoreProblem("recording_lost") from error
        return bytes(found)

    def discard(self, message_id: str) -> None:
        """The person does not want it any more: it is gone from the disk."""
        path = self._folder / file_name(message_id)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        if self._keys is not None:
            self._keys.released(path)
        self.drop_keys()

    def drop_keys(self, *, copies_too: bool = False) -> None:
        """Drop the keys of recordings that are gone; what can't be done now is done another day."""
        if self._keys is None:
            return
        try:
            files = list(self._folder.iterdir())
            aside = self._folder / SET_ASIDE
            files += aside.iterdir() if aside.is_dir() else ()
            there = [path for path in files if path.is_file()]
            self._keys.drop_unused(there, copies_too=copies_too)
        except FileNotFoundError:
            return  # no folder: nothing was recorded, or it is out of reach
        except (OSError, StoreProblem) as error:
            log.warning("a key stays for now: %s", type(error).__name__)

    def _key(self, path: Path) -> SealKey | None:
        return self._keys.for_reading(path) if self._keys is not None else None

    def _plain(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from plain_pieces(file, self._key(path))

    def _pieces(self, path: Path, raw: bool) -> Iterator[bytes]:
        if not raw:
            yield from self._plain(path)
            return
        with path.open("rb") as file:
            yield from iter(partial(file.read, _BLOCK), b"")

    def _sealed_anew(self, message_id: str, path: Path) -> SealKey:
        """Never more than one of the two is the recording. Raises StoreProblem and OSError."""
        if self._keys is None:
            raise StoreProblem("recording_lost", "nothing to seal it with")
        new = self._folder / file_name(f"{message_id}-sealed")
        self._in_hand.add(new.name)
        key = self._keys.make_always(new)
        sealing = Sealing(key)
        with new.open("wb") as file:
            file.write(sealing.head)
            for plain in self._plain(path):
                file.write(sealing.add(plain))
            file.write(sealing.end())
        self._make_durable(new)
        new.replace(path)
        sync_folder(self._folder)
        self._keys.moved(new, path)
        self.drop_keys()
        return key

    def _make_durable(self, path: Path) -> None:
        sync_file(path)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)  # the folder itself may be new
