"""The speech packs of this computer: put in, listed, taken out.

A pack is copied into a folder of its own beside the others, looked over, written through to the
disk, and only then moved to where it is used, in one step: after a crash, a pulled stick or a
full disk there is either the whole pack or nothing. What such an end leaves behind is removed
the next time.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from app.domain.speech_pack import LANGUAGES, PackFile, PackKind, SpeechPack, kind_of, voices_in
from app.errors import BadData, PackProblem
from app.formats.speech_pack import MANIFEST, MANIFEST_LIMIT, read_manifest, write_manifest
from app.paths import Paths
from app.speech.pack_reading import Offer, look_into, offer_of
from app.speech.pack_source import Source, opened
from app.storage.durable import sync_folder

_log = logging.getLogger(__name__)

SPARE_ROOM = 200 * 1024 * 1024
"""Bytes that stay free on the disk, for the person's own messages."""
_LAST_MOMENT = 2.0  # seconds
_COMING, _GOING = ".coming", ".going"
_VOICE_NOTE = f".{MANIFEST}"  # beside a voice, after its id

Progress = Callable[[int, int], None]
"""(bytes done, bytes in all), a few times a second."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A pack that is there, and where."""

    pack: SpeechPack
    path: Path


class SpeechPacks:
    """Puts packs in and takes them out. May be called on any thread; one change at a time."""

    def __init__(self, paths: Paths) -> None:
        self._speech, self._voices = paths.speech, paths.voices
        self._lock_file = paths.data / "packs.lock"
        self._closing = threading.Event()
        self._at_work = threading.Lock()

    def close(self) -> None:
        """End what is being put in: nothing of it stays. Waits a moment for its end."""
        self._closing.set()
        if self._at_work.acquire(timeout=_LAST_MOMENT):
            self._at_work.release()

    # What is there

    def installed(self) -> list[Installed]:
        """Every pack that is there, also models that somebody laid into the folders by hand."""
        found: list[Installed] = []
        for language in LANGUAGES:
            for folder in _folders(self._speech / language):
                pack = _read_note(folder / MANIFEST) or _bare(folder, language)
                if pack is not None:
                    found.append(Installed(replace(pack, language=language), folder))
        for note in _matching(self._voices, f"*{_VOICE_NOTE}"):
            pack = _read_note(note)
            voice = self._voices / f"{note.name.removesuffix(_VOICE_NOTE)}.onnx"
            if pack is not None and voice.is_file():
                found.append(Installed(pack, voice))
        return found

    def find(self, pack_id: str) -> Installed | None:
        """The pack with that id; None when it is not there."""
        return next((one for one in self.installed() if one.pack.id == pack_id), None)

    # Putting in

    def look(self, path: Path) -> Offer:
        """What pack there is at `path`. Raises PackProblem."""
        return look_into(path)

    def add(
        self,
        path: Path,
        language: str | None = None,
        progress: Progress = lambda _done, _all: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Installed:
        """Put the pack at `path` in, in the place of one with the same id.

        `language` is for a model that doesn't tell its own. Takes as long as copying does.
        Raises PackProblem; then all is as it was.
        """
        with self._alone(), opened(path) as source:
            offer = offer_of(path, source).in_language(language)
            self._see_that_there_is_room(offer.pack)
            coming = self._fresh(_COMING, offer.pack.kind)
            try:
                copy = _Copy(progress, lambda: self._closing.is_set() or cancelled())
                pack = copy.all(source, offer, coming)
                return self._move_in(pack, coming)
            except OSError as error:
                raise _not_kept(error) from error
            finally:
                shutil.rmtree(coming, ignore_errors=True)

    def remove(self, pack_id: str) -> bool:
        """Take a pack out; False when it was not there. Raises PackProblem."""
        with self._alone():
            found = self.find(pack_id)
            if found is None:
                return False
            try:
                self._take_out(found)
            except OSError as error:
                raise _not_kept(error) from error
            return True

    def _home(self, kind: PackKind) -> Path:
        return self._voices if kind is PackKind.PIPER else self._speech

    def _see_that_there_is_room(self, pack: SpeechPack) -> None:
        home = self._home(pack.kind)
        try:
            home.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(home).free
        except OSError as error:
            raise _not_kept(error) from error
        if free < pack.size + SPARE_ROOM:
            raise PackProblem("pack_no_room")

    def _fresh(self, name: str, kind: PackKind) -> Path:
        """An empty folder on the disk where the pack will be, out of everybody's sight."""
        folder = self._home(kind) / name
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        except OSError as error:
            raise _not_kept(error) from error
        return folder

    def _move_in(self, pack: SpeechPack, coming: Path) -> Installed:
        if pack.kind is PackKind.PIPER:
            return self._move_voice_in(pack, coming)
        there = self._speech / pack.language / pack.id
        there.parent.mkdir(parents=True, exist_ok=True)
        going = self._speech / _GOING / pack.language / pack.id
        if there.exists():
            going.parent.mkdir(parents=True, exist_ok=True)
            there.rename(going)
        try:
            coming.rename(there)
        except OSError:
            if going.exists():
                going.rename(there)
            raise
        _sync_folder(there.parent)
        shutil.rmtree(self._speech / _GOING, ignore_errors=True)
        return Installed(pack, there)

    def _move_voice_in(self, pack: SpeechPack, coming: Path) -> Installed:
        """The voice itself comes last: without it the others are of no meaning."""
        voice = voices_in([file.path for file in pack.files])[0]
        there = self._voices / f"{pack.id}.onnx"
        there.unlink(missing_ok=True)  # never an old voice with a new description
        (coming / f"{voice}.json").replace(self._voices / f"{pack.id}.onnx.json")
        (coming / MANIFEST).replace(self._voices / f"{pack.id}{_VOICE_NOTE}")
        (coming / voice).replace(there)
        _sync_folder(self._voices)
        return Installed(pack, there)

    def _take_out(self, found: Installed) -> None:
        if found.pack.kind is PackKind.PIPER:
            for end in (".onnx", ".onnx.json", _VOICE_NOTE):
                (self._voices / f"{found.pack.id}{end}").unlink(missing_ok=True)
            return
        going = self._fresh(_GOING, found.pack.kind)
        found.path.rename(going / found.path.name)
        _sync_folder(found.path.parent)
        shutil.rmtree(going, ignore_errors=True)

    # One at a time, and what an end in the middle left

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._lock_file.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock_file, timeout=0)
            with lock, self._at_work:
                self.tidy()
                yield
        except Timeout as error:
            raise PackProblem("pack_busy") from error
        except OSError as error:
            raise _not_kept(error) from error

    def tidy(self) -> None:
        """Finish or undo what a crash interrupted."""
        for home in (self._speech, self._voices):
            shutil.rmtree(home / _COMING, ignore_errors=True)
        for language in LANGUAGES:
            for old in _folders(self._speech / _GOING / language):
                there = self._speech / language / old.name
                if not there.exists():  # it was to be replaced, and the new one did not come
                    with contextlib.suppress(OSError):
                        old.rename(there)
        shutil.rmtree(self._speech / _GOING, ignore_errors=True)
        for note in _matching(self._voices, f"*{_VOICE_NOTE}"):
            name = note.name.removesuffix(_VOICE_NOTE)
            if not (self._voices / f"{name}.onnx").exists():
                for end in (".onnx.json", _VOICE_NOTE):
                    (self._voices / f"{name}{end}").unlink(missing_ok=True)


