"""Speak: spoken commands come with a later version; this says so and what to do instead."""

from __future__ import annotations

from ui.screen import Screen


class SpeakScreen(Screen):
    """A plain word about listening."""

    name = "speak"

    def build(self) -> None:
        self.head(
            self.tr("Speaking to Footbridge"),
            self.tr("This comes soon"),
            self.tr("Footbridge can't hear you yet. It is being taught to listen."),
        )
        self.words(
            self.tr(
                "Footbridge can't hear you yet. It is being taught to listen. "
                "Until then, please press the buttons or type."
            ),
            name="speak-text",
        )
        self.press(
            self.tr("I understand, go back"),
            self.context.navigator.back,
            icon="check",
            filled=True,
            name="speak-done",
        )

    def help_text(self) -> str:
        return self.tr("Press the button to go back. You can do everything by pressing or typing.")
