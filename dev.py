#!/usr/bin/env python3
"""The one task file of Footbridge: set up, run, test, build. Standard library only, any system.

``python3 dev.py`` prints the commands; each has ``--help``. Everything is kept in this checkout:
the Python packages in ``.venv``, the sample's data in ``.local``.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in plain words, before anything newer is used
    sys.exit(f"Footbridge needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse
import contextlib
import ctypes
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCAL = ROOT / ".local"
CONSTRAINTS = ROOT / "constraints.txt"  # the versions of what our packages need in turn
TRANSLATIONS = ROOT / "resources" / "translations"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PREFERRED_PORT = 8765
SAMPLE = "willow-lane"
SERVER_START_S = 90.0
PROBE_S = 30.0
CHECK_S = 60 * 60.0  # no check may hang for ever; the whole takes a quarter of this
TEST_S = 300  # after so long one test's stacks are printed

# --- What the system must have ---------------------------------------------------------------
# Debian's package names; "a|b" is one package under two names (Debian 13 and Ubuntu 24.04 renamed
# some for 64-bit time). Found one by one in a bare Debian; the comments say what needs them.
WINDOW_PACKAGES = (
    "libglib2.0-0|libglib2.0-0t64",  # QtCore
    "libgl1",  # QtGui
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",  # the way to a screen reader
    "libxcb-cursor0",  # from here on: Qt's X11 platform
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libportaudio2",  # sound in and out
    "libasound2-plugins|pipewire-alsa",  # ... through the desktop's sound server
)
TEST_PACKAGES = (
    *WINDOW_PACKAGES,
    "xvfb",  # a screen, a window manager and fingers for the end-to-end tests
    "xauth",
    "xdotool",
    "openbox",
    "imagemagick",  # pictures of that screen
    "dbus",  # the outside of the program as a screen reader finds it
    "libglib2.0-bin",
    "at-spi2-core",
    "python3-gi",
    "gir1.2-atspi-2.0",
    "orca",  # the screen reader itself, whose every word is looked at
    "gsettings-desktop-schemas",
    "pulseaudio",  # a loudspeaker and a microphone made of nothing
    "pulseaudio-utils",
    "alsa-utils",
    "strace",  # writes down what reaches the disk, for power cuts
    "espeak-ng",  # voices that the tests speak and dictate with
    "flite",
    "postgresql",  # the server's other database
)
BUILD_PACKAGES = (
    *WINDOW_PACKAGES,
    "binutils",  # PyInstaller reads libraries with objdump
    f"libpython3.{sys.version_info.minor}|libpython3.{sys.version_info.minor}t64",
    "xvfb",
    "xauth",
)
# Off Debian: a program that proves each need, and the need in plain words.
TEST_TOOLS = {
    "Xvfb": "Xvfb, the X server without a screen",
    "xdotool": "xdotool",
    "openbox": "openbox, a window manager",
    "import": "ImageMagick",
    "dbus-run-session": "D-Bus",
    "gdbus": "GLib's command line tools",
    "orca": "Orca, the screen reader",
    "pulseaudio": "PulseAudio",
    "pactl": "PulseAudio's command line tools",
    "aplay": "ALSA's command line tools",
    "strace": "strace",
    "espeak-ng": "eSpeak NG",
    "flite": "Flite",
    "pg_config|postgres|pg_ctl|psql": "PostgreSQL's server",
}
PLAIN_WINDOW_LIST = (
    "OpenGL and EGL (Mesa), GLib, D-Bus, fontconfig, libxkbcommon with its X11 part, the XCB "
    "libraries cursor, icccm (wm), keysyms and shape, and PortAudio"
)


class Stop(Exception):
    """Something that a person must put right; the text says what happened and what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, at once even through a pipe."""
    print(text, flush=True)


def call(command: Sequence[str | Path], **options: object) -> int:
    """Run a command in the checkout with its output passed on; return its exit code."""
    options.setdefault("cwd", ROOT)
    return subprocess.run([str(part) for part in command], check=False, **options).returncode  # type: ignore[call-overload, no-any-return]


def call_in_time(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run a check; one that does not end within CHECK_S is ended and has failed."""
    try:
        return call(command, env=environment, timeout=CHECK_S)
    except subprocess.TimeoutExpired:
        say(f"This check did not end within {CHECK_S / 60:.0f} minutes.")
        return 1


