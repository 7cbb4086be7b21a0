"""First start, 3: can you hear me? Nothing sounds before it is asked for."""

from __future__ import annotations

from ui.context import Route
from ui.meaning import Means
from ui.screens.start_size import STEPS
from ui.screens.voice_speed import VoiceSpeedScreen


class StartVoiceScreen(VoiceSpeedScreen):
    """The voice, asked as a question. Values: `asked`, whether the voice was tried."""

    name = "start-voice"

    def build(self) -> None:
        self.asked = bool(self.values.get("asked"))
        self._show_speed()
        self.hear_button = self.press(
            self.tr("Say something"), self.hear, icon="volume", filled=True, name="hear"
        )
        self.press(
            self.tr("Slower"), lambda: self.step(-1), icon="minus", name="slower", pairs=True
        )
        self.press(self.tr("Faster"), lambda: self.step(1), icon="plus", name="faster", pairs=True)
        go = self.context.navigator.go
        self.yes_button = self.press(
            self.tr("Yes, I can hear you"),
            lambda: go(Route.to("start-ear")),
            icon="check",
            name="start-voice-yes",
            means=Means.YES,
            pairs=not self.compact,
        )
        self.press(
            self.tr("I hear nothing, go on"),
            lambda: go(Route.to("start-ear", unheard=True)),
            icon="volume-off",
            name="start-voice-no",
            means=Means.NO,
            pairs=not self.compact,
        )
        self._show_next()

    def _show_speed(self) -> None:
        step = self.tr("Step {step} of {steps}").format(step=3, steps=STEPS)
        speed = self.in_words(self.now(self.context.profile))
        self.head(
            self.tr("Can you hear me?"),
            f"{step} · {speed}",
            self.tr("Press Say something, and the voice reads a sentence to you."),
        )

    def hear(self) -> None:
        self.asked = True
        self._show_next()
        super().hear()

    def _show_next(self) -> None:
        """Once the voice was tried, the answer is the one thing to do."""
        for button, filled in ((self.hear_button, not self.asked), (self.yes_button, self.asked)):
            button.filled = filled
            button.update()

    def memory(self) -> dict[str, object]:
        return {**super().memory(), "asked": self.asked}

    def help_text(self) -> str:
        return self.tr(
            "Press Say something. If you hear it, press Yes; if not, press I hear nothing."
        )
