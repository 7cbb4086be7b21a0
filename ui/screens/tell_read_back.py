"""Tell us: the words are shown and read back before they go anywhere."""

from __future__ import annotations

from dataclasses import replace

from app.domain.feedback import Draft
from app.domain.feedback_steps import Step
from ui.description import Description
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.widgets.pressable import Shape

_WORDS = "said-"


class TellReadBackScreen(TellScreen):
    """“This is what I understood. Is it right?”"""

    name = "tell-read-back"
    step = Step.READ_BACK

    def fill(self, draft: Draft) -> None:
        if self.compact:
            # A crowded window has room for one line: the rest is still read aloud.
            self.ask(self.tr("Is this right?"), self.tr("This is what I understood:"))
        else:
            self.ask(self.tr("This is what I understood. Is it right?"))
        paragraphs = [p.strip() for p in draft.text.split("\n") if p.strip()]
        for number, paragraph in enumerate(paragraphs, 1):
            self.words(paragraph, name=f"{_WORDS}{number}")
        self.press(
            self.tr("Yes, that is right"),
            lambda: self.go_on(self.draft),
            icon="check",
            filled=True,
            name="right",
            means=Means.YES,
            shape=Shape.ACTION,
        )
        self.press(
            self.tr("Change it"),
            lambda: self.open_step(self.draft, Step.WORDS),
            icon="pencil",
            name="change",
            means=Means.NO,
        )

    def describe(self) -> Description:
        """The words are read by the voice of their own language."""
        plain = super().describe()
        language = str(self.draft.language)
        text = tuple(
            replace(part, language=language) if part.key.startswith(_WORDS) else part
            for part in plain.text
        )
        return replace(plain, text=text)

    def help_text(self) -> str:
        return self.tr(
            "These are your words. Press Listen to hear them. "
            "If something is wrong, press Change it."
        )
