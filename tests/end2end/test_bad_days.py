"""Bad days, from outside: a real window, a real process that is killed, real faults."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.clock import SystemClock
from app.domain.feedback import Draft, FeedbackKind
from app.errors import OPEN_ALREADY
from app.paths import Paths
from app.storage.conversations import ConversationRepository
from app.storage.database import Store
from app.storage.drafts import DraftRepository
from tests.end2end.outside import Desktop, wait_for
from tests.end2end.person import Person
from tests.end2end.steps import MESSAGE, begin_to_tell
from tests.fakes.fault_server import Fault, FaultServer, Script, as_json, html
from ui.wording.problems import problem_text

scenarios("features/bad_days.feature")
pytestmark = pytest.mark.usefixtures("desktop")

FAULTS: dict[str, Script] = {
    "nobody answers": Fault.RESET,
    "there is a login page": html(),
    "the answers are wrong": as_json({"feed": 7, "id": [], "messages": "none"}),
}
PLACE = {"English": "by the pond", "Chinese": "池塘边"}
NAME = {"English": "Willow", "Chinese": "柳"}


@dataclass
class Place:
    """Where it happens: the community, and what is known of the person's folder."""

    server: FaultServer
    digest: str = ""
    other: Store | None = None


@pytest.fixture
def place() -> Iterator[Place]:
    with FaultServer() as server:
        server.community["topics"] = [
            {"id": "lights", "name": {"en": "lights", "zh-CN": "灯"}, "icon": "bulb"}
        ]
        made = Place(server)
        yield made
        if made.other is not None:
            made.other.close()


@pytest.fixture
def person(place: Place, desktop: Desktop, tmp_path: Path) -> Iterator[Person]:
    somebody = Person(desktop, tmp_path / "data", {}, options=("--community", place.server.address))
    yield somebody
    desktop.picture(tmp_path / "at-the-end.png")
    somebody.end()


def problem(person: Person, code: str) -> str:
    """The sentence for it in the person's language."""
    return person.say(problem_text(code))


def log_of(person: Person) -> str:
    """Everything that the program wrote, to its log and to its standard error."""
    logs = (person.data / "logs").glob("*")
    return "\n".join(p.read_text("utf-8") for p in (person.program.log, *logs))


# --- the community -----------------------------------------------------------------------------


@given(parsers.parse("a community where {what}, and Footbridge open on Home in {language}"))
def _community(person: Person, place: Place, what: str, language: str) -> None:
    person.language = language
    person.has_been_here()
    # What it is like is known from a day when all was well.
    person.start()
    person.see("Notices")
    person.program.see({"English": "Willow Lane", "Chinese": "柳巷社区"}[language])
    if what != "all is well":
        for method in ("GET", "PUT", "POST"):
            place.server.answer(method, "", FAULTS[what])


@when("the community is well again")
def _well(place: Place) -> None:
    place.server.heal()


@then("the community has my very words, once")
def _has_words(person: Person, place: Place) -> None:
    wait_for("the message", lambda: place.server.received)
    (body,) = place.server.received.values()
    assert json.loads(body)["text"] == person.message


@then(parsers.parse("I read {code}"))
def _read(person: Person, code: str) -> None:
    person.program.see(problem(person, code))


@then("my message is kept")
def _kept(person: Person) -> None:
    person.program.see(person.wording.plural("%n message(s) waiting to be sent.", 1))


@then("the program is well, and its log says nothing of me")
def _well_and_silent(person: Person) -> None:
    log = log_of(person)
    person.close()
    log += (person.desktop.folder / "program.log").read_text("utf-8")
    assert "Traceback" not in log
    assert "a bug" not in log
    assert not person.message or person.message not in log


# --- the disk ----------------------------------------------------------------------------------


@when("I make a message about a problem")
def _make(person: Person) -> None:
    begin_to_tell(person)
    for name in ("Go on", "Yes, that is right", "It is not about a place", "Yes, please answer"):
        person.press(name)
    person.press("Go on")
    person.see("Ready to send?")


