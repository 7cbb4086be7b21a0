"""Two publishers at once and a client that keeps pulling: nothing missed, nothing stale."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.contract.server.conftest import SOURCE
from tests.servers import ROOT, RunningServer, postgres_url, run_server

NOTICES_EACH = 60


class Client:
    """Keeps what it pulled, as the program does, `limit` changes at a time."""

    def __init__(self, api: str, limit: int = 7) -> None:
        self.limit = limit
        self.http = httpx2.Client(base_url=api, timeout=20)
        self.cursor: str | None = None
        self.held: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, str] = {}

    def pull(self) -> None:
        """One pull, to the head that it saw first; keeps each page's address and text."""
        upto = self.http.get("head").json()["feed"]
        more = True
        while more:
            params = {"upto": upto, "limit": str(self.limit)}
            if self.cursor:
                params["after"] = self.cursor
            answer = self.http.get("announcements", params=params)
            assert answer.status_code == 200, answer.text
            self.pages[str(answer.url)] = answer.text
            page = answer.json()
            for one in page["items"]:
                before = self.held.get(one["id"])
                # Never again, and never an older one.
                assert before is None or before["seq"] < one["seq"]
                assert before is None or before["revision"] < one["revision"]
                self.held[one["id"]] = one
            self.cursor, more = page["next"], page["more"]
        assert self.cursor == upto


def start_publisher(server: RunningServer, notices: int = NOTICES_EACH) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contract.server.publisher", str(notices)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=server.environment,
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_nothing_missed_and_nothing_stale(engine: str, tmp_path: Path) -> None:
    url = postgres_url() if engine == "postgresql" else None
    server = run_server(tmp_path / "data", url, SOURCE, workers=2)
    client = Client(server.api)
    publishers = [start_publisher(server) for _ in range(2)]
    pulls = 0
    while any(one.poll() is None for one in publishers):
        client.pull()
        pulls += 1
    client.pull()
    said = [line for one in publishers for line in (one.communicate()[0] or "").splitlines()]
    assert [one.returncode for one in publishers] == [0, 0]
    latest: dict[str, int] = {}
    for key, revision in map(json.loads, said):
        latest[key] = max(revision, latest.get(key, 0))
    assert len(latest) == 2 * NOTICES_EACH
    assert pulls > 3
    assert {key: client.held[key]["revision"] for key in latest} == latest
    states = [client.held[key]["state"] for key in latest]
    assert states.count("withdrawn") == 2 * NOTICES_EACH // 3

    fresh = Client(server.api)
    fresh.pull()
    assert fresh.held == client.held
    # The numbers have no gap: one for each publication, and those of the sample.
    assert client.cursor == f"g1.{len(said) + 5}"
    # A page with an upper bound says for ever what it said the first time.
    for address, text in list(client.pages.items())[::10]:
        assert client.http.get(address).text == text
    for one in (client, fresh):
        one.http.close()
    assert server.stop() == 0
