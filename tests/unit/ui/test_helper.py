"""Helper's corner: what the connection does, told as it happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import __version__
from app.domain.sync_status import Connection
from tests.fakes.client import idea
from tests.fakes.fault_server import FaultServer, as_json
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.wording.problems import problem_text


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@contextmanager
def opened(folder: Path, state: str = "empty", address: str = "") -> Iterator[Hands]:
    """Helper's corner, the connection switched on where there is an address."""
    with staged(folder, state) as stage:
        if address:
            stage.services.sync.set_community(address)
            stage.services.sync.set_offline(False)
        hands = hands_on(stage)
        hands.window.go(Route.to("helper"))
        hands.settle()
        yield hands


def test_without_a_community_it_says_what_to_press(qapp: QApplication, tmp_path: Path) -> None:
    with opened(tmp_path) as hands:
        assert "No community has been joined yet." in hands.words()
        assert "There was no contact yet." in hands.words()
        assert __version__ in hands.words()
        hands.press("try-now")
        assert hands.banner() == "Join a community first."
        hands.press("join")
        assert hands.where == "join"


def test_the_connection_is_told_as_it_happens(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    with opened(tmp_path, address=server.address) as hands:
        assert "The connection has not been tried yet." in hands.words()
        hands.running.services.sync.start()
        hands.wait(lambda: "The connection works." in hands.words())
        assert "Last contact: " in hands.words()
        assert "No message is waiting." in hands.words()
        hands.wait(lambda: "Willow Lane" in hands.screen.where)


def test_trouble_is_told_in_words_and_a_try_on_request_ends_it(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    server.answer("GET", "/head", as_json({}, 500))
    with opened(tmp_path, address=server.address) as hands:
        hands.running.services.sync.start()
        hands.wait(lambda: "The last try did not work." in hands.words())
        assert problem_text("server_trouble") in hands.words()
        hands.press("try-now")
        hands.wait(lambda: hands.banner() == "The last try did not work.")
        server.heal()
        hands.press("try-now")
        hands.wait(lambda: hands.banner() == "The connection works.")
        assert problem_text("server_trouble") not in hands.words()


def test_what_waits_is_counted_and_goes_when_it_is_switched_on(
    qapp: QApplication, tmp_path: Path, server: FaultServer
) -> None:
    with opened(tmp_path, address=server.address) as hands:
        services = hands.running.services
        services.sync.start()
        hands.wait(lambda: "The connection works." in hands.words())
        hands.press("offline")
        assert "The connection is switched off." in hands.words()
        assert hands.button("offline").isChecked()
        services.send(idea())
        services.send(idea("Thank you for the lamp."))
        hands.wait(lambda: "2 messages are waiting to be sent." in hands.words())
        hands.press("try-now")
        assert hands.banner() == problem_text("offline")
        hands.press("offline")
        assert not hands.button("offline").isChecked()
        hands.wait(lambda: "No message is waiting." in hands.words())
        assert len(server.received) == 2


def test_the_switch_shows_what_is_there_when_the_screen_opens(
    qapp: QApplication, tmp_path: Path
) -> None:
    with opened(tmp_path, "joined") as hands:
        assert hands.running.services.sync.status().connection is Connection.OFF
        assert hands.button("offline").isChecked()
        assert "The connection is switched off." in hands.words()
        assert "Nothing is lost." in hands.words()


def test_the_voice_says_something_in_each_language(qapp: QApplication, tmp_path: Path) -> None:
    with opened(tmp_path, "joined") as hands:
        hands.press("voice")
        hands.press("try-voice")
        assert hands.banner() == "Now you should hear English, then Chinese."
        hands.wait(lambda: hands.banner().startswith("Did you hear two voices?"))
        assert {"trial-en", "trial-zh"} <= set(hands.heard)
