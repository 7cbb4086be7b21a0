"""Try the microphone: speak, see that it comes in, hear it, read what was understood."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.language import Language
from app.domain.segment import CHINESE, ENGLISH
from app.speech.ear.events import EarState, HeardText, NothingHeard, NotUnderstood, Recorded, State
from app.speech.ear.reasons import NO_RECOGNISER
from ui.context import Context, Route
from ui.ear_session import EarSession, Heard
from ui.screen import Screen
from ui.theme import Role, Tone
from ui.widgets.ear_sign import EarSign
from ui.wording.problems import problem_text

#: A trial is short: after so long it is over by itself. Milliseconds.
LONGEST_MS = 10_000


class Stage(Enum):
    """How far the trial is."""

    ASKING = auto()
    LISTENING = auto()
    CAUGHT = auto()


class MicrophoneScreen(Screen):
    """One trial after another. The recording is deleted before the next one, and on leaving."""

    name = "microphone"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.stage = Stage.ASKING
        self.sign: EarSign | None = None
        self._caught = False
        self._understood = ""
        self._recorded = False
        self._session = EarSession(
            self,
            context,
            state=self._ear_changed,
            level=self._level,
            partial=self._partial,
            recorded=self._was_recorded,
            heard=self._heard,
        )
        self._enough = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._enough.timeout.connect(self._session.finish)

    # --- what a subclass may say otherwise ------------------------------------------------------

    def show_head(self) -> None:
        """The title, and what the screen is for."""
        self.head(
            self.tr("Try the microphone"),
            self.tr("Nothing of it is kept or sent"),
            self.tr("Speak, and see whether I can hear you. Nothing of it is kept or sent."),
        )

    def add_ways_on(self, *, worked: bool) -> None:
        """What leads on; `worked` when a voice was caught."""
        if worked:
            self.press(
                self.tr("Good, it works"),
                self.context.navigator.back,
                icon="check",
                name="microphone-good",
                pairs=True,
            )
        else:
            self.press(
                self.tr("What understands you"),
                lambda: self.context.navigator.go(Route.to("understands")),
                icon="message",
                name="microphone-understands",
            )

    # --- the three stages -----------------------------------------------------------------------

    def build(self) -> None:
        self.show_head()
        self._show(Stage.ASKING)

    def _show(self, stage: Stage) -> None:
        self.stage = stage
        self.unsay()
        self.flow.clear()
        self.sign = None
        self._fill()
        self.filled()
        first = self.first_focus()
        if first is not None and self.isVisible():
            first.setFocus()

    def _fill(self) -> None:
        match self.stage:
            case Stage.ASKING:
                self._fill_asking()
            case Stage.LISTENING:
                self._fill_listening()
            case Stage.CAUGHT:
                self._fill_caught()

    def _fill_asking(self) -> None:
        self.words(
            self.tr("Press Speak now, and say what day it is."),
            name="microphone-text",
        )
        self.press(
            self.tr("Speak now"), self.begin, icon="microphone", filled=True, name="speak-now"
        )
        self.add_ways_on(worked=False)

    def _fill_listening(self) -> None:
        self.sign = EarSign(self.look, self.compact)
        self.flow.add(self.sign)
        self.press(
            self.tr("I have finished"),
            self._session.finish,
            icon="check",
            filled=True,
            name="finished",
            pairs=True,
        )
        self.press(self.tr("Never mind"), self.never_mind, icon="x", name="never-mind", pairs=True)

    def _fill_caught(self) -> None:
        self.words(self.tr("I heard you."), Role.STRONG, name="caught")
        if self._understood:
            self.words(self._understood, name="understood")
        self.press(
            self.tr("Hear yourself"), self.play, icon="volume", filled=True, name="hear-yourself"
        )
        self.press(
            self.tr("Speak again"), self.begin, icon="microphone", name="speak-now", pairs=True
        )
        self.add_ways_on(worked=True)

    # --- what is pressed ------------------------------------------------------------------------

    def begin(self) -> None:
        """Listen, instead of anything that was caught before."""
        self._forget()
        self._understood, self._caught = "", False
        self._show(Stage.LISTENING)
        self._recorded = True
        language = CHINESE if self.context.language is Language.CHINESE else ENGLISH
        self._session.dictate(language, self.context.services.paths.trial)

    def never_mind(self) -> None:
        """Stop, and nothing of it stays."""
        self._enough.stop()
        self._session.cancel()
        self._forget()
        self._show(Stage.ASKING)

    def play(self) -> None:
        """Let them hear themselves."""
        self.unsay()
        self.context.services.reader.play(self.context.services.paths.trial)

    def leave(self) -> None:
        self._enough.stop()
        self._session.close()
        self._forget()

    def go_back(self) -> bool:
        if self.stage is not Stage.LISTENING:
            return False
        self.never_mind()
        return True

    def _forget(self) -> None:
        if self._recorded:
            self._recorded = False
            self.context.services.reader.stop()
            self.context.services.ear.discard(self.context.services.paths.trial)

    # --- what the ear tells ---------------------------------------------------------------------

    def _ear_changed(self, event: EarState) -> None:
        if event.state is State.UNAVAILABLE:
            self._failed(event.reason)
        elif event.state is State.IDLE:
            self.never_mind()
        elif self.sign is not None:
            self.sign.set_state(event.state)
            if event.state is State.LISTENING:
                self._enough.start()
                self.context.navigator.announce(self.sign.words.text())

    def _failed(self, reason: str | None) -> None:
        """What was caught until then can be heard all the same."""
        self._enough.stop()
        self._show(Stage.CAUGHT if self._caught else Stage.ASKING)
        self.say(problem_text(reason), Tone.CARE, "microphone-off")

    def _level(self, level: float) -> None:
        if self.sign is not None:
            self.sign.set_level(level)

    def _partial(self, text: str) -> None:
        if self.sign is not None:
            self.sign.set_partial(text)

    def _was_recorded(self, _: Recorded) -> None:
        self._caught = True

    def _heard(self, heard: Heard) -> None:
        self._enough.stop()
        if isinstance(heard, NothingHeard):
            self._forget()
            self._show(Stage.ASKING)
            self.say(
                self.tr(
                    "I heard nothing. Is the microphone switched on? Come closer, and speak again."
                ),
                Tone.CARE,
                "microphone-off",
            )
            return
        if isinstance(heard, HeardText):
            self._understood = self.tr("I understood: “{text}”").format(text=heard.text)
        elif isinstance(heard, NotUnderstood) and heard.reason == NO_RECOGNISER:
            self._understood = problem_text(NO_RECOGNISER)
        else:
            self._understood = self.tr("I could not make words of it. Your voice is there.")
        self._show(Stage.CAUGHT)
        self.context.navigator.announce(self._understood)

    def first_focus(self) -> QWidget | None:
        return next(iter(self.flow.choices()), None)

    def help_text(self) -> str:
        return self.tr(
            "Press Speak now, say a sentence, then press I have finished. "
            "Press Hear yourself to listen to it."
        )
