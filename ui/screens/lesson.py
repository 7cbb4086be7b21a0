"""One lesson: a step a screen, and a kind word at its end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.community import Lesson
from app.domain.language import pick_text
from ui.context import Context, Route
from ui.screen import Screen
from ui.theme import Role
from ui.widgets.pressable import Pressable


class LessonScreen(Screen):
    """Values: `lesson_id`, `step` (from 0; the number of steps means the end)."""

    name = "lesson"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.lesson = self._find(str(values.get("lesson_id", "")))
        steps = len(self.lesson.steps) if self.lesson else 0
        step = values.get("step", 0)
        self.step = max(0, min(steps, step)) if isinstance(step, int) else 0
        self.forward: Pressable | None = None

    def _find(self, lesson_id: str) -> Lesson | None:
        community = self.context.community
        lessons = community.lessons if community else ()
        return next((lesson for lesson in lessons if lesson.id == lesson_id), None)

    def build(self) -> None:
        self.flow.page_changed.connect(self._focus_forward)
        if self.lesson is None or not self.lesson.steps:
            self._say_gone()
        elif self.step == len(self.lesson.steps):
            self._say_done(self.lesson)
        else:
            self._show_step(self.lesson)

    def _show_step(self, lesson: Lesson) -> None:
        language, count = self.context.language, len(lesson.steps)
        step = lesson.steps[self.step]
        where = self.tr("Step {step} of {steps}").format(step=self.step + 1, steps=count)
        self.head(pick_text(lesson.title, language), where)
        self.words(pick_text(step.title, language), Role.TILE, name="step-title")
        self.words(pick_text(step.text, language), name="step-text")
        last = self.step == count - 1
        before = self.tr("Step before") if self.step else self.tr("All lessons")
        self.press(before, self.go_before, icon="arrow-left", name="step-before", pairs=True)
        self.forward = self.press(
            self.tr("Done") if last else self.tr("Next step"),
            lambda: self._go(self.step + 1),
            icon="check" if last else "arrow-right",
            filled=True,
            name="step-next",
            pairs=True,
        )

    def _say_done(self, lesson: Lesson) -> None:
        title = pick_text(lesson.title, self.context.language)
        self.head(self.tr("Well done"), title)
        self.words(
            self.tr("You have finished this lesson. Come back to it whenever you like."),
            name="lesson-done",
        )
        self.forward = self.press(
            self.tr("All lessons"),
            self.to_list,
            icon="school",
            filled=True,
            name="all-lessons",
        )
        self.press(
            self.tr("Once more from the start"),
            lambda: self._go(0),
            icon="repeat",
            name="once-more",
        )

    def _say_gone(self) -> None:
        self.head(self.tr("Lesson"))
        self.words(self.tr("This lesson is not here any more."), name="lesson-gone")
        self.forward = self.press(
            self.tr("All lessons"),
            self.to_list,
            icon="school",
            filled=True,
            name="all-lessons",
        )

    def _go(self, step: int) -> None:
        lesson_id = self.values.get("lesson_id", "")
        self.context.navigator.replace(Route.to("lesson", lesson_id=lesson_id, step=step))

    def go_before(self) -> None:
        """The step before, or from the first one the list."""
        if not self.go_back():
            self.context.navigator.back()

    def to_list(self) -> None:
        """Leave the lesson, at whatever step it is."""
        self.step = 0
        self.context.navigator.back()

    def go_back(self) -> bool:
        if self.step == 0:
            return False
        self._go(self.step - 1)
        return True

    def memory(self) -> dict[str, object]:
        return {**self.values, "step": self.step}

    def _focus_forward(self) -> None:
        """On a next page too, Enter goes on and not back."""
        if self.forward is not None and self.forward in self.flow.focus_order():
            self.forward.setFocus(Qt.FocusReason.TabFocusReason)

    def first_focus(self) -> QWidget | None:
        order = self.flow.focus_order()
        return self.forward if self.forward in order else super().first_focus()

    def help_text(self) -> str:
        return self.tr(
            "Read the step, or press Listen to hear it. Then press Next step; "
            "Step before goes back."
        )
