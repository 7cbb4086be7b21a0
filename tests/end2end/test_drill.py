"""The drill of the wire, in small; `python3 dev.py drill --runs N` does the same for longer."""

from __future__ import annotations

import pytest

from tests.drill_world import Ground, Size, World
from tests.fakes.fault_proxy import Kind


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A community on SQLite that signs its notices."""
    return Ground(tmp_path_factory.mktemp("ground"), "sqlite")


def test_not_a_word_is_lost_or_false_where_half_of_all_goes_wrong(ground: Ground) -> None:
    with World(ground, "4", Size(30, people=2, rounds=2, networks=1)) as world:
        world.kill_server()
        world.run()
        at_home, shared = (world.readable(person) for person in world.people)
    assert world.problems == []
    assert sum(person.said for person in world.people) >= 30
    assert sum(person.kills for person in world.people) > 0
    assert world.server_kills > 0
    faulted = sum(person.proxy.faulted.total() for person in world.people)
    assert faulted > 0.3 * sum(person.proxy.spoilt_of for person in world.people)
    assert world.board.notices
    assert sum(person.swaps for person in world.people) >= 3
    assert world.desk.swaps > 0
    assert sum(person.sealed for person in world.people) > 0
    assert at_home
    assert not shared


@pytest.mark.parametrize(
    ("plant", "kinds", "found"),
    [
        ("any 200 is a receipt", (Kind.PORTAL,), "the server does not have it"),
        ("the cursor runs ahead", (Kind.SLOW,), "None here"),
    ],
)
def test_the_drill_finds_a_planted_error(
    ground: Ground, plant: str, kinds: tuple[Kind, ...], found: str
) -> None:
    size = Size(16, people=1, rounds=2, kinds=kinds, heals_within_s=0.5)
    with World(ground, "8", size, plant) as world:
        world.run()
    assert any(found in problem for problem in world.problems), world.problems


def test_the_drill_finds_an_error_planted_on_the_road_by_stick(ground: Ground) -> None:
    size = Size(people=1, kinds=(Kind.BUSY,), networks=0)
    with World(ground, "8", size, "what is on a stick was received") as world:
        (person,) = world.people
        # Without a connection all goes by stick: first the keys come, then words go.
        person.proxy.share = 1.0
        for _ in range(8):
            person.write()
            person.carry()
            if world.problems:
                break
    assert any("the server does not have it" in one for one in world.problems), world.problems
