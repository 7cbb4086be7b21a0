"""The first start, from outside: language, size, voice, community; and what is remembered."""

from __future__ import annotations

import re

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person
from tests.end2end.steps import COMMUNITY
from tests.servers import RunningServer

scenarios("features/first_start.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

NAMES = {"English": "English", "Chinese": "中文"}


@given(parsers.parse("a computer where Footbridge was never opened, with the {hand} alone"))
def _fresh(person: Person, hand: str) -> None:
    person.hand = hand
    assert not person.data.exists()


@when("I start Footbridge")
def _start(person: Person) -> None:
    person.start()


@when("I start Footbridge without a community")
def _start_alone(person: Person) -> None:
    person.options = ()
    person.start()


@then("I am asked in both languages which one I read")
def _asked(person: Person) -> None:
    asked = person.program.see("Choose your language")
    assert "请选择语言" in asked.words
    for name in NAMES.values():
        person.program.button(name)


@when(parsers.parse("I choose {language}"))
def _choose(person: Person, language: str) -> None:
    person.press_named(NAMES[language])
    person.language = language


@then("I am asked whether I can read this")
def _asked_size(person: Person) -> None:
    person.see("Can you read this?")
    person.seen["height"] = str(height_of(sample(person)))


@then("the words on the screen are bigger than before")
def _bigger(person: Person) -> None:
    before = int(person.seen["height"])
    wait_for("bigger words", lambda: height_of(sample(person)) > before)
    person.seen["size"] = size_said(person)


def sample(person: Person) -> Node:
    """The sentence to judge by."""
    words = person.say("Come to tea on Tuesday at three.")
    return wait_for(
        "the sentence", lambda: person.program.find(lambda n: n.role == "label" and words in n.name)
    )


def height_of(node: Node) -> int:
    assert node.box is not None
    return node.box[3]


def size_said(person: Person) -> str:
    """“Size 4 of 8”, wherever it stands on the screen."""
    pattern = person.say("Size {number} of {count}")
    pattern = pattern.replace("{number}", r"\d").replace("{count}", r"\d")
    node = wait_for(
        "the size", lambda: person.program.find(lambda n: bool(re.search(pattern, n.words)))
    )
    found = re.search(pattern, node.words)
    assert found
    return found.group()


@then("it is quiet until I ask for the voice")
def _quiet(person: Person) -> None:
    person.see("Can you hear me?")
    assert person.hearing is not None
    assert person.hearing.voiced_seconds() == 0


@when("I join Willow Lane, which this computer knows already")
def _join_known(person: Person) -> None:
    name = COMMUNITY[person.language]
    person.press_named(person.say("Join {name}").format(name=name))


@when("I join Willow Lane, whose address a helper told me")
def _join_told(person: Person, server: RunningServer) -> None:
    # No address is known here: the program was started as a person starts it.
    person.press("Another community")
    person.write(server.address.removeprefix("http://"))
    person.press("Look for it")
    name = COMMUNITY[person.language]
    person.press_named(person.say("Yes, join {name}").format(name=name))


@then("I am on Home, and the notices come by themselves")
def _home(person: Person) -> None:
    wait_for("Home with news", lambda: bool(re.search(r"\d", news(person))))
    person.program.see(COMMUNITY[person.language])


def news(person: Person) -> str:
    """What the tile *Notices* says; empty while one is elsewhere."""
    tile = person.program.find(lambda n: n.id == "tile-notices")
    return tile.name if tile else ""


@then("I am on Home at once, in my language")
def _home_again(person: Person) -> None:
    first = wait_for("a screen", lambda: screen_name(person))
    assert first == "screen-home"
    person.see("Tell us")
    person.program.see(COMMUNITY[person.language])


def screen_name(person: Person) -> str:
    """The name of the screen that is open."""
    node = person.program.find(lambda n: n.id.startswith("screen-"))
    return node.id if node else ""


@then("the text is as big as I made it")
def _same_size(person: Person) -> None:
    person.press("Help")
    person.press_named(person.page_to(person.say("Settings")))
    assert size_said(person) == person.seen["size"]
