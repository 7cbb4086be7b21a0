"""First start, 4: can I hear you? One press passes it over."""

from __future__ import annotations

from ui.context import Route
from ui.screens.microphone import MicrophoneScreen
from ui.screens.start_size import STEPS
from ui.theme import Tone


class StartEarScreen(MicrophoneScreen):
    """The microphone, asked as a question. Values: `unheard`, whether the voice was not heard."""

    name = "start-ear"

    def build(self) -> None:
        super().build()
        if self.values.get("unheard"):
            text = self.tr("That is all right: everything can also be read on the screen.")
            self.say(text, Tone.GOOD, "circle-check")

    def show_head(self) -> None:
        self.head(
            self.tr("Can I hear you?"),
            self.tr("Step {step} of {steps}").format(step=4, steps=STEPS),
            self.tr("Speak, and see whether I can hear you. You can also do without it."),
        )

    def add_ways_on(self, *, worked: bool) -> None:
        self.press(
            self.tr("Good, go on") if worked else self.tr("I don't want to speak, go on"),
            self._go_on,
            icon="check" if worked else "arrow-right",
            name="start-ear-on",
            pairs=worked,
        )

    def _go_on(self) -> None:
        self.context.navigator.go(Route.to("start-join"))

    def help_text(self) -> str:
        return self.tr(
            "Press Speak now and say a sentence. If you don't want to speak, press go on."
        )
