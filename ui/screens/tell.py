"""What the steps of *Tell us* have in common: the draft, the way on, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QTimer

from app.domain.announcement import AnnouncementCard
from app.domain.feedback import Draft, FeedbackKind
from app.domain.feedback_steps import Step, after, after_change, at, before, is_whole, progress
from app.domain.language import pick
from ui.context import Route
from ui.drafting import desk_of
from ui.meaning import Means
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.field import Field
from ui.widgets.pressable import Pressable, Shape

#: What was typed is in the store at most this many milliseconds later.
SAVE_AFTER_MS = 800

ROUTES = {
    Step.KIND: "tell-kind",
    Step.TOPIC: "tell-topic",
    Step.WORDS: "tell-words",
    Step.READ_BACK: "tell-read-back",
    Step.PLACE: "tell-place",
    Step.ANSWER: "tell-answer",
    Step.CONTACT: "tell-contact",
    Step.SEND: "tell-send",
}


class TellScreen(Screen):
    """One step. `changing` in the route means that it was opened from the summary.

    Going on and back stays within *Tell us*: each step takes the place of the one before, so that
    *Back* is always the step before, however one came here.
    """

    step: ClassVar[Step]
    #: Whether it names topics or places, and is made anew when those change.
    shows_community: ClassVar[bool] = False

    def build(self) -> None:
        self.desk = desk_of(self.context)
        self._about_title = ""
        self.desk.trouble.connect(self.trouble)
        self.desk.open(self, self.opened, self.trouble)

    @property
    def draft(self) -> Draft:
        """The message as it is now."""
        return self.desk.draft or Draft(language=self.context.language)

    def opened(self, draft: Draft | None) -> None:
        """The draft is here; without one there is only the first step."""
        if draft is None:
            first = Route.to(ROUTES[Step.KIND])
            QTimer.singleShot(0, self, lambda: self.context.navigator.replace(first))
            return
        self.fill(draft)
        self._tell_about(draft)
        self.filled()

    def fill(self, draft: Draft) -> None:
        """Fill the screen."""
        raise NotImplementedError

    def ask(self, question: str, purpose: str = "") -> None:
        """The step's question, with the line that says which step it is."""
        number, of = progress(self.draft, self.step)
        where = self.tr("Tell us: step {number} of {of}").format(number=number, of=of)
        if self._about_title and not self.compact:
            where += " · " + self.about_words()
        self.head(question, where, purpose)

    def question(self) -> str:
        """What the words of this kind of message answer."""
        questions = {
            FeedbackKind.IDEA: QCoreApplication.translate("TellWordsScreen", "What is your idea?"),
            FeedbackKind.PROBLEM: QCoreApplication.translate(
                "TellWordsScreen", "What is the problem?"
            ),
            FeedbackKind.QUESTION: QCoreApplication.translate(
                "TellWordsScreen", "What is your question?"
            ),
            FeedbackKind.THANKS: QCoreApplication.translate(
                "TellWordsScreen", "Whom do you want to thank?"
            ),
            FeedbackKind.CONFIDENTIAL: QCoreApplication.translate(
                "TellWordsScreen", "What is it, in confidence?"
            ),
        }
        otherwise = QCoreApplication.translate("TellWordsScreen", "What will you tell us?")
        return questions.get(self.draft.kind, otherwise) if self.draft.kind else otherwise

    # --- the notice it is about -------------------------------------------------------------------

    def about_words(self) -> str:
        """“About: No water on Wednesday”; empty when it is about no notice."""
        if not self._about_title:
            return ""
        return self.tr("About: {title}").format(title=self._about_title)

    def _tell_about(self, draft: Draft) -> None:
        if not draft.about:
            return
        about, announcements = draft.about, self.context.services.announcements
        self.context.tasks.run(self, lambda: announcements.get(about), self._about_found)

    def _about_found(self, card: AnnouncementCard | None) -> None:
        text = pick(card.announcement.texts, self.context.language) if card else None
        if text is not None:
            self._about_title = text.title
            self.ask(self.title, self.purpose)
            self.about_known()

    def about_known(self) -> None:
        """The title of the notice is here."""

    # --- the way ------------------------------------------------------------------------------

    @property
    def changing(self) -> bool:
        """Whether this step was opened from the summary, to change one thing."""
        return bool(self.values.get("changing"))

    def go_on(self, draft: Draft) -> None:
        """Keep what was said here, and open the step that follows."""
        following = (after_change if self.changing else after)(draft, self.step)
        self.open_step(draft, following)

    def open_step(self, draft: Draft, step: Step, *, changing: bool | None = None) -> None:
        """Keep the draft as standing at `step`, and open that."""
        changing = self.changing if changing is None else changing
        self.desk.keep(at(draft, step))
        values = {"changing": True} if changing and step is not Step.SEND else {}
        self.context.navigator.replace(Route(ROUTES[step], values))

    def open_way(self, screen: str, draft: Draft, **values: object) -> None:
        """Keep the draft, and open another screen of the same step."""
        self.desk.keep(draft)
        changing = {"changing": True} if self.changing else {}
        self.context.navigator.replace(Route(screen, {**changing, **values}))

    def go_back(self) -> bool:
        draft = self.desk.draft
        if draft is None:
            return False
        if self.changing and is_whole(draft):
            self.open_step(draft, Step.SEND)
            return True
        previous = before(draft, self.step)
        if previous is None:
            return False
        if previous is Step.KIND:
            self.desk.keep(at(draft, previous))
            self.context.navigator.replace(Route.to(ROUTES[previous], choosing=True))
        else:
            self.open_step(draft, previous)
        return True

    def community_arrived(self) -> None:
        """Topics, places and names may be others now."""
        if self.shows_community and self.desk.draft is not None:
            self.context.navigator.replace(Route(self.name, dict(self.memory())))

    def keep_while_typing(self, keep: Callable[[], None], *fields: Field) -> None:
        """Call `keep` a moment after something was typed: a lid may be closed at any time."""
        timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        timer.timeout.connect(keep)

        def typed() -> None:
            if not timer.isActive():
                timer.start()

        for field in fields:
            field.edit.textChanged.connect(typed)

    # --- building blocks ------------------------------------------------------------------------

    def pick_one(
        self,
        title: str,
        action: object,
        *,
        icon: str,
        name: str,
        note: str = "",
        chosen: bool = False,
        shape: Shape = Shape.CARD,
        means: Means = Means.NONE,
        pairs: bool = False,
    ) -> Pressable:
        """One of several to choose from; the one chosen before is marked."""
        # A crowded window has no room for what a large tile explains: that is still read aloud.
        crowded = self.compact and shape is Shape.TILE
        button = self.press(
            title,
            action,
            icon=icon,
            note="" if crowded else note,
            description=note if crowded else "",
            name=name,
            shape=Shape.CARD if crowded else shape,
            means=means,
            pairs=pairs,
        )
        if chosen:
            button.setCheckable(True)
            button.setChecked(True)
        return button

    def missing(self, text: str) -> None:
        """Say what is still to be done here."""
        self.say(text, Tone.CARE, "pencil")


def with_place(draft: Draft, place_id: str | None = None, words: str = "") -> Draft:
    """The draft with that place, or with none, and the question asked."""
    return replace(draft, place_id=place_id, place_words=words, place_asked=True)


__all__ = ["ROUTES", "TellScreen", "with_place"]
