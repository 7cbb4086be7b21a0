"""Find a notice: one field, one button."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.context import Route
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.field import Field


class FindScreen(Screen):
    """Values: `search`, what was typed before."""

    name = "find"

    def build(self) -> None:
        self.head(
            self.tr("Find a notice"),
            # In a crowded window the field needs the height more.
            "" if self.compact else self.tr("among all notices here"),
            self.tr("Type a word, and Footbridge looks through all notices."),
        )
        typed = str(self.values.get("search", ""))
        label = self.tr("What are you looking for?")
        self.field = Field(self.look, label, typed, name="search")
        self.flow.add(self.field)
        if isinstance(self.field.edit, QLineEdit):
            self.field.edit.returnPressed.connect(self.look_for)
        self.press(self.tr("Find"), self.look_for, icon="search", filled=True, name="find")
        self.press(
            self.tr("Choose who it is from"),
            lambda: self.context.navigator.go(Route.to("sources")),
            icon="users",
            name="find-sources",
        )

    def look_for(self) -> None:
        """Show the notices that hold these words."""
        text = self.field.text().strip()
        if text:
            self.context.navigator.go(Route.to("notices", search=text))
            return
        self.say(self.tr("Please type a word first, for example: water."), Tone.CARE, "pencil")
        self.field.edit.setFocus()

    def memory(self) -> dict[str, object]:
        return {**self.values, "search": self.field.text()}

    def help_text(self) -> str:
        return self.tr(
            "Type a word that the notice has in it, then press Find. "
            "Or choose who it is from and see all of theirs."
        )
