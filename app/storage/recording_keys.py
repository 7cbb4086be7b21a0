"""The keys of sealed recordings: made, looked up, and gone when the recording is.

A key lives as long as a file bears its name, in the store and in its copies:

* The newest copy gets it as soon as the store has it: a store that had to be healed, whatever is
  left of it, still opens what somebody said.
* When the recording goes, its key is taken out of the store *and out of every copy* at once; what
  a crash left is taken out by the next tidying. Only a broken store that was set aside is never
  written to.
* While it can't be told for sure which files are there, no key is dropped.
* On a machine that many use the key lies under the veil (`veil.py`). When its message is sealed, it
  goes into the message, and from here at once (`forget`), though the file stays until it has gone.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from app.errors import StoreProblem
from app.storage.copies import copies_in
from app.storage.copy_changes import change_copy
from app.storage.database import Store
from app.storage.sealed_sound import SealKey, name_in
from app.storage.veil import LostVeilError

log = logging.getLogger(__name__)

_ADD = "INSERT INTO recording_key (name, key) VALUES (?, ?)"
_DROP = "DELETE FROM recording_key WHERE name = ?"


class RecordingKeys:
    """Which key seals the recording at a path, and which one opens it. For any thread."""

    def __init__(self, store: Store, passing: Path | None = None) -> None:
        """`passing`: a recording that never outlives the program; its key is in no store."""
        self._store = store
        self._passing = passing
        self._lock = threading.Lock()  # for `_made`
        self._changing = threading.Lock()  # held while keys are added or dropped, copies and all
        #: Keys of this run, by the file that they were made for: it may not be there yet.
        self._made: dict[Path, SealKey] = {}
        #: Whether new recordings are sealed.
        self.sealing = False

    def make(self, path: Path) -> None:
        """Have a key in the store before the first word is recorded, where recordings are sealed.

        Raises StoreProblem.
        """
        self.released(path)
        if not self.sealing:
            return
        self.make_always(path)

    def make_always(self, path: Path) -> SealKey:
        """The same, whatever is wished."""
        key = SealKey.fresh()
        with self._lock:
            self._made[path] = key
        with self._changing:
            with self._store.write() as connection:
                row = (key.name, self._store.veil.close(key.key))
                connection.execute(_ADD, row)
            for copy in copies_in(self._store.copies)[:1]:
                change_copy(copy.path, lambda there: there.execute(_ADD, row))
        return key

    def for_writing(self, path: Path) -> SealKey | None:
        """The key to seal the recording with that is about to be made there; None: plain."""
        with self._lock:
            if path == self._passing:
                self._made.pop(path, None)
                if self.sealing:
                    self._made[path] = SealKey.fresh()
            return self._made.get(path)

    def for_reading(self, path: Path) -> SealKey | None:
        """The key of the recording at `path`; None when it is plain, or its key is not there."""
        try:
            name = name_in(path)
            if name is None:
                return None
            with self._lock:
                made = [key for key in self._made.values() if key.name == name]
            if made:
                return made[0]
            with self._store.read() as connection:
                row = connection.execute(
                    "SELECT key FROM recording_key WHERE name = ?", (name,)
                ).fetchone()
        except FileNotFoundError:
            return None  # thrown away meanwhile; whoever opens it tells
        except (OSError, StoreProblem) as error:
            log.warning("the key of a recording can't be read: %s", type(error).__name__)
            return None
        try:
            return SealKey(name, self._store.veil.open(row[0])) if row else None
        except LostVeilError:
            return None

    def moved(self, path: Path, target: Path) -> None:
        """A recording was given another name."""
        with self._lock:
            key = self._made.pop(path, None)
            self._made.pop(target, None)
            if key is not None:
                self._made[target] = key

    def released(self, path: Path) -> None:
        """The recording at `path` is gone."""
        with self._lock:
            self._made.pop(path, None)

    def forget(self, path: Path, key: SealKey) -> None:
        """The key is in a sealed message and no more in the store: it goes from the copies, too."""
        self.released(path)
        with self._changing:
            for copy in self._store.copies.glob("*.db"):
                _drop_in_copy(copy, lambda name: name == key.name)

    def drop_unused(self, files: list[Path], *, copies_too: bool = False) -> None:
        """Drop every key of which none of `files` bears the name: these are all there are.

        Files of sealed messages do not count.

        With `copies_too` the copies are looked through in any case. Raises StoreProblem.
        """
        with self._changing:
            self._drop_unused(files, copies_too)

    def _drop_unused(self, files: list[Path], copies_too: bool) -> None:
        with self._store.read() as connection:
            known = {bytes(row[0]) for row in connection.execute("SELECT name FROM recording_key")}
            sealed = {row[0] for row in connection.execute("SELECT file FROM blob WHERE sealed")}
        if not known and not copies_too:
            return
        try:
            used = {name_in(path) for path in files if path.name not in sealed}
        except OSError:
            return  # next time
        with self._lock:
            used |= {key.name for key in self._made.values()}
        unused = known - used
        if unused:
            with self._store.veil.ending(self._store) as connection:
                drop(connection, unused)
            self._store.empty_log()
        if unused or copies_too:
            for copy in self._store.copies.glob("*.db"):
                _drop_in_copy(copy, lambda name: name not in used)


def drop(connection: sqlite3.Connection, names: Iterable[bytes]) -> None:
    """Drop keys inside somebody's transaction."""
    connection.executemany(_DROP, [(name,) for name in names])


def _drop_in_copy(copy: Path, unwanted: Callable[[bytes], bool]) -> None:
    """Take out of a copy what is not wanted any more."""

    def change(connection: sqlite3.Connection) -> None:
        names = {row[0] for row in connection.execute("SELECT name FROM recording_key")}
        drop(connection, [name for name in names if unwanted(name)])

    change_copy(copy, change)
