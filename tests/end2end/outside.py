"""The program as a person has it: its own process, a real window under Xvfb, keys and a pointer.

`Desktop` is a screen with a window manager and an accessibility bus; `Program` is Footbridge on it.
What is on the screen is read from outside through AT-SPI, as a screen reader does; what is pressed
goes through the X server, as from a keyboard or a mouse.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
#: Generous: this bounds a test that hangs, it judges no speed.
WITHIN_S = 40.0
T = TypeVar("T")


class NotSeen(AssertionError):
    """What was waited for did not come."""


def wait_for(what: str, look: Callable[[], T | None], within_s: float = WITHIN_S) -> T:
    """Ask `look` until it gives something true; fails with `what` after `within_s`."""
    end = time.monotonic() + within_s
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise NotSeen(what)
        time.sleep(0.1)  # a look at the whole screen keeps both sides busy


def tool(name: str) -> str:
    """The path of a program that these tests need."""
    path = shutil.which(name)
    assert path, f"{name} is needed for the end-to-end tests; `python3 dev.py test` installs it"
    return path


@dataclass(frozen=True)
class Node:
    """One thing on the screen, as a screen reader knows it."""

    path: tuple[int, ...]
    role: str
    name: str
    description: str
    id: str
    text: str
    box: tuple[int, int, int, int] | None
    states: frozenset[str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Node:
        """From the client's JSON."""
        return cls(
            tuple(raw["path"]),
            raw["role"],
            raw["name"],
            raw["description"],
            raw["id"],
            raw["text"],
            tuple(raw["box"]) if raw["box"] else None,
            frozenset(raw["states"]),
        )

    def called(self, *names: str) -> bool:
        """Whether its name is one of these, perhaps with a note after it."""
        return any(self.name == name or self.name.startswith(f"{name}.") for name in names)

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self.name} {self.text}"


