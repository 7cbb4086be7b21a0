"""The steps that several features share, in the user's words."""

from __future__ import annotations

import re

from pytest_bdd import given, parsers, then, when

from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person
from tests.end2end.staff import Staff

COMMUNITY = {"English": "Willow Lane", "Chinese": "柳巷社区"}
LIGHTS = {"English": "lights", "Chinese": "灯"}
MESSAGE = {
    "English": "The light on the stairs of block 4 is broken. Please mend it.",
    "Chinese": "四号楼的楼道灯坏了，请来修一修。",
}
ANSWER = {
    "English": "Thank you. We will mend the light on Friday morning.",
    "Chinese": "谢谢您。我们星期五上午来修灯。",
}

# --- the program -------------------------------------------------------------------------------


@given(parsers.parse("the Willow Lane community, and Footbridge open on Home in {language}"))
def open_on_home(person: Person, language: str) -> None:
    person.language = language
    person.has_been_here()
    person.start()
    person.see("Notices")
    person.program.see(COMMUNITY[language])


@given("there are notices here")
def notices_here(person: Person) -> None:
    def news() -> bool:
        tile = person.program.find(lambda n: n.id == "tile-notices")
        return tile is not None and bool(re.search(r"\d", tile.name))

    wait_for("notices", news)


@given(parsers.parse("everything is done with the {hand} alone"))
def with_one_hand(person: Person, hand: str) -> None:
    person.hand = hand


@when("I close Footbridge and start it again")
def start_again(person: Person) -> None:
    person.close()
    person.start()


# --- seeing and pressing -----------------------------------------------------------------------


@when(parsers.parse('I press "{name}"'))
def press(person: Person, name: str) -> None:
    person.press(name)


@when(parsers.parse('I press the notice "{title}"'))
def press_notice(person: Person, title: str) -> None:
    person.press_named(person.page_to(title))


@when(parsers.parse("I press the keys {keys}"))
def press_keys(person: Person, keys: str) -> None:
    person.program.key(*keys.split())


@then(parsers.parse('I see "{words}"'))
def see(person: Person, words: str) -> None:
    person.see(words)


@then(parsers.parse('I do not see "{words}"'))
def see_not(person: Person, words: str) -> None:
    said = person.say(words)
    wait_for(f"“{said}” to be gone", lambda: not person.program.find(lambda n: said in n.words))


@when("I open the Helper's corner")
def open_helper(person: Person) -> None:
    person.press("Help")
    for way in ("Settings", "Helper's corner"):
        person.press_named(person.page_to(person.say(way)))


@when("I try the connection")
def try_connection(person: Person) -> None:
    """The connection looks by itself at its own pace; a person who can't wait asks a helper."""
    open_helper(person)
    person.press("Try the connection now")
    said = person.say("The connection works.")
    wait_for("the answer", lambda: person.program.find(lambda n: is_banner(n) and said in n.words))
    person.home()


def is_banner(node: Node) -> bool:
    """Whether it is the message at the top of a screen."""
    return node.role == "notification"


# --- hearing -----------------------------------------------------------------------------------


@then("I hear a voice")
def hear(person: Person) -> None:
    person.hear()


@then("it is silent")
def silent(person: Person) -> None:
    person.program.button(person.say("Listen"))
    person.hear_nothing()


# --- telling the community -----------------------------------------------------------------------


@when("I tell the community about a problem")
def tell(person: Person) -> None:
    begin_to_tell(person)
    tell_the_rest(person)


def tell_the_rest(person: Person) -> None:
    """From the words to *Send*."""
    for name in ("Go on", "Yes, that is right", "It is not about a place", "Yes, please answer"):
        person.press(name)
    for name in ("Go on", "Send"):
        person.press(name)


@when("I begin to tell the community about a problem")
def begin_to_tell(person: Person, topic: str = "") -> None:
    person.message = f"{MESSAGE[person.language]} ({person.hand})"
    person.press("Tell us")
    person.press("A problem")
    person.press_named(person.page_to(topic or LIGHTS[person.language]))
    person.press("Type it")
    person.write(person.message)


@then("I see that my message was received, with its number")
def received(person: Person) -> None:
    person.see("Your message was received")
    pattern = person.say("Number: {number}").replace("{number}", r"(\d+)")
    node = wait_for(
        "a number", lambda: person.program.find(lambda n: bool(re.search(pattern, n.words)))
    )
    found = re.search(pattern, node.words)
    assert found
    person.number = found.group(1)


@then("the very words are with the staff, once")
def with_staff(person: Person, staff: Staff) -> None:
    found = staff.inbox(person.number)
    assert len(found) == 1
    assert staff.conversation(found[0]).count(person.message) == 1


@when("a member of staff answers in the browser")
def answer(person: Person, staff: Staff) -> None:
    person.answer = ANSWER[person.language]
    staff.answer(staff.inbox(person.number)[0], person.answer)


@when(parsers.parse('I open the answer in "{name}"'))
def open_answer(person: Person, name: str) -> None:
    try_connection(person)
    person.program.see(person.wording.plural("%n answer(s) for you", 1))
    person.press(name)
    person.press_named(person.page_to(person.message[:10]))


@then("I see the answer")
def see_answer(person: Person) -> None:
    person.program.see(person.answer)
