"""Waiting for you: how long a silence ends a dictation."""

from __future__ import annotations

from dataclasses import replace

from app.domain.profile import Profile
from ui.screens.one_setting import OneSetting
from ui.theme import Role, Tone
from ui.wording.choices import pause_in_words


class WaitingScreen(OneSetting[int]):
    """Two buttons, and what it is now."""

    name = "waiting"

    def now(self, profile: Profile) -> int:
        return profile.pause

    def changed(self, profile: Profile, value: int) -> Profile:
        return replace(profile, pause=value)

    def in_words(self, value: int) -> str:
        return pause_in_words(value)

    def build(self) -> None:
        pause = self.in_words(self.now(self.context.profile))
        self.head(
            self.tr("Waiting for you"),
            pause,
            self.tr("Choose how long I wait when you are silent. {pause}.").format(pause=pause),
        )
        self.words(
            self.tr(
                "When you are silent for so long, I think that you have finished. "
                "If I cut you off, press Longer."
            ),
            Role.BODY,
            name="waiting-text",
        )
        self.press(
            self.tr("Shorter"), lambda: self.step(-1), icon="minus", name="shorter", pairs=True
        )
        self.press(self.tr("Longer"), lambda: self.step(1), icon="plus", name="longer", pairs=True)
        self.add_keep()
        self.add_put_back()

    def step(self, steps: int) -> None:
        """One step shorter or longer; at the end of the range, say so."""
        before = self.context.profile
        after = before.more_patient(steps)
        if after.pause == before.pause:
            end = self.tr("This is the longest.") if steps > 0 else self.tr("This is the shortest.")
            self.say(end, Tone.INK2, "info-circle")
        else:
            self.change(after.pause)

    def help_text(self) -> str:
        return self.tr(
            "Press Longer when I stop listening too early. Press Shorter when you have to wait."
        )
