"""Tell us: where it is; from a list, in words, or nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.feedback import Draft
from app.domain.feedback_steps import MAX_PLACE_WORDS, Step
from app.domain.language import pick_text
from ui.context import Route
from ui.meaning import Means
from ui.screens.tell import TellScreen, with_place
from ui.widgets.field import Field
from ui.wording.messages import place_name

_LIST, _WORDS = "list", "words"


class TellPlaceScreen(TellScreen):
    """First how to say it; then, in `mode`, the list or a field."""

    name = "tell-place"
    step = Step.PLACE
    shows_community = True

    def fill(self, draft: Draft) -> None:
        self.field: Field | None = None
        mode = self.values.get("mode")
        if mode == _LIST:
            self._show_list(draft)
        elif mode == _WORDS:
            self._show_field(draft)
        else:
            self._ask_how(draft)

    # --- how to say it ------------------------------------------------------------------------

    def _ask_how(self, draft: Draft) -> None:
        self.ask(self.tr("Where is it?"))
        community, language = self.context.community, self.context.language
        if community and community.places:
            self.pick_one(
                self.tr("Choose from a list"),
                lambda: self._open(_LIST),
                icon="list",
                note=place_name(draft.place_id, community, language),
                name="place-list",
                chosen=bool(draft.place_id),
            )
        self.pick_one(
            self.tr("Say it in my own words"),
            lambda: self._open(_WORDS),
            icon="writing",
            note=draft.place_words,
            name="place-words",
            chosen=bool(draft.place_words),
        )
        self.pick_one(
            self.tr("It is not about a place"),
            lambda: self.go_on(with_place(self.draft)),
            icon="map-pin",
            name="place-none",
            means=Means.NO,
            chosen=draft.place_asked and not draft.place_id and not draft.place_words,
        )

    def _open(self, mode: str | None) -> None:
        values = {key: value for key, value in self.values.items() if key != "mode"}
        if mode:
            values["mode"] = mode
        self.context.navigator.replace(Route(self.name, values))

    def go_back(self) -> bool:
        if self.values.get("mode"):
            self._open(None)
            return True
        return super().go_back()

    # --- the list -----------------------------------------------------------------------------

    def _show_list(self, draft: Draft) -> None:
        self.ask(self.tr("Which place is it?"))
        community, language = self.context.community, self.context.language
        for place in community.places if community else ():
            self.pick_one(
                pick_text(place.name, language),
                lambda place=place: self.go_on(with_place(self.draft, place.id)),
                icon="map-pin",
                name=f"place-{place.id}",
                chosen=draft.place_id == place.id,
            )

    # --- in words -----------------------------------------------------------------------------

    def _show_field(self, draft: Draft) -> None:
        self.ask(self.tr("Where is it?"))
        label = self.tr("In your own words. For example: by the bench at the pond")
        if self.compact:
            label = self.tr("In your own words:")
        self.field = Field(self.look, label, draft.place_words, name="place")
        edit = self.field.edit
        assert isinstance(edit, QLineEdit)
        edit.setMaxLength(MAX_PLACE_WORDS)
        edit.returnPressed.connect(self._said)
        self.flow.add(self.field)
        self.keep_while_typing(self.leave, self.field)
        self.press(
            self.tr("Go on"),
            self._said,
            icon="arrow-right",
            filled=True,
            means=Means.YES,
            name="go-on",
        )

    def _said(self) -> None:
        assert self.field is not None
        words = self.field.text().strip()
        if words:
            self.go_on(with_place(self.draft, words=words))
            return
        self.missing(
            self.tr("There are no words yet. Write where it is, or press Back to choose again.")
        )
        self.flow.show_block(self.field)
        self.field.edit.setFocus()

    def leave(self) -> None:
        field = getattr(self, "field", None)
        if field is not None and self.desk.draft is not None:
            words = field.text().strip()
            if words and words != self.draft.place_words:
                self.desk.keep(with_place(self.draft, words=words))

    def first_focus(self) -> QWidget | None:
        field = getattr(self, "field", None)
        return field.edit if field is not None else super().first_focus()

    def help_text(self) -> str:
        return self.tr(
            "Say where it is, so that somebody can go and look. If it is about no place, say so."
        )
