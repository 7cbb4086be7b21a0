"""Lessons: a list, a step a screen, a kind word at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.community import Lesson
from app.domain.language import Language
from app.events import CommunityChanged
from tests.sample_store import fill_community
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def lessons(hands: Hands) -> tuple[Lesson, ...]:
    community = hands.running.context.community
    assert community is not None
    return community.lessons


def begin(hands: Hands) -> Lesson:
    """Open the first lesson from the list."""
    hands.window.go(Route.to("learn"))
    lesson = lessons(hands)[0]
    hands.press(f"lesson-{lesson.id}")
    return lesson


def test_the_list_names_every_lesson_and_its_steps(hands: Hands) -> None:
    hands.window.go(Route.to("learn"))
    words = hands.words()
    assert lessons(hands)
    for lesson in lessons(hands):
        assert lesson.title["en"] in words
        assert f"{len(lesson.steps)} steps" in words


def test_a_lesson_is_walked_to_its_end_and_praised(hands: Hands) -> None:
    lesson = begin(hands)
    for number, step in enumerate(lesson.steps, 1):
        assert hands.screen.where == f"Step {number} of {len(lesson.steps)}"
        assert step.title["en"] in hands.words()
        assert step.text["en"] in hands.words()
        hands.press("step-next")
    assert hands.screen.title == "Well done"
    hands.press("all-lessons")
    assert hands.where == "learn"


def test_enter_alone_walks_through_a_lesson(hands: Hands) -> None:
    lesson = begin(hands)
    for _ in lesson.steps:
        hands.key(Qt.Key.Key_Return)
    assert hands.screen.title == "Well done"


def test_enter_alone_walks_through_a_lesson_at_the_greatest_text_too(hands: Hands) -> None:
    hands.window.settle(hands.running.context.profile.bigger(9))
    lesson = begin(hands)
    seen = [hands.screen.where]
    for _ in range(6 * len(lesson.steps)):
        if hands.screen.title == "Well done":
            break
        hands.key(Qt.Key.Key_Return)
        seen.append(hands.screen.where)
    assert hands.screen.title == "Well done"
    steps = [where for where in dict.fromkeys(seen) if where.startswith("Step ")]
    assert steps == [f"Step {n} of {len(lesson.steps)}" for n in range(1, len(lesson.steps) + 1)]


def test_back_goes_a_step_before_and_from_the_first_to_the_list(hands: Hands) -> None:
    begin(hands)
    hands.press("step-next")
    hands.press("step-next")
    hands.press("step-before")
    assert hands.screen.where.startswith("Step 2 ")
    hands.key(Qt.Key.Key_Escape)
    assert hands.screen.where.startswith("Step 1 ")
    hands.key(Qt.Key.Key_Escape)
    assert hands.where == "learn"


def test_the_step_is_kept_when_the_language_or_the_size_changes(stage: Stage) -> None:
    hands = hands_on(stage)
    lesson = begin(hands)
    hands.press("step-next")
    profile = hands.running.context.profile
    hands.window.settle(profile.bigger(4))
    hands.settle()
    assert hands.screen.where.startswith("Step 2 ")
    hands.window.show_help()
    hands.window.back()
    assert hands.screen.where.startswith("Step 2 ")
    assert lesson.steps[1].text["en"] in hands.words()


def test_lessons_are_shown_in_chinese_to_a_chinese_reader(
    qapp: QApplication, tmp_path: Path
) -> None:
    with staged(tmp_path, "joined", Language.CHINESE) as stage:
        hands = hands_on(stage)
        lesson = begin(hands)
        assert lesson.steps[0].text["zh-CN"] in hands.words()
        assert lesson.steps[0].text["en"] not in hands.words()


def test_without_lessons_a_plain_word_says_so_until_they_come(
    qapp: QApplication, tmp_path: Path
) -> None:
    with staged(tmp_path, "empty") as stage:
        hands = hands_on(stage)
        hands.window.go(Route.to("learn"))
        assert "There are no lessons here yet." in hands.words()
        fill_community(stage.services)
        stage.services.events.emit(CommunityChanged())
        hands.wait(lambda: hands.running.context.community is not None)
        hands.settle()
        assert "There are no lessons here yet." not in hands.words()
        assert all(lesson.title["en"] in hands.words() for lesson in lessons(hands))


def test_a_lesson_that_is_gone_leads_back_to_the_list(hands: Hands) -> None:
    hands.window.go(Route.to("learn"))
    hands.window.go(Route.to("lesson", lesson_id="no-such-lesson"))
    assert "not here any more" in hands.words()
    hands.press("all-lessons")
    assert hands.where == "learn"
