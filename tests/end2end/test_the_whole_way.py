"""The whole way, from outside: real window, real keys, real sound, real server, real admin."""

from __future__ import annotations

import pytest
from pytest_bdd import scenarios, then, when

from tests.end2end.person import Person

scenarios("features/the_whole_way.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

WATER = {"English": "water", "Chinese": "水"}


@when("I press the notice about the water")
def _water(person: Person) -> None:
    person.press_named(person.page_to(WATER[person.language]))


@then("I see what it says in short")
def _in_short(person: Person) -> None:
    person.see("In short")


@then("I hear a voice, and a sentence is lit")
def _hear_and_see(person: Person) -> None:
    person.hear()
    person.program.button(person.say("Pause"))
