"""Processes for the drill that are there at once and may be killed at any moment.

A nursery has loaded what its children need and forks: a child is there in some milliseconds, where
Python alone would take half a second. What a child is told and what it says goes over a socket, a
line of JSON each; a line that was written before a `kill -9` can still be read after it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: A child that says nothing for so long hangs; seconds.
_HANGS_S = 60.0

Line = dict[str, Any]
Tell = Callable[[Line], None]


class Child:
    """One process of a nursery."""

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid = pid
        self._fd = os.pidfd_open(pid)
        self._socket = line
        self._socket.settimeout(_HANGS_S)
        self._lines = line.makefile("rb")

    def tell(self, *lines: Line) -> None:
        """Tell it what to do; one that is dead hears nothing."""
        try:
            self._socket.sendall(b"".join(json.dumps(one).encode() + b"\n" for one in lines))
        except OSError:
            return

    def hear(self) -> Line | None:
        """The next thing it says; None when it is dead. Raises TimeoutError when it hangs."""
        try:
            said = self._lines.readline()
        except ConnectionResetError:
            return None
        if not said.endswith(b"\n"):
            return None
        told: Line = json.loads(said)
        return told

    def ask(self, line: Line) -> Line:
        """Tell it and hear what it says. Raises RuntimeError when it dies."""
        self.tell(line)
        said = self.hear()
        if said is None:
            raise RuntimeError(f"a child died of {line}")
        return said

    def kill(self) -> None:
        """`kill -9`, from any thread, as often as wanted."""
        if self._fd >= 0:
            try:
                signal.pidfd_send_signal(self._fd, signal.SIGKILL)
            except ProcessLookupError:
                return

    def bury(self) -> None:
        """Kill it and wait until nothing of it is left."""
        self.kill()
        select.select([self._fd], [], [], _HANGS_S)
        fd, self._fd = self._fd, -1
        os.close(fd)
        self._lines.close()
        self._socket.close()


class Nursery:
    """Forks children that run `main(tell, options)` of a module. To be left by `close`."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = here
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.drill_nursery", module, str(there.fileno())],
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            env=None if environment is None else dict(environment),
            pass_fds=(there.fileno(),),
        )
        there.close()

    def child(self, options: Line) -> Child:
        """A new child; from any thread."""
        mine, its = socket.socketpair()
        with self._lock:
            socket.send_fds(self._control, [json.dumps(options).encode()], [its.fileno()])
            pid = self._control.recv(64)
        its.close()
        if not pid:
            raise RuntimeError("the nursery is dead")
        return Child(int(pid), mine)

    def close(self) -> None:
        """End it; its children end by themselves."""
        self._control.close()
        self._process.wait(_HANGS_S)


def _live(control: socket.socket, main: Callable[[socket.socket, Line], None]) -> None:
    """Fork until the other end is closed."""
    # Nobody waits for the children: who wants to know has a descriptor of the process.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        options, fds, _, _ = socket.recv_fds(control, 65536, 1)
        if not options:
            return
        pid = os.fork()
        if not pid:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with socket.socket(fileno=fds[0]) as line:
                main(line, json.loads(options))
            os._exit(0)
        os.close(fds[0])
        control.send(str(pid).encode())


def lines_of(line: socket.socket) -> tuple[Callable[[], Line | None], Tell]:
    """At the child's end: what hears the next line, and what says one."""
    read = line.makefile("rb")

    def hear() -> Line | None:
        told = read.readline()
        return json.loads(told) if told.endswith(b"\n") else None

    def say(what: Line) -> None:
        line.sendall(json.dumps(what).encode() + b"\n")

    return hear, say


if __name__ == "__main__":
    import importlib

    _live(socket.socket(fileno=int(sys.argv[2])), importlib.import_module(sys.argv[1]).main)
