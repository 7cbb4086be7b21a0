"""Colours: four ways to look, the chosen one marked by a sign, a word and a thick edge."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.profile import Profile, Theme
from ui.screens.one_setting import OneSetting
from ui.widgets.pressable import Pressable
from ui.wording.choices import colours_in_words

_ICONS = {
    Theme.LIGHT: "sun",
    Theme.DARK: "moon",
    Theme.YELLOW: "contrast",
    Theme.SYSTEM: "device-desktop",
}


class ColoursScreen(OneSetting[Theme]):
    """One press changes the whole window."""

    name = "colours"

    def now(self, profile: Profile) -> Theme:
        return profile.theme

    def changed(self, profile: Profile, value: Theme) -> Profile:
        return replace(profile, theme=value)

    def in_words(self, value: Theme) -> str:
        return colours_in_words(value)

    def build(self) -> None:
        chosen = self.now(self.context.profile)
        colours = self.in_words(chosen)
        self.head(
            self.tr("Colours"),
            self.tr("Now: {colours}").format(colours=colours),
            self.tr("Choose the colours you read best. Now: {colours}.").format(colours=colours),
        )
        self.choice_buttons: dict[Theme, Pressable] = {}
        for theme in _ICONS:
            self._add(theme, theme is chosen)
        self.add_put_back()

    def _add(self, theme: Theme, chosen: bool) -> None:
        button = self.press(
            self.in_words(theme),
            lambda: self.choose(theme),
            icon="circle-check" if chosen else _ICONS[theme],
            filled=chosen,
            description=self.tr("chosen") if chosen else "",
            name=f"colours-{theme}",
            pairs=True,
        )
        button.setCheckable(True)
        button.setChecked(chosen)
        self.choice_buttons[theme] = button

    def choose(self, theme: Theme) -> None:
        """Wear these colours; pressing the chosen ones leaves them."""
        self.choice_buttons[theme].setChecked(True)
        if theme is not self.now(self.context.profile):
            self.change(theme)

    def first_focus(self) -> QWidget | None:
        return self.choice_buttons[self.now(self.context.profile)]

    def help_text(self) -> str:
        return self.tr(
            "Press the colours you like; the whole window changes at once. "
            "Put it back as it was takes you back."
        )
