"""The server still says exactly what the golden files say."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract import golden_server
from tests.servers import RunningServer, postgres_url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def golden(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    url = postgres_url() if request.param == "postgresql" else None
    running = golden_server.run_golden_server(tmp_path_factory.mktemp("golden") / "data", url)
    yield running
    running.stop()


def test_every_answer_is_that_of_its_golden_file(golden: RunningServer) -> None:
    said = golden_server.answers(golden.api)
    kept = {
        name: json.loads((golden_server.GOLDEN / name).read_text(encoding="utf-8")) for name in said
    }
    assert said == kept


def test_what_clients_send_is_that_of_the_golden_files() -> None:
    for name, value in golden_server.requests().items():
        path = Path(golden_server.GOLDEN / name)
        assert json.loads(path.read_text(encoding="utf-8")) == value
