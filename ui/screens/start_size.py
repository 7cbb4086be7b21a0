"""First start, 2: can you read this?"""

from __future__ import annotations

from ui.context import Route
from ui.meaning import Means
from ui.screens.text_size import TextSizeScreen
from ui.wording.choices import sample_sentence

#: How many steps the first start has.
STEPS = 5


class StartSizeScreen(TextSizeScreen):
    """The text size, asked as a question."""

    name = "start-size"

    def build(self) -> None:
        size = self.in_words(self.now(self.context.profile))
        step = self.tr("Step {step} of {steps}").format(step=2, steps=STEPS)
        self.head(
            self.tr("Can you read this?"),
            f"{step} · {size}",
            self.tr("Make everything bigger or smaller, until you can read it with ease."),
        )
        self.words(sample_sentence(), name="sample")
        self.press(self.tr("Bigger"), lambda: self.step(1), icon="plus", name="bigger", pairs=True)
        self.press(
            self.tr("Smaller"), lambda: self.step(-1), icon="minus", name="smaller", pairs=True
        )
        self.press(
            self.tr("Yes, I can read this"),
            lambda: self.context.navigator.go(Route.to("start-voice")),
            icon="check",
            filled=True,
            name="start-size-yes",
            means=Means.YES,
        )

    def help_text(self) -> str:
        return self.tr("Press Bigger until you can read the sentence with ease. Then press Yes.")
