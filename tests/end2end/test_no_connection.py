"""Without a connection, from outside: the server really goes away and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_bdd import given, scenarios, then, when

from tests.end2end.conftest import SAMPLE
from tests.end2end.outside import wait_for
from tests.end2end.person import Person
from tests.end2end.staff import Staff
from tests.end2end.steps import begin_to_tell, notices_here, open_on_home, tell_the_rest
from tests.servers import RunningServer, run_server

scenarios("features/no_connection.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@dataclass
class Community:
    """A server of this test's own, that may be stopped and started at its address."""

    folder: Path
    running: RunningServer

    def go_away(self) -> None:
        """Stop it."""
        self.running.stop()

    def come_back(self) -> None:
        """Start it where it was."""
        port = urlsplit(self.running.address).port
        assert port is not None
        was = self.running
        self.running = run_server(self.folder, port=port)
        self.running.staff_user, self.running.staff_password = was.staff_user, was.staff_password


@pytest.fixture
def community(tmp_path: Path) -> Iterator[Community]:
    folder = tmp_path / "community"
    made = Community(folder, run_server(folder, sample=SAMPLE))
    yield made
    made.go_away()


@given("a community of my own, and Footbridge open on Home")
def _open(person: Person, community: Community) -> None:
    person.options = ("--community", community.running.address)
    open_on_home(person, "English")


@given("a community of my own, and Footbridge started without a connection")
def _offline(person: Person, community: Community) -> None:
    # The program is given its community once, as a helper does, and then started by itself.
    person.options = ()
    person.has_been_here(community_url=community.running.address)
    person.start("--offline")
    person.see("none yet")


@when("I tell them about a problem, before I know their topics")
def _tell(person: Person) -> None:
    begin_to_tell(person, person.say("Something else"))
    tell_the_rest(person)


@when("the community's computer goes away")
def _away(community: Community) -> None:
    community.go_away()


@when("the community's computer comes back")
def _back(community: Community) -> None:
    community.come_back()


@then("I see that it goes when there is a connection")
@then("I see that they come when there is a connection")
def _later(person: Person) -> None:
    person.program.see("when there is a connection.")


@then("I see that 1 message is waiting")
def _waiting(person: Person) -> None:
    person.program.see(person.wording.plural("%n message(s) waiting to be sent.", 1))


@when("I press my message")
def _press_message(person: Person) -> None:
    person.press_named(person.page_to(person.message[:10]))


@then("I see by itself that the message was received, with its number")
def _received(person: Person) -> None:
    pattern = person.say("Number {number}.").replace("{number}", r"(\d+)")

    def look() -> re.Match[str] | None:
        found = (re.search(pattern, node.words) for node in person.program.nodes())
        return next((one for one in found if one), None)

    person.number = wait_for("the number", look).group(1)
    person.program.see("Received by Willow Lane")


@then("the very words are with its staff, once")
def _with_staff(person: Person, community: Community) -> None:
    server = community.running
    browser = Staff(server.address, server.staff_user, server.staff_password)
    found = browser.inbox(person.number)
    assert len(found) == 1
    assert browser.conversation(found[0]).count(person.message) == 1
    browser.close()


@then("there are notices here")
def _notices(person: Person) -> None:
    notices_here(person)
