"""The server under load, beside plain Django, on SQLite and on PostgreSQL, in one run.

The load comes from this process over the loopback, on connections that are kept: 8 for polls and
messages, 1 for a pull; each measurement is bounded in time. Ours and the yardstick
(`bench_prototype.py`) take turns, so that what else the machine does falls on both.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench_figures import Figure
from tests.contract.server.conftest import SOURCE
from tests.contract.server.messages import new_token
from tests.servers import ROOT, RunningServer, postgres_url, run_server, server_environment

NOTICES, SIZE, PAGE = 10_000, 1000, 500
MANY = 490_000
WORKERS, CLIENTS = 2, 8
SECONDS, ROUNDS = 1.0, 5
#: So high that it counts, and refuses nobody.
LIMITS = {
    f"FOOTBRIDGE_LIMIT_{name}": "100000000/3600" for name in ("FEEDBACK_ADDRESS", "FEEDBACK_TOKEN")
}


def run() -> list[Figure]:
    """The figures on both databases."""
    return [*_on("SQLite"), *_on("PostgreSQL")]


@dataclass
class Peer:
    """A server under load."""

    address: str
    pid: int

    def connection(self) -> http.client.HTTPConnection:
        """A connection that is kept."""
        place = urlsplit(self.address)
        return http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)

    def memory(self) -> float:
        """Megabytes of all its processes, what they share counted once."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        total = 0
        for pid in (str(self.pid), *children):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1000


def _on(engine: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="footbridge-bench.") as name:
        folder = Path(name)
        postgres = engine == "PostgreSQL"
        with (
            _ours(folder, postgres_url() if postgres else None) as (server, ours),
            _plain(postgres_url() if postgres else f"sqlite:///{folder}/plain.db") as plain,
        ):
            yield from _figures(engine, ours, plain)
            before = _costs(ours)
            _fill(server, "changes", MANY)
            _fill(server, "messages", MANY)
            after = _costs(ours)
            for what, few in before.items():
                yield Figure(
                    f"{engine}: {what}, 500,000 rows", "ms", after[what], None,
                    Figure("", "ms", few).median, "10,000 rows",
                )  # fmt: skip
            assert server.stop() == 0


def _figures(engine: str, ours: Peer, plain: Peer) -> Iterator[Figure]:
    def beside(what: str, unit: str, measure: Callable[[Peer], float], rounds: int) -> Figure:
        taken: dict[str, list[float]] = {"ours": [], "plain": []}
        for _ in range(rounds):
            taken["ours"].append(measure(ours))
            taken["plain"].append(measure(plain))
        middle = Figure("", unit, tuple(taken["plain"])).median
        name = f"{engine}: {what}"
        return Figure(name, unit, tuple(taken["ours"]), None, middle, "plain Django")

    sizes: list[int] = []
    yield beside(
        f"pull of {NOTICES:,} notices of 1 kB",
        "s",
        lambda peer: _pull(peer, "identity", []),
        ROUNDS,
    )
    yield Figure(
        f"{engine}: the same in gzip, as the program asks", "s",
        tuple(_pull(ours, "gzip", sizes) for _ in range(ROUNDS)),
    )  # fmt: skip
    yield Figure(f"{engine}: its bytes on the wire", "MB", (sum(sizes) / ROUNDS / 1e6,))
    yield beside("polls with nothing new", "1/s", _polls, ROUNDS)
    yield beside(f"messages from {CLIENTS} clients", "1/s", _messages, ROUNDS)
    yield beside("memory afterwards", "MB", Peer.memory, 1)


def _pull(peer: Peer, encoding: str, sizes: list[int]) -> float:
    connection, after, got = peer.connection(), "", 0
    begun = time.perf_counter()
    while got < NOTICES:
        target = f"/api/v1/announcements?limit={PAGE}{after}"
        connection.request("GET", target, headers={"Accept-Encoding": encoding})
        body = _answer(connection, 200)
        sizes.append(len(body))
        got += PAGE
        after = f"&after=g1.{got}"
    taken = time.perf_counter() - begun
    connection.close()
    return taken


def _polls(peer: Peer) -> float:
    def poll(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", "/api/v1/head")
        _answer(connection, 200)

    return _rate(peer, poll)


def _messages(peer: Peer) -> float:
    token = {"Authorization": f"Bearer {new_token()}"}
    text = "The lamp by the pond is broken again. 池塘边的路灯又坏了。" * 5
    body = json.dumps({"kind": "problem", "text": text, "language": "en"}).encode()

    def put(connection: http.client.HTTPConnection) -> None:
        connection.request("PUT", f"/api/v1/feedback/{uuid.uuid4()}", body, token)
        _answer(connection, 201)

    return _rate(peer, put)


def _rate(peer: Peer, act: Callable[[http.client.HTTPConnection], None]) -> float:
    """How often a second, by eight clients at once for a second."""
    counts, deadline = [0] * CLIENTS, time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = peer.connection()
        while time.perf_counter() < deadline:
            act(connection)
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def _costs(peer: Peer) -> dict[str, tuple[float, ...]]:
    """Milliseconds of one request after another, by what it asks."""
    connection = peer.connection()
    connection.request("GET", "/api/v1/head")
    last = int(json.loads(_answer(connection, 200))["feed"][3:])

    def times(
        method: str, target: Callable[[], str], status: int, **more: object
    ) -> tuple[float, ...]:
        taken = []
        for _ in range(60):
            begun = time.perf_counter()
            connection.request(method, target(), **more)  # type: ignore[arg-type]
            _answer(connection, status)
            taken.append((time.perf_counter() - begun) * 1000)
        return tuple(taken)

    token = {"Authorization": f"Bearer {new_token()}"}
    body = json.dumps({"kind": "idea", "text": "A bench.", "language": "en"}).encode()
    page = f"/api/v1/announcements?limit=50&after=g1.{last - 50}"
    costs = {
        "a poll": times("GET", lambda: "/api/v1/head", 200),
        "the last 50 changes": times("GET", lambda: page, 200),
        "a message": times(
            "PUT", lambda: f"/api/v1/feedback/{uuid.uuid4()}", 201, body=body, headers=token
        ),
    }
    connection.close()
    return costs


def _answer(connection: http.client.HTTPConnection, status: int) -> bytes:
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {body[:200]!r}")
    return body


@contextmanager
def _ours(folder: Path, url: str | None) -> Iterator[tuple[RunningServer, Peer]]:
    server = run_server(folder / "ours", url, SOURCE, workers=WORKERS, environment=LIMITS)
    try:
        _fill(server, "notices", NOTICES, SIZE)
        yield server, Peer(server.address, server.process.pid)
    finally:
        server.kill()


@contextmanager
def _plain(url: str) -> Iterator[Peer]:
    with tempfile.TemporaryDirectory(prefix="footbridge-bench.") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench_prototype", f"{NOTICES}", f"{SIZE}", f"{WORKERS}"],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=server_environment(Path(folder), url),
        )
        assert process.stdout is not None
        try:
            yield Peer(process.stdout.readline().removeprefix("listening ").strip(), process.pid)
        finally:
            process.terminate()
            process.wait(20)
            process.stdout.close()


def _fill(server: RunningServer, *words: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench_server_fill", *map(str, words)],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
