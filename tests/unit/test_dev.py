"""The task file: what a person at the terminal of a fresh or a half set-up machine meets."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The task file as a module of its own for each test, using the Python of this test run."""
    spec = importlib.util.spec_from_file_location("dev_under_test", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


# The task file, believing to be on another system.
ELSEWHERE = (
    "import runpy, sys; sys.platform, *sys.argv = sys.argv[1:];"
    " runpy.run_path(sys.argv[0], run_name='__main__')"
)


def type_in(*arguments: str, platform: str = sys.platform) -> subprocess.CompletedProcess[str]:
    """Start the task file as a person would, on that system and with no screen named."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    }
    return subprocess.run(
        [sys.executable, "-c", ELSEWHERE, platform, str(DEV), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=kept,
    )


def put_program(folder: Path, name: str, text: str) -> None:
    """Put a shell script into a folder, to stand for a program of the system."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian 13 with only git and libgl1 installed, and an apt that writes down its orders."""
    folder = tmp_path / "bin"
    folder.mkdir()
    put_program(folder, "dpkg-query", "echo 'ii |git'; echo 'ii |libgl1'; echo 'rc |openbox'")
    put_program(
        folder,
        "apt-cache",
        'case "$2" in *t64|openbox) echo "  Candidate: 1.0";; *) echo "  Candidate: (none)";; esac',
    )
    put_program(folder, "apt-get", f'echo "$@" >> {tmp_path}/orders; test ! -e {tmp_path}/broken')
    put_program(folder, "sudo", "exit 1")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return tmp_path


def test_without_a_command_it_lists_its_commands() -> None:
    shown = type_in()
    assert shown.returncode == 0
    for command in (
        "run",
        "test",
        "server",
        "kiosk",
        "bench",
        "screens",
        "build",
        "format",
        "translate",
    ):
        assert re.search(rf"^ +{command}\b", shown.stdout, re.MULTILINE)
        assert type_in(command, "--help").returncode == 0


def test_an_unknown_command_is_refused_in_words() -> None:
    shown = type_in("fly")
    assert shown.returncode == 2
    assert "fly" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_folder_that_cannot_be_used_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    shown = type_in("server", "--data", str(tmp_path / "file"))
    assert shown.returncode == 1
    assert str(tmp_path / "file") in shown.stderr
    assert "Traceback" not in shown.stderr


def test_without_a_screen_it_says_so_in_one_sentence_and_installs_nothing() -> None:
    shown = type_in("run", platform="linux")
    assert shown.returncode == 1
    assert shown.stdout == ""
    assert shown.stderr.count("\n") == 1
    assert "needs a screen" in shown.stderr
    assert "xvfb-run" in shown.stderr


def test_a_screen_that_does_not_answer_is_told_in_the_same_sentence(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")  # what Linux takes, and no other system has
    dev.check_screen_named()
    with pytest.raises(dev.Stop, match="needs a screen"):
        dev.check_screen_answers()


def test_a_person_who_asked_for_no_screen_is_not_asked_for_one(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    dev.check_screen_named()
    dev.check_screen_answers()


def test_the_libraries_of_the_window_and_of_sound_load_here(dev: ModuleType) -> None:
    dev.check_window_libraries()


def test_a_library_that_does_not_load_is_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "PROBE", "import ctypes; ctypes.CDLL('libnowhere.so.7')")
    with pytest.raises(dev.Stop, match=r"libnowhere\.so\.7.*\n.*PortAudio"):
        dev.check_window_libraries()


def test_every_python_package_is_pinned_to_one_version(dev: ModuleType) -> None:
    for wanted in dev.requirements("server", "dev"):
        assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+(; .+)?", wanted), wanted


def test_what_the_packages_need_in_turn_is_pinned_as_well(dev: ModuleType) -> None:
    lines = [line for line in dev.CONSTRAINTS.read_text("utf-8").splitlines() if line[:1] != "#"]
    assert "pydantic" in {line.partition("==")[0] for line in lines}
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", line), line


def test_a_changed_pin_asks_for_a_new_set_up(dev: ModuleType) -> None:
    wanted = dev.requirements("server")
    assert dev.stamp(wanted) == dev.stamp(reversed(wanted))
    assert dev.stamp(wanted) != dev.stamp([*wanted[1:], wanted[0] + "1"])


def test_only_missing_packages_are_installed_under_the_name_this_release_knows(
    dev: ModuleType, debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    table = ("git", "libgl1", "libglib2.0-0|libglib2.0-0t64", "openbox")
    assert dev.missing_packages(table) == ["libglib2.0-0|libglib2.0-0t64", "openbox"]
    dev.ensure_packages(table, needed=True)
    update, install = (debian / "orders").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("--no-install-recommends libglib2.0-0t64 openbox")


def test_nothing_missing_means_no_network(dev: ModuleType, debian: Path) -> None:
    dev.ensure_packages(("git", "libgl1"), needed=True)
    assert not (debian / "orders").exists()


def test_who_may_not_install_is_told_what_to_type(
    dev: ModuleType,
    debian: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.sys, "stdin", (debian / "nobody").open("w+"))
    with pytest.raises(dev.Stop, match=r"sudo apt-get install openbox$"):
        dev.ensure_packages(("git", "openbox"), needed=True)
    dev.ensure_packages(("git", "openbox"), needed=False)
    assert "sudo apt-get install openbox" in capsys.readouterr().out
    assert not (debian / "orders").exists()
    dev.sys.stdin.close()


def test_a_failed_install_stops_with_the_line_to_type(
    dev: ModuleType, debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    (debian / "broken").touch()
    with pytest.raises(dev.Stop, match=r"apt-get install openbox$"):
        dev.ensure_packages(("openbox",), needed=True)


def test_off_debian_missing_tools_are_listed_in_plain_words(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "Xvfb", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dev.Stop) as told:
        dev.ensure_test_tools()
    assert "openbox, a window manager" in str(told.value)
    assert "Xvfb" not in str(told.value)


def test_a_half_made_environment_is_made_anew(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "venv"
    python = venv / dev.PYTHON.parent.name / "python"
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "PYTHON", python)
    venv.mkdir()
    (venv / ".footbridge-unfinished").touch()
    left = venv / "left-by-the-killed-one"
    left.touch()
    dev.ensure_venv()
    assert not left.exists()
    assert subprocess.run([python, "-m", "pip", "--version"], check=False).returncode == 0
    python.unlink()
    dev.ensure_venv()
    assert python.exists()


def test_a_linked_environment_is_never_cleared_and_has_one_lock(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, here = tmp_path / "one" / "venv", tmp_path / "two" / ".venv"
    for folder in (shared, here.parent):
        folder.mkdir(parents=True)
    here.symlink_to(shared)
    monkeypatch.setattr(dev, "PYTHON", here / dev.PYTHON.parent.name / "python")
    half = shared / "what another checkout is putting in"
    half.touch()
    for venv in (here, shared):
        monkeypatch.setattr(dev, "VENV", venv)
        with dev.one_at_a_time():
            assert (tmp_path / "one" / "venv.lock").exists()
    monkeypatch.setattr(dev, "VENV", here)
    with pytest.raises(dev.Stop, match=r"remove the link \.venv"):
        dev.ensure_venv()
    assert half.exists()
    assert not any(here.parent.glob("*.lock"))


def test_a_taken_port_is_passed_over(dev: ModuleType) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert dev.free_port(port) > port


def test_a_server_that_ends_at_once_is_an_error_in_words(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "manage", lambda *_: [sys.executable, "-c", "print('no room')"])
    with (
        pytest.raises(dev.Stop, match="did not start"),
        dev.local_server("127.0.0.1:0", os.environ),
    ):
        pytest.fail("it cannot have started")


def test_a_server_does_not_outlive_a_window_that_cant_be_opened(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dev, "manage", lambda *_: [sys.executable, "-c", "import time; time.sleep(600)"]
    )
    started: list[int] = []
    popen = dev.subprocess.Popen

    def start(*given: object, **options: object) -> object:
        child = popen(*given, **options)
        started.append(child.pid)
        return child

    def no_screen() -> None:
        raise dev.Stop(dev.NO_SCREEN)

    monkeypatch.setattr(dev.subprocess, "Popen", start)
    with (
        pytest.raises(dev.Stop, match="needs a screen"),
        dev.local_server("127.0.0.1:0", os.environ, no_screen),
    ):
        pytest.fail("there is no window")
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def make_code(folder: Path, *texts: str) -> None:
    """A program with these texts on its screen."""
    (folder / "ui").mkdir(exist_ok=True)
    lines = "\n".join(f"        self.tr({text!r})" for text in texts)
    (folder / "ui" / "home.py").write_text(f"class Home:\n    def show(self):\n{lines}\n")


def translate(file: Path, text: str, translation: str) -> None:
    """Fill one translation in, as a translator would."""
    empty = '<translation type="unfinished"></translation>'
    before, after = file.read_text("utf-8").split(f"<source>{text}</source>", 1)
    after = after.replace(empty, f"<translation>{translation}</translation>", 1)
    file.write_text(f"{before}<source>{text}</source>{after}", "utf-8")


def test_a_text_without_its_translation_fails_the_check(
    dev: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "footbridge_zh_CN.ts"
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "TRANSLATIONS", tmp_path)
    assert dev.check_translations() != 0, "no translation at all"
    make_code(tmp_path, "Home")
    dev.lupdate(file, file)
    assert dev.check_translations() != 0, "there, but unfinished"
    translate(file, "Home", "首页")
    assert dev.check_translations() != 0, "not compiled"
    dev.compile_translations()
    assert dev.check_translations() == 0
    make_code(tmp_path, "Home", "My messages")
    assert dev.check_translations() != 0
    assert "lacks: [Home] My messages" in capfd.readouterr().out


def test_the_continuous_check_calls_the_test_command(tmp_path: Path) -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    copy = tmp_path / ".ci" / "run"
    copy.parent.mkdir()
    shutil.copy(script, copy)
    (tmp_path / "dev.py").write_text("import sys; print(sys.argv[1:]); sys.exit(3)")
    called = subprocess.run([copy, "--only", "lint"], capture_output=True, text=True, check=False)
    assert called.returncode == 3
    assert called.stdout.strip() == "['test', '--only', 'lint']"


@contextlib.contextmanager
def started(data: Path) -> Iterator[tuple[subprocess.Popen[str], list[str], str]]:
    """`dev.py run` on the sample: the running command, what it said, the community's address."""
    with subprocess.Popen(
        [sys.executable, str(DEV), "run", "--data", str(data), "--language", "en"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as command:
        try:
            assert command.stdout is not None
            said: list[str] = []
            for line in command.stdout:
                said.append(line.strip())
                if "is served at" in line:
                    break
            assert said, "it ended without a word"
            yield command, said, said[-1].rpartition(" ")[2]
        finally:
            command.kill()


def answers(address: str) -> bool:
    """Whether a server answers at the address."""
    try:
        with urllib.request.urlopen(f"{address}/api/v1/head", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(true: Callable[[], bool], what: str) -> None:
    """Wait, at most half a minute, until something is true."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


def test_run_serves_the_sample_to_the_program_and_ctrl_c_ends_both(tmp_path: Path) -> None:
    with started(tmp_path) as (command, said, address):
        assert any("Willow Lane" in line for line in said)
        assert answers(address)
        until((tmp_path / "footbridge.db").exists, "the program keeps its store")
        command.send_signal(signal.SIGINT)
        assert command.wait(30) == 130
        assert not answers(address)
    with started(tmp_path) as (command, said, address):
        assert not any("Preparing" in line for line in said), "the sample is loaded once"
        command.kill()
        command.wait(30)
        until(lambda: not answers(address), "a killed command takes its server along")
