"""Real servers for the contract tests: one on SQLite and one on PostgreSQL, kept for the run."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app.formats.keyset import follow, parse_chain, root_code
from app.formats.sealing import BoxKey
from tests.contract.server.source import change, copy_of_golden, second_community
from tests.servers import NO_LIMITS, RunningServer, postgres_url, run_server

SOURCE = Path(__file__).resolve().parent.parent / "golden" / "source"

QUIET_WELL = "quiet-well"
RUIS_PASSWORD = "stone-lanterns-at-dusk"
# One process instead of three.
PREPARED = f"""
import io, sys
from django.core.management import call_command
call_command("load_community", "{{source}}")
sys.stdin = io.StringIO("a bridge of willow wood\\n")
where = ("--community", "{QUIET_WELL}")
call_command("keys", "make", *where, "--root", "{{root}}", "--passphrase-stdin")
sys.stdin = io.StringIO("{RUIS_PASSWORD}\\n")
call_command("create_staff", "rui", *where, "--password-stdin", "--shown-as", "Rui")
"""


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


@pytest.fixture(scope="session")
def sealing_community(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A community of its own, with keys and somebody who reads its messages; its address."""
    folder = tmp_path_factory.mktemp("quiet-well")
    source = copy_of_golden(folder / "source")
    change(source / "community.json", lambda value: value.update(slug=QUIET_WELL))
    (source / "announcements.json").write_text("[]")
    root = str(folder / "root")
    server.manage("shell", "-v", "0", "-c", PREPARED.format(source=str(source), root=root))
    return f"{server.address}/c/{QUIET_WELL}"


@pytest.fixture(scope="session")
def sealing_api(sealing_community: str) -> str:
    """Its wire."""
    return f"{sealing_community}/api/v1"


@pytest.fixture(scope="session")
def box(sealing_api: str) -> BoxKey:
    """What the community's signed keyset says to seal with."""
    chain = parse_chain(httpx2.get(f"{sealing_api}/keyset").content)
    found = follow(chain, root_code(chain)).box
    assert found is not None
    return found