# --- System packages -------------------------------------------------------------------------
def is_debian() -> bool:
    """Whether apt and dpkg rule this machine (Debian, Ubuntu and their kin)."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def installed_packages(names: Iterable[str]) -> set[str]:
    """Which of the named Debian packages are installed and whole; asks dpkg, not the network."""
    form = "${db:Status-Abbrev}|${Package}\n"
    query = ["dpkg-query", "--show", f"--showformat={form}", *names]
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    return {line.partition("|")[2] for line in lines if line.startswith("ii")}


def missing_packages(packages: Sequence[str]) -> list[str]:
    """Those entries of a table above of which no name is installed."""
    present = installed_packages(name for entry in packages for name in entry.split("|"))
    return [entry for entry in packages if not present.intersection(entry.split("|"))]


def known_name(entry: str) -> str:
    """The name of a table's entry that this release of Debian or Ubuntu can install."""
    names = entry.split("|")
    for name in names:
        answer = subprocess.run(
            ["apt-cache", "policy", name],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        ).stdout
        if "Candidate:" in answer and "Candidate: (none)" not in answer:
            return name
    return names[0]


def apt_prefix() -> list[str] | None:
    """What to put before apt-get to be allowed to install; None when this person may not."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if sys.stdin.isatty():
        return ["sudo"]
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if may else None


def apt_install(entries: Sequence[str]) -> None:
    """Install Debian packages.

    Raises Stop with the line to type when this person may not or apt fails.
    """
    prefix = apt_prefix()
    by_hand = "Please type, and then start again:\n  sudo apt-get update && sudo apt-get install "
    if prefix is None:
        names = " ".join(known_name(entry) for entry in entries)
        raise Stop(f"Some system packages are missing.\n{by_hand}{names}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    say(f"Fetching the list of system packages.{' sudo may ask for your password.' * bool(prefix)}")
    call([*apt, "update"])  # one dead mirror is no reason to stop; the install will tell
    names_known = [known_name(entry) for entry in entries]
    say(f"Installing system packages: {' '.join(names_known)}")
    if call([*apt, "install", "-y", "--no-install-recommends", *names_known]):
        raise Stop(f"apt-get could not install everything.\n{by_hand}{' '.join(names_known)}")


def ensure_packages(packages: Sequence[str], *, needed: bool) -> None:
    """Have the system packages there; off Debian leave it to the later checks.

    When `needed` is false, packages that can't be installed are told and passed over: the libraries
    may be there under another roof, and `check_window_libraries` looks.
    """
    if not is_debian():
        return
    missing = missing_packages(packages)
    if not missing:
        return
    try:
        apt_install(missing)
    except Stop as stop:
        if needed:
            raise
        say(str(stop))


def ensure_test_tools() -> None:
    """Off Debian: raise Stop with a plain list when a tool that the tests need is missing."""
    if is_debian():
        return
    missing = [
        words
        for names, words in TEST_TOOLS.items()
        if not any(shutil.which(name) for name in names.split("|"))
    ]
    if missing:
        raise Stop("Please install these, and start again:\n  " + "\n  ".join(missing))


# --- Python packages -------------------------------------------------------------------------
def requirements(*extras: str) -> list[str]:
    """The pinned packages of pyproject.toml: the program's own and those of the named extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return wanted


def stamp(wanted: Iterable[str]) -> Path:
    """The file that says: these packages are all in .venv."""
    digest = hashlib.sha256("\n".join(sorted(wanted)).encode() + CONSTRAINTS.read_bytes())
    return VENV / f".footbridge-{digest.hexdigest()[:16]}"


