"""Tell us: whether an answer is wanted."""

from __future__ import annotations

from dataclasses import replace

from app.domain.feedback import Draft
from app.domain.feedback_steps import Step
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.widgets.pressable import Shape


class TellAnswerScreen(TellScreen):
    """Yes or no; no name is needed for either."""

    name = "tell-answer"
    step = Step.ANSWER

    def fill(self, draft: Draft) -> None:
        self.ask(
            self.tr("Shall we answer you?"),
            self.tr("You need not say who you are."),
        )
        self.words(self.tr("You need not say who you are."), name="no-name")
        self.pick_one(
            self.tr("Yes, please answer"),
            lambda: self._chosen(True),
            icon="mail",
            note=self.tr("the answer comes to My messages"),
            name="answer-yes",
            means=Means.YES,
            chosen=draft.answer_wanted is True,
            shape=Shape.TILE,
        )
        self.pick_one(
            self.tr("No, only read it"),
            lambda: self._chosen(False),
            icon="eye",
            note=self.tr("nobody writes back"),
            name="answer-no",
            means=Means.NO,
            chosen=draft.answer_wanted is False,
            shape=Shape.TILE,
        )

    def _chosen(self, wanted: bool) -> None:
        self.go_on(replace(self.draft, answer_wanted=wanted))

    def help_text(self) -> str:
        return self.tr(
            "Say whether you want an answer. It comes to My messages; you need not give a name."
        )
