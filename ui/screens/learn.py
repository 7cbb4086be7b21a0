"""Learn and stay safe: the community's short lessons."""

from __future__ import annotations

from app.domain.community import Lesson
from app.domain.language import pick_text
from ui.context import Route
from ui.screen import Screen
from ui.widgets.pressable import Shape


class LearnScreen(Screen):
    """A list of lessons, or a plain word where there are none yet."""

    name = "learn"

    def build(self) -> None:
        community = self.context.community
        lessons = community.lessons if community else ()
        self.head(
            self.tr("Learn and stay safe"),
            self.tr("%n short lesson(s)", "", len(lessons)) if lessons else "",
            self.tr("Choose a lesson. You can stop and come back at any time.") if lessons else "",
        )
        for lesson in lessons:
            self._row(lesson)
        if not lessons:
            self._say_none()

    def _row(self, lesson: Lesson) -> None:
        self.press(
            pick_text(lesson.title, self.context.language),
            lambda: self.context.navigator.go(Route.to("lesson", lesson_id=lesson.id)),
            icon="school",
            note=self.tr("%n step(s)", "", len(lesson.steps)),
            shape=Shape.CARD,
            name=f"lesson-{lesson.id}",
        )

    def _say_none(self) -> None:
        self.words(
            self.tr("There are no lessons here yet. They come with your community's notices."),
            name="no-lessons",
        )
        self.press(
            self.tr("I understand, go back"),
            self.context.navigator.back,
            icon="check",
            filled=True,
            name="learn-back",
        )

    def community_arrived(self) -> None:
        """Lessons came or changed: show them."""
        self.flow.clear()
        self._banner = None
        self.build()
        self.filled()

    def help_text(self) -> str:
        return self.tr(
            "Each lesson is a few short steps on something useful. "
            "Press a lesson to begin; nothing you do in a lesson is sent."
        )