def ensure_venv() -> None:
    """Have a virtual environment that works; one that a killed set-up left half made is remade.

    One that is only linked here is never cleared: it is another checkout's too.
    """
    unfinished = VENV / ".footbridge-unfinished"
    whole = PYTHON.exists() and (VENV / "pyvenv.cfg").exists() and not unfinished.exists()
    if whole and call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0:
        return
    if VENV.is_symlink():
        raise Stop(
            f"The virtual environment {VENV.resolve()} does not work, and other checkouts may use "
            "it.\nPlease remove the link .venv, and start again: this checkout gets one of its own."
        )
    version = f"python3.{sys.version_info.minor}"
    if not module_exists("ensurepip") or not module_exists("venv"):
        if not is_debian():
            raise Stop("Python's own modules venv and ensurepip are missing; please install them.")
        apt_install([f"{version}-venv"])
    say("Making the virtual environment .venv")
    VENV.mkdir(exist_ok=True)
    unfinished.touch()
    # A child makes it: modules that apt has just brought are not seen by this process.
    if call([sys.executable, "-m", "venv", "--clear", VENV]):
        raise Stop("The virtual environment .venv could not be made; the lines above say why.")


def module_exists(name: str) -> bool:
    """Whether this Python, as it is now, can import the named module of its own library."""
    return call([sys.executable, "-c", f"import {name}"], stderr=subprocess.DEVNULL) == 0


def ensure_python_packages(*extras: str) -> None:
    """Have the pinned Python packages in .venv; costs nothing when the stamp is there."""
    wanted = requirements(*extras)
    if PYTHON.exists() and stamp(wanted).exists():
        return
    with one_at_a_time():
        if PYTHON.exists() and stamp(wanted).exists():
            return  # the one that was waited for has done it
        ensure_venv()
        unfinished = VENV / ".footbridge-unfinished"
        unfinished.touch()
        say("Installing the Python packages; the first time this takes some minutes.")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
        if call([*pip, "install", "--constraint", CONSTRAINTS, *wanted]):
            if call([*pip, "check"]) == 0:  # what was there before is still whole
                unfinished.unlink()
            raise Stop(
                "The Python packages could not be installed; the lines above say why.\n"
                "Nothing is lost. Please check the network, and start again."
            )
        for old in VENV.glob(".footbridge-*"):
            old.unlink()
        for done in (requirements(), requirements("server"), wanted):
            if set(done) <= set(wanted):
                stamp(done).touch()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep a second set-up of the same .venv waiting until the first has ended.

    The lock lies beside the real folder: several checkouts may link to one.
    """
    real = VENV.resolve()
    real.parent.mkdir(parents=True, exist_ok=True)
    with real.with_name(f"{real.name}.lock").open("w") as lock:
        if WINDOWS:  # a second start there is rare enough to go unguarded
            yield
            return
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def entry(module: str, function: str) -> list[str | Path]:
    """The start of a command line for a package's script; works in a moved checkout as well."""
    return [PYTHON, "-c", f"import sys; from {module} import {function}; sys.exit({function}())"]


# --- The screen ------------------------------------------------------------------------------
NO_SCREEN = (
    "Footbridge needs a screen, and none answers here: start it from a desktop session, "
    "over `ssh -X`, or with `xvfb-run -a python3 dev.py run`."
)
PROBE = """
import ctypes, pathlib, sys, PySide6.QtWidgets, PySide6.QtSvg, sounddevice
if sys.platform == "linux":
    folder = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    ctypes.CDLL(str(folder / "libqxcb.so"))
"""


def wants_screen() -> bool:
    """Whether Qt will look for a display server: only on Linux, unless told to do without."""
    quiet = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return sys.platform.startswith("linux") and platform not in quiet


def check_screen_named() -> None:
    """Raise Stop when no display server is even named: known before anything is installed."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if wants_screen() and not named:
        raise Stop(NO_SCREEN)


def check_screen_answers() -> None:
    """Raise Stop when Qt can't open a display; a child tries, for Qt ends it with an abort."""
    if not wants_screen():
        return
    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    try:
        found = subprocess.run(
            [PYTHON, "-c", attempt],
            capture_output=True,
            check=False,
            timeout=PROBE_S,
            preexec_fn=no_core_file,
        )
    except subprocess.TimeoutExpired:
        raise Stop(NO_SCREEN) from None
    if found.returncode:
        raise Stop(NO_SCREEN)


