"""Voice and speed: slower or faster, heard at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.profile import Profile
from app.domain.speech_pack import LANGUAGES
from app.speech.reader import Passage
from ui.screens.one_setting import OneSetting
from ui.theme import Tone
from ui.wording.choices import sample_sentence, speed_in_words
from ui.wording.voices import refused_in_words, voice_in_words


class VoiceSpeedScreen(OneSetting[int]):
    """Two buttons and a sentence to listen to."""

    name = "voice-speed"

    def now(self, profile: Profile) -> int:
        return profile.speed

    def changed(self, profile: Profile, value: int) -> Profile:
        return replace(profile, speed=value)

    def in_words(self, value: int) -> str:
        return speed_in_words(value)

    def build(self) -> None:
        self._show_speed()
        self.words(sample_sentence(), name="sample")
        self.hear_button = self.press(
            self.tr("Hear it"), self.hear, icon="volume", filled=True, name="hear"
        )
        self.press(
            self.tr("Slower"), lambda: self.step(-1), icon="minus", name="slower", pairs=True
        )
        self.press(self.tr("Faster"), lambda: self.step(1), icon="plus", name="faster", pairs=True)
        self.add_put_back()
        self.voice_words = self.words("", name="voices")
        self._show_voices()
        self.context.bridge.voices_known.connect(self._show_voices)
        self.context.services.reader.look_at_voices()

    def _show_voices(self) -> None:
        """Below all else, so that nothing moves when it becomes known."""
        reader = self.context.services.reader
        known = ((language, reader.what_speaks(language)) for language in LANGUAGES)
        lines = [voice_in_words(language, speaks) for language, speaks in known if speaks]
        lines += [refused_in_words(file) for file in reader.refused_voices()]
        self.voice_words.setText("\n".join(line for line in lines if line))
        self.filled()

    def _show_speed(self) -> None:
        self.head(
            self.tr("Voice and speed"),
            self.in_words(self.now(self.context.profile)),
            self.tr("Choose how fast the voice reads to you."),
        )

    def change(self, value: int) -> None:
        """Keep the speed, let the voice have it before the disk answers, and let it be heard."""
        super().change(value)
        profile = self.context.profile
        self.context.services.reader.set_rate(
            profile.words_per_minute, profile.characters_per_minute
        )
        self.unsay()
        self._show_speed()
        self.hear()

    def speed_changed(self) -> None:
        """Say the speed that it is now."""
        self._show_speed()

    def hear(self) -> None:
        """Read the sample aloud."""
        sample = Passage("sample", sample_sentence(), str(self.context.language))
        self.context.services.reader.read((sample,))

    def step(self, steps: int) -> None:
        """One step slower or faster; at the end of the range, say so."""
        before = self.context.profile
        after = before.faster(steps)
        if after.speed == before.speed:
            end = self.tr("This is the fastest.") if steps > 0 else self.tr("This is the slowest.")
            self.say(end, Tone.INK2, "info-circle")
        else:
            self.change(after.speed)

    def first_focus(self) -> QWidget | None:
        return self.hear_button

    def help_text(self) -> str:
        return self.tr(
            "Press Hear it to listen. Press Slower or Faster until the voice is easy to follow."
        )
