"""Settings: each change shows at once, is kept, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.language import Language
from app.domain.profile import TEXT_SIZES, Profile, Theme
from app.errors import StoreProblem
from app.speech.reader import State
from tests.loud import ExpectedLog
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.theme import palette_for
from ui.wording.problems import problem_text


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    with staged(tmp_path, "joined") as stage:
        yield hands_on(stage)


def kept(hands: Hands) -> Profile:
    """The settings as the disk has them."""
    return hands.running.services.profiles.load()


def open_screen(hands: Hands, name: str) -> None:
    hands.window.go(Route.to(name))
    hands.settle()


def test_settings_says_what_is_chosen_and_leads_to_each(hands: Hands) -> None:
    open_screen(hands, "settings")
    words = hands.words()
    for chosen in ("Size 1 of 8", "Light", "the voice, the microphone", "English"):
        assert chosen in words
    for name in ("text-size", "colours", "voice-listening", "language", "helper"):
        hands.press(f"settings-{name}")
        assert hands.where == name
        hands.window.back()
        assert hands.where == "settings"


def test_bigger_text_shows_at_once_and_is_kept(hands: Hands) -> None:
    open_screen(hands, "text-size")
    before = hands.button("bigger").font().pixelSize()
    hands.press("bigger")
    assert hands.button("bigger").font().pixelSize() > before
    assert "Size 2 of 8" in hands.screen.where
    assert kept(hands).text_size == TEXT_SIZES[1]
    assert hands.window.focusWidget() is hands.button("bigger")


def test_text_size_is_put_back_after_many_changes(hands: Hands) -> None:
    open_screen(hands, "text-size")
    for _ in range(3):
        hands.press("bigger")
    hands.press("smaller")
    # A look at the help in between changes nothing about it.
    hands.window.show_help()
    hands.window.back()
    hands.press("put-back")
    assert kept(hands).text_size == TEXT_SIZES[0]
    assert "Size 1 of 8" in hands.screen.where


def test_the_biggest_and_the_smallest_say_so(hands: Hands) -> None:
    open_screen(hands, "text-size")
    hands.press("smaller")
    assert hands.banner() == "This is the smallest."
    for _ in range(len(TEXT_SIZES)):
        hands.press("bigger")
    assert hands.banner() == "This is the biggest."
    assert kept(hands).text_size == TEXT_SIZES[-1]


def test_putting_back_what_was_not_changed_says_so(hands: Hands) -> None:
    for name in ("text-size", "colours", "voice-speed", "waiting", "tones", "language"):
        open_screen(hands, name)
        before = kept(hands)
        hands.press("put-back")
        assert hands.banner() == "It is as it was. Nothing was changed."
        assert kept(hands) == before


def test_keeping_the_size_goes_back(hands: Hands) -> None:
    open_screen(hands, "settings")
    open_screen(hands, "text-size")
    hands.press("bigger")
    hands.press("keep")
    assert hands.where == "settings"
    assert kept(hands).text_size == TEXT_SIZES[1]


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.YELLOW, Theme.SYSTEM])
def test_colours_change_at_once_and_are_put_back(hands: Hands, theme: Theme) -> None:
    open_screen(hands, "colours")
    hands.press(f"colours-{theme}")
    paper = hands.window.palette().window().color().name().upper()
    assert paper == palette_for(theme).paper
    assert kept(hands).theme is theme
    hands.press("put-back")
    assert hands.window.palette().window().color().name().upper() == palette_for(Theme.LIGHT).paper
    assert kept(hands).theme is Theme.LIGHT


def test_the_chosen_colours_are_marked_not_by_colour_alone(hands: Hands) -> None:
    open_screen(hands, "colours")
    hands.press("colours-dark")
    marks = {
        theme: (
            hands.button(f"colours-{theme}").isChecked(),
            hands.button(f"colours-{theme}").icon_name == "circle-check",
            hands.button(f"colours-{theme}").accessibleDescription() == "chosen",
        )
        for theme in Theme
    }
    assert marks == {theme: (theme is Theme.DARK,) * 3 for theme in Theme}
    assert "Now: Dark" in hands.screen.where


def test_pressing_the_chosen_colours_leaves_them_chosen(hands: Hands) -> None:
    open_screen(hands, "colours")
    hands.press("colours-light")
    assert hands.button("colours-light").isChecked()
    assert kept(hands).theme is Theme.LIGHT


def test_language_changes_every_word_and_is_put_back(hands: Hands) -> None:
    open_screen(hands, "settings")
    open_screen(hands, "language")
    hands.press(f"language-{Language.CHINESE}")
    assert kept(hands).language is Language.CHINESE
    hands.window.back()
    assert hands.screen.title == "设置"
    hands.press("settings-language")
    hands.press(f"language-{Language.ENGLISH}")
    hands.press("put-back")
    assert kept(hands).language is Language.CHINESE


def test_each_language_is_written_and_offered_in_its_own(hands: Hands) -> None:
    open_screen(hands, "language")
    assert hands.button(f"language-{Language.ENGLISH}").title == "English"
    assert hands.button(f"language-{Language.CHINESE}").title == "中文"
    spoken = hands.screen.describe().passages("en")
    assert {"en", "zh-CN"} <= {passage.language for passage in spoken}


def test_a_faster_voice_is_heard_at_once_and_kept(hands: Hands) -> None:
    open_screen(hands, "voice-speed")
    assert hands.heard == []
    hands.press("faster")
    hands.wait(lambda: hands.heard == ["sample"], "the sample was not read")
    assert kept(hands).speed == 4
    assert hands.screen.where == "A little fast"
    hands.press("put-back")
    assert kept(hands).speed == 3
    assert hands.screen.where == "Normal speed"


def test_the_fastest_and_the_slowest_say_so(hands: Hands) -> None:
    open_screen(hands, "voice-speed")
    for _ in range(4):
        hands.press("faster")
    assert hands.banner() == "This is the fastest."
    for _ in range(7):
        hands.press("slower")
    assert hands.banner() == "This is the slowest."
    assert kept(hands).speed == 0


def test_nothing_sounds_before_it_is_asked_for(hands: Hands) -> None:
    for name in ("voice-speed", "start-voice", "helper"):
        open_screen(hands, name)
        assert hands.running.services.reader.state is State.IDLE
    assert hands.heard == []


def test_a_setting_that_cannot_be_kept_is_told_in_plain_words(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("a task failed: disk_full")

    def full(profile: Profile) -> None:
        raise StoreProblem("disk_full")

    monkeypatch.setattr(hands.running.services, "save_profile", full)
    open_screen(hands, "text-size")
    hands.press("bigger")
    assert hands.banner() == problem_text("disk_full")
    assert "Size 2 of 8" in hands.screen.where
