"""Tell us: the message itself, in the person's own words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.feedback import MAX_TEXT, Draft, FeedbackKind
from app.domain.feedback_steps import Step, can_leave
from app.errors import EnvironmentProblem
from ui.screens.tell import TellScreen
from ui.widgets.field import Field
from ui.wording.messages import written_language


class TellWordsScreen(TellScreen):
    """One large field that fills the page."""

    name = "tell-words"
    step = Step.WORDS

    def fill(self, draft: Draft) -> None:
        self.ask(self._question(draft.kind))
        label = self.tr("Write it here, in your own words:")
        self.field = Field(self.look, label, draft.text, several=True, name="words")
        # A crowded window has room for the title's question only; the label is still read aloud.
        self.field.label.setVisible(not self.compact)
        least = self.field.edit.minimumHeight() if self.compact else self.field.least_height(2)
        self.flow.add(self.field, grows=True, least=least)
        self.keep_while_typing(self._keep, self.field)
        self.press(self.tr("Go on"), self._done, icon="arrow-right", filled=True, name="go-on")

    def _question(self, kind: FeedbackKind | None) -> str:
        questions = {
            FeedbackKind.IDEA: self.tr("What is your idea?"),
            FeedbackKind.PROBLEM: self.tr("What is the problem?"),
            FeedbackKind.QUESTION: self.tr("What is your question?"),
            FeedbackKind.THANKS: self.tr("Whom do you want to thank?"),
            FeedbackKind.CONFIDENTIAL: self.tr("What is it, in confidence?"),
        }
        return questions.get(kind, "") if kind else self.tr("What will you tell us?")

    # --- keeping ------------------------------------------------------------------------------

    def _now(self) -> Draft:
        """The draft with what stands in the field."""
        text = self.field.text()
        language = written_language(text, self.context.language)
        return replace(self.draft, text=text, language=language)

    def _keep(self) -> None:
        if self.desk.draft is not None:
            self.desk.keep(self._now())

    def leave(self) -> None:
        if hasattr(self, "field"):
            self._keep()

    def trouble(self, problem: EnvironmentProblem) -> None:
        """Said without taking the field away from somebody who is typing."""
        typing = self.typing()
        super().trouble(problem)
        if typing:
            self._to_field()

    def _to_field(self) -> None:
        self.flow.show_block(self.field)
        self.field.edit.setFocus()

    # --- going on -----------------------------------------------------------------------------

    def _done(self) -> None:
        draft = self._now()
        if can_leave(draft, self.step):
            self.go_on(draft)
            return
        if draft.text.strip():
            self.missing(
                self.tr(
                    "That is too long to send. Please leave something out: "
                    "%n letter(s) too many. Nothing is lost.",
                    "",
                    len(draft.text.strip()) - MAX_TEXT,
                )
            )
        else:
            self.missing(self.tr("There are no words yet. Write some, then press Go on."))
        self._to_field()

    def first_focus(self) -> QWidget | None:
        return self.field.edit if hasattr(self, "field") else None

    def help_text(self) -> str:
        return self.tr(
            "Write what you want to tell us, then press Go on. "
            "What you write is kept as you write it."
        )