def limit(person: Person, most: int) -> None:
    """No file of the program may grow beyond that: how a full disk looks to it."""
    resource.prlimit(
        person.program.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY)
    )


@when("the disk is full")
def _full(person: Person) -> None:
    limit(person, 0)


@when("there is room on the disk again")
def _room(person: Person) -> None:
    limit(person, resource.RLIM_INFINITY)


@when("the folder is taken away")
def _away(person: Person) -> None:
    person.data.rename(person.data.with_name("away"))


@when("the folder is back")
def _back(person: Person) -> None:
    shutil.rmtree(person.data, ignore_errors=True)
    person.data.with_name("away").rename(person.data)


@then("my words are still on the screen")
def _still(person: Person) -> None:
    person.see("Your message is still here, not sent.")
    person.program.see(person.message[:20])


# --- the file at the start ---------------------------------------------------------------------


@given(parsers.parse("somebody who uses Footbridge in {language}"))
def _uses(person: Person, language: str) -> None:
    person.language = language
    person.options = ("--offline", "--language", person.wording.tag)
    person.has_been_here()
    person.message = MESSAGE[language]
    with opened(person) as store:
        draft = Draft(kind=FeedbackKind.PROBLEM, text=person.message)
        ConversationRepository(store).send(draft, b"{}", SystemClock().now())
        assert store.daily_copy() is not None


@contextlib.contextmanager
def opened(person: Person) -> Iterator[Store]:
    """The person's store, while the program is not open."""
    paths = Paths(person.data)
    store = Store.open(paths.store, paths.copies, SystemClock())
    try:
        yield store
    finally:
        store.close()


@given("the file of notices and messages was written over")
def _written_over(person: Person) -> None:
    Paths(person.data).store.write_bytes(b"A letter to my sister. " * 500)


@given("the file is of a newer version")
def _newer(person: Person, place: Place) -> None:
    with closing(sqlite3.connect(Paths(person.data).store)) as connection:
        connection.execute("PRAGMA user_version = 999")
    place.digest = digest(person)


@given("the file is another program's")
def _not_ours(person: Person, place: Place) -> None:
    store = Paths(person.data).store
    store.unlink()
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("CREATE TABLE songs (name)")
    place.digest = digest(person)


@given("it is open already")
def _open_already(person: Person, place: Place) -> None:
    paths = Paths(person.data)
    place.other = Store.open(paths.store, paths.copies, SystemClock())


@when("the other one is closed")
def _other_closed(place: Place) -> None:
    assert place.other is not None
    place.other.close()
    place.other = None


@given("somebody whose folder is where nothing may be written")
def _nowhere(person: Person) -> None:
    # Where not even root may make a folder.
    person.data = Path("/sys/footbridge")
    person.options = ("--offline", "--language", "en")


def digest(person: Person) -> str:
    """The digest of the person's file."""
    store = Paths(person.data).store
    return hashlib.sha256(store.read_bytes()).hexdigest() if store.exists() else ""


@when("I start Footbridge")
def _start(person: Person) -> None:
    person.start()


@then("the message that was in the copy is there")
def _in_copy(person: Person) -> None:
    person.program.see(person.message[:20])


@then("I see in both languages that it can't open")
def _cannot(person: Person) -> None:
    person.program.see("Footbridge can't open just now")
    person.program.see("连心桥现在打不开")


@then("the program ends, and nothing was changed")
def _ends(person: Person, place: Place) -> None:
    process = person.program.process
    wait_for("the end", lambda: process.poll() is not None)
    assert process.returncode == 3
    assert digest(person) == place.digest
    assert "Traceback" not in person.program.log.read_text("utf-8")


