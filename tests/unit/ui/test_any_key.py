"""Any key or press silences the voice, but for those that steer the reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.speech.reader import State
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    """At Home."""
    with staged(tmp_path) as stage:
        yield hands_on(stage)


def listen(hands: Hands) -> None:
    """Have the screen read."""
    hands.window.listen()
    hands.wait(lambda: hands.running.services.reader.state is State.SPEAKING)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Control, Qt.Key.Key_X])
def test_any_key_silences_a_screen(hands: Hands, key: Qt.Key) -> None:
    listen(hands)
    hands.key(key)
    hands.wait(lambda: hands.running.services.reader.state is State.IDLE)


@pytest.mark.parametrize("key", [Qt.Key.Key_Shift, Qt.Key.Key_Plus, Qt.Key.Key_Right])
def test_the_keys_of_the_voice_do_not(hands: Hands, key: Qt.Key) -> None:
    listen(hands)
    hands.key(key)
    hands.settle()
    assert hands.running.services.reader.state in (State.STARTING, State.SPEAKING)


def test_listen_ends_it_and_does_not_begin_anew(hands: Hands) -> None:
    reader = hands.running.services.reader
    listen(hands)
    hands.key(Qt.Key.Key_F2)
    hands.wait(lambda: reader.state is State.IDLE)
    hands.settle()
    assert reader.state is State.IDLE
