"""Text size: bigger or smaller, step by step, with the whole window as the sample."""

from __future__ import annotations

from dataclasses import replace

from app.domain.profile import Profile
from ui.screens.one_setting import OneSetting
from ui.theme import Tone
from ui.wording.choices import sample_sentence, size_in_words


class TextSizeScreen(OneSetting[int]):
    """Two buttons, and a sentence to judge by."""

    name = "text-size"

    def now(self, profile: Profile) -> int:
        return profile.text_size

    def changed(self, profile: Profile, value: int) -> Profile:
        return replace(profile, text_size=value)

    def in_words(self, value: int) -> str:
        return size_in_words(value)

    def build(self) -> None:
        size = self.now(self.context.profile)
        self.head(
            self.tr("Text size"),
            self.in_words(size),
            self.tr("Make everything bigger or smaller. {size}.").format(size=self.in_words(size)),
        )
        self.words(sample_sentence(), name="sample")
        self.press(self.tr("Bigger"), lambda: self.step(1), icon="plus", name="bigger", pairs=True)
        self.press(
            self.tr("Smaller"), lambda: self.step(-1), icon="minus", name="smaller", pairs=True
        )
        self.add_keep()
        self.add_put_back()

    def step(self, steps: int) -> None:
        """One step bigger or smaller; at the end of the range, say so."""
        before = self.context.profile
        after = before.bigger(steps)
        if after.text_size == before.text_size:
            end = self.tr("This is the biggest.") if steps > 0 else self.tr("This is the smallest.")
            self.say(end, Tone.INK2, "info-circle")
        else:
            self.change(after.text_size)

    def help_text(self) -> str:
        return self.tr(
            "Press Bigger until you can read the sentence with ease. "
            "You can change it again at any time."
        )
