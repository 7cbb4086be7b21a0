"""Language: each written in its own script, so that it is found from either side."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.language import Language
from app.domain.profile import Profile
from ui.description import Description, Spoken
from ui.screens.one_setting import OneSetting
from ui.widgets.pressable import Pressable
from ui.wording.choices import OWN_NAME


class LanguageScreen(OneSetting[Language]):
    """One press changes every word of the window."""

    name = "language"

    def now(self, profile: Profile) -> Language:
        return profile.language or self.context.language

    def changed(self, profile: Profile, value: Language) -> Profile:
        return replace(profile, language=value)

    def in_words(self, value: Language) -> str:
        return OWN_NAME[value]

    def build(self) -> None:
        chosen = self.now(self.context.profile)
        self.head("Language · 语言", self.tr("Now: {name}").format(name=self.in_words(chosen)))
        self.choice_buttons: dict[Language, Pressable] = {}
        for language in OWN_NAME:
            self._add(language, language is chosen)
        self.add_put_back()

    def _add(self, language: Language, chosen: bool) -> None:
        button = self.press(
            OWN_NAME[language],
            lambda: self.choose(language),
            icon="circle-check" if chosen else "language",
            filled=chosen,
            description=self.tr("chosen") if chosen else "",
            name=f"language-{language}",
            pairs=True,
        )
        button.setCheckable(True)
        button.setChecked(chosen)
        self.choice_buttons[language] = button

    def choose(self, language: Language) -> None:
        """Speak this language; pressing the chosen one leaves it."""
        self.choice_buttons[language].setChecked(True)
        if language is not self.now(self.context.profile):
            self.change(language)

    def first_focus(self) -> QWidget | None:
        return self.choice_buttons[self.now(self.context.profile)]

    def describe(self) -> Description:
        """Both languages are offered aloud, each in its own voice."""
        plain = super().describe()
        offer = (
            Spoken("offer-en", "For English, press English.", Language.ENGLISH),
            Spoken("offer-zh", "要用中文，请按中文。", Language.CHINESE),
        )
        return replace(plain, text=(*offer, *plain.text))

    def help_text(self) -> str:
        return self.tr("Press the language you want to read and hear. Every word changes at once.")
