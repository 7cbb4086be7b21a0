"""Tones when listening begins and ends; listening without being asked; locked recordings."""

from __future__ import annotations

from dataclasses import replace

from app.domain.profile import Profile
from ui.screens.one_setting import OneSetting
from ui.wording.choices import listening_in_words, sealing_in_words

Ways = tuple[bool, bool, bool]


class TonesScreen(OneSetting[Ways]):
    """Switches: the tones, whether it always listens, whether recordings are locked.

    Where many people use the computer recordings always are, and there is no switch for it.
    """

    name = "tones"

    def now(self, profile: Profile) -> Ways:
        return profile.cues, profile.always_listening, profile.seal_recordings

    def changed(self, profile: Profile, value: Ways) -> Profile:
        cues, always, seal = value
        return replace(profile, cues=cues, always_listening=always, seal_recordings=seal)

    def in_words(self, value: Ways) -> str:
        cues, always, seal = value
        listens = listening_in_words(cues=cues, always=always)
        return self.tr("{listens}. {locked}.").format(
            listens=listens, locked=sealing_in_words(seal=seal or self.context.kiosk)
        )

    def build(self) -> None:
        cues, always, seal = self.now(self.context.profile)
        self.head(
            self.tr("Tones, listening, recordings"),
            listening_in_words(cues=cues, always=always),
            self.tr(
                "Choose whether tones tell when I listen, whether I always listen, "
                "and whether recordings are locked."
            ),
        )
        self.words(
            self.tr(
                "Always listening: the microphone is then open all the time, for spoken commands. "
                "Nothing you say leaves this computer, and nothing is kept."
            ),
            name="always-text",
        )
        self.words(self._locked_text(), name="seal-text")
        self._switch(
            "cues",
            self.tr("Tones when I listen: on") if cues else self.tr("Tones when I listen: off"),
            "bell",
            cues,
            (not cues, always, seal),
        )
        self._switch(
            "always",
            self.tr("Always listening: on") if always else self.tr("Always listening: off"),
            "microphone" if always else "microphone-off",
            always,
            (cues, not always, seal),
        )
        if not self.context.kiosk:
            self._switch(
                "seal",
                self.tr("Lock my recordings: on") if seal else self.tr("Lock my recordings: off"),
                "lock",
                seal,
                (cues, always, not seal),
            )
        self.add_keep(pairs=True)
        self.add_put_back(pairs=True)

    def _locked_text(self) -> str:
        if self.context.kiosk:
            return self.tr("Recordings are locked here. Only this program can open them.")
        return self.tr(
            "Locked recordings: only this program can open them. "
            "When you throw one away, its key is thrown away too."
        )

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
