"""Settings: five rows, each with what is chosen now; and the rows of voice and listening."""

from __future__ import annotations

from ui.context import Route
from ui.screen import Screen
from ui.widgets.pressable import Shape
from ui.wording.choices import (
    OWN_NAME,
    colours_in_words,
    listening_in_words,
    pause_in_words,
    size_in_words,
    speed_in_words,
)


class Rows(Screen):
    """A screen of rows that lead on."""

    def row(self, route: str, title: str, icon: str, note: str) -> None:
        """The way to the screen `route`; `note` is what is chosen there now."""
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


class SettingsScreen(Rows):
    """The way to each setting."""

    name = "settings"

    def build(self) -> None:
        profile = self.context.profile
        self.head(
            self.tr("Settings"),
            self.tr("Make Footbridge fit you"),
            self.tr("Here you make Footbridge fit you. Everything can be taken back."),
        )
        self.row("text-size", self.tr("Text size"), "text-size", size_in_words(profile.text_size))
        self.row("colours", self.tr("Colours"), "palette", colours_in_words(profile.theme))
        self.row(
            "voice-listening",
            self.tr("Voice and listening"),
            "volume",
            self.tr("the voice, the microphone"),
        )
        self.row("language", "Language · 语言", "language", OWN_NAME[self.context.language])
        self.row("helper", self.tr("Helper's corner"), "tool", self.tr("connection, community"))


class VoiceListeningScreen(Rows):
    """The way to each setting of the voice and of the ear."""

    name = "voice-listening"

    def build(self) -> None:
        profile = self.context.profile
        self.head(
            self.tr("Voice and listening"),
            self.tr("How I speak to you, and how I listen"),
            self.tr("Here you choose how I speak to you and how I listen to you."),
        )
        self.row("voice-speed", self.tr("Voice and speed"), "volume", speed_in_words(profile.speed))
        self.row("waiting", self.tr("Waiting for you"), "clock", pause_in_words(profile.pause))
        self.row(
            "tones",
            self.tr("Tones, listening, my messages"),
            "bell",
            listening_in_words(cues=profile.cues, always=profile.always_listening),
        )
        self.row(
            "microphone",
            self.tr("Try the microphone"),
            "microphone",
            self.tr("can I hear you?"),
        )
        self.row(
            "understands",
            self.tr("What understands you"),
            "message",
            self.tr("English, Chinese, speech packs"),
        )