def no_core_file() -> None:
    """In a child that may abort: leave no core file behind."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_window_libraries() -> None:
    """Raise Stop, with a plain list, when the libraries of the window or of sound don't load."""
    found = subprocess.run([PYTHON, "-c", PROBE], capture_output=True, text=True, check=False)
    if found.returncode:
        reason = (found.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise Stop(
            f"Something of this system is missing: {reason}\n"
            f"Please install: {PLAIN_WINDOW_LIST}. Then start again."
        )


# --- The server and the program --------------------------------------------------------------
def quiet_locale(environment: dict[str, str]) -> dict[str, str]:
    """The same environment, in UTF-8 where none was chosen (Qt complains about the C locale)."""
    chosen = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG")
    if not WINDOWS and (chosen or "C") in ("C", "POSIX"):
        environment["LC_ALL"] = "C.UTF-8"
    return environment


def server_environment(data: Path, *, own_database: bool = False) -> dict[str, str]:
    """The environment of the local server: all its state below `data`.

    With `own_database` a DATABASE_URL from outside is obeyed; the sample never goes there.
    """
    data.mkdir(parents=True, exist_ok=True)
    environment = quiet_locale(dict(os.environ))
    environment["FOOTBRIDGE_SERVER_DATA"] = str(data)
    if not own_database:
        environment.pop("DATABASE_URL", None)
    return environment


def manage(*arguments: str | Path) -> list[str]:
    """The command line of the server's own tool."""
    return [str(PYTHON), "-m", "server.manage", *map(str, arguments)]


def load_sample(data: Path) -> str:
    """Fill the local server with Willow Lane, once for each state of the sample's files.

    Returns the community's code.
    """
    folder = ROOT / "resources" / "sample"
    digest = hashlib.sha256()
    for kind in (folder, ROOT / "server"):
        for file in sorted(kind.rglob("*")):
            if file.is_file() and (kind == folder or file.parent.name == "migrations"):
                digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    done = data / f"loaded-{digest.hexdigest()[:16]}"
    if done.exists() and (code := done.read_text("utf-8")):
        return code
    say("Preparing the sample community, Willow Lane.")
    environment = server_environment(data)
    for step in (("migrate", "--verbosity", "0"), ("load_community", str(folder))):
        if call(manage(*step), env=environment):
            raise Stop("The sample community could not be prepared; the lines above say why.")
    code = sample_keys(data, environment)
    for old in data.glob("loaded-*"):
        old.unlink()
    done.write_text(code, "utf-8")
    return code


def sample_keys(data: Path, environment: Mapping[str, str]) -> str:
    """Give Willow Lane keys to try things with, unless it has some; return its code."""
    root = next(
        file
        for number in itertools.count()
        if not (file := data / f"willow-lane{number or ''}.root-key").exists()
    )
    which = ("--community", "willow-lane")
    made = subprocess.run(
        manage("keys", "make", *which, "--if-missing", "--root", root, "--passphrase-stdin"),
        cwd=ROOT,
        env=environment,
        input="willow lane is only a sample\n",
        stdout=subprocess.PIPE,
        text=True,
    )
    found = re.search(r"^code: (\S+)$", made.stdout, re.MULTILINE)
    if not found:
        raise Stop("The sample's keys could not be made; the lines above say why.")
    return found[1]


def free_port(preferred: int = PREFERRED_PORT) -> int:
    """The preferred port, or the next free one after it, on this machine's own address.

    The same port each time keeps the address that the program has stored valid.
    """
    for port in range(preferred, preferred + 50):
        with socket.socket() as attempt:
            if not WINDOWS:
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                attempt.bind(("127.0.0.1", port))
                return port
    raise Stop(f"No port between {preferred} and {preferred + 49} is free on this machine.")


def die_with_parent() -> None:
    """In a child on Linux: be asked to end when this script ends, even when that is killed."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


DIE_WITH_PARENT = die_with_parent if sys.platform == "linux" else None


class LocalServer:
    """The community server as a child of this script."""

    def __init__(self, bind: str, environment: Mapping[str, str]) -> None:
        """Start it on `bind`, an address and a port; `wait` tells when it answers."""
        self.address = ""
        self._ready = threading.Event()
        self._child = subprocess.Popen(
            manage("serve", "--bind", bind),
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=not WINDOWS,  # Ctrl+C is for the window first, then for the server
            preexec_fn=DIE_WITH_PARENT,
        )
        self._reader = threading.Thread(target=self._read, name="server-output", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        with self._child.stdout as lines:
            for line in lines:
                word, _, address = line.strip().partition(" ")
                if word == "listening" and not self.address:
                    self.address = address
                    self._ready.set()
                else:
                    say(f"server: {line.rstrip()}")
        self._ready.set()

    def wait(self) -> None:
        """Return when the server listens; raise Stop when it ends or stays silent."""
        self._ready.wait(SERVER_START_S)
        if not self.address:
            self.stop()
            raise Stop("The local server did not start; the lines above say why.")

    def wait_for_end(self) -> int:
        """Wait until the server ends by itself; return its exit code."""
        return self._child.wait()

    def stop(self) -> None:
        """End the server, kindly at first."""
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            if WINDOWS:
                self._child.kill()
            else:
                os.killpg(self._child.pid, signal.SIGKILL)  # its workers too
            self._child.wait()
        self._reader.join(5)


@contextlib.contextmanager
def local_server(
    bind: str, environment: Mapping[str, str], meanwhile: Callable[[], None] = lambda: None
) -> Iterator[LocalServer]:
    """A local server that listens; stopped at the end, whatever happens.

    `meanwhile` is done while it starts.
    """
    server = LocalServer(bind, environment)
    try:
        meanwhile()
        server.wait()
        yield server
    finally:
        server.stop()


def tell_staff(address: str) -> None:
    """Say where the staff's side is and how to get in."""
    say(f"Staff write notices and answer messages at {address}/staff/")
    say("Before the first time, make an account: python3 dev.py account YOUR-NAME")


def start_window(arguments: Sequence[str | Path]) -> int:
    """Run the program until its window closes; return its exit code."""
    command = [str(PYTHON), "-m", "ui.main", *map(str, arguments)]
    environment = quiet_locale(dict(os.environ))
    window = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=DIE_WITH_PARENT)
    try:
        return window.wait()
    except BaseException:  # Ctrl+C or an end from outside: the window first
        window.terminate()
        try:
            window.wait(10)
        except subprocess.TimeoutExpired:
            window.kill()
            window.wait()
        raise


