"""The world a bench works in: a private screen, a community's server, a data folder."""

from __future__ import annotations

import contextlib
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1280, 800
_HEADER = struct.Struct(">25I")
#: Fields of an X window dump's header (X11/XWDFile.h) by their place.
_SIZE, _LINE, _COLOURS = 0, 12, 19


class PrivateScreen:
    """An X server of its own whose picture can be looked at from outside, as a person would."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="footbridge-screen."))
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-fbdir", str(self._folder), "-noreset",
             "-nocursor", "-nolisten", "tcp", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.display = f":{number}"
        with (self._folder / "Xvfb_screen0").open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = _HEADER.unpack_from(self._map)
        start = header[_SIZE] + header[_COLOURS] * 12
        dots = numpy.frombuffer(self._map, numpy.uint32, HEIGHT * header[_LINE] // 4, start)
        self._dots = dots.reshape(HEIGHT, -1)

    def __enter__(self) -> PrivateScreen:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.terminate()
        self._server.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def picture(self, step: int = 1) -> numpy.ndarray:
        """What is on the screen now: every `step`-th dot of every `step`-th line."""
        return self._dots[::step, ::step] & numpy.uint32(0xFFFFFF)


def environment(**more: str) -> dict[str, str]:
    """For a program under measurement: nothing of ours, its modules compiled once and kept.

    An installed program has its modules compiled; a checkout may be told not to keep them.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FOOTBRIDGE_", "QT_", "PYTHON")) and name != "WAYLAND_DISPLAY"
    }
    return kept | {"PYTHONPYCACHEPREFIX": str(_compiled()), "PYTHONPATH": str(ROOT)} | more


def _compiled() -> Path:
    return Path(tempfile.gettempdir()) / f"footbridge-bench-compiled.{os.getuid()}"


def program(*words: str) -> list[str]:
    """The command of the program itself."""
    return [sys.executable, "-m", "ui.main", *words]


@contextmanager
def serving(count: int) -> Iterator[str]:
    """A community's server with so many notices, in a process of its own; yields its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench_sync", "--serve", str(count)],
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        end(process)


def end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Have it end, and close its pipes."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        if process.poll() is None:
            process.kill()
            process.wait(5)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="footbridge-bench."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def joined(data: Path, address: str, *, filled: bool = True) -> Path:
    """A data folder of someone who has joined that community; `filled` with all its notices."""
    from dataclasses import replace

    from app.domain.language import Language
    from tests.fakes.client import client, run_once

    services = client(data, address)
    try:
        profile = replace(services.profiles.load(), started=True, language=Language.ENGLISH)
        services.profiles.save(profile)
        if filled:
            report = run_once(services)
            if report.problem is not None:
                raise RuntimeError(f"the notices did not come in: {report.problem}")
            # The first start of a day copies the store; that is not what is measured here.
            services.store.daily_copy()
    finally:
        services.close()
    return data
