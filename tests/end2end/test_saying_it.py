"""Saying it, from outside: a real microphone, the real recogniser, a real loudspeaker."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.paths import Paths
from app.speech.ear.sound_file import seconds_of
from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person
from tests.sound import VirtualSound
from tests.spoken import speak

scenarios("features/saying_it.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@given("the Willow Lane community, and Footbridge open on Home without a connection")
def _offline(person: Person) -> None:
    person.options = (*person.options, "--offline")
    person.has_been_here()
    person.start()
    person.see("Notices")


@when("I come to the words of a message of thanks")
def _to_the_words(person: Person) -> None:
    person.press("Tell us")
    person.press("Thanks")
    person.press_named(person.page_to(person.say("Something else")))


@when(parsers.parse('I say "{words}" when it listens'))
def _say(person: Person, sound: VirtualSound, words: str, tmp_path: Path) -> None:
    person.see("I am listening. Speak now.")
    sound.speak_into_microphone(speak(words, "flite/slt", tmp_path))


@then("my words are shown, and a voice reads them")
def _read_back(person: Person) -> None:
    shown = wait_for("the words", lambda: _text(person))
    # The recogniser may mistake a word, never most of them.
    heard = set(shown.text.lower().replace(".", "").split())
    assert len(heard & {"thank", "you", "for", "the", "flowers", "in", "park"}) >= 4, shown.text
    person.message = shown.text.strip()
    person.hear()


def _text(person: Person) -> Node | None:
    return person.program.find(lambda n: n.id == "reading-text" and bool(n.text.strip()))


@then("no recording is left on this computer")
def _none_left(person: Person) -> None:
    wait_for("no recording", lambda: not _recordings(person))


@then("my message is in the store without a word, with the recording that I heard")
def _in_the_store(person: Person) -> None:
    store = f"file:{Paths(person.data).store}?mode=ro"
    with closing(sqlite3.connect(store, uri=True)) as connection:
        ((message,),) = connection.execute("SELECT id FROM conversation").fetchall()
    (recording,) = _recordings(person)
    assert recording.stem == message
    assert seconds_of(recording) > 1.5


def _recordings(person: Person) -> list[Path]:
    return list(Paths(person.data).recordings.glob("*"))