def set_up_to_run() -> None:
    """Have everything there that the program and the server need, but not what the tests need."""
    ensure_packages(WINDOW_PACKAGES, needed=False)
    ensure_python_packages("server")
    compile_translations()


def check_window() -> None:
    """Raise Stop when no window can be opened here."""
    check_window_libraries()
    check_screen_answers()


# --- Translations ----------------------------------------------------------------------------
def qt_tool(name: str) -> list[str | Path]:
    """The start of a command line for a tool that comes with PySide6, such as lupdate."""
    return entry("PySide6.scripts.pyside_tool", name)


def compile_translations() -> None:
    """Compile those translations whose .ts is newer than its .qm; raise Stop when one is broken."""
    for source in sorted(TRANSLATIONS.glob("*.ts")):
        target = source.with_suffix(".qm")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if call([*qt_tool("lrelease"), "-silent", source, "-qm", target]):
            raise Stop(f"The translation {source.name} could not be compiled.")


def lupdate(source: Path, target: Path) -> int:
    """Bring `target` up to the strings of the code; English holds only what has a plural."""
    language = source.stem.partition("_")[2] or "en"
    only = ["-pluralonly"] if language == "en" else []
    code = sorted(path.relative_to(ROOT) for path in (ROOT / "ui").rglob("*.py"))
    options = ["-source-language", "en", "-target-language", language, "-no-obsolete", "-silent"]
    return call([*qt_tool("lupdate"), *code, *only, "-ts", target, *options])


def messages(file: Path) -> set[tuple[str, str, str]]:
    """The (context, text, comment) of all strings of a .ts file that are in use."""
    return {
        (context.findtext("name", ""), entry.findtext("source", ""), entry.findtext("comment", ""))
        for context in ElementTree.parse(file).getroot().iter("context")
        for entry in context.iter("message")
        if entry.find("translation[@type='vanished']") is None
        and entry.find("translation[@type='obsolete']") is None
    }


