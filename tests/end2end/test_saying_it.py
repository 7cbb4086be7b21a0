"""Saying it, from outside: a real microphone, the real recogniser, a real loudspeaker."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pytest_bdd import given, scenarios, then, when

from app.paths import Paths
from app.speech.ear.sound_file import seconds_of
from tests.end2end.person import Person
from tests.end2end.spoken_steps import recordings

scenarios("features/saying_it.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@given("the Willow Lane community, and Footbridge open on Home without a connection")
def _offline(person: Person) -> None:
    person.options = (*person.options, "--offline")
    person.has_been_here(pause=6)  # it must not end before it is ended
    person.start()
    person.see("Notices")


@when("I come to the words of a message of thanks")
def _to_the_words(person: Person) -> None:
    person.press("Tell us")
    person.press("Thanks")
    person.press_named(person.page_to(person.say("Something else")))


@then("my message is in the store without a word, with the recording that I heard")
def _in_the_store(person: Person) -> None:
    store = f"file:{Paths(person.data).store}?mode=ro"
    with closing(sqlite3.connect(store, uri=True)) as connection:
        ((message,),) = connection.execute("SELECT id FROM conversation").fetchall()
    (recording,) = recordings(person)
    assert recording.stem == message
    assert seconds_of(recording) > 1.5
