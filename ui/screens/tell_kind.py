"""Tell us, first step: what kind of message it is; or to go on with one that was begun."""

from __future__ import annotations

from dataclasses import replace

from app.domain.feedback import Draft, FeedbackKind
from app.domain.feedback_steps import Step, step_of
from ui.context import Route
from ui.drafting import is_reply
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.theme import Role, Tone
from ui.widgets.pressable import Shape
from ui.wording.messages import KIND_ICONS, kind_name
from ui.wording.voice import draft_in_words


class TellKindScreen(TellScreen):
    """`about` is the notice that a new message answers to, `words` what it starts with.

    `choosing` shows the kinds though there is a draft; `throwing` asks whether to throw it away.
    """

    name = "tell-kind"
    step = Step.KIND

    def opened(self, draft: Draft | None) -> None:
        if draft is None or self.values.get("choosing") or self.changing:
            self._ask_kind(draft)
        elif self.values.get("throwing"):
            self._ask_to_throw_away(draft)
        else:
            self._offer(draft)
        self._tell_about(draft or Draft(about=self._about))
        self.filled()

    @property
    def _about(self) -> str | None:
        about = self.values.get("about")
        return str(about) if about else None

    # --- the kinds ----------------------------------------------------------------------------

    def _ask_kind(self, draft: Draft | None) -> None:
        self.ask(self.tr("What will you tell us?"))
        notes = {
            FeedbackKind.IDEA: self.tr("something could be better"),
            FeedbackKind.PROBLEM: self.tr("something does not work"),
            FeedbackKind.QUESTION: self.tr("you want to know something"),
            FeedbackKind.THANKS: self.tr("somebody did well"),
            FeedbackKind.CONFIDENTIAL: self.tr("only a few people read it"),
        }
        for kind, icon in KIND_ICONS.items():
            self.pick_one(
                kind_name(kind),
                lambda kind=kind: self._chosen(kind),
                icon=icon,
                note=notes[kind],
                name=f"kind-{kind}",
                chosen=draft is not None and draft.kind is kind,
                shape=Shape.TILE,
                pairs=True,
            )

    def _chosen(self, kind: FeedbackKind) -> None:
        draft = self.desk.draft or Draft(
            text=str(self.values.get("words", "")),
            language=self.context.language,
            about=self._about,
        )
        self.go_on(replace(draft, kind=kind))

    # --- a message that was begun -----------------------------------------------------------------

    def _offer(self, draft: Draft) -> None:
        self.head(
            self.tr("Tell us"),
            self.tr("You have a message that is not sent yet"),
            self.tr("You have a message that is not sent yet."),
        )
        if self.desk.found_voice == draft.id:
            self.words(self.tr("There is a recording from before:"), name="found-voice")
        begun = draft_in_words(draft, 160)
        if begun:
            self.words(begun, name="begun")
        self.press(
            self.tr("Go on with your message"),
            lambda: self._go_on_with(draft),
            icon="pencil",
            note=kind_name(draft.kind),
            filled=True,
            name="go-on",
        )
        self.press(self.tr("Start a new one"), self._start_new, icon="plus", name="start-new")

    def _go_on_with(self, draft: Draft) -> None:
        if is_reply(draft):
            # It goes on in its conversation, and leaves the desk free for a new message.
            self.desk.draft = None
            values = {"conversation_id": draft.about, "verdict": draft.step or None}
            self.context.navigator.replace(Route("write-back", values))
            return
        step = step_of(draft)
        if step is Step.KIND:
            self.context.navigator.replace(Route.to(self.name, choosing=True))
        else:
            self.open_step(draft, step)

    def _start_new(self) -> None:
        if draft_in_words(self.draft):
            self.context.navigator.replace(Route(self.name, {**self.values, "throwing": True}))
        else:
            self._throw_away()

    def _ask_to_throw_away(self, draft: Draft) -> None:
        self.head(
            self.tr("Throw it away?"),
            self.tr("It was not sent. It can't be brought back."),
            self.tr("It was not sent. It can't be brought back."),
        )
        self.words(draft_in_words(draft, 160), Role.BODY, name="begun")
        self.press(
            self.tr("No, keep it"),
            self.go_back,
            icon="arrow-left",
            filled=True,
            means=Means.NO,
            name="keep",
        )
        self.press(
            self.tr("Yes, throw it away"),
            self._throw_away,
            icon="trash",
            tone=Tone.URGENT,
            name="throw-away",
            means=Means.YES | Means.LOSE,
        )

    def _throw_away(self) -> None:
        self.desk.throw_away(self._thrown_away, self.trouble)

    def _thrown_away(self) -> None:
        values = {k: v for k, v in self.values.items() if k in ("about", "words")}
        self.context.navigator.replace(Route(self.name, values))

    def go_back(self) -> bool:
        if self.values.get("throwing"):
            values = {k: v for k, v in self.values.items() if k != "throwing"}
            self.context.navigator.replace(Route(self.name, values))
            return True
        return self.changing and super().go_back()

    def words_at_stake(self) -> str:
        return self.draft.text

    def help_text(self) -> str:
        if self.desk.draft is not None and not self.values.get("choosing"):
            return self.tr(
                "You began a message and did not send it. "
                "You can go on with it, or throw it away and start a new one."
            )
        return self.tr(
            "Choose what you would like to tell us. "
            "Nothing is sent before you press Send at the end."
        )
