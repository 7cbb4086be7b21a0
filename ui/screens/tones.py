"""Tones when listening begins and ends; listening without being asked; what stays after sending."""

from __future__ import annotations

from dataclasses import replace

from app.domain.profile import Profile
from ui.context import Route
from ui.screens.one_setting import OneSetting
from ui.widgets.pressable import Shape
from ui.wording.choices import keeping_in_words, listening_in_words

Ways = tuple[bool, bool]


class TonesScreen(OneSetting[Ways]):
    """Switches: the tones, and whether it always listens; and the way to what stays after sending.

    Where many people use the computer nothing stays that can be read, and there is no choice.
    """

    name = "tones"

    def now(self, profile: Profile) -> Ways:
        return profile.cues, profile.always_listening

    def changed(self, profile: Profile, value: Ways) -> Profile:
        cues, always = value
        return replace(profile, cues=cues, always_listening=always)

    def in_words(self, value: Ways) -> str:
        cues, always = value
        return listening_in_words(cues=cues, always=always)

    def build(self) -> None:
        cues, always = ways = self.now(self.context.profile)
        self.head(
            self.tr("Tones, listening, my messages"),
            self.in_words(ways),
            self.tr(
                "Choose whether tones tell when I listen, whether I always listen, "
                "and who can read your messages here."
            ),
        )
        self.words(
            self.tr(
                "Always listening: the microphone is then open all the time, for spoken commands. "
                "Nothing you say leaves this computer, and nothing is kept."
            ),
            name="always-text",
        )
        if self.context.kiosk:
            self.words(
                self.tr("What is sent from here is sealed. Nobody can read it on this computer."),
                name="seal-text",
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
        if not self.context.kiosk:
            profile = self.context.profile
            self.press(
                self.tr("After sending"),
                lambda: self.context.navigator.go(Route.to("keeping")),
                icon="eye-off",
                note=keeping_in_words(locked=profile.seal_recordings, shared=profile.shared),
                shape=Shape.CARD,
                name="to-keeping",
            )
        self.add_keep(pairs=True)
        self.add_put_back(pairs=True)

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
