"""Writing back and drafts, from outside: the real staff pages see the conversation open again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.paths import Paths
from tests.end2end.outside import wait_for
from tests.end2end.person import Person
from tests.end2end.staff import Staff
from tests.end2end.steps import answer, received, tell

scenarios("features/write_back.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@given("I told the community about a problem, and it was received")
def _told(person: Person) -> None:
    tell(person)
    received(person)
    person.home()


@when("a member of staff answers in the browser and closes the matter")
def _answer_and_close(person: Person, staff: Staff) -> None:
    answer(person, staff)
    address = staff.inbox(person.number)[0]
    staff.close_matter(address)
    assert staff.state(address) == "Closed"


@when(parsers.parse('I write "{words}" and send it'))
def _write(person: Person, words: str) -> None:
    person.write(words)
    person.press("Send")


@then(parsers.parse('the staff find it open again in their inbox, with "{words}"'))
def _open_again(person: Person, staff: Staff, words: str) -> None:
    address = wait_for("it in the inbox", lambda: next(iter(staff.inbox(words)), None))
    assert address == staff.inbox(person.number)[0]
    page = staff.conversation(address)
    assert page.count(words) == 1
    assert "<strong>" in page
    assert staff.state(address) != "Closed"


@when("my words are on the disk, and the power fails")
def _power_fails(person: Person) -> None:
    wait_for("the words on the disk", lambda: on_disk(person, person.message))
    person.end()


def on_disk(person: Person, words: str) -> bool:
    """Whether a draft in the store has these words."""
    store = f"file:{Paths(person.data).store}?mode=ro"
    with closing(sqlite3.connect(store, uri=True)) as connection:
        contents = [row[0].decode() for row in connection.execute("SELECT content FROM draft")]
    return any(words in content for content in contents)


@when("I start Footbridge again")
def _start(person: Person) -> None:
    person.start()


@then("my words are still in the field")
def _still(person: Person) -> None:
    def look() -> bool:
        found = person.program.find(lambda n: n.role == "text" and bool(n.box))
        return found is not None and found.text == person.message

    wait_for("the words in the field", look)
