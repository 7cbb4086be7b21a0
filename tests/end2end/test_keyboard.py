"""The keyboard, from outside: keys through the X server, the focus through AT-SPI."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers, scenarios, then

from tests.end2end.outside import Node, wait_for
from tests.end2end.person import Person

scenarios("features/keyboard.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")


@then(parsers.parse('I see the screen "{name}"'))
def _screen(person: Person, name: str) -> None:
    def look() -> Node | None:
        return person.program.find(lambda n: n.id == f"screen-{name}")

    wait_for(f"the screen {name}", look)
    wait_for("the focus", person.program.focused)


@then(parsers.parse("I see the page {page:d}"))
def _page(person: Person, page: int) -> None:
    said = person.say("page {page} of {pages}").format(page=page, pages="")
    person.program.see(said)


def reachable(person: Person) -> set[str]:
    """All that can have the keyboard, by name."""
    nodes = person.program.nodes()
    return {node.id for node in nodes if {"focusable", "enabled"} <= node.states and node.box}


def step(person: Person, key: str) -> Node:
    """Press Tab, or Tab backwards; what has the keyboard then."""
    before = person.program.focused()
    assert before is not None
    person.program.key(key)

    def moved() -> Node | None:
        now = person.program.focused()
        return now if now is not None and now.id != before.id else None

    return wait_for(f"the focus to leave {before.id}", moved, 10.0)


@then("Tab goes the way one reads and comes round")
def _tab(person: Person) -> None:
    first = wait_for("the focus", person.program.focused)
    way = [first]
    for _ in range(30):
        now = step(person, "Tab")
        if now.id == first.id:
            break
        way.append(now)
    else:
        raise AssertionError(f"Tab does not come round: {[node.id for node in way]}")
    ids = [node.id for node in way]
    assert len(ids) == len(set(ids)), ids
    assert set(ids) == reachable(person)
    start = ids.index(min(way, key=corner).id)
    for one, other in zip(round_from(way, start), round_from(way, start)[1:], strict=False):
        assert goes_on(one, other), f"{one.id} and then {other.id}: {ids}"
    back = step(person, "shift+Tab")
    assert back.id == ids[-1]
    assert step(person, "Tab").id == first.id


def corner(node: Node) -> tuple[int, int]:
    """Where it begins: from the top, then from the left."""
    assert node.box is not None
    return node.box[1], node.box[0]


def round_from(way: list[Node], start: int) -> list[Node]:
    return way[start:] + way[:start]


def goes_on(one: Node, other: Node) -> bool:
    """Whether `other` is read after `one`: to its right in the same row, or further down."""
    assert one.box is not None
    assert other.box is not None
    below = other.box[1] >= one.box[1] + one.box[3] // 2
    same_row = abs(other.box[1] - one.box[1]) <= one.box[3] // 2
    return below or (same_row and other.box[0] > one.box[0])
