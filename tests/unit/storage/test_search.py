"""Finding notices by words, in both languages, whatever is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.announcement import AnnouncementFilter, AnnouncementText
from app.storage.search_text import query_of
from tests.unit.storage.build import House, notice


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("library")
    house = House(folder)
    water = {
        "en": AnnouncementText(
            "No water on Tuesday", "Pipe repair at the east gate.\n\nBring a bucket.", ("Store it",)
        ),
        "zh-CN": AnnouncementText("周二停水通知", "东门水管维修，3号楼停水三小时。", ("请储水",)),
    }
    lift = {
        "en": AnnouncementText("The lift will be checked", "Café opens at ９ o'clock. C++ & R2-D2"),
        "zh-CN": AnnouncementText("电梯检修", "社区医院义诊，𠮷野家优惠。"),
    }
    english_only = {"en": AnnouncementText("Straße party", "Naïve résumé \U0001f600 fish 100%")}
    house.announcements.apply(
        [
            notice("water", 1, texts=water),
            notice("lift", 2, texts=lift, change_note={"en": "Now on Monday"}),
            notice("party", 3, texts=english_only, issuer_name={"en": "Clinic", "zh-CN": "卫生站"}),
        ],
        "g1.3",
    )
    yield house
    house.store.close()


def found(house: House, typed: str) -> set[str]:
    page = house.announcements.cards(AnnouncementFilter(search=typed), "zh-CN")
    assert page.total == len(page.cards)
    names = {notice(name).id: name for name in ("water", "lift", "party")}
    return {names[card.announcement.id] for card in page.cards}


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("water", {"water"}),
        ("WATER", {"water"}),
        ("wat", {"water"}),
        ("tuesday water", {"water"}),
        ("water tue", {"water"}),
        ("wat tuesday", set()),
        ("bucket", {"water"}),
        ("store", {"water"}),
        ("停水", {"water"}),
        ("水停", set()),
        ("停 水", {"water"}),
        ("储水", {"water"}),
        ("三小时", {"water"}),
        ("3号楼", {"water"}),
        ("３号楼", {"water"}),
        ("停水 east", {"water"}),
        ("停水 电梯", set()),
        ("电梯", {"lift"}),
        ("梯", {"lift"}),
        ("医院", {"lift"}),
        ("社区医院", {"lift"}),
        ("区医", {"lift"}),
        ("𠮷野家", {"lift"}),
        ("cafe", {"lift"}),
        ("café", {"lift"}),
        ("9 o'clock", {"lift"}),
        ("monday", {"lift"}),
        ("strasse", {"party"}),
        ("STRASSE", {"party"}),
        ("naive resu", {"party"}),
        ("卫生站", {"party"}),
        ("clinic", {"party"}),
        ("街道办", {"water", "lift"}),
        ("100%", {"party"}),
        ("zebra", set()),
    ],
)
def test_what_is_found(library: House, typed: str, hits: set[str]) -> None:
    assert found(library, typed) == hits


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u3000", "\0", "\0 \x1f"])
def test_nothing_typed_shows_all(library: House, typed: str) -> None:
    assert found(library, typed) == {"water", "lift", "party"}


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""',
        '"water',
        "water AND",
        "NOT water",
        "NEAR(water)",
        "water*",
        "*",
        "^water",
        "words:water",
        "(water",
        "water)",
        "-water",
        "+",
        "\U0001f600",
        "?!。",
        "'; DROP TABLE announcement; --",
        "\ud83d",
        "wat\0er",
        "a" * 100_000,
        "停" * 100_000,
        "x " * 5_000,
    ],
)
def test_no_input_is_an_error(library: House, typed: str) -> None:
    assert found(library, typed) <= {"water", "lift", "party"}


@pytest.mark.parametrize("typed", ["water*", '"water"', "^water", "(water)", "water\0tuesday"])
def test_signs_around_a_word_do_not_hide_it(library: House, typed: str) -> None:
    assert found(library, typed) == {"water"}


def test_operators_are_words(library: House) -> None:
    assert found(library, "water OR lift") == set()
    assert query_of("water OR lift") == '"water" AND "or" AND "lift" *'
