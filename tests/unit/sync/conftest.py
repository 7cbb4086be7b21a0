"""A fault server and a client on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services import Services
from tests.fakes.client import client
from tests.fakes.fault_server import FaultServer


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def services(tmp_path: Path, server: FaultServer) -> Iterator[Services]:
    """A client of that server; its sync thread is not started."""
    made = client(tmp_path / "data", server.address)
    yield made
    made.close()
