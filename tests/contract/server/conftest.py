"""Real servers for the contract tests: one on SQLite and one on PostgreSQL, kept for the run."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.contract.server.source import second_community
from tests.servers import NO_LIMITS, RunningServer, postgres_url, run_server

SOURCE = Path(__file__).resolve().parent.parent / "golden" / "source"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """A server with two communities: reed-court (the first) and stone-bridge."""
    folder = tmp_path_factory.mktemp(f"server-{request.param}")
    url = postgres_url() if request.param == "postgresql" else None
    running = run_server(folder, url, SOURCE, environment=NO_LIMITS)
    running.manage("load_community", str(second_community(folder / "source")))
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.log


@pytest.fixture
def http(server: RunningServer) -> Iterator[httpx2.Client]:
    """A client of the first community's wire."""
    with httpx2.Client(base_url=server.api, timeout=20) as client:
        yield client


@pytest.fixture
def other(server: RunningServer) -> Iterator[httpx2.Client]:
    """A client of the second community's wire."""
    with httpx2.Client(base_url=f"{server.address}/c/stone-bridge/api/v1", timeout=20) as client:
        yield client
