"""What you can say: every phrase that means something on the screen one came from."""

from __future__ import annotations

from app.domain.commands import Command
from app.speech.ear.reasons import NO_RECOGNISER
from ui.screen import Screen
from ui.theme import Role, Tone
from ui.wording.commands import meaning, quoted, spoken_language, unheard


class CanSayScreen(Screen):
    """`commands` are the names of what can be said there, `about` is that screen's title."""

    name = "can-say"

    def build(self) -> None:
        self.head(
            self.tr("What you can say"),
            str(self.values.get("about", "")),
            self.tr("Press Speak, wait for the sign, then say one of these."),
        )
        language = str(self.context.language)
        if not self.context.services.ear.can_hear(spoken_language(language)):
            self.words(unheard(NO_RECOGNISER), Role.STRONG, Tone.CARE, name="unheard")
        else:
            self.words(self.purpose, name="how")
            self._list(language)
        self.press(
            self.tr("I understand, go back"),
            self.context.navigator.back,
            icon="check",
            filled=True,
            name="can-say-done",
        )

    def _list(self, language: str) -> None:
        """A line each; the numbers share one."""
        given = self.values.get("commands")
        commands = [Command(str(one)) for one in (given if isinstance(given, list) else ())]
        numbers = [one for one in commands if one.number]
        for command in numbers[:1] + [one for one in commands if not one.number]:
            phrase = quoted(command, language)
            if command.number and len(numbers) > 1:
                phrase = self.tr("{first} to {last}").format(
                    first=phrase, last=quoted(numbers[-1], language)
                )
            what = self.tr("presses that choice") if command.number else meaning(command)
            line = self.tr("{phrase}: {what}").format(phrase=phrase, what=what)
            self.words(line, name=f"say-{command}")

    def help_text(self) -> str:
        return self.tr(
            "These are the words that Footbridge understands on the screen you came from. "
            "You can do all of it by pressing, too."
        )
