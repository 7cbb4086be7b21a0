"""The whole way, from outside: real window, real keys, real sound, real server, real admin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.end2end.outside import Desktop, Node, Program, wait_for
from tests.end2end.staff import Staff
from tests.end2end.wording import Wording
from tests.servers import ROOT, RunningServer, run_server
from tests.sound import Recording, VirtualSound

scenarios("features/the_whole_way.feature")
# Before the first step, so that they belong to the module and not to its first test.
pytestmark = pytest.mark.usefixtures("server", "sound")

SAMPLE = ROOT / "resources" / "sample"
MESSAGE = {
    "English": "The light on the stairs of block 4 is broken. Please mend it.",
    "Chinese": "四号楼的楼道灯坏了，请来修一修。",
}
ANSWER = {
    "English": "Thank you. We will mend the light on Friday morning.",
    "Chinese": "谢谢您。我们星期五上午来修灯。",
}
WATER = {"English": "water", "Chinese": "水"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = run_server(tmp_path_factory.mktemp("server") / "data", sample=SAMPLE)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def sound() -> Iterator[VirtualSound]:
    with VirtualSound() as card:
        yield card


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(tmp_path / "desktop")
    yield made
    made.close()


@dataclass
class Person:
    """Somebody in front of the window."""

    program: Program
    wording: Wording
    language: str
    hearing: Recording
    hand: str = "pointer"
    number: str = ""
    message: str = ""
    answer: str = ""
    seen: dict[str, str] = field(default_factory=dict)

    def press(self, name: str) -> None:
        """Press a thing by its English name, with the hand that this person has."""
        self.press_named(*self.wording.ways_to_say(name))

    def press_named(self, *names: str) -> None:
        """Press a thing by one of the names that stand on the screen."""
        if self.hand == "pointer":
            self.program.click(self.settled(*names))
        else:
            self.program.tab_to(*names)
            self.program.key("Return")

    def settled(self, *names: str) -> Node:
        """The button, once it stands still: a screen may still be filling."""
        before = self.program.button(*names)
        while (now := self.program.button(*names)).box != before.box:
            before = now
        return now

    def write(self, text: str) -> None:
        """Type into the field that has the keyboard."""
        if self.hand == "pointer":
            edits = [n for n in self.program.nodes() if n.role == "text" and n.box]
            self.program.click(edits[0])
        wait_for("the field to have the keyboard", self._field_has_keyboard)
        self.program.write(text)
        wait_for(f"“{text}” in the field", lambda: self.program.find(lambda n: text in n.text))

    def _field_has_keyboard(self) -> bool:
        focused = self.program.focused()
        return focused is not None and focused.role == "text"

    def page_to(self, name: str) -> str:
        """The whole name of the card with these words, turning pages until it is there."""
        for _ in range(40):
            node = self.program.find(lambda n: "focusable" in n.states and name in n.name)
            if node is not None:
                return node.name
            self.press("More")
        raise AssertionError(f"“{name}” is on no page")


@pytest.fixture
def person(
    server: RunningServer, sound: VirtualSound, desktop: Desktop, request: pytest.FixtureRequest
) -> Iterator[Person]:
    language = request.node.callspec.params["_pytest_bdd_example"]["language"]
    tag = {"English": "en", "Chinese": "zh_CN"}[language]
    data = desktop.folder / "data"
    make_started_profile(data, tag)
    program = Program(
        desktop,
        *("--data", str(data), "--community", server.address, "--language", tag),
        environment=sound.environment,
    )
    with sound.record() as hearing:
        yield Person(program, Wording(tag), language, hearing)
        desktop.picture(desktop.folder / "at-the-end.png")
    program.close()


def make_started_profile(data: Path, tag: str) -> None:
    """A person who has been through the first start: that way is tested elsewhere."""
    from app.clock import SystemClock
    from app.domain.language import Language
    from app.domain.profile import Profile, Theme
    from app.paths import Paths
    from app.storage.database import Store
    from app.storage.profiles import ProfileRepository

    paths = Paths(data)
    store = Store.open(paths.store, paths.copies, SystemClock())
    language = Language.CHINESE if tag == "zh_CN" else Language.ENGLISH
    ProfileRepository(store).save(Profile(language=language, theme=Theme.LIGHT, started=True))
    store.close()


@given(parsers.parse("the Willow Lane community, and Footbridge open on Home in {language}"))
def _home(person: Person, language: str) -> None:
    person.program.button(person.wording.say("Notices"))
    name = {"English": "Willow Lane", "Chinese": "柳巷社区"}[language]
    person.program.see(name)


@given(parsers.parse("everything is done with the {hand} alone"))
def _hand(person: Person, hand: str) -> None:
    person.hand = hand


@when(parsers.parse('I press "{name}"'))
def _press(person: Person, name: str) -> None:
    person.press(name)


@when("I press the notice about the water")
def _water(person: Person) -> None:
    person.press_named(person.page_to(WATER[person.language]))


@then("I see what it says in short")
def _in_short(person: Person) -> None:
    person.program.see(person.wording.say("In short"))


@then("I hear a voice, and a sentence is lit")
def _hear_and_see(person: Person) -> None:
    hear(person)
    person.program.button(person.wording.say("Pause"))


@then("I hear a voice")
def _hear(person: Person) -> None:
    hear(person)


def hear(person: Person) -> None:
    """Wait until half a second of voice more than before has come out of the loudspeaker."""
    before = person.hearing.voiced_seconds()
    wait_for("a voice", lambda: person.hearing.voiced_seconds() > before + 0.5)


@then("it is silent")
def _silent(person: Person) -> None:
    person.program.button(person.wording.say("Listen"))
    before = person.hearing.voiced_seconds()
    start = person.hearing.seconds
    wait_for("a second to pass", lambda: person.hearing.seconds > start + 1.5)
    assert person.hearing.voiced_seconds() - before < 0.5


@when("I tell the community about a problem")
def _tell(person: Person) -> None:
    person.message = MESSAGE[person.language] + f" ({person.hand})"
    person.press("Tell us")
    person.press("A problem")
    person.press_named(person.page_to({"English": "lights", "Chinese": "灯"}[person.language]))
    person.write(person.message)
    for name in ("Go on", "Yes, that is right", "It is not about a place", "Yes, please answer"):
        person.press(name)
    for name in ("Go on", "Send"):
        person.press(name)


@then("I see that my message was received, with its number")
def _received(person: Person) -> None:
    person.program.see(person.wording.say("Your message was received"))
    pattern = person.wording.say("Number: {number}").replace("{number}", r"(\d+)")
    node = wait_for(
        "a number", lambda: person.program.find(lambda n: bool(re.search(pattern, n.words)))
    )
    found = re.search(pattern, node.words)
    assert found
    person.number = found.group(1)


@pytest.fixture
def staff(server: RunningServer) -> Iterator[Staff]:
    browser = Staff(server.address, server.staff_user, server.staff_password)
    yield browser
    browser.close()


@then("the very words are with the staff, once")
def _with_staff(person: Person, staff: Staff) -> None:
    found = staff.inbox(person.number)
    assert len(found) == 1
    assert staff.conversation(found[0]).count(person.message) == 1


@when("a member of staff answers in the browser")
def _answer(person: Person, staff: Staff) -> None:
    person.answer = ANSWER[person.language]
    staff.answer(staff.inbox(person.number)[0], person.answer)


@when(parsers.parse('I open the answer in "{name}"'))
def _open(person: Person, name: str) -> None:
    # The connection looks by itself at its own pace; a person who can't wait asks a helper.
    person.press("Help")
    for way in ("Settings", "Helper's corner", "Try the connection now"):
        person.press_named(person.page_to(person.wording.say(way)))
    person.press("Home")
    person.program.see(person.wording.plural("%n answer(s) for you", 1))
    person.press(name)
    first_words = person.message[:10]
    person.press_named(person.page_to(first_words))


@then("I see the answer")
def _see_answer(person: Person) -> None:
    person.program.see(person.answer)


@then("the staff see that it is solved")
def _solved(person: Person, staff: Staff) -> None:
    address = staff.inbox(person.number)[0]
    wait_for("the verdict", lambda: "<strong>" in staff.conversation(address))
