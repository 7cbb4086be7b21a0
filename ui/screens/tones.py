"""Tones when listening begins and ends; and listening without being asked."""

from __future__ import annotations

from dataclasses import replace

from app.domain.profile import Profile
from ui.screens.one_setting import OneSetting
from ui.wording.choices import listening_in_words

Ways = tuple[bool, bool]


class TonesScreen(OneSetting[Ways]):
    """Two switches: the tones, and whether it always listens."""

    name = "tones"

    def now(self, profile: Profile) -> Ways:
        return profile.cues, profile.always_listening

    def changed(self, profile: Profile, value: Ways) -> Profile:
        return replace(profile, cues=value[0], always_listening=value[1])

    def in_words(self, value: Ways) -> str:
        return listening_in_words(cues=value[0], always=value[1])

    def build(self) -> None:
        cues, always = self.now(self.context.profile)
        ways = self.in_words((cues, always))
        self.head(
            self.tr("Tones, always listening"),
            ways,
            self.tr("Choose whether tones tell when I listen, and whether I always listen."),
        )
        self.words(
            self.tr(
                "Always listening: the microphone is then open all the time, for spoken commands. "
                "Nothing you say leaves this computer, and nothing is kept."
            ),
            name="always-text",
        )
        self._switch(
            "cues",
            self.tr("Tones when I listen: on") if cues else self.tr("Tones when I listen: off"),
            "bell",
            cues,
            (not cues, always),
        )
        self._switch(
            "always",
            self.tr("Always listening: on") if always else self.tr("Always listening: off"),
            "microphone" if always else "microphone-off",
            always,
            (cues, not always),
        )
        self.add_keep()
        self.add_put_back()

    def _switch(self, name: str, title: str, icon: str, on: bool, other: Ways) -> None:
        button = self.press(
            title,
            lambda: self.change(other),
            icon="circle-check" if on else icon,
            description=self.tr("Press to switch it off.")
            if on
            else self.tr("Press to switch it on."),
            name=f"switch-{name}",
            pairs=True,
        )
        button.setCheckable(True)
        button.setChecked(on)

    def help_text(self) -> str:
        return self.tr("Press a line to switch it on or off. Put it back as it was takes you back.")
