"""Settings, from outside: seen at once in the running window, taken back, kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytest_bdd import parsers, scenarios, then, when

from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person

scenarios("features/settings.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@when(parsers.parse('I open the setting "{name}"'))
def _open(person: Person, name: str) -> None:
    person.press("Help")
    for way in ("Settings", name):
        person.press_named(person.page_to(person.say(way)))
    person.seen["height"] = str(sample_height(person))


def sample_height(person: Person) -> int:
    """How high the sentence stands that one judges the size by."""
    words = person.say("Come to tea on Tuesday at three.")
    node = wait_for(
        "the sentence", lambda: person.program.find(lambda n: n.role == "label" and words in n.name)
    )
    assert node.box is not None
    return node.box[3]


@then("the words are bigger")
def _bigger(person: Person) -> None:
    assert sample_height(person) > int(person.seen["height"])


@then("the words are as they were")
def _as_before(person: Person) -> None:
    assert sample_height(person) == int(person.seen["height"])


# --- colours -------------------------------------------------------------------------------------


def paper(person: Person, folder: Path) -> QColor:
    """The colour of the window beside its title, in a picture of the whole screen."""
    title = wait_for("a title", lambda: person.program.find(lambda n: n.role == "heading"))
    assert title.box is not None
    x, y, width, height = title.box
    picture = folder / "now.png"
    person.desktop.picture(picture)
    return QImage(str(picture)).pixelColor(x + width - 4, y + height // 2)


@then("the paper is dark")
def _dark(person: Person, tmp_path: Path) -> None:
    wait_for("dark paper", lambda: paper(person, tmp_path).lightness() < 60)


@then("the paper is light")
def _light(person: Person, tmp_path: Path) -> None:
    wait_for("light paper", lambda: is_light(paper(person, tmp_path)))


def is_light(colour: QColor) -> bool:
    return min(colour.red(), colour.green(), colour.blue()) > 200


@then("the paper is yellow")
def _yellow(person: Person, tmp_path: Path) -> None:
    wait_for("yellow paper", lambda: is_yellow(paper(person, tmp_path)))


def is_yellow(colour: QColor) -> bool:
    return min(colour.red(), colour.green()) > 200 and colour.blue() < 180


# --- language ------------------------------------------------------------------------------------


@when("I choose Chinese among the languages")
def _to_language(person: Person) -> None:
    person.press_named("Language · 语言")
    choose(person, "Chinese")


@when("I choose Chinese here")
def _here(person: Person) -> None:
    choose(person, "Chinese")


def choose(person: Person, language: str) -> None:
    """Press the language, as it is written in its own letters."""
    person.press_named({"English": "English", "Chinese": "中文"}[language])
    person.language = language


@then("every word is Chinese at once")
def _chinese(person: Person) -> None:
    person.see("Listen")
    english = [n for n in worded(person) if re.search("[A-Za-z]{2}", own_words(n))]
    assert not english, english


@then("every word is English again")
def _english(person: Person) -> None:
    person.language = "English"
    person.see("Listen")
    chinese = [n for n in worded(person) if re.search("[\u4e00-\u9fff]", own_words(n))]
    assert not chinese, chinese


def worded(person: Person) -> list[Node]:
    """All that says something; the application's own name is no word of the window."""
    return [node for node in person.program.nodes() if node.role != "application"]


def own_words(node: Node) -> str:
    """A node's words without the languages' own names and the names of keys."""
    said = f"{node.name} {node.description} {node.text}"
    for name in ("Language · 语言", "English", "中文", "Footbridge", "Alt", "Home", "Esc"):
        said = said.replace(name, "")
    return re.sub(r"F\d", "", said)


@then("the second of eight sizes is chosen")
def _second(person: Person) -> None:
    said = person.say("Size {number} of {count}").format(number=2, count=8)
    person.program.see(said)
