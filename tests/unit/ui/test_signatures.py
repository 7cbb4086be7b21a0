"""Whom a notice is from and whether that was checked; what is not shown; joining with a code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import ui.screens.join_file
from app.domain.announcement import Announcement, AnnouncementCard, Change
from app.domain.language import Language
from app.domain.trust import Refusal, RefusedNotice
from tests.fakes.fault_server import SigningServer
from tests.fakes.signing import b64
from tests.loud import ExpectedLog
from tests.sample_store import CODE, TODAY
from tests.screen_cases import URGENT
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, at_an_address, hands_on
from ui.context import Route
from ui.join_files import find
from ui.wording.announcements import notes
from ui.wording.joining import joining_problem

CHECKED = "From Willow Lane Street Office. Checked."
NOT_CHECKED = "From Willow Lane Street Office. Not checked."


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path / "stage", "calm") as made:
        yield made


def test_a_card_and_the_notice_say_whom_it_is_from_and_that_it_was_checked(stage: Stage) -> None:
    hands = hands_on(stage)
    stage.open(Route.to("notices"))
    assert CHECKED in hands.button(f"card-{URGENT}").accessibleName()
    stage.open(Route.to("reading", announcement_id=URGENT))
    assert CHECKED in hands.words()
    assert any(CHECKED in part.text for part in hands.screen.describe().text)


def test_a_helper_compares_the_code_and_the_notices_become_checked(stage: Stage) -> None:
    hands = hands_on(stage)
    # Joined by its bare address: known by the root that was seen first.
    with stage.services.store.write() as connection:
        connection.execute("UPDATE trust SET confirmed = 0")
    stage.open(Route.to("home"))
    assert "Urgent, not checked: " in hands.words()
    assert "Not checked." in hands.button("urgent").accessibleName()
    stage.open(Route.to("reading", announcement_id=URGENT))
    assert NOT_CHECKED in hands.words()
    stage.open(Route.to("helper"))
    hands.press("community-code")
    assert "Nobody has compared this code yet." in hands.words()
    # It is read out letter by letter.
    assert "3 Q K 1, 8 6 6 E, E R S M, 0 E Y S." in hands.words()
    hands.press("code-same")
    hands.wait(lambda: "code-same" not in hands.names())
    stage.open(Route.to("reading", announcement_id=URGENT))
    assert CHECKED in hands.words()


def test_what_is_refused_stands_apart_and_says_why(stage: Stage) -> None:
    hands = hands_on(stage)
    stage.open(Route.to("notices"))
    assert "not-shown" not in hands.names()
    before = stage.services.announcements.counts("en")
    stage.services.trust.refuse([RefusedNotice("x", Refusal.CHANGED)], ())
    stage.running.bridge.announcements_changed.emit()
    hands.wait(lambda: "not-shown" in hands.names())
    assert stage.services.announcements.counts("en") == before
    hands.press("not-shown")
    assert "This notice was changed on its way. We do not show it." in hands.words()
    assert "The Willow Lane help desk, telephone 01632 960123" in hands.words()
    hands.press("ask-again")
    assert "It was asked for." in hands.banner()
    stage.services.trust.refuse((), ["x"])
    stage.running.bridge.announcements_changed.emit()
    hands.wait(lambda: "All notices have come as they should." in hands.words())
    hands.press("all-notices")
    assert "not-shown" not in hands.names()


def test_an_old_notice_played_again_alarms_nobody_but_is_told_to_helpers(stage: Stage) -> None:
    hands = hands_on(stage)
    stage.services.trust.refuse([RefusedNotice("x", Refusal.OLDER)], ())
    stage.open(Route.to("notices"))
    assert "not-shown" not in hands.names()
    stage.open(Route.to("community-code"))
    hands.press("see-not-shown")
    assert "An old notice came once more. We keep the newer one." in hands.words()


# --- joining -----------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[SigningServer]:
    with SigningServer() as running:
        yield running


@pytest.fixture
def joining(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    with at_an_address(tmp_path / "stage") as hands:
        yield hands


def asked(hands: Hands, typed: str) -> None:
    hands.type(typed)
    hands.press("look")
    hands.wait(lambda: hands.screen.title == "Is this your community?")


def joined(hands: Hands) -> bool:
    """Join; returns whether the community's code counts as compared."""
    hands.press("join-yes")
    hands.wait(lambda: hands.where == "helper")
    trust = hands.running.services.trust.current()
    assert trust is not None
    return trust.confirmed


def test_with_the_code_it_is_sure(joining: Hands, server: SigningServer) -> None:
    asked(joining, f"{server.address} {server.keys.code.lower()}")
    assert f"The code fits: {server.keys.code}." in joining.words()
    assert "code-same" not in joining.names()
    assert joined(joining)


def test_without_the_code_it_is_not_until_it_was_compared(
    joining: Hands, server: SigningServer
) -> None:
    asked(joining, server.address)
    assert f"Its code: {server.keys.code}." in joining.words()
    joining.press("code-same")
    assert "The code fits" in joining.words()
    assert joined(joining)


def test_not_compared_is_kept_as_not_compared(joining: Hands, server: SigningServer) -> None:
    asked(joining, server.address)
    assert not joined(joining)


@pytest.mark.parametrize(("code", "told"), [(CODE, "other_code"), ("ABC", "bad_code")])
def test_another_code_joins_nothing(
    joining: Hands, server: SigningServer, code: str, told: str, expected_log: ExpectedLog
) -> None:
    expected_log(f"a task failed: {told}")
    joining.type(f"{server.address}#{code}")
    joining.press("look")
    joining.wait(lambda: joining.banner() == joining_problem(told))
    assert joining.running.services.sync.status().community_url == ""


def test_by_a_file_on_a_stick(
    joining: Hands, server: SigningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    places = [tmp_path / "pulled-out", stick]
    monkeypatch.setattr(ui.screens.join_file, "find", lambda: find(places))
    joining.press("join-file")
    joining.wait(lambda: "No stick with a community was found." in joining.words())
    root = b64(bytes(server.keys.root.verify_key))
    told = {"type": "footbridge-join", "address": server.address, "root": root}
    told_name = {**told, "name": {"en": "Willow Lane"}}
    (stick / "lane.footbridge").write_text(json.dumps(told_name), encoding="utf-8")
    (stick / "broken.footbridge").write_bytes(b"\x00\xff" * 100)
    joining.press("look-again")
    joining.wait(lambda: joining.names() == ["file-0", "look-again"])
    joining.press("file-0")
    joining.wait(lambda: joining.screen.title == "Is this your community?")
    assert "The code fits" in joining.words()
    assert joined(joining)


# --- corrections -------------------------------------------------------------------------------


def test_who_missed_several_corrections_is_told_all_of_them(stage: Stage) -> None:
    card = stage.services.announcements.get(URGENT)
    assert card is not None
    changes = tuple(Change(number, {"en": f"Change {number}."}) for number in (2, 3))
    notice: Announcement = replace(
        card.announcement, revision=4, change_note={"en": "Change 4."}, changes=changes
    )

    def told(read: int | None) -> list[str]:
        card = AnnouncementCard(notice, read)
        locale = stage.running.context.locale
        return [text for text, _ in notes(card, Language.ENGLISH, locale, TODAY)]

    last = "This notice was corrected. Change 4."
    assert told(1) == [last, "Before that: Change 3.", "Before that: Change 2."]
    assert told(2) == [last, "Before that: Change 3."]
    assert told(4) == told(None) == [last]
