"""A text that is read aloud: what is said stays in sight, calmly, and a hand may look elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.profile import Theme
from ui.theme import Look, load_fonts, palette_for
from ui.widgets.parts import Part, PartKind
from ui.widgets.reading_view import ReadingView

SENTENCE = " ".join(f"word{number}" for number in range(150)) + "."
WORDS = [match.span() for match in re.finditer(r"\S+", SENTENCE)]
NEXT = "It is back by noon."


class Watched(ReadingView):
    """Keeps the place that each painting of it shows."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.painted: list[tuple[int, int]] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.painted.append((self.page, self.verticalScrollBar().value()))
        super().paintEvent(event)


@pytest.fixture
def view(qapp: QApplication) -> Iterator[Watched]:
    """A sentence over three pages, then a short one; in sight."""
    load_fonts()
    made = Watched(Look(palette_for(Theme.LIGHT), 24, Theme.LIGHT))
    made.resize(900, 400)
    made.show_parts(
        [Part(PartKind.PARAGRAPH, "a", SENTENCE), Part(PartKind.PARAGRAPH, "b", NEXT)], "x"
    )
    made.show()
    QTest.qWaitForWindowExposed(made)
    settle()
    assert made.pages == 3
    yield made
    made.close()
    made.deleteLater()


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def say(view: ReadingView, number: int) -> None:
    """The voice is at that word of the sentence."""
    view.light_word("a", *WORDS[number])


def test_a_page_turns_with_the_word_in_one_change_of_the_picture(view: Watched) -> None:
    view.light_sentence("a", 0, len(SENTENCE))
    settle()
    turns = 0
    for number in range(len(WORDS)):
        before = view.page
        view.painted.clear()
        say(view, number)
        settle()
        assert view.lit_word == SENTENCE[slice(*WORDS[number])]
        assert len(set(view.painted)) == 1, (number, view.painted)
        if view.page != before:
            turns += 1
            assert len(view.painted) == 1, (number, view.painted)
    assert turns == 2


def test_a_hand_may_look_elsewhere_until_the_next_sentence(view: Watched) -> None:
    view.light_sentence("a", 0, len(SENTENCE))
    say(view, 0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    view.turn(1)
    for number in range(1, 20):
        say(view, number)
    assert view.page == 2
    view.light_sentence("a", 0, len(SENTENCE))
    assert view.page == 0


def test_where_the_voice_comes_to_what_is_in_sight_it_is_followed_again(view: Watched) -> None:
    view.light_sentence("a", 0, len(SENTENCE))
    say(view, 0)
    view.turn(1)
    pages = []
    for number in range(1, len(WORDS)):
        say(view, number)
        pages.append(view.page)
    assert sorted(set(pages)) == [1, 2]
    assert pages == sorted(pages)


def test_going_on_after_a_pause_shows_what_is_said(view: Watched) -> None:
    view.light_sentence("a", 0, len(SENTENCE))
    say(view, 0)
    view.turn(2)
    view.follow()
    say(view, 1)
    assert view.page == 0