@then("the program says to those who started it that it is open already")
def _second(person: Person, place: Place) -> None:
    process = person.program.process
    wait_for("the end", lambda: process.poll() is not None)
    assert process.returncode == OPEN_ALREADY
    assert place.other is not None
    assert len(ConversationRepository(place.other).all()) == 1


# --- the power -----------------------------------------------------------------------------------


def kill(person: Person) -> None:
    """The lid closes for good: no signal that a program could see."""
    os.kill(person.program.process.pid, signal.SIGKILL)
    person.program.process.wait(10)
    person.end()


def again(person: Person) -> None:
    """The computer is on again: Footbridge is opened, and the message gone on with."""
    person.start()
    person.press("Tell us")
    person.press("Go on with your message")


def kept(person: Person, what: str) -> None:
    """Wait until what was typed had the time to be kept: less than a second."""
    store = Paths(person.data).store

    def is_there() -> bool:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT content FROM draft").fetchall()
        return any(what in content.decode() for (content,) in found)

    wait_for(f"“{what}” on the disk", is_there)


@when("I choose what it is, and the power fails")
def _kind(person: Person) -> None:
    person.message = MESSAGE[person.language]
    person.press("Tell us")
    person.press("A problem")
    person.see("What is it about?")
    kill(person)


@when("I choose what it is about, and the power fails")
def _topic(person: Person) -> None:
    again(person)
    person.see("What is it about?")
    person.press_named(person.page_to({"English": "lights", "Chinese": "灯"}[person.language]))
    person.see("What is the problem?")
    kill(person)


@when("I write it, and the power fails")
def _write(person: Person) -> None:
    again(person)
    person.see("What is the problem?")
    person.press("Type it")
    person.write(person.message)
    kept(person, person.message)
    kill(person)


@when("I go on and say that it is right, and the power fails")
def _right(person: Person) -> None:
    again(person)
    person.program.see(person.message)
    person.press("Go on")
    person.press("Yes, that is right")
    person.see("Where is it?")
    kill(person)


@when("I say in words where it is, and the power fails")
def _where(person: Person) -> None:
    again(person)
    person.see("Where is it?")
    person.press("Say it in my own words")
    person.write(PLACE[person.language])
    kept(person, PLACE[person.language])
    kill(person)
    again(person)
    person.press("Say it in my own words")
    person.program.see(PLACE[person.language])
    person.press("Go on")
    person.see("Shall we answer you?")
    kill(person)


@when("I say that I want an answer, and the power fails")
def _answer(person: Person) -> None:
    again(person)
    person.press("Yes, please answer")
    person.see("Your name, if you like")
    kill(person)


@when("I give my name, and the power fails")
def _name(person: Person) -> None:
    again(person)
    person.see("Your name, if you like")
    person.write(NAME[person.language])
    kept(person, f'"name":"{NAME[person.language]}"')
    kill(person)


@when("I press Send, and the power fails at once")
def _send(person: Person) -> None:
    again(person)
    person.see("Your name, if you like")
    person.press("Go on")
    person.press("Send")
    kill(person)


@then("what I said is a message or can be gone on with")
def _message_or_draft(person: Person, place: Place) -> None:
    with opened(person) as store:
        draft = DraftRepository(store).current()
        sent = ConversationRepository(store).all()
    assert (draft is None) == (len(sent) == 1)
    person.start()
    person.press("My messages")
    person.program.see(person.message[:15])
    if draft is not None:
        person.press("Go on with your message")
        person.press("Go on with your message")
        person.press("Send")


@then("all that I said is in it")
def _all_of_it(person: Person) -> None:
    store = Paths(person.data).store

    def payload() -> dict[str, object] | None:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT payload FROM outbox").fetchall()
        return json.loads(found[0][0]) if found else None

    said = wait_for("the message in the outbox", payload)
    assert said["text"] == person.message
    assert said["place"] == {"words": PLACE[person.language]}
    assert (said["kind"], said["topic"]) == ("problem", "lights")
    assert (said["answer_wanted"], said["name"]) == (True, NAME[person.language])
