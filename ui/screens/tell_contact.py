"""Tell us: a name and a telephone number, where somebody wants to give them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.feedback import Draft
from app.domain.feedback_steps import MAX_NAME, MAX_TELEPHONE, Step
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.widgets.field import Field


class TellContactScreen(TellScreen):
    """Both may stay empty, and any way of writing a number is good."""

    name = "tell-contact"
    step = Step.CONTACT

    def fill(self, draft: Draft) -> None:
        self.ask(
            self.tr("Your name, if you like"),
            self.tr("You may leave both empty."),
        )
        self.words(self.tr("You may leave both empty."), name="may-be-empty")
        self._name = self._line(self.tr("Your name"), draft.name, MAX_NAME, "name")
        self._telephone = self._line(
            self.tr("Your telephone number"), draft.telephone, MAX_TELEPHONE, "telephone"
        )
        self._name.edit.returnPressed.connect(self._telephone.edit.setFocus)  # type: ignore[union-attr]
        self._telephone.edit.returnPressed.connect(self._done)  # type: ignore[union-attr]
        self.keep_while_typing(self._keep, self._name, self._telephone)
        self._go_on = self.press(
            self.tr("Go on"), self._done, icon="arrow-right", filled=True, name="go-on"
        )
        for field in (self._name, self._telephone):
            field.edit.textChanged.connect(self._mean)
        self._mean()

    def _mean(self) -> None:
        """“No thank you” goes on, too, as long as nothing is given that would go along."""
        empty = not (self._name.text().strip() or self._telephone.text().strip())
        self._go_on.means = Means.YES | Means.NO if empty else Means.YES

    def _line(self, label: str, text: str, most: int, name: str) -> Field:
        field = Field(self.look, label, text, name=name)
        assert isinstance(field.edit, QLineEdit)
        field.edit.setMaxLength(most)
        self.flow.add(field)
        return field

    def _now(self) -> Draft:
        return replace(
            self.draft,
            name=self._name.text().strip(),
            telephone=self._telephone.text().strip(),
        )

    def _done(self) -> None:
        self.go_on(self._now())

    def leave(self) -> None:
        if hasattr(self, "_telephone"):
            self._keep()

    def _keep(self) -> None:
        if self.desk.draft is not None:
            self.desk.keep(self._now())

    def first_focus(self) -> QWidget | None:
        return self._name.edit if hasattr(self, "_name") else None

    def help_text(self) -> str:
        return self.tr(
            "Give a name or a telephone number only if you want to be called. "
            "Press Go on when you are done."
        )
