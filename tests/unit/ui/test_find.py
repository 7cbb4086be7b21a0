"""Finding notices: by a word, or by who they are from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    with staged(tmp_path, "read") as stage:
        yield hands_on(stage)


def test_a_word_leads_to_the_notices_that_hold_it(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.type("  water ")
    hands.press("find")
    assert hands.window.route == Route("notices", {"search": "water"})


def test_enter_finds_too_and_back_still_shows_what_was_typed(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.type("doctor")
    hands.key(Qt.Key.Key_Return)
    assert hands.where == "notices"
    hands.window.back()
    assert hands.typed() == "doctor"


def test_without_a_word_it_asks_for_one(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.type("   ")
    hands.press("find")
    assert hands.where == "find"
    assert hands.banner().startswith("Please type a word first")


def test_all_who_have_notices_are_there_and_lead_to_theirs(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.press("find-sources")
    issuers = hands.running.services.announcements.issuers()
    assert len(issuers) > 1
    names = hands.names()
    assert {f"source-{issuer.id}" for issuer in issuers} <= set(names)
    hands.press(f"source-{issuers[1].id}")
    assert hands.window.route == Route("notices", {"issuer": issuers[1].id})
    hands.window.back()
    hands.press("source-everybody")
    assert hands.window.route == Route("notices", {})


def test_tab_goes_round_by_way_of_the_bar(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.settle()
    way = []
    for _ in range(8):
        focus = hands.window.focusWidget()
        assert focus is not None
        way.append(focus.objectName())
        hands.key(Qt.Key.Key_Tab)
    bar = ["bar-home", "bar-back", "bar-listen", "bar-speak", "bar-help"]
    assert way == ["search-edit", "find", "find-sources", *bar]
    assert hands.window.focusWidget() is hands.screen.findChild(QLineEdit)


def test_without_notices_it_says_so(qapp: QApplication, tmp_path: Path) -> None:
    with staged(tmp_path / "other", "joined") as stage:
        hands = hands_on(stage)
        hands.window.go(Route.to("sources"))
        hands.settle()
        assert "There are no notices here yet." in hands.words()
        assert hands.window.focusWidget() is hands.button("source-everybody")