class Desktop:
    """A screen of 1280×720 with openbox, a session bus and an accessibility bus of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.started: list[subprocess.Popen[Any]] = []
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FOOTBRIDGE_", "QT_", "DBUS_", "DJANGO_", "PYTEST_"))
        }
        for name in ("CONFIG", "DATA", "CACHE"):
            self.environment[f"XDG_{name}_HOME"] = str(folder / name.lower())
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.environment |= {"XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8"}
        try:
            self._start_screen()
            self._start_bus()
        except BaseException:
            self.close()
            raise

    def start(self, *command: str, **more: Any) -> subprocess.Popen[Any]:
        """Start a program on this desktop; it is ended with the desktop."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | more
        process = subprocess.Popen(
            [tool(command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            env=self.environment,
            start_new_session=True,
            **quiet,
        )
        self.started.append(process)
        return process

    def _start_screen(self) -> None:
        read, write = os.pipe()
        self.start(
            "Xvfb",
            *("-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-ac"),
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        self.environment["DISPLAY"] = f":{number}"
        self.start("openbox")
        # The first key of all brings the keyboard its layout, on which openbox lets go of its own
        # keys for a moment: an Alt+F4 that came first went past it in 2 of 30 tries on a busy
        # machine, in none of 45 after this.
        self.xdotool("key", "shift")

    def _start_bus(self) -> None:
        bus = self.start(
            "dbus-daemon",
            *("--session", "--nofork", "--nopidfile", "--print-address=1"),
            stdout=subprocess.PIPE,
        )
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        bus.stdout.close()
        subprocess.run(
            [
                *(tool("gdbus"), "call", "--session", "--dest", "org.a11y.Bus"),
                *("--object-path", "/org/a11y/bus"),
                *("--method", "org.freedesktop.DBus.Properties.Set"),
                *("org.a11y.Status", "IsEnabled", "<true>"),
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=WITHIN_S,
        )

    def xdotool(self, *words: str) -> str:
        """Move the pointer, click, press keys."""
        done = subprocess.run(
            [tool("xdotool"), *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=WITHIN_S,
        )
        return done.stdout

    def picture(self, path: Path) -> None:
        """Keep a picture of the whole screen, for a person who looks into a failure."""
        subprocess.run(
            [tool("import"), "-window", "root", str(path)],
            env=self.environment,
            check=False,
            timeout=WITHIN_S,
        )

    def close(self) -> None:
        """End everything on this desktop."""
        for process in reversed(self.started):
            end_group(process)


def end_group(process: subprocess.Popen[Any]) -> None:
    """End a process and all it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
        break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Program:
    """Footbridge in a process of its own on a desktop."""

    def __init__(self, desktop: Desktop, *options: str, environment: dict[str, str]) -> None:
        self.desktop = desktop
        self.log = desktop.folder / "program.log"
        self._client: subprocess.Popen[str] | None = None
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ui.main", *options],
                cwd=ROOT,
                env=desktop.environment
                | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
                | {"PYTHONFAULTHANDLER": "1"}
                | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    # --- looking --------------------------------------------------------------------------------

    def _ask(self, **request: Any) -> dict[str, Any]:
        if self._client is None:
            self._client = subprocess.Popen(
                [SYSTEM_PYTHON, "-W", "ignore", str(Path(__file__).with_name("atspi_client.py"))],
                env=self.desktop.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps({"application": "footbridge", **request}) + "\n")
        self._client.stdin.flush()
        line = self._client.stdout.readline()
        return dict(json.loads(line)) if line else {"error": "the client ended"}

    def nodes(self) -> list[Node]:
        """Everything that is showing; empty while the program starts or changes its screen."""
        ended = self.process.poll()
        assert ended is None, f"the program ended ({ended}):\n{self.log.read_text()}"
        return [Node.of(raw) for raw in self._ask(ask="nodes").get("nodes", [])]

    def find(self, test: Callable[[Node], bool]) -> Node | None:
        """The first node for which `test` is true."""
        return next((node for node in self.nodes() if test(node)), None)

    def see(self, words: str) -> Node:
        """Wait until these words are on the screen."""
        try:
            what = f"“{words}” on the screen"
            return wait_for(what, lambda: self.find(lambda n: words in n.words))
        except NotSeen as problem:
            raise NotSeen(f"{problem}; there is: {self.everything()}") from None

    def everything(self) -> list[str]:
        """All words on the screen, for the message of a failing test."""
        return [node.words.strip()[:80] for node in self.nodes() if node.words.strip()]

    def button(self, *names: str) -> Node:
        """Wait for something to press whose name is, or begins with, one of these."""

        def look() -> Node | None:
            return self.find(lambda n: "focusable" in n.states and bool(n.box) and n.called(*names))

        try:
            return wait_for(f"a button “{names}”", look)
        except NotSeen as problem:
            raise NotSeen(f"{problem}; there is: {self.everything()}") from None

    # --- hands ----------------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys, by their X names."""
        self.desktop.xdotool("key", "--clearmodifiers", "--delay", "30", *keys)

    def click(self, node: Node) -> None:
        """Move the pointer onto the middle of a node and press."""
        assert node.box is not None
        x, y, width, height = node.box
        # Without --sync, which waits fifteen seconds where the pointer stands there already.
        self.desktop.xdotool(
            *("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")
        )

    def focused(self) -> Node | None:
        """What has the keyboard."""
        # A text field's inner part calls itself focused too, but can't be focused.
        inner = [node for node in self.nodes() if {"focused", "focusable"} <= node.states]
        return inner[-1] if inner else None

    def tab_to(self, *names: str) -> None:
        """Press Tab until the thing of one of these names has the keyboard."""
        self.button(*names)
        for _ in range(40):
            now = self.focused()
            if now and now.called(*names):
                return
            self.key("Tab")
            wait_for("the focus to move", lambda now=now: self.focused() != now, 5.0)
        raise NotSeen(f"Tab never came to “{names}”")

    def write(self, text: str) -> None:
        """Type into what has the keyboard."""
        # A letter that is on no key is put on one first, and the program must have seen that
        # before the next letter takes its place.
        self.desktop.xdotool("type", "--delay", "25" if text.isascii() else "160", text)

    def leave(self) -> None:
        """Close the window as a person does; the program must end by itself, and well."""
        if self.process.poll() is None:
            self.key("alt+F4")
            try:
                self.process.wait(WITHIN_S)
            except subprocess.TimeoutExpired:
                self._tell_where_it_stands()
        code = self.process.poll()
        self.close()
        assert code == 0, f"the program ended with {code}:\n{self.log.read_text()}"

    def _tell_where_it_stands(self) -> None:
        """Of a program that does not end: what is on the screen, and in the log each thread."""
        active = self.desktop.xdotool("getwindowfocus", "getwindowname").strip()
        picture = self.desktop.folder / "does-not-end.png"
        self.desktop.picture(picture)
        with self.log.open("a") as log:
            log.write(f"does not end; “{active}” has the keyboard; see {picture}\n")
        # The fault handler writes the stacks of all threads.
        self.process.send_signal(signal.SIGABRT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)

    def close(self) -> None:
        """End the program and the client that looks at it."""
        if self._client is not None:
            if self._client.stdin is not None:
                self._client.stdin.close()
            if self._client.stdout is not None:
                self._client.stdout.close()
            self._client.wait(10)
            self._client = None
        end_group(self.process)
