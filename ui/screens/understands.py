"""What understands you: which recogniser hears each language, and how well."""

from __future__ import annotations

from app.speech.hearing import Hearing, hearings
from app.speech.packs import Installed
from ui.context import Context, Route
from ui.screen import Screen
from ui.theme import Role
from ui.wording.hearing import hearing_advice, hearing_in_words


class UnderstandsScreen(Screen):
    """Chosen by itself: there is nothing to set here, only something to put in."""

    name = "understands"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.installed: list[Installed] = []

    def build(self) -> None:
        self.head(
            self.tr("What understands you"),
            self.tr("The best one here is used by itself"),
            self.tr("Here you see what understands your speech in each language."),
        )
        self.context.tasks.run(self, self._look, self._show, self.trouble)

    def _look(self) -> tuple[list[Installed], tuple[Hearing, ...]]:
        services = self.context.services
        installed = services.packs.installed()
        return installed, hearings(services.paths.speech, installed)

    def _show(self, found: tuple[list[Installed], tuple[Hearing, ...]]) -> None:
        self.installed, heard = found
        for hearing in heard:
            self._add_hearing(hearing)
        self.press(
            self.tr("Put in a speech pack"),
            lambda: self.context.navigator.go(Route.to("packs")),
            icon="device-usb",
            filled=True,
            name="put-in",
            pairs=bool(self.installed),
        )
        if self.installed:
            self.press(
                self.tr("See or take out speech packs"),
                lambda: self.context.navigator.go(Route.to("packs-out")),
                icon="list",
                name="take-out",
                pairs=True,
            )
        self.filled()

    def _add_hearing(self, hearing: Hearing) -> None:
        language = self.context.language
        advice = hearing_advice(hearing, language)
        words, name = hearing_in_words(hearing, language), f"hears-{hearing.language}"
        self.words(words, Role.STRONG, name=name, leads=bool(advice))
        if advice:
            self.words(advice, name=f"advice-{hearing.language}")

    def help_text(self) -> str:
        return self.tr(
            "A speech pack lets this computer understand more of what you say. "
            "A helper can bring one on a USB stick."
        )
