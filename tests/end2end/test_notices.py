"""Notices, from outside: published in the real admin, read in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytest_bdd import given, parsers, scenarios, then, when

from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person
from tests.end2end.staff import Notice, Staff, Texts
from tests.end2end.steps import open_on_home
from tests.fakes.tampering_proxy import TamperingProxy
from tests.servers import RunningServer

scenarios("features/notices.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

BODY = "The swans are back on Willow Pond. Please keep dogs on the lead."
NOTICE = Notice(
    {
        "en": Texts("Swans on the pond", BODY, ("Three swans are back.",)),
        "zh-CN": Texts("柳塘来了天鹅", "柳塘来了天鹅。请牵好狗。", ("来了三只天鹅。",)),
    }
)
CHANGE = {"en": "There are four swans now.", "zh-CN": "现在是四只天鹅。"}
REASON = {"en": "The swans have flown away.", "zh-CN": "天鹅飞走了。"}
STORM = Notice(
    {
        "en": Texts("Gas is leaking in Block 2", "Please leave the house now."),
        "zh-CN": Texts("2号楼煤气泄漏", "请马上离开。"),
    },
    urgent=True,
)
RED = (230, 0, 30)


# --- staff --------------------------------------------------------------------------------------


@when("staff publish a notice in the browser")
def _publish(person: Person, staff: Staff) -> None:
    person.seen |= {"title": "Swans on the pond", "page": staff.publish(NOTICE)}


@when("staff correct the notice and say what changed")
def _correct(person: Person, staff: Staff) -> None:
    staff.correct(person.seen["page"], CHANGE, body=BODY.replace("The", "The four", 1))


@when("staff withdraw the notice and say why")
def _withdraw(person: Person, staff: Staff) -> None:
    staff.withdraw(person.seen["page"], REASON)


@when("staff publish an urgent notice in the browser")
def _urgent(person: Person, staff: Staff) -> None:
    person.seen |= {"title": STORM.texts["en"].title, "page": staff.publish(STORM)}


@when("staff publish a notice with a picture in the browser")
def _picture(person: Person, staff: Staff, tmp_path: Path) -> None:
    file = tmp_path / "red.png"
    Image.new("RGB", (400, 300), RED).save(file)
    texts = {"en": Texts("The new door is red", "Come and see it.")}
    words = {"en": "A red door.", "zh-CN": "一扇红门。"}
    staff.publish(replace(NOTICE, texts=texts, file=file, description=words))
    person.seen["title"] = "The new door is red"


# --- the list ------------------------------------------------------------------------------------


def cards(person: Person) -> list[Node]:
    """The notices on this page, from the top."""
    return [node for node in person.program.nodes() if node.id.startswith("card-")]


def all_names(person: Person) -> list[str]:
    """The names of all notices of this list, turning its pages."""
    names = [node.name for node in cards(person)]
    while person.program.find(lambda n: n.id == "more"):
        person.turn_page()
        names += [node.name for node in cards(person)]
    return names


def see_card(person: Person, status: str) -> Node:
    """The notice, once the list says of it that word."""
    title = person.seen["title"]
    wanted = person.say(status)
    return person.reach(
        lambda n: title in n.name and f"{wanted} · " in n.name, f"“{title}”, {wanted}"
    )


@then("the notice is on the list, and it is new")
def _is_new(person: Person) -> None:
    see_card(person, "New")


@then("the notice is on the list, and I have read it")
def _is_read(person: Person) -> None:
    see_card(person, "Read")


@then("the notice is on the list, and it is corrected")
def _is_corrected(person: Person) -> None:
    see_card(person, "Corrected")


@then("the notice is on the list, and it is withdrawn")
def _is_withdrawn(person: Person) -> None:
    see_card(person, "Withdrawn")


@then("of those that are not urgent it is the first")
def _first(person: Person) -> None:
    urgent = person.say("Urgent")
    calm = [node.name for node in cards(person) if urgent not in node.name]
    assert person.seen["title"] in calm[0], calm


@then("the urgent notice is the first thing on Home")
def _first_on_home(person: Person) -> None:
    title = person.seen["title"]
    wait_for("the urgent notice", lambda: title in first_choice(person).name)


def first_choice(person: Person) -> Node:
    """What stands first among all that can be pressed on the screen."""

    def look() -> list[Node]:
        return [n for n in person.program.nodes() if "focusable" in n.states and n.box]

    return min(wait_for("something to press", look), key=lambda n: (n.box or ())[1::-1])


@then("the urgent notice is the first on the list")
def _first_on_list(person: Person) -> None:
    wait_for("the list", lambda: cards(person))
    names = [node.name for node in cards(person)]
    assert person.seen["title"] in names[0], names
    assert person.say("Urgent") in names[0], names


@when("I press the notice")
def _press(person: Person) -> None:
    person.press_named(person.page_to(person.seen["title"]))


# --- reading -------------------------------------------------------------------------------------


def text_shown(person: Person, words: str) -> str:
    """The whole text of the notice that is open, once it has these words."""

    def look() -> str | None:
        node = person.program.find(lambda n: n.id == "reading-text")
        return node.text if node is not None and words in node.text else None

    return wait_for(f"“{words}” in the notice", look)


@then("I see what it says")
def _says(person: Person) -> None:
    text = text_shown(person, BODY)
    assert text.index("Three swans are back.") < text.index(BODY)


@then("what changed stands before the text")
def _changed(person: Person) -> None:
    said = person.say("This notice was corrected. {change}").format(change=CHANGE["en"])
    text = text_shown(person, said)
    assert text.index(said) < text.index("Three swans") < text.index("The four swans")


@then("I see that it was withdrawn, and why")
def _withdrawn(person: Person) -> None:
    said = person.say("This notice was withdrawn. {reason}").format(reason=REASON["en"])
    text = text_shown(person, said)
    assert text.index(said) < text.index("Three swans")


@then("I see the picture, and what it shows in words")
def _see_picture(person: Person, tmp_path: Path) -> None:
    said = person.say("The picture shows: {words}").format(words="A red door.")
    text_shown(person, said)
    wait_for("the picture", lambda: red_on_screen(person, tmp_path / "screen.png") > 20_000)


def red_on_screen(person: Person, file: Path) -> int:
    """How many pixels of the screen have the picture's red."""
    person.desktop.picture(file)
    with Image.open(file) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24) or []
    near = (n for n, c in colours if all(abs(a - b) < 12 for a, b in zip(c, RED, strict=True)))
    return sum(near)


