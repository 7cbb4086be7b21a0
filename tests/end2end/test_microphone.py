"""The microphone tried, from outside: a real voice through a (virtual) microphone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import parsers, scenarios, then, when

from tests.end2end.outside import wait_for
from tests.end2end.person import Person
from tests.sound import VirtualSound
from tests.spoken import speak

scenarios("features/microphone.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@when("I open the test of the microphone")
def _open(person: Person) -> None:
    person.press("Help")
    for way in ("Settings", "Voice and listening", "Try the microphone"):
        person.press_named(person.page_to(person.say(way)))


@when(parsers.parse('I say "{text}"'))
def _say(person: Person, sound: VirtualSound, tmp_path: Path, text: str) -> None:
    person.seen["said"] = text
    sound.speak_into_microphone(speak(text, "flite/rms", tmp_path))


@then("I see some of what I said")
def _understood(person: Person) -> None:
    node = wait_for(
        "what was understood",
        lambda: person.program.find(lambda n: "I understood: “" in n.words),
    )
    said = set(person.seen["said"].split())
    assert len(said & set(node.words.replace("”", " ").split())) >= len(said) // 2, node.words


@pytest.fixture
def hanging(sound: VirtualSound) -> Iterator[None]:
    """What hangs goes on at the end."""
    yield
    os.kill(sound.server_pid, signal.SIGCONT)


@when("the sound of the computer hangs")
def _hangs(sound: VirtualSound, hanging: None) -> None:
    os.kill(sound.server_pid, signal.SIGSTOP)


@then("nothing that I said is left on the disk")
def _gone(person: Person) -> None:
    wait_for("it to be gone", lambda: not list(person.data.rglob("*.ogg")))
    assert not [path for path in person.data.rglob("*") if path.name.startswith("trial")]
