"""Today's notices: one press, and all that is new is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.announcement import AnnouncementFilter, is_news
from app.events import AnnouncementsChanged
from app.speech.reader import State
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.screens.today import TodayScreen
from ui.widgets.banner import Banner


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "calm") as made:
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def news(hands: Hands) -> list[str]:
    services = hands.running.services
    today = services.clock.today()
    cards = services.announcements.cards(AnnouncementFilter(), "en").cards
    return [card.announcement.id for card in cards if is_news(card, today)]


def today(hands: Hands) -> TodayScreen:
    assert isinstance(hands.screen, TodayScreen)
    return hands.screen


def begin(hands: Hands) -> None:
    hands.window.go(Route.to("notices"))
    hands.press("read-new")
    hands.wait(lambda: today(hands).view.lit_word)


def click(hands: Hands, name: str) -> None:
    hands.click(next(b for b in today(hands).strip.buttons if b.objectName() == name))
    hands.settle()


def hear_out(hands: Hands) -> None:
    """Sentence after sentence, until another notice is shown."""
    at = hands.screen.memory()["at"]

    def on() -> bool:
        if hands.screen.memory()["at"] == at:
            hands.key(Qt.Key.Key_Right)
        return hands.screen.memory()["at"] != at

    hands.wait(on)


def test_one_press_reads_the_first_and_goes_on_to_the_next_by_itself(hands: Hands) -> None:
    waiting = news(hands)
    begin(hands)
    assert hands.screen.where.endswith(f"notice 1 of {len(waiting)}")
    first = hands.screen.title
    hear_out(hands)
    hands.settle()
    assert hands.screen.title != first
    assert news(hands) == waiting[1:]
    hands.wait(lambda: today(hands).view.lit_word)
    assert today(hands).view.lit_text in hands.screen.title


def test_when_all_were_heard_it_says_so_and_nothing_is_new(hands: Hands) -> None:
    waiting = news(hands)
    begin(hands)
    for _ in waiting:
        hear_out(hands)
    hands.settle()
    assert news(hands) == []
    assert hands.words().startswith("What is new\nNotices\n\nThat is all that is new.")
    hands.wait(lambda: "own-end" in hands.heard)
    click(hands, "all-notices")
    assert hands.where == "notices"
    assert "read-new" not in hands.names()


def test_what_was_passed_over_is_still_new(hands: Hands) -> None:
    waiting = news(hands)
    begin(hands)
    click(hands, "next")
    assert hands.screen.where.endswith(f"notice 2 of {len(waiting)}")
    assert news(hands) == waiting
    click(hands, "previous")
    assert hands.screen.where.endswith(f"notice 1 of {len(waiting)}")


def test_in_short_is_read_first_and_the_whole_on_a_press(hands: Hands) -> None:
    begin(hands)
    assert not any(part.key.endswith("body-0") for part in hands.screen.describe().text)
    assert "Press Hear all to hear the whole notice." in hands.words()
    click(hands, "hear-all")
    hands.key(Qt.Key.Key_Right)
    hands.wait(lambda: "0:body-0" in hands.heard)
    assert "Press Hear all" not in hands.words()


def test_who_leaves_hears_no_more_and_comes_back_to_the_same(hands: Hands) -> None:
    begin(hands)
    click(hands, "next")
    title = hands.screen.title
    hands.window.show_help()
    hands.wait(lambda: hands.running.services.reader.state is State.IDLE)
    hands.window.back()
    hands.settle()
    assert hands.screen.title == title
    assert hands.running.services.reader.state is State.IDLE


def test_made_anew_before_the_notices_came_it_still_begins(hands: Hands) -> None:
    waiting = news(hands)
    hands.window.go(Route.to("today"))
    hands.window.replace(Route.to("today", **hands.screen.memory()))
    hands.wait(lambda: today(hands).view.lit_word)
    assert hands.screen.where.endswith(f"notice 1 of {len(waiting)}")


def test_of_a_withdrawn_notice_only_that_is_said(hands: Hands) -> None:
    begin(hands)
    click(hands, "next")
    said = [part.text for part in hands.screen.describe().text]
    assert said[-1].startswith("This notice was withdrawn.")


def test_an_urgent_notice_is_told_by_a_banner_and_said_and_the_voice_reads_on(
    hands: Hands, stage: Stage
) -> None:
    begin(hands)
    said: list[str] = []
    hands.running.bridge.sentence_started.connect(lambda event: said.append(event.passage_key))
    today(hands)._urgent_known = None  # as if the urgent one had not been there at the beginning
    hands.running.services.events.emit(AnnouncementsChanged())
    hands.settle()
    banner = hands.screen.findChild(Banner, "banner")
    assert banner is not None
    assert banner.text().startswith("An urgent notice has come: ")
    hands.wait(lambda: "urgent-came" in said and said[-1] != "urgent-came")
    assert hands.running.services.reader.state is State.SPEAKING


def test_the_keys_of_the_voice(hands: Hands) -> None:
    begin(hands)
    reader = hands.running.services.reader
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: reader.state is State.PAUSED)
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: reader.state is State.SPEAKING)
    speed = hands.running.context.profile.speed
    hands.key(Qt.Key.Key_Plus)
    assert hands.running.context.profile.speed == speed + 1
    hands.key(Qt.Key.Key_Minus)
    assert hands.running.context.profile.speed == speed
    # Paused before each step, so that the voice does not go on by itself in between.
    pause(hands)
    times = len(hands.heard)
    hands.key(Qt.Key.Key_Right)
    hands.wait(lambda: len(hands.heard) > times)
    pause(hands)
    times = len(hands.heard)
    hands.key(Qt.Key.Key_F4)
    hands.wait(lambda: len(hands.heard) > times)
    assert hands.heard[times] == hands.heard[times - 1]


def pause(hands: Hands) -> None:
    """Pause the voice with its key; what it said until then has been heard."""
    reader = hands.running.services.reader
    hands.wait(lambda: reader.state is State.SPEAKING)
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: reader.state is State.PAUSED)
    hands.settle()


def test_a_field_keeps_the_keys_of_the_voice(hands: Hands) -> None:
    hands.window.go(Route.to("find"))
    hands.settle()
    hands.key(Qt.Key.Key_F2)
    hands.wait(lambda: hands.running.services.reader.state is State.SPEAKING)
    hands.type("a b-c")
    assert hands.typed() == "a b-c"
    assert hands.running.services.reader.state is State.SPEAKING


def test_a_notice_with_a_recording_offers_both(hands: Hands) -> None:
    services = hands.running.services
    with_sound = "93f312fb-a4c7-4e48-8d99-0b3b847e3c4e"
    played: list[Path] = []
    services.reader.play = lambda path: played.append(Path(path))  # type: ignore[method-assign]
    hands.window.go(Route.to("reading", announcement_id=with_sound))
    hands.settle()
    hands.key(Qt.Key.Key_F2)
    assert [path.exists() for path in played] == [True]
    hands.screen._read_by_voice()  # type: ignore[attr-defined]
    hands.wait(lambda: "notice-title" in hands.heard)
    assert len(played) == 1
