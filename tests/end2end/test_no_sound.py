"""A computer without a sound card, from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then

from tests.end2end.outside import wait_for
from tests.end2end.person import Person
from tests.end2end.steps import open_on_home

scenarios("features/no_sound.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

NO_SOUND = (
    "No loudspeaker was found, so nothing can be read aloud. You can read everything on the screen."
)

NO_MICROPHONE = "No microphone was found, so nothing can be heard. A helper can plug one in."
NOT_UNDERSTOOD = (
    "This computer can't understand spoken commands in this language yet. Please press the buttons."
)


@given(
    parsers.parse("a computer without any sound, and Footbridge open on Home in {language}"),
)
def _open(person: Person, language: str, tmp_path: Path) -> None:
    # No sound server is to be found; the machines that run these tests have no card of their own.
    nothing = str(tmp_path / "nothing")
    person.environment = {"PULSE_SERVER": f"unix:{nothing}", "PIPEWIRE_REMOTE": nothing}
    open_on_home(person, language)


@then("I see that nothing can be read aloud")
def _said(person: Person) -> None:
    person.see(NO_SOUND)
    person.program.button(person.say("Listen"))


@then("I see that nothing can be heard")
def _unheard(person: Person) -> None:
    # Without a Chinese speech pack that is said first: a microphone alone would not help.
    seen = NO_MICROPHONE if person.language == "English" else NOT_UNDERSTOOD
    wait_for(seen, lambda: person.program.find(lambda n: person.say(seen) in n.words))
    person.program.button(person.say("Speak"))


@then("the notice is there to be read")
def _there(person: Person) -> None:
    def look() -> bool:
        node = person.program.find(lambda n: n.id == "reading-text")
        return node is not None and node.text.count("34") > 1

    wait_for("the notice", look)
