"""Tell us: the message itself, in the person's own words: said, typed, or just recorded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.feedback import MAX_TEXT, Draft
from app.domain.feedback_steps import Step, can_leave, is_voice_only
from app.errors import EnvironmentProblem
from ui.dictating import ear_language, say_what_failed, writes_down
from ui.screens.tell import TellScreen
from ui.theme import Role
from ui.widgets.field import Field
from ui.widgets.pressable import Pressable, Shape
from ui.wording.messages import written_language
from ui.wording.voice import voice_in_words


class TellWordsScreen(TellScreen):
    """The ways to choose from; with words there, or `way="type"`, one large field.

    `failed`: nothing was heard, so that the other ways come first. `trouble`: why nothing can be.
    """

    name = "tell-words"
    step = Step.WORDS

    def fill(self, draft: Draft) -> None:
        self.field: Field | None = None
        self.ask(self.question())
        if self._typing_wanted(draft):
            self._fill_field(draft)
        else:
            self._fill_ways(draft)
        say_what_failed(self)

    def memory(self) -> dict[str, object]:
        """What went wrong was told once."""
        return {k: v for k, v in self.values.items() if k not in ("failed", "trouble")}

    def _typing_wanted(self, draft: Draft) -> bool:
        return self.values.get("way") == "type" or bool(draft.text.strip())

    # --- the ways -----------------------------------------------------------------------------

    def _fill_ways(self, draft: Draft) -> None:
        if is_voice_only(draft) and draft.recording is not None:
            if not self.compact:
                self.words(voice_in_words(draft.recording.seconds), Role.STRONG, name="voice")
            self.press(
                self.tr("Go on with this recording"),
                lambda: self.go_on(self.draft),
                icon="arrow-right",
                filled=True,
                name="go-on",
            )
        listens = writes_down(self.context)
        if listens:  # so that it is ready when it is wanted
            language = ear_language(self.context.language)
            self.context.services.ear.warm_up(language, commands=False)
        elif not self.values.get("failed") and not is_voice_only(draft):
            self.words(
                self.tr("This computer can't write down what you say. Your voice can be sent."),
                name="record-only",
            )
        if self.values.get("failed"):
            self._type_way(filled=True)
            self._record_way()
            self._say_way(listens)
            return
        first = not is_voice_only(draft)
        if listens:
            self._say_way(listens, filled=first)
            self._type_way()
            self._record_way()
        else:
            self._record_way(filled=first)
            self._type_way()

    def _say_way(self, listens: bool, filled: bool = False) -> None:
        if listens:
            self._way(
                self.tr("Say it"), self._listen, "microphone", "say-it",
                self.tr("I listen, and write down what you say"), filled,
            )  # fmt: skip

    def _type_way(self, filled: bool = False) -> None:
        self._way(
            self.tr("Type it"), self._type, "keyboard", "type-it",
            self.tr("You write it with the keyboard"), filled,
        )  # fmt: skip

    def _record_way(self, filled: bool = False) -> None:
        title = self.tr("Record it") if self.compact else self.tr("Just record it")
        note = self.tr("Your voice itself is the message")
        self._way(title, self._record, "player-record", "record-it", note, filled)

    def _way(
        self, title: str, action: object, icon: str, name: str, note: str, filled: bool
    ) -> Pressable:
        several = bool(self.values.get("failed")) or is_voice_only(self.draft)
        if self.compact and several:
            return self.press_below(title, action, icon=icon, name=name, filled=filled)
        crowded = self.compact or several
        return self.press(
            title,
            action,
            icon=icon,
            note="" if crowded else note,
            description=note if crowded else "",
            filled=filled,
            name=name,
            shape=Shape.CARD,
            pairs=self.compact,
        )

    def _listen(self) -> None:
        self.open_way("tell-listen", self._now())

    def _record(self) -> None:
        self.open_way("tell-listen", self._now(), record_only=True)

    def _type(self) -> None:
        self.open_way(self.name, self._now(), way="type")

    # --- the field ----------------------------------------------------------------------------

    def _fill_field(self, draft: Draft) -> None:
        label = self.tr("Write it here, in your own words:")
        self.field = Field(self.look, label, draft.text, several=True, name="words")
        # A crowded window has room for the title's question only; the label is still read aloud.
        self.field.label.setVisible(not self.compact)
        least = self.field.edit.minimumHeight() if self.compact else self.field.least_height(2)
        self.flow.add(self.field, grows=True, least=least)
        self.keep_while_typing(self._keep, self.field)
        listens = writes_down(self.context)
        if listens:
            self.press(
                self.tr("Say it"), self._listen, icon="microphone", name="say-it", pairs=True
            )
        self.press(
            self.tr("Go on"),
            self._done,
            icon="arrow-right",
            filled=True,
            name="go-on",
            pairs=listens,
        )

    # --- keeping ------------------------------------------------------------------------------

    def _now(self) -> Draft:
        """The draft with what stands in the field."""
        if self.field is None:
            return self.draft
        text = self.field.text()
        language = written_language(text, self.context.language)
        return replace(self.draft, text=text, language=language)

    def _keep(self) -> None:
        if self.desk.draft is not None:
            self.desk.keep(self._now())

    def leave(self) -> None:
        if self._in_field():
            self._keep()

    def _in_field(self) -> bool:
        return getattr(self, "field", None) is not None

    def trouble(self, problem: EnvironmentProblem) -> None:
        """Said without taking the field away from somebody who is typing."""
        typing = self.typing()
        super().trouble(problem)
        if typing:
            self._to_field()

    def _to_field(self) -> None:
        if self.field is not None:
            self.flow.show_block(self.field)
            self.field.edit.setFocus()

    def go_back(self) -> bool:
        """From an empty field back to the ways."""
        if self._in_field() and not self._now().text.strip() and self.values.get("way"):
            self.open_way(self.name, self._now())
            return True
        if self._in_field():
            self._keep()
        return super().go_back()

    # --- going on -----------------------------------------------------------------------------

    def _done(self) -> None:
        draft = self._now()
        if can_leave(draft, self.step):
            self.go_on(draft)
            return
        if draft.text.strip():
            self.missing(
                self.tr(
                    "That is too long to send. Please leave something out: "
                    "%n letter(s) too many. Nothing is lost.",
                    "",
                    len(draft.text.strip()) - MAX_TEXT,
                )
            )
        else:
            self.missing(self.tr("There are no words yet. Write some, then press Go on."))
        self._to_field()

    def first_focus(self) -> QWidget | None:
        field = getattr(self, "field", None)
        return field.edit if field is not None else super().first_focus()

    def help_text(self) -> str:
        if not self._in_field():
            return self.tr(
                "Choose how you want to tell us: say it, type it, or just record your voice. "
                "You can hear it or read it before it is sent."
            )
        return self.tr(
            "Write what you want to tell us, then press Go on. "
            "What you write is kept as you write it."
        )
