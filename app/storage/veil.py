"""The veil: on a machine that many people use, what is not sent yet lies under a passing key.

A draft has to be here in a form that can be opened, and so has the key of its recording. Both get
into daily copies, journals and a broken store that is set aside, and would stay there for days. So
they are encrypted (libsodium's secretbox) before they get into the store, with a key in a file of
its own, `veil`, which nothing ever copies. As soon as anything under it is sent or thrown away, the
rest is put under a fresh key and the old one is destroyed: then nothing that is left anywhere opens
it. What is written over may still be found on flash memory by a laboratory.

The steps of changing the key: the new one is on the disk, as `veil-next`; all that stays is put
under it, in one transaction; the old file is written over and the new one gets its name. Whatever
stops this on the way, each row can be opened with one of the two files, and the next start goes on.

    "FBVEILED" · 24 bytes: nonce · the sealed bytes
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import StoreProblem
from app.storage.codec import seal_of
from app.storage.copy_changes import change_copy
from app.storage.durable import sync_folder
from app.storage.problems import told_system_problems

if TYPE_CHECKING:
    from app.storage.database import Store

log = logging.getLogger(__name__)

MAGIC = b"FBVEILED"
_KEY_BYTES = 32
_NONCE_BYTES = 24
#: What may lie under the veil: table, its own name, and the column.
_PLACES = (
    ("draft", "id", "content"),
    ("recording_key", "name", "key"),
    ("outbox", "id", "payload"),
)


class LostVeilError(ValueError):
    """The key that it was veiled with is gone."""


def begins_veiled(column: str) -> str:
    """As an SQL condition: what is in that column has to be opened first."""
    return f"substr({column}, 1, {len(MAGIC)}) = CAST('{MAGIC.decode()}' AS BLOB)"


def is_veiled(content: object) -> bool:
    """Whether it has to be opened first."""
    return isinstance(content, bytes) and content.startswith(MAGIC)


class Veil:
    """The key of one store. For any thread; `close` is called inside a transaction of the store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = path.with_name(path.name + "-next")
        self._lock = threading.RLock()
        self._keys: list[bytes] = []  # the first one closes, each may open
        #: Whether what is kept from now on is veiled.
        self.on = False

    @property
    def in_use(self) -> bool:
        """Whether there is a key, and so perhaps something under it."""
        return self._path.exists() or self._next.exists()

    def close(self, content: bytes) -> bytes:
        """The content as it may get into the store: as it is where no veil is wanted.

        Raises StoreProblem when a key can't be made.
        """
        return self._closed(content, self._key()) if self.on else content

    def open(self, stored: bytes) -> bytes:
        """What is in the store, as it was. Raises LostVeilError."""
        if not is_veiled(stored):
            return stored
        from nacl.bindings import crypto_secretbox_open
        from nacl.exceptions import CryptoError

        at = len(MAGIC) + _NONCE_BYTES
        for key in self._known():
            try:
                return crypto_secretbox_open(stored[at:], stored[len(MAGIC) : at], key)
            except (CryptoError, ValueError):
                continue
        raise LostVeilError

    @contextmanager
    def ending(self, store: Store) -> Iterator[sqlite3.Connection]:
        """A transaction that may end something veiled: when it does, the key changes after it."""
        with store.write() as connection:
            before = veiled(connection) if self.in_use else set()
            yield connection
            gone = before - veiled(connection) if before else set()
        if gone:
            self.renew(store)

    def renew(self, store: Store) -> None:
        """Put what is still veiled under a fresh key, and destroy the one before.

        What can't be done now (a full disk) is done at the next occasion.
        """
        if not self.in_use:
            return
        try:
            self._renew(store)
        except (StoreProblem, OSError) as error:
            log.warning("the veil's key stays for now: %s", type(error).__name__)
        else:
            store.empty_log()

    def cover(self, store: Store) -> None:
        """Veil the drafts that are here unveiled; in the copies they are dropped.

        From now on many people use this machine. Raises StoreProblem.
        """
        unveiled = f"FROM draft WHERE NOT {begins_veiled('content')}"
        with store.read() as connection:
            if connection.execute(f"SELECT 1 {unveiled}").fetchone() is None:
                return
        with store.write() as connection:
            for id_, content in connection.execute(f"SELECT id, content {unveiled}").fetchall():
                connection.execute(
                    "UPDATE draft SET content = ? WHERE id = ?", (self.close(content), id_)
                )
        store.empty_log()
        for path in store.copies.glob("*.db"):
            change_copy(path, lambda copy: copy.execute(f"DELETE {unveiled}"))

    # --- the key ------------------------------------------------------------------------------

    def _renew(self, store: Store) -> None:
        if self._next.exists():
            self._change_key(store)  # finish what was cut off, so that a really fresh one follows
        self._change_key(store)

    def _change_key(self, store: Store) -> None:
        with store.write() as connection:
            if not veiled(connection):
                with self._lock, told_system_problems(self._path):
                    self._keys = []
                    for path in (self._path, self._next):
                        _destroy(path)
                    sync_folder(self._path.parent)
                return
            new = self._following()
            self._put_under(connection, new)
        with self._lock, told_system_problems(self._path):
            _write_over(self._path)
            self._next.replace(self._path)
            sync_folder(self._path.parent)
            self._keys = [new]

    def _following(self) -> bytes:
        """The key that comes after; from now on it closes."""
        with self._lock, told_system_problems(self._path):
            known = self._known()
            new = _read(self._next) or _written(self._next, secrets.token_bytes(_KEY_BYTES))
            self._keys = [new, *(key for key in known if key != new)]
            return new

    def _put_under(self, connection: sqlite3.Connection, key: bytes) -> None:
        for table, name, column in _PLACES:
            for id_, stored in connection.execute(
                f"SELECT {name}, {column} FROM {table} WHERE {begins_veiled(column)}"  # noqa: S608
            ).fetchall():
                try:
                    again = self._closed(self.open(stored), key)
                except LostVeilError:
                    continue  # it is told where it is read
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {name} = ?",  # noqa: S608
                    (again, id_),
                )
                if table == "outbox":
                    reseal(connection, id_, again)

    def _key(self) -> bytes:
        with self._lock:
            known = self._known()
            if not known or not self.in_use:  # somebody may have taken the file away meanwhile
                with told_system_problems(self._path):
                    key = known[0] if known else secrets.token_bytes(_KEY_BYTES)
                    self._keys = [_written(self._path, key), *known[1:]]
            return self._keys[0]

    def _known(self) -> list[bytes]:
        with self._lock:
            if not self._keys:
                there = (_read(path) for path in (self._path, self._next))
                self._keys = [key for key in there if key is not None]
            return list(self._keys)

    @staticmethod
    def _closed(content: bytes, key: bytes) -> bytes:
        from nacl.bindings import crypto_secretbox

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return MAGIC + nonce + crypto_secretbox(content, nonce, key)


