"""Helper's corner, the voice: try it out, and what understands you."""

from __future__ import annotations

from app.domain.language import Language
from app.speech.reader import Finished, Passage
from ui.context import Route
from ui.screen import Screen
from ui.theme import Tone

_TRIAL = (
    Passage("trial-en", "Good morning. This is the English voice.", Language.ENGLISH),
    Passage("trial-zh", "早上好。这是中文的声音。", Language.CHINESE),
)


class HelperVoiceScreen(Screen):
    """For whoever helps."""

    name = "helper-voice"

    def build(self) -> None:
        self._trying = False
        self.head(
            self.tr("Voice and speech packs"),
            self.tr("Helper's corner"),
            self.tr("Hear whether both voices speak, and put in what lets it understand more."),
        )
        self.press(
            self.tr("Try out the voice"),
            self.try_voice,
            icon="volume",
            filled=True,
            name="try-voice",
        )
        self.press(
            self.tr("Speech packs"),
            lambda: self.context.navigator.go(Route.to("understands")),
            icon="device-usb",
            name="packs",
        )
        self.context.bridge.reading_finished.connect(self._finished)

    def try_voice(self) -> None:
        """Say a sentence in each language."""
        self._trying = True
        self.say(self.tr("Now you should hear English, then Chinese."), Tone.INK2, "volume")
        self.context.services.reader.read(_TRIAL)

    def _finished(self, finished: Finished) -> None:
        if self._trying and finished.completed:
            self._trying = False
            self.say(
                self.tr("Did you hear two voices? If not, switch the loudspeaker on or louder."),
                Tone.GOOD,
                "volume",
            )

    def help_text(self) -> str:
        return self.tr(
            "Press Try out the voice to hear a sentence in each language. "
            "Speech packs let this computer understand more of what is said."
        )
