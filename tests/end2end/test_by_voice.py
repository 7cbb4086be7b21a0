"""Spoken commands from outside: a voice into the microphone, the window's answer on the screen."""

from __future__ import annotations

import pytest
from pytest_bdd import scenarios, then, when

from tests.end2end.outside import wait_for
from tests.end2end.person import Person

scenarios("features/by_voice.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@when("I come to the end of it by pressing")
def _to_the_end(person: Person) -> None:
    for name in ("Go on", "Yes, that is right", "It is not about a place", "Yes, please answer"):
        person.press(name)
    person.press("Go on")
    person.see("Ready to send?")


@then("I am on Home")
def _home(person: Person) -> None:
    wait_for("Home", lambda: person.program.find(lambda n: n.id == "tile-notices"))
