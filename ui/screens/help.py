"""Help: two sentences about the screen one came from, how to reach a person, and the settings."""

from __future__ import annotations

from app.domain.language import pick_text
from ui.context import Route
from ui.screen import Screen
from ui.theme import Role


class HelpScreen(Screen):
    """`text` is the help of the screen that was open, `about` its title.

    `commands` are the names of what can be said there.
    """

    name = "help"

    def build(self) -> None:
        about = str(self.values.get("about", ""))
        self.head(self.tr("Help"), about)
        if text := str(self.values.get("text", "")):
            self.words(text, name="help-text")
        self._add_person()
        self.press(
            self.tr("I understand, go back"),
            self.context.navigator.back,
            icon="check",
            filled=True,
            name="help-done",
        )
        commands = self.values.get("commands", [])
        self.press(
            self.tr("What you can say"),
            lambda: self.context.navigator.go(Route.to("can-say", commands=commands, about=about)),
            icon="microphone",
            note=self.tr("press Speak, and say it"),
            name="help-can-say",
        )
        self.press(
            self.tr("Settings"),
            lambda: self.context.navigator.go(Route.to("settings")),
            icon="settings",
            note=self.tr("bigger text, colours, voice, language"),
            name="help-settings",
        )
        self.words(
            self.tr(
                "Keys: Tab goes on, Enter presses, Escape goes back, F2 reads aloud. "
                "A number key presses that choice."
            ),
            Role.NOTE,
            name="help-keys",
        )

    def _add_person(self) -> None:
        community = self.context.community
        if community is None or not community.help.telephone:
            return
        language = self.context.language
        contact = community.help
        text = self.tr("A person can help you: {name}, telephone {telephone}. {hours}").format(
            name=pick_text(contact.name, language),
            telephone=contact.telephone,
            hours=pick_text(contact.hours, language),
        )
        self.words(text.strip(), name="help-person")

    def help_text(self) -> str:
        return str(self.values.get("text", ""))
