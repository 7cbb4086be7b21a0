"""Orca itself, running beside the program: what it would say aloud is in its own record."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then

from tests.end2end.outside import Desktop, NotSeen, end_group, wait_for

scenarios("features/screen_reader.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

SAID = re.compile(r"SPEECH OUTPUT: '(.*?)'", re.S)


class Orca:
    """A running Orca without a voice; `said()` is all that it gave to its voice."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        # Orca writes its record line by line to a terminal only; to a file, whenever it likes.
        self._terminal, other = os.openpty()
        self._record = bytearray()
        self._reading = threading.Thread(target=self._read, name="orca")
        self._reading.start()
        # A socket where nobody is: else Orca starts a speech service, which would outlive it.
        desktop.environment["SPEECHD_ADDRESS"] = f"unix_socket:{folder}/nobody"
        self.heard = 0
        self.process = desktop.start("orca", f"--debug-file={os.ttyname(other)}")
        try:
            wait_for("Orca", lambda: "Screen reader on." in self.said())
        except NotSeen:
            self.close()
            raise
        finally:
            os.close(other)

    def _read(self) -> None:
        # The terminal ends with an error when nobody has its other end any more.
        with contextlib.suppress(OSError):
            while data := os.read(self._terminal, 65536):
                self._record += data

    def close(self) -> None:
        """End it."""
        end_group(self.process)
        self._reading.join(10)
        os.close(self._terminal)

    def said(self) -> list[str]:
        """All that was said so far."""
        return SAID.findall(bytes(self._record).decode(errors="replace"))

    def hear(self, words: str) -> None:
        """Wait until it says these words, after what was heard before."""

        def look() -> bool:
            for number, text in enumerate(self.said()):
                if number >= self.heard and words in text:
                    self.heard = number
                    return True
            return False

        try:
            wait_for(f"Orca to say “{words}”", look, 20.0)
        except NotSeen as problem:
            raise NotSeen(f"{problem}; it said: {self.said()}") from None


@pytest.fixture
def orca(desktop: Desktop, tmp_path: Path) -> Iterator[Orca]:
    running = Orca(desktop, tmp_path)
    yield running
    running.close()


@given("Orca is running")
def _orca(orca: Orca) -> None:
    assert orca.process.poll() is None


@then(parsers.parse('Orca says "{words}"'))
def _says(orca: Orca, words: str) -> None:
    orca.hear(words)