# --- finding -------------------------------------------------------------------------------------


@when(parsers.parse('I look for "{words}"'))
def _look_for(person: Person, words: str) -> None:
    open_find(person)
    person.write(words)
    person.press("Find")


def open_find(person: Person) -> None:
    """Come to the field from Home or from the list."""
    if person.program.find(lambda n: n.id == "tile-notices"):
        person.press("Notices")
    person.press("Find a notice")


@when(parsers.parse('I look for notices from "{source}"'))
def _look_from(person: Person, source: str) -> None:
    open_find(person)
    person.press("Choose who it is from")
    person.press_named(person.page_to(source))


@then(parsers.parse('I see the notice "{title}"'))
def _see_notice(person: Person, title: str) -> None:
    person.page_to(title)


@then(parsers.parse('I do not see the notice "{title}"'))
def _see_no_notice(person: Person, title: str) -> None:
    while (back := person.program.find(lambda n: n.id == "earlier")) is not None:
        person.program.click(back)
        wait_for("the page before", lambda back=back: not still(person, back))
    names = all_names(person)
    assert names
    assert not [name for name in names if title in name], names


def still(person: Person, node: Node) -> bool:
    return person.program.find(lambda n: n.id == node.id and n.name == node.name) is not None


@then("it is found, and its day is over")
def _over(person: Person) -> None:
    over = person.say("its day is over")
    person.reach(lambda n: "Old book sale" in n.name and over in n.name, "the book sale")


@then("I see that its day is over")
def _see_over(person: Person) -> None:
    text_shown(person, "That is over.")


# --- on its way ----------------------------------------------------------------------------------

TRUE, FALSE = "Herons on the pond", "Send money to the pond"
HERONS = replace(NOTICE, texts={"en": Texts(TRUE, "Two herons have come.")})


@pytest.fixture
def between(server: RunningServer) -> Iterator[TamperingProxy]:
    """Somebody who makes another notice of the herons."""
    with TamperingProxy(server.address, TRUE, FALSE) as proxy:
        yield proxy


@given("the community signs its notices, and somebody stands between it and me")
def _signs(person: Person, server: RunningServer, between: TamperingProxy, tmp_path: Path) -> None:
    root = str(tmp_path / "root")
    passphrase = "a bridge of willow wood\n"
    made = server.manage("keys", "make", "--root", root, "--passphrase-stdin", given=passphrase)
    code = next(line[6:] for line in made.splitlines() if line.startswith("code: "))
    person.options = ("--community", f"{between.address}#{code}")
    open_on_home(person, "English")


def not_shown(person: Person) -> Node:
    return person.reach(lambda n: n.id == "not-shown", "what is not shown")


@when("staff publish a notice that is changed on its way")
def _publish_herons(person: Person, staff: Staff) -> None:
    staff.publish(HERONS)
    person.seen["title"] = TRUE


@then("the list says that a notice is not shown, and shows no false one")
def _not_shown(person: Person) -> None:
    not_shown(person)
    names = [node.name for node in cards(person)]
    while len(names) < 3:  # the newest would stand among the first
        person.turn_page()
        names += [node.name for node in cards(person)]
    assert not [name for name in names if FALSE in name or TRUE in name], names


@when("I ask what is not shown")
def _ask(person: Person) -> None:
    person.press("Home")
    person.press("Notices")
    person.program.click(not_shown(person))


@then("I see that it was changed on its way")
def _changed_on_its_way(person: Person) -> None:
    person.program.see("This notice was changed on its way. We do not show it.")


@when("nobody stands between any more, and I ask for it again")
def _healed(person: Person, between: TamperingProxy) -> None:
    between.tampering = False
    person.press("Ask for it again now")


@then("I see whom it is from, and that it was checked")
def _checked(person: Person) -> None:
    text_shown(person, "From Willow Lane Street Office. Checked.")