class _Copy:
    """Copies a pack's files into a folder, and looks each over on the way."""

    def __init__(self, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._done = self._all = 0

    def all(self, source: Source, offer: Offer, into: Path) -> SpeechPack:
        """The pack as it was copied. Raises PackProblem, and OSError where writing failed."""
        self._all = offer.pack.size
        files = tuple(self._one(source, offer.top, file, into) for file in offer.pack.files)
        pack = replace(offer.pack, files=files)
        (into / MANIFEST).write_bytes(write_manifest(pack))
        for folder in {(into / file.path).parent for file in files}:
            _sync_folder(folder)
        return pack

    def _one(self, source: Source, top: str, file: PackFile, into: Path) -> PackFile:
        target = into / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with target.open("xb", buffering=0) as written:
            for piece in source.pieces(f"{top}{file.path}"):
                if self._cancelled():
                    raise PackProblem("pack_cancelled")
                size += len(piece)
                if size > file.size:
                    raise PackProblem("pack_damaged", "a file is longer than it said")
                _write_all(written.write, piece)
                digest.update(piece)
                self._done += len(piece)
                self._progress(self._done, self._all)
            os.fsync(written.fileno())
        if size != file.size or (file.sha256 and digest.hexdigest() != file.sha256):
            raise PackProblem("pack_damaged", "a file is not what its maker wrote down")
        return PackFile(file.path, size, digest.hexdigest())


def _write_all(write: Callable[[memoryview], int | None], piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[write(left) or 0 :]


def _sync_folder(folder: Path) -> None:
    """Names too must be on the disk before the pack is told to be there."""
    with contextlib.suppress(OSError):  # some file systems can't
        sync_folder(folder)


def _not_kept(error: OSError) -> PackProblem:
    full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
    return PackProblem("pack_no_room" if full else "pack_not_kept", type(error).__name__)


def _folders(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(one for one in folder.iterdir() if one.is_dir() and one.name[0] != ".")
    return []


def _matching(folder: Path, pattern: str) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.glob(pattern))
    return []


def _read_note(path: Path) -> SpeechPack | None:
    try:
        if path.stat().st_size > MANIFEST_LIMIT:
            return None
        return read_manifest(path.read_bytes())
    except (OSError, BadData):
        return None


def _bare(folder: Path, language: str) -> SpeechPack | None:
    """A model that was laid there by hand."""
    paths = [path.relative_to(folder).as_posix() for path in folder.glob("*")]
    paths += [path.relative_to(folder).as_posix() for path in folder.glob("*/*")]
    kind = kind_of(paths)
    if kind is None or kind is PackKind.PIPER:
        return None
    name = {"en": folder.name, "zh-CN": folder.name}
    return SpeechPack(folder.name, name, language, kind, checked=False)
