"""Tell us, last step: everything at a glance, one *Send*, and a way to change any part."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.feedback import Conversation, Draft
from app.domain.feedback_steps import Step, is_voice_only, ready, steps_for
from app.errors import EnvironmentProblem
from ui.context import Route
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.theme import Role, Tone
from ui.widgets.pressable import Pressable
from ui.wording.messages import (
    KIND_ICONS,
    OTHER_ICON,
    first_words,
    kind_name,
    place_name,
    topic_name,
)
from ui.wording.problems import problem_text
from ui.wording.voice import draft_in_words, duration_in_words


class TellSendScreen(TellScreen):
    """The summary; with `mode="change"` the list of what can be changed."""

    name = "tell-send"
    step = Step.SEND
    shows_community = True

    def fill(self, draft: Draft) -> None:
        self._about_words: QWidget | None = None
        if self.values.get("mode") == "change":
            self._show_changes(ready(draft))
        else:
            self._show_summary(ready(draft))

    # --- the summary --------------------------------------------------------------------------

    def _show_summary(self, draft: Draft) -> None:
        self.ask(self.tr("Ready to send?"))
        kind = kind_name(draft.kind)
        topic = topic_name(draft.topic, self.context.community, self.context.language)
        self.words(" · ".join(part for part in (kind, topic) if part), Role.STRONG, name="sum-kind")
        self.words(draft_in_words(draft, 60 if self.compact else 200), name="sum-words")
        place, answer = self._place_line(draft), self._answer_line(draft)
        if place:
            self.words(place, Role.NOTE, Tone.INK2, name="sum-place")
        self.words(answer, Role.NOTE, Tone.INK2, name="sum-answer")
        if self.context.services.sending.shared:
            self.words(
                self.tr("Once it is sent, only the office can read it."),
                Role.NOTE,
                Tone.INK2,
                name="sum-sealed",
            )
        self.press(
            self.tr("Send"),
            self._send,
            icon="send",
            filled=True,
            means=Means.YES | Means.SEND,
            name="send",
        )
        self.press(
            self.tr("Change something"),
            lambda: self._open("change"),
            icon="pencil",
            means=Means.NO,
            name="change",
        )
        self._offer_voice(self.draft)

    def about_known(self) -> None:
        if self.values.get("mode") != "change" and self._about_words is None:
            self._about_words = self.words(
                self.about_words(), Role.NOTE, Tone.INK2, name="sum-about"
            )
            # Under the kind, before the words.
            block = self.flow.blocks.pop()
            self.flow.blocks.insert(1, block)
            self.filled()

    def _offer_voice(self, draft: Draft) -> None:
        """Beside words the voice goes along when it is wished; without the wish it is deleted."""
        if draft.recording is None or is_voice_only(draft):
            return
        button = self.press("", self._along, icon="microphone", name="along")
        button.setCheckable(True)
        self._show_along(draft)

    def _show_along(self, draft: Draft) -> None:
        button = self.findChild(Pressable, "along")
        if button is None or draft.recording is None:
            return
        length = duration_in_words(draft.recording.seconds)
        goes = self.tr("Your voice goes along: {length}").format(length=length)
        button.set_words(goes if draft.send_voice else self.tr("Send my voice along too"))
        button.set_icon_name("circle-check" if draft.send_voice else "circle")
        button.setChecked(draft.send_voice)

    def _along(self) -> None:
        draft = replace(self.draft, send_voice=not self.draft.send_voice)
        self.desk.keep(draft)
        self._show_along(draft)
        self.flow.relayout()

    def _place_line(self, draft: Draft) -> str:
        where = draft.place_words or place_name(
            draft.place_id, self.context.community, self.context.language
        )
        return self.tr("Where: {place}").format(place=where) if where else ""

    def _answer_line(self, draft: Draft) -> str:
        if not draft.answer_wanted:
            return self.tr("You want no answer.")
        who = ", ".join(part for part in (draft.name, draft.telephone) if part)
        if who:
            return self.tr("You want an answer. You are: {who}").format(who=who)
        return self.tr("You want an answer, and gave no name.")

    # --- changing something -------------------------------------------------------------------

    def _show_changes(self, draft: Draft) -> None:
        self.ask(self.tr("What should change?"))
        community, language = self.context.community, self.context.language
        place = draft.place_words or place_name(draft.place_id, community, language)
        who = ", ".join(part for part in (draft.name, draft.telephone) if part)
        kind_icon = KIND_ICONS.get(draft.kind, OTHER_ICON) if draft.kind else OTHER_ICON
        for step, title, icon, note in (
            *self._said(draft),
            (Step.KIND, self.tr("What it is"), kind_icon, kind_name(draft.kind)),
            (
                Step.TOPIC,
                self.tr("What it is about"),
                "message",
                topic_name(draft.topic, community, language),
            ),
            (Step.PLACE, self.tr("Where it is"), "map-pin", place or self.tr("no place")),
            (
                Step.ANSWER,
                self.tr("Whether you want an answer"),
                "mail",
                self.tr("yes") if draft.answer_wanted else self.tr("no"),
            ),
            (Step.CONTACT, self.tr("Your name and number"), "user", who or self.tr("none given")),
        ):
            if step in steps_for(draft):
                self.pick_one(
                    title,
                    lambda step=step: self.open_step(self.draft, step, changing=True),
                    icon=icon,
                    note=note,
                    name=f"change-{step}",
                )

    def _said(self, draft: Draft) -> list[tuple[Step, str, str, str]]:
        """The words, or the voice that stands for them."""
        if is_voice_only(draft):
            return [(Step.READ_BACK, self.tr("Your voice"), "microphone", draft_in_words(draft))]
        return [(Step.WORDS, self.tr("The words"), "pencil", first_words(draft.text, 50))]

    def _open(self, mode: str | None) -> None:
        self.context.navigator.replace(Route(self.name, {"mode": mode} if mode else {}))

    def go_back(self) -> bool:
        if self.values.get("mode"):
            self._open(None)
            return True
        return super().go_back()

    # --- sending ------------------------------------------------------------------------------

    def _send(self) -> None:
        self.unsay()
        self.desk.send(ready(self.draft), self, self._sent, self._not_sent)

    def _sent(self, conversation: Conversation) -> None:
        receipt = Route.to("receipt", conversation_id=conversation.id)
        self.context.navigator.replace(receipt)

    def _not_sent(self, problem: EnvironmentProblem) -> None:
        still = self.tr("Your message is still here, not sent.")
        self.say(f"{problem_text(problem.code)} {still}", Tone.URGENT, "alert-triangle")

    def first_focus(self) -> QWidget | None:
        send = self.findChild(QWidget, "send")
        if send is not None and send.isVisibleTo(self):
            return send
        return super().first_focus()

    def words_at_stake(self) -> str:
        return self.draft.text

    def help_text(self) -> str:
        return self.tr(
            "Look at your message once more, then press Send. "
            "Without a connection it is kept here and goes later, by itself."
        )