def check_translations() -> int:
    """Find what a translation lacks, and what is not compiled; 0 when there is nothing."""
    sources = sorted(TRANSLATIONS.glob("*.ts"))
    if not sources:
        say("There is no translation in resources/translations.")
        return 1
    failed = 0
    for source in sources:
        with tempfile.TemporaryDirectory() as folder:
            failed |= check_translation(source, Path(folder))
    if failed:
        say("Run `python3 dev.py translate`, then translate what is new.")
    return int(bool(failed))


def check_translation(source: Path, folder: Path) -> int:
    """Check one .ts file with fresh copies in `folder`; 0 when nothing is wrong."""
    compiled = folder / "fresh.qm"
    failed = call([*qt_tool("lrelease"), "-fail-on-unfinished", source, "-qm", compiled])
    kept = source.with_suffix(".qm")
    if not failed and not (kept.exists() and kept.read_bytes() == compiled.read_bytes()):
        say(f"{kept.name} is not what {source.name} compiles to.")
        failed = 1
    fresh = Path(shutil.copy(source, folder))
    failed |= lupdate(source, fresh)
    for context, text, _ in sorted(messages(fresh) - messages(source)):
        say(f"{source.name} lacks: [{context}] {text}")
        failed = 1
    return int(bool(failed))


# --- Commands --------------------------------------------------------------------------------
def run(options: argparse.Namespace) -> int:
    """Open the program, on the sample community unless another is named."""
    check_screen_named()
    set_up_to_run()
    own_sample = not (options.community or options.offline)
    data = (options.data or LOCAL / ("other" if options.community else "sample")).resolve()
    arguments: list[str | Path] = ["--data", data]
    arguments += ["--language", options.language] if options.language else []
    arguments += ["--kiosk"] if options.kiosk else []
    if options.community:
        arguments += ["--community", options.community]
    if options.offline:
        arguments += ["--offline"]
    if not own_sample:
        check_window()
        return start_window(arguments)
    server_data = data / "server"
    code = load_sample(server_data)
    bind = f"127.0.0.1:{free_port()}"
    with local_server(bind, server_environment(server_data), check_window) as server:
        say(f"The sample community, Willow Lane, is served at {server.address}")
        tell_staff(server.address)
        return start_window([*arguments, "--community", f"{server.address}#{code}"])


def kiosk(options: argparse.Namespace) -> int:
    """Open the program as a public machine would show it."""
    options.kiosk = True
    return run(options)


def serve(options: argparse.Namespace) -> int:
    """Start the server alone and keep it until Ctrl+C."""
    set_up_to_run()
    data = (options.data or LOCAL / "sample").resolve() / "server"
    if "DATABASE_URL" not in os.environ:
        load_sample(data)
    environment = server_environment(data, own_database=True)
    if "DATABASE_URL" in os.environ and call(
        manage("migrate", "--verbosity", "0"), env=environment
    ):
        raise Stop("The database of DATABASE_URL could not be prepared; the lines above say why.")
    bind = options.bind or f"127.0.0.1:{free_port()}"
    with local_server(bind, environment) as server:
        say(f"The server listens at {server.address}; Ctrl+C ends it.")
        tell_staff(server.address)
        return server.wait_for_end()


def account(options: argparse.Namespace) -> int:
    """Make a staff account on the local server, or set a new password for it."""
    set_up_to_run()
    data = (options.data or LOCAL / "sample").resolve() / "server"
    if "DATABASE_URL" not in os.environ:
        load_sample(data)
    environment = server_environment(data, own_database=True)
    rights = ["--community", options.community, "--manager", "--confidential"]
    return call(manage("create_staff", options.name, *rights, *options.rest), env=environment)


def set_up_to_test() -> None:
    """Have everything there that the checks need, or raise Stop with what is missing."""
    ensure_packages(TEST_PACKAGES, needed=True)
    ensure_test_tools()
    ensure_python_packages("server", "dev")
    check_window_libraries()


