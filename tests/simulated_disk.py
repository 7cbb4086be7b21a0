"""A disk that loses its power: what may be on it, worked out from a recording of system calls.

A process runs under `strace`, which writes down every call that changes a file. From that
recording the disk is worked out as it may be found after the power failed at any of these calls:

* only what `fsync` or `fdatasync` of that file has brought out is certain;
* of what was written since, each sector of 512 bytes may hold any state it went through, apart
  from all others: writes are dropped, reordered, and torn at 512 bytes;
* a file's length may be any that it had since; what was never written there reads as zeros or as
  what lay on the disk before;
* names (made, renamed, deleted) are certain after an `fsync` of their folder. Of those since, the
  first so many hold (a journal, as ext4, XFS, APFS and NTFS keep one), or, on a disk that is worse
  than those, any.

The approach is that of ALICE (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014):
record the calls, then judge the states that POSIX allows. It was preferred to an SQLite VFS
(APSW brings an SQLite of its own, and sees nothing of the renaming of copies and of a healed store)
and to LD_PRELOAD (needs a compiler, and misses what the C library does inside): the very program
runs, with the very SQLite of this machine, and one recording gives a thousand cuts.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

SECTOR = 512
T = TypeVar("T")
_CALLS = (
    "openat,open,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,lseek,"
    "fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,"
    "renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,sendfile,copy_file_range"
)
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_STANDARD_OUTPUT = 1


def record(command: Sequence[str], log: Path, cwd: Path) -> list[Call]:
    """Run a command that uses one thread, and return the calls by which it changed files.

    Raises RuntimeError when it fails, and when a call can't be understood.
    """
    strace = ["strace", "-f", "-xx", "-s", "100000000", "--seccomp-bpf", "-e", f"trace={_CALLS}"]
    done = subprocess.run(
        [*strace, "-o", str(log), *command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"the recorded program failed:\n{done.stderr}")
    with log.open(encoding="ascii") as file:
        return list(_calls(file))


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: its arguments as strace writes them, and what it returned."""

    name: str
    arguments: tuple[str, ...]
    result: int

    def number(self, place: int) -> int:
        """An argument that is a whole number."""
        return int(self.arguments[place], 0)

    def data(self, place: int) -> bytes:
        """An argument that is a string of bytes."""
        text = self.arguments[place]
        if not (text.startswith('"') and text.endswith('"')):
            raise RuntimeError(f"{self.name}: cut off in the recording")
        return bytes.fromhex(text[1:-1].replace("\\x", ""))

    def path(self, place: int) -> str:
        """An argument that is a path."""
        return os.fsdecode(self.data(place))


def _calls(lines: Iterator[str]) -> Iterator[Call]:
    for line in lines:
        if "+++ exited" in line or "--- SIG" in line:
            continue
        found = _LINE.match(line)
        if found is None:
            raise RuntimeError(f"not understood in the recording: {line[:200]}")
        if int(found[3]) >= 0:
            yield Call(found[1], tuple(found[2].split(", ")), int(found[3]))


