"""Settings: five rows, each with what is chosen now."""

from __future__ import annotations

from ui.context import Route
from ui.screen import Screen
from ui.widgets.pressable import Shape
from ui.wording.choices import OWN_NAME, colours_in_words, size_in_words, speed_in_words


class SettingsScreen(Screen):
    """The way to each setting."""

    name = "settings"

    def build(self) -> None:
        profile = self.context.profile
        self.head(
            self.tr("Settings"),
            self.tr("Make Footbridge fit you"),
            self.tr("Here you make Footbridge fit you. Everything can be taken back."),
        )
        self._row("text-size", self.tr("Text size"), "text-size", size_in_words(profile.text_size))
        self._row("colours", self.tr("Colours"), "palette", colours_in_words(profile.theme))
        self._row(
            "voice-speed", self.tr("Voice and speed"), "volume", speed_in_words(profile.speed)
        )
        self._row("language", "Language · 语言", "language", OWN_NAME[self.context.language])
        self._row("helper", self.tr("Helper's corner"), "tool", self.tr("connection, community"))

    def _row(self, route: str, title: str, icon: str, note: str) -> None:
        self.press(
            title,
            lambda: self.context.navigator.go(Route.to(route)),
            icon=icon,
            note=note,
            shape=Shape.CARD,
            name=f"settings-{route}",
            pairs=True,
        )

    def help_text(self) -> str:
        return self.tr(
            "Press what you want to change. Each change shows at once and can be taken back."
        )