def checks(rest: Sequence[str]) -> dict[str, tuple[str, Callable[[], int]]]:
    """All checks in their order: name -> (group, what runs it and returns its exit code)."""

    def tool(*command: str | Path, **extra: str) -> Callable[[], int]:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", **extra}
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):  # no test draws on a person's own screen
            environment.pop(name, None)
        return lambda: call_in_time(command, environment)

    def module(*command: str, **extra: str) -> Callable[[], int]:
        return tool(PYTHON, "-m", *command, **extra)

    patience = ("-o", f"faulthandler_timeout={TEST_S}")
    # A file stays with one process: its servers and its sound card are started once. Those that
    # take longest come first (tests/conftest.py), so that no process is left alone with them.
    # One more than there are processors: what runs in real time mostly waits.
    processes = str(min(4, (os.cpu_count() or 1) + 1))
    side_by_side = ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder")
    return {
        "ruff check": ("lint", module("ruff", "check")),
        "ruff format": ("lint", module("ruff", "format", "--check")),
        "mypy": ("types", module("mypy")),
        "mypy of scripts": ("types", module("mypy", "dev.py", "resources")),
        "import rules": ("lint", tool(*entry("importlinter.cli", "lint_imports_command"))),
        "translations": ("translations", check_translations),
        "tests": (
            "tests",
            module("pytest", *patience, *side_by_side, *rest, QT_QPA_PLATFORM="offscreen"),
        ),
    }


def test(options: argparse.Namespace) -> int:
    """Set up and pass every check; each runs even when one before it failed."""
    set_up_to_test()
    results: dict[str, int] = {}
    for name, (group, check) in checks(options.rest).items():
        if options.only in (None, group):
            say(f"\n== {name}")
            results[name] = check()
    say("")
    for name, code in results.items():
        say(f"{'ok    ' if code == 0 else 'FAILED'}  {name}")
    return int(any(results.values()))


def bench(options: argparse.Namespace) -> int:
    """Measure how fast the program is."""
    set_up_to_test()
    compile_translations()
    return call([PYTHON, "-m", "tests.bench", *options.rest], env=without_screen())


def drill(options: argparse.Namespace) -> int:
    """Bring about faults by the thousand, and see that not a word is lost."""
    set_up_to_test()
    told = ("power_cuts", "runs", "database", "messages", "seed")
    given = {name: getattr(options, name) for name in told}
    wanted = [
        word
        for name, value in given.items()
        if value is not None
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]
    return call([PYTHON, "-m", "tests.drill", *wanted, *options.rest], env=without_screen())


def screens(options: argparse.Namespace) -> int:
    """Write a picture of each screen."""
    set_up_to_test()
    compile_translations()
    return call([PYTHON, "-m", "tests.screens", options.folder], env=without_screen())


def without_screen() -> dict[str, str]:
    """The environment of a program that draws, but on no one's screen."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def build(options: argparse.Namespace) -> int:
    """Make dist/footbridge, a folder that runs without Python, and let it check itself."""
    del options
    ensure_packages(BUILD_PACKAGES, needed=True)
    ensure_python_packages("server", "dev")
    check_window_libraries()
    compile_translations()
    if call([PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]):
        raise Stop("The bundle could not be built; the lines above say why.")
    bundle = ROOT / "dist" / "footbridge"
    size = sum(file.lstat().st_size for file in bundle.rglob("*") if file.is_file())
    say(f"dist/footbridge: {size / 1e6:.0f} MB")
    return check_bundle(bundle)


def check_bundle(bundle: Path) -> int:
    """Let the bundle check itself, without this checkout or its Python; return its exit code."""
    command: list[str | Path] = [bundle / f"footbridge{'.exe' if WINDOWS else ''}", "--self-check"]
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if wants_screen() and not named:
        command = ["xvfb-run", "-a", *command]
    with tempfile.TemporaryDirectory() as elsewhere:
        code = call(command, cwd=elsewhere, env=quiet_locale(dict(os.environ)))
    say("The bundle's self-check passed." if code == 0 else "The bundle's self-check FAILED.")
    return code


def format_code(options: argparse.Namespace) -> int:
    """Put the code into the one style, and mend what can be mended."""
    del options
    ensure_python_packages("server", "dev")
    fixed = call([PYTHON, "-m", "ruff", "check", "--fix"])
    return call([PYTHON, "-m", "ruff", "format"]) or fixed


def translate(options: argparse.Namespace) -> int:
    """Bring the translations up to the code, and compile them."""
    del options
    ensure_packages(WINDOW_PACKAGES, needed=False)
    ensure_python_packages("server", "dev")
    if call([PYTHON, TRANSLATIONS / "merge.py"]):
        raise Stop("Some translations are missing or wrong; the lines above name them.")
    return check_translations()


def plain_name(name: str) -> str:
    """A package's name in its one normal form (packaging.python.org, "Name normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pin(options: argparse.Namespace) -> int:
    """Choose anew the versions of what the packages of pyproject.toml need in turn."""
    del options
    wanted = requirements("server", "dev")
    ensure_python_packages("server", "dev")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        ask: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--ignore-installed"]
        if call([*ask, "--dry-run", "--report", report, *wanted]):
            raise Stop("pip could not find versions that fit together; the lines above say why.")
        chosen = [entry["metadata"] for entry in json.loads(report.read_text("utf-8"))["install"]]
    own = {plain_name(re.split(r"[\[=]", entry)[0]) for entry in wanted}
    found = {plain_name(one["name"]): one["version"] for one in chosen}
    head = "# Made by `python3 dev.py pin`: what the packages of pyproject.toml need in turn."
    kept = [f"{name}=={found[name]}" for name in sorted(found.keys() - own)]
    CONSTRAINTS.write_text("\n".join([head, *kept, ""]), "utf-8")
    say(f"constraints.txt now holds {len(kept)} versions.")
    return 0


