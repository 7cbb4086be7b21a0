"""After sending: who can read on this computer what was said."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtWidgets import QWidget

from app.domain.profile import Profile
from ui.screens.one_setting import OneSetting
from ui.theme import Role, Tone
from ui.widgets.pressable import Pressable
from ui.wording.choices import keeping_in_words


class Keeping(Enum):
    """What stays here, and for whom. The values are `seal_recordings` and `shared`."""

    MINE = (False, False)
    LOCKED = (True, False)
    NOBODY = (False, True)


_ICONS = {Keeping.MINE: "mail-opened", Keeping.LOCKED: "lock", Keeping.NOBODY: "eye-off"}


class KeepingScreen(OneSetting[Keeping]):
    """At home one reads one's own messages again; on a shared computer nobody can.

    Where many people use the computer in any case (`--kiosk`) there is nothing to choose, and no
    way here.
    """

    name = "keeping"

    def now(self, profile: Profile) -> Keeping:
        if profile.shared:
            return Keeping.NOBODY
        return Keeping.LOCKED if profile.seal_recordings else Keeping.MINE

    def changed(self, profile: Profile, value: Keeping) -> Profile:
        locked, shared = value.value
        return replace(profile, seal_recordings=locked, shared=shared)

    def in_words(self, value: Keeping) -> str:
        locked, shared = value.value
        return keeping_in_words(locked=locked, shared=shared)

    def build(self) -> None:
        chosen = self.now(self.context.profile)
        self.head(
            self.tr("After sending"),
            self.in_words(chosen),
            self.tr("Choose who can read your messages on this computer after you have sent them."),
        )
        self.words(self._meaning(chosen), name="meaning")
        if chosen is Keeping.NOBODY:
            text = self._key_in_words()
            self.key_words = self.words(text, Role.NOTE, Tone.CARE, name="no-key")
            self.context.bridge.sync_changed.connect(self._show_key)
        self.choice_buttons: dict[Keeping, Pressable] = {}
        for one in Keeping:
            self._add(one, one is chosen)
        self.add_put_back(pairs=True)

    def _key_in_words(self) -> str:
        """Whether there is something to seal with, as the connection last knew."""
        missing = self.context.services.sync.status().unsealed
        text = self.tr("The community has no key for this yet. Please tell the office.")
        return text if missing else ""

    def _show_key(self) -> None:
        text = self._key_in_words()
        if self.key_words.text() != text:
            self.key_words.setText(text)
            self.filled()

    def _meaning(self, chosen: Keeping) -> str:
        return {
            Keeping.MINE: self.tr("Your messages and recordings stay here, to be read again."),
            Keeping.LOCKED: self.tr(
                "Only this program can open your recordings. "
                "When you throw one away, its key is thrown away too."
            ),
            Keeping.NOBODY: self.tr(
                "For a computer that many people use. "
                "What you send is sealed: only the office can read it."
            ),
        }[chosen]

    def _title(self, one: Keeping) -> str:
        return {
            Keeping.MINE: self.tr("I can read them here"),
            Keeping.LOCKED: self.tr("I can, recordings are locked"),
            Keeping.NOBODY: self.tr("Nobody can read them here"),
        }[one]

    def _add(self, one: Keeping, chosen: bool) -> None:
        button = self.press(
            self._title(one),
            lambda: self.choose(one),
            icon="circle-check" if chosen else _ICONS[one],
            filled=chosen,
            description=self.tr("chosen") if chosen else "",
            name=f"keeping-{one.name.lower()}",
            pairs=True,
        )
        button.setCheckable(True)
        button.setChecked(chosen)
        self.choice_buttons[one] = button

    def choose(self, one: Keeping) -> None:
        """Keep it like this from now on; pressing the chosen one leaves it."""
        self.choice_buttons[one].setChecked(True)
        if one is not self.now(self.context.profile):
            self.change(one)

    def first_focus(self) -> QWidget | None:
        chosen = self.choice_buttons[self.now(self.context.profile)]
        return chosen if chosen.isVisibleTo(self) else super().first_focus()

    def help_text(self) -> str:
        return self.tr(
            "Press what fits this computer; it counts from the next message on. "
            "Put it back as it was takes you back."
        )