@dataclass(slots=True)
class _File:
    """A file's bytes: what is certain, what the program sees, and all states in between."""

    now: bytearray = field(default_factory=bytearray)
    certain: bytearray = field(default_factory=bytearray)
    sectors: dict[int, list[bytes]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)

    def write(self, at: int, data: bytes) -> None:
        if not data:
            return
        end = at + len(data)
        if end > len(self.now):
            self.now.extend(bytes(end - len(self.now)))
            self.lengths.append(end)
        self.now[at:end] = data
        self._touched(at // SECTOR, (end - 1) // SECTOR)

    def truncate(self, length: int) -> None:
        before = len(self.now)
        if length == before:
            return
        del self.now[length:]
        self.now.extend(bytes(length - len(self.now)))
        self.lengths.append(length)
        self._touched(length // SECTOR, (before - 1) // SECTOR)

    def sync(self) -> None:
        for number in self.sectors:
            start = number * SECTOR
            if len(self.certain) < start:
                self.certain.extend(bytes(start - len(self.certain)))
            self.certain[start : start + SECTOR] = self.now[start : start + SECTOR]
        del self.certain[len(self.now) :]
        self.certain.extend(bytes(len(self.now) - len(self.certain)))
        self.sectors.clear()
        self.lengths.clear()

    def after(self, cut: Cut) -> bytes:
        """What may be read of it after the power was cut."""
        length = cut.one_of([len(self.certain), *self.lengths])
        found = bytearray(self.certain[:length])
        if length > len(found):
            found.extend(cut.never_written(length - len(found)))
        for number, states in self.sectors.items():
            start = number * SECTOR
            chosen = cut.one_of([None, *states])
            if chosen is not None and start < length:
                found[start : start + SECTOR] = chosen[: length - start]
        return bytes(found)

    def _touched(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            start = number * SECTOR
            state = bytes(self.now[start : start + SECTOR]).ljust(SECTOR, b"\0")
            self.sectors.setdefault(number, []).append(state)


class Cut:
    """How one cut falls: the chance by which things reached the disk or not."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        #: How likely something that was not brought out is there nevertheless.
        self._likely = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        self._names_in_order = chance.random() < 0.7
        self._blank = chance.random() < 0.5

    @classmethod
    def of(cls, seed: int) -> Cut:
        """The cut that this seed brings."""
        return cls(random.Random(seed))

    def one_of(self, states: list[T]) -> T:
        """One of the states that something went through, the first of which is certain."""
        if self._chance.random() >= self._likely:
            return states[0]
        return states[-1] if self._chance.random() < 0.5 else self._chance.choice(states)

    def never_written(self, length: int) -> bytes:
        """What lies where a file was made longer and nothing arrived."""
        return bytes(length) if self._blank else self._chance.randbytes(length)

    def names(self, waiting: list[_Naming]) -> list[_Naming]:
        """Which of the changes of names, in their order, are on the disk."""
        if self._names_in_order:
            return waiting[: self.one_of([0, *range(1, len(waiting) + 1)])]
        return [one for one in waiting if self._chance.random() < self._likely]


@dataclass(frozen=True, slots=True)
class _Naming:
    """One change of names: each path with what lies there afterwards, None for nothing."""

    changes: tuple[tuple[str, _File | _Folder | None], ...]

    def touches(self, folder: str) -> bool:
        return any(str(PurePosixPath(path).parent) == folder for path, _ in self.changes)


class _Folder:
    """A folder; what is in it is told by the paths."""


@dataclass(slots=True)
class _Open:
    """A file descriptor."""

    path: str
    file: _File | None
    place: int = 0


class Disk:
    """The disk below one folder, while the recorded calls go by.

    `said` is what the program wrote to its standard output so far. With `folder_syncs` false, an
    fsync of a folder brings nothing out.
    """

    def __init__(self, root: Path, before: dict[str, bytes | None], *, folder_syncs: bool) -> None:
        self._root = str(root)
        self._folder_syncs = folder_syncs
        self._names: dict[str, _File | _Folder] = {}
        self._open: dict[int, _Open] = {}
        self._waiting: list[_Naming] = []
        self.said = b""
        for path, content in before.items():
            self._names[self._in_root(path)] = _held(content)
        self._certain = dict(self._names)

    def changes(self, call: Call) -> bool:
        """Let a call happen; whether it concerned this disk, or what was said."""
        if call.name in {"openat", "open", "creat"}:
            return self._opened(call)
        if call.name == "close":
            self._open.pop(call.number(0), None)
            return False
        if call.name in _NAMINGS:
            return self._renamed(call)
        if call.name == "write" and call.number(0) == _STANDARD_OUTPUT:
            self.said += call.data(1)
            return True
        given = self._open.get(_descriptor(call))
        if given is None:
            return False
        self._on_file(call, given)
        return True

    def after(self, cut: Cut) -> dict[str, bytes | None]:
        """What may lie below the folder once the power was cut: bytes, or None for a folder."""
        names = dict(self._certain)
        for naming in cut.names(self._waiting):
            _apply(names, naming)
        found: dict[str, bytes | None] = {}
        for path in sorted(names):
            held, own = names[path], PurePosixPath(path).relative_to(self._root)
            # A name in a folder that is not there leads nowhere.
            if str(own.parent) == "." or found.get(str(own.parent), b"") is None:
                found[str(own)] = held.after(cut) if isinstance(held, _File) else None
        return found

    def _in_root(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _is_here(self, path: str) -> bool:
        return path == self._root or path.startswith(self._root + "/")

    def _opened(self, call: Call) -> bool:
        path = self._path(call, 0) if call.name == "openat" else call.path(0)
        flags = call.arguments[2 if call.name == "openat" else 1]
        self._open.pop(call.result, None)
        if not self._is_here(path):
            return False
        if "O_TMPFILE" in flags:  # it never has a name
            self._open[call.result] = _Open(path, _File())
            return True
        held = self._names.get(path)
        if held is None and "O_CREAT" in flags:
            held = _File()
            self._name((path, held))
        if path == self._root or isinstance(held, _Folder):
            self._open[call.result] = _Open(path, None)
            return False
        if held is None:
            raise RuntimeError(f"opened, but never made: {path}")
        if "O_TRUNC" in flags:
            held.truncate(0)
        place = len(held.now) if "O_APPEND" in flags else 0
        self._open[call.result] = _Open(path, held, place)
        return True

    def _renamed(self, call: Call) -> bool:
        places = _NAMINGS[call.name]
        paths = [self._path(call, place) if at else call.path(place) for place, at in places]
        if not any(self._is_here(path) for path in paths):
            return False
        if call.name in {"mkdir", "mkdirat"}:
            self._name((paths[0], _Folder()))
        elif call.name in {"unlink", "unlinkat", "rmdir"}:
            self._name((paths[0], None))
        else:
            self._name((paths[1], self._names[paths[0]]), (paths[0], None))
        return True

    def _name(self, *changes: tuple[str, _File | _Folder | None]) -> None:
        naming = _Naming(changes)
        _apply(self._names, naming)
        self._waiting.append(naming)

    def _on_file(self, call: Call, given: _Open) -> None:
        if call.name in {"fsync", "fdatasync"}:
            self._sync(given)
            return
        file = given.file
        if file is None:
            raise RuntimeError(f"{call.name} on a folder")
        if call.name == "pwrite64":
            file.write(call.number(3), call.data(1)[: call.result])
        elif call.name == "write":
            file.write(given.place, call.data(1)[: call.result])
            given.place += call.result
        elif call.name == "ftruncate":
            file.truncate(call.number(1))
        elif call.name == "lseek":
            given.place = call.result
        elif call.name == "sendfile" and call.arguments[2].startswith("["):
            self._copied(call, given, file)
        else:
            raise RuntimeError(f"a call that this disk does not know: {call.name}")

    def _copied(self, call: Call, given: _Open, file: _File) -> None:
        source = self._open[call.number(1)].file
        # strace writes the offset before and after: [0] => [4096].
        start = int(call.arguments[2].partition("=>")[0].strip(" []"))
        if source is None:
            raise RuntimeError("copied from a folder")
        file.write(given.place, bytes(source.now[start : start + call.result]))
        given.place += call.result

    def _sync(self, given: _Open) -> None:
        if given.file is not None:
            given.file.sync()
        elif self._folder_syncs:
            for naming in [one for one in self._waiting if one.touches(given.path)]:
                _apply(self._certain, naming)
                self._waiting.remove(naming)

    def _path(self, call: Call, place: int) -> str:
        """A path with the folder that it is relative to."""
        folder, path = call.arguments[place], call.path(place + 1)
        if path.startswith("/") or folder == "AT_FDCWD":
            return path
        there = self._open.get(int(folder))
        return path if there is None else f"{there.path}/{path}"


#: Calls that change names: where their paths are, and whether a folder's descriptor goes before.
_NAMINGS = {
    "mkdir": ((0, False),),
    "mkdirat": ((0, True),),
    "unlink": ((0, False),),
    "unlinkat": ((0, True),),
    "rmdir": ((0, False),),
    "rename": ((0, False), (1, False)),
    "renameat": ((0, True), (2, True)),
    "renameat2": ((0, True), (2, True)),
}


def _descriptor(call: Call) -> int:
    text = call.arguments[0]
    return int(text) if text.isdigit() else -1


def _apply(names: dict[str, _File | _Folder], naming: _Naming) -> None:
    for path, held in naming.changes:
        if held is None:
            names.pop(path, None)
        else:
            names[path] = held


def _held(content: bytes | None) -> _File | _Folder:
    return _Folder() if content is None else _File(bytearray(content), bytearray(content))


def put(root: Path, content: dict[str, bytes | None]) -> None:
    """Make the folder with what lies in it."""
    root.mkdir(parents=True)
    for path, held in sorted(content.items()):
        if held is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(held)