def add_window_options(parser: argparse.ArgumentParser) -> None:
    """The options of the commands that open the program."""
    parser.add_argument("--language", choices=["en", "zh_CN"], help="the language on the screen")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep all data in this folder")
    parser.add_argument("--community", metavar="URL", help="the address of another community")
    parser.add_argument("--offline", action="store_true", help="without any connection")


def command_line() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="dev.py", description="The tasks of Footbridge.")
    commands = parser.add_subparsers(title="commands", metavar="")

    def add(name: str, work: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        words = (work.__doc__ or "").split("\n")[0]
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(work=work)
        return command

    opening = add("run", run)
    add_window_options(opening)
    opening.add_argument("--kiosk", action="store_true", help="as a public machine shows it")
    testing = add("test", test)
    groups = ["lint", "types", "tests", "translations"]
    testing.add_argument("--only", choices=groups, help="only these checks")
    serving = add("server", serve)
    serving.add_argument("--bind", metavar="HOST:PORT", help="where to listen")
    add_window_options(add("kiosk", kiosk))
    making = add("account", account)
    making.add_argument("name", help="the name to sign in with")
    making.add_argument("--community", default=SAMPLE, metavar="SLUG", help="where it works")
    for command in (serving, making):
        command.add_argument("--data", type=Path, metavar="DIR", help="where the data are kept")
    add("bench", bench)
    drilling = add("drill", drill)
    drilling.add_argument("--power-cuts", type=int, default=0, metavar="N", help="cut the power")
    drilling.add_argument("--runs", type=int, default=0, metavar="N", help="live in so many worlds")
    drilling.add_argument("--database", choices=["sqlite", "postgresql", "both"], help="of worlds")
    drilling.add_argument("--messages", type=int, metavar="N", help="in each world")
    drilling.add_argument("--seed", type=int, default=1, metavar="S", help="the same faults again")
    pictures = add("screens", screens)
    pictures.add_argument("folder", nargs="?", default="screens", help="where to write them")
    add("build", build)
    add("format", format_code)
    add("translate", translate)
    add("pin", pin)
    parser.epilog = "What follows -- is passed on: python3 dev.py test -- -k mailbox"
    return parser


def main(arguments: Sequence[str]) -> int:
    """Do one command; return the exit code."""
    own, _, rest = _split(list(arguments))
    parser = command_line()
    options = parser.parse_args(own)
    if not hasattr(options, "work"):
        parser.print_help()
        return 0
    options.rest = rest
    signal.signal(signal.SIGTERM, _end)
    try:
        return int(options.work(options))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"This machine is in the way: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    """What stands before and after ``--``."""
    if "--" not in arguments:
        return arguments, "", []
    place = arguments.index("--")
    return arguments[:place], "--", arguments[place + 1 :]


def _end(signal_number: int, _frame: object) -> None:
    """Asked to end from outside: unwind, so that the server and the window end too."""
    raise SystemExit(128 + signal_number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
