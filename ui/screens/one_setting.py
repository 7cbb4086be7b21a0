"""What the screens that change one setting share: at once, and back as it was."""

from __future__ import annotations

from typing import Generic, TypeVar

from app.domain.profile import Profile
from ui.context import Context
from ui.screen import Screen
from ui.theme import Tone

T = TypeVar("T")


class OneSetting(Screen, Generic[T]):
    """Changes one setting. What it was when the screen was opened can be put back.

    A change of language, size or colours makes the screen anew, so after `change` nothing of this
    object may be touched.
    """

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        given = values.get("original")
        self.original: T = self.now(context.profile) if given is None else given  # type: ignore[assignment]

    def now(self, profile: Profile) -> T:
        """The setting in that profile."""
        raise NotImplementedError

    def changed(self, profile: Profile, value: T) -> Profile:
        """The profile with another value."""
        raise NotImplementedError

    def in_words(self, value: T) -> str:
        """The value as a person would say it."""
        raise NotImplementedError

    def memory(self) -> dict[str, object]:
        return {**self.values, "original": self.original}

    def change(self, value: T) -> None:
        """Keep this value and show it at once; a screen reader hears it."""
        navigator = self.context.navigator
        navigator.settle(self.changed(self.context.profile, value))
        navigator.announce(self.in_words(value))

    def add_keep(self) -> None:
        """The one thing to do once it is right."""
        self.press(
            self.tr("Good, keep it like this"),
            self.context.navigator.back,
            icon="check",
            filled=True,
            name="keep",
        )

    def add_put_back(self) -> None:
        """The way back to what it was."""
        self.press(
            self.tr("Put it back as it was"),
            self.put_back,
            icon="arrow-back-up",
            description=self.tr("Undoes what you changed here."),
            name="put-back",
        )

    def put_back(self) -> None:
        """Undo every change since the screen was opened."""
        if self.now(self.context.profile) == self.original:
            self.say(self.tr("It is as it was. Nothing was changed."), Tone.INK2, "info-circle")
        else:
            self.unsay()
            self.change(self.original)
