"""What was written to one community never reaches another: neither words nor tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.services import Services
from tests.fakes.client import idea, run_once
from tests.fakes.fault_server import FaultServer


@pytest.fixture
def other() -> Iterator[FaultServer]:
    with FaultServer() as running:
        running.community["name"] = {"en": "Mill Road"}
        yield running


def heard(server: FaultServer) -> str:
    """All that a server was told, headers and all."""
    return "\n".join(f"{r.target} {r.headers} {r.body!r}" for r in server.requests)


def test_neither_words_nor_tokens_reach_another_community(
    server: FaultServer, other: FaultServer, services: Services
) -> None:
    received, waiting = idea("Received by Willow Lane."), idea("Kept for Willow Lane.")
    services.send(received)
    run_once(services)
    services.send(waiting)
    services.sync.set_community(other.address)
    report = run_once(services)
    assert report.problem is None
    assert report.sent == 0
    assert other.received == {}
    for secret in (received.id, received.token, waiting.id, waiting.token, waiting.text):
        assert secret not in heard(other)
    services.sync.set_community(server.address)
    run_once(services)
    assert set(server.received) == {received.id, waiting.id}


def test_without_a_community_it_waits_for_the_first_one(
    server: FaultServer, other: FaultServer, services: Services
) -> None:
    services.sync.set_community("")
    draft = idea("For whoever comes first.")
    services.send(draft)
    services.sync.set_community(other.address)
    services.sync.set_community(server.address)
    run_once(services)
    assert server.received == {}
    services.sync.set_community(other.address)
    run_once(services)
    assert json.loads(other.received[draft.id])["text"] == draft.text
