"""Real servers for tests: a private PostgreSQL cluster, and Footbridge's server under gunicorn.

`postgres_url()` gives the address of a new, empty database; `run_server(...)` a running server.
Everything listens on 127.0.0.1 at a free port and is stopped at the end of the test run.
"""

import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0

#: In a server's environment: nobody is asked to come back later.
NO_LIMITS = {
    f"FOOTBRIDGE_LIMIT_{name}": "off"
    for name in (
        *("FEEDBACK_ADDRESS", "FEEDBACK_TOKEN", "MAILBOX_ADDRESS", "JOIN_ADDRESS"),
        *("BLOB_ADDRESS", "BLOB_TOKEN"),
        *("LOGIN_ADDRESS", "LOGIN_NAME"),
    )
}

_cluster_lock = threading.Lock()
_cluster: list[str] = []


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def postgres_url(like: str = "") -> str:
    """The DATABASE_URL of a new database in this run's own cluster, started when first needed.

    It is a copy of the database at `like`, which nobody must be using.
    """
    with _cluster_lock:
        if not _cluster:
            _cluster.append(_start_cluster())
    base = _cluster[0]
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}")
    return f"{base}/{name}"


def _postgres_tool(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    tool = str(found[0]) if found else shutil.which(name)
    if tool is None:
        raise RuntimeError(f"PostgreSQL's {name} is needed for these tests: install postgresql")
    return tool


def _start_cluster() -> str:
    home = Path(tempfile.mkdtemp(prefix="footbridge-pg-"))
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(home, "postgres", "postgres")
    data, port, log = home / "data", free_port(), home.with_name(f"{home.name}.log")

    def tool(name: str, *args: str) -> None:
        # Into a file: PostgreSQL itself keeps this output open, a pipe would never end.
        with log.open("ab") as output:
            done = subprocess.run(
                [*as_user, _postgres_tool(name), "-D", str(data), *args],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=False,
                timeout=120,
            )
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{log.read_text(errors='replace')}")

    def stop() -> None:
        tool("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
        log.unlink(missing_ok=True)

    tool("initdb", "-A", "trust", "-U", "footbridge", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c max_connections=60"
    tool("pg_ctl", "-w", "-o", options, "start")
    atexit.register(stop)
    return f"postgres://footbridge@127.0.0.1:{port}"


@dataclass
class RunningServer:
    """A server process; `.address` has no path: add `/api/v1/…` or `/staff/`."""

    address: str
    process: "subprocess.Popen[str]"
    data_dir: Path
    environment: dict[str, str]
    staff_user: str
    staff_password: str
    admin_user: str
    admin_password: str

    @property
    def api(self) -> str:
        """The address of the wire, `http://127.0.0.1:…/api/v1`."""
        return f"{self.address}/api/v1"

    @property
    def log(self) -> str:
        """What the server wrote to its standard error so far."""
        return (self.data_dir / "server.log").read_text(encoding="utf-8", errors="replace")

    def manage(self, *args: str, given: str | None = None) -> str:
        """Runs a management command on this server's data; returns what it printed."""
        return _manage(self.environment, *args, given=given)

    def stop(self) -> int:
        """Asks the server to stop and waits; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._close()

    def kill(self) -> None:
        """Ends the server at once, workers too, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_WITHIN_S)
        self._close()

    def _close(self) -> int:
        if self.process.stdout:
            self.process.stdout.close()
        return int(self.process.returncode)


def run_server(
    data_dir: Path,
    database_url: str | None = None,
    sample: Path | None = None,
    *,
    port: int = 0,
    workers: int = 1,
    environment: dict[str, str] | None = None,
) -> RunningServer:
    """Starts a server on `data_dir` and waits until it listens.

    With `sample`, a folder of community source files, that community is loaded and a member of its
    staff is made; an administrator is there in any case. Run it again on the same `data_dir` (and
    `port`) to have a server back after `stop` or `kill`.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    env = server_environment(data_dir, database_url, environment)
    if sample and not database_url and not any(data_dir.iterdir()):
        settings = tuple(sorted((environment or {}).items()))
        shutil.copytree(_prepared(sample, settings), data_dir, dirs_exist_ok=True)
        who = _accounts(sample)
    else:
        who = _prepare(env, sample)
    log = (data_dir / "server.log").open("ab")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "server.manage", "serve"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        cwd=ROOT,
        env=env,
        # Its own process group, so that kill() reaches the workers as well.
        start_new_session=True,
    )
    log.close()
    server = RunningServer("", process, data_dir, env, **who)
    atexit.register(server.kill)
    server.address = _wait_for_address(server)
    return server


def server_environment(
    data_dir: Path, database_url: str | None = None, more: dict[str, str] | None = None
) -> dict[str, str]:
    """The environment of a process that works on this server's data."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FOOTBRIDGE_", "DJANGO_", "PYTEST_")) and name != "DATABASE_URL"
    }
    # PYTHONPATH: server.manage is found from any working directory.
    env |= {"FOOTBRIDGE_SERVER_DATA": str(data_dir), "PYTHONPATH": str(ROOT)}
    if database_url:
        env["DATABASE_URL"] = database_url
    return env | (more or {})


@cache
def _prepared(sample: Path, settings: tuple[tuple[str, str], ...]) -> Path:
    """A new server's data with that sample, made once in a run; it is copied, never used."""
    folder = Path(tempfile.mkdtemp(prefix="footbridge-server."))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(server_environment(folder, more=dict(settings)), sample)
    return folder


def _accounts(sample: Path | None) -> dict[str, str]:
    return {
        "staff_user": "lin" if sample else "",
        "staff_password": "a-quiet-willow-by-the-bridge" if sample else "",
        "admin_user": "keeper",
        "admin_password": "nine-lamps-along-the-lane",
    }


def _prepare(env: dict[str, str], sample: Path | None) -> dict[str, str]:
    """Migrates, loads the sample and makes the accounts, in one process; returns the accounts."""
    who = _accounts(sample)
    told = json.dumps({**who, "sample": str(sample) if sample else None})
    done = subprocess.run(
        [sys.executable, "-m", "tests.server_setup"],
        input=told,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        check=False,
        timeout=START_WITHIN_S,
    )
    if done.returncode:
        raise RuntimeError(f"the server's data could not be set up:\n{done.stdout}{done.stderr}")
    return who


def _manage(env: dict[str, str], *args: str, given: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "server.manage", *args],
        input=given,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        check=False,
        timeout=START_WITHIN_S,
    )
    if done.returncode:
        raise RuntimeError(f"{args} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _wait_for_address(server: RunningServer) -> str:
    """Reads the line `listening http://…`; the process's end or a deadline is an error."""
    assert server.process.stdout is not None
    watchdog = threading.Timer(START_WITHIN_S, server.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        for line in server.process.stdout:
            if line.startswith("listening "):
                return line.removeprefix("listening ").strip()
    finally:
        watchdog.cancel()
    server.process.wait(STOP_WITHIN_S)
    raise RuntimeError(f"the server did not start:\n{server.log}")


def wait_until(true: Callable[[], object], within_s: float = 20.0) -> None:
    """Polls `true()` until it returns something true; AssertionError at the deadline."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)
