"""First start, 1: the language, each written in its own script and said in its own voice."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.language import Language
from ui.context import Route
from ui.description import Description, Spoken
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.pressable import Pressable, Shape
from ui.wording.choices import OWN_NAME

_ASK = {
    Language.ENGLISH: "Which language do you read? For English, press English.",
    Language.CHINESE: "您看哪种文字？要用中文，请按中文。",
}


class StartLanguageScreen(Screen):
    """The first thing a person sees; nothing here needs a language to be understood."""

    name = "start-language"

    def build(self) -> None:
        self.head("Hello · 您好", "Choose your language · 请选择语言")
        self.choice_buttons: dict[Language, Pressable] = {}
        for language in OWN_NAME:
            self._add(language)

    def _add(self, language: Language) -> None:
        self.choice_buttons[language] = self.press(
            OWN_NAME[language],
            lambda: self.choose(language),
            icon="language",
            shape=Shape.TILE,
            filled=language is self.context.language,
            description=_ASK[language],
            name=f"start-{language}",
        )

    def choose(self, language: Language) -> None:
        """Speak this language from now on, and go on."""
        navigator = self.context.navigator
        navigator.settle(replace(self.context.profile, language=language))
        navigator.go(Route.to("start-size"))

    def first_focus(self) -> QWidget | None:
        return self.choice_buttons[self.context.language]

    def go_back(self) -> bool:
        """There is nothing before this."""
        self.say("This is the beginning. · 这里是开头。", Tone.INK2, "info-circle")
        return True

    def describe(self) -> Description:
        spoken = tuple(Spoken(f"ask-{tag}", text, tag) for tag, text in _ASK.items())
        return Description(title=self.title, where=self.where, text=spoken)

    def help_text(self) -> str:
        return "Press the language you read. 请按您看得懂的语言。"