def veiled(connection: sqlite3.Connection) -> set[tuple[str, object]]:
    """The names of all that lies under the veil."""
    return {
        (table, row[0])
        for table, name, column in _PLACES
        for row in connection.execute(
            f"SELECT {name} FROM {table} WHERE {begins_veiled(column)}"  # noqa: S608
        )
    }


def reseal(connection: sqlite3.Connection, feedback_id: str, payload: bytes) -> None:
    """Other bytes for a message that waits: its digest and its seal follow."""
    (token,) = connection.execute(
        "SELECT c.token FROM outbox AS o JOIN conversation AS c ON c.number = o.conversation"
        " WHERE o.id = ?",
        (feedback_id,),
    ).fetchone()
    connection.execute(
        "UPDATE outbox SET payload = ?, sha256 = ?, seal = ? WHERE id = ?",
        (payload, sha256(payload).hexdigest(), seal_of(feedback_id, token, payload), feedback_id),
    )


def _read(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except OSError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _written(path: Path, key: bytes) -> bytes:
    """The key, in that file whole and for good, for its owner alone. Raises OSError."""
    # mkstemp makes it 0600 from the first byte on.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return key


def _destroy(path: Path) -> None:
    _write_over(path)
    path.unlink(missing_ok=True)


def _write_over(path: Path) -> None:
    """Other bytes in the place of the key, on the disk. Raises OSError."""
    try:
        with path.open("rb+") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
