"""A dictation on a screen: the sign, *I have finished*, *Never mind*, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.domain.feedback import MAX_RECORDING_S
from app.domain.language import Language
from app.domain.segment import CHINESE, ENGLISH
from app.speech.ear.choose import what_hears
from app.speech.ear.events import EarState, HeardText, NotUnderstood, Recorded, State
from app.speech.ear.reasons import NO_RECOGNISER
from ui.context import Context
from ui.ear_session import EarSession, Heard
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.ear_sign import EarSign
from ui.wording.problems import problem_text
from ui.wording.voice import duration_in_words

#: So long it thinks before one may choose not to wait; a press too many on *I have finished*
#: must not do that.
PATIENCE_MS = 2500
#: From so many seconds before the end on, the count says how much is left.
_SOON_OVER_S = 30


class End(Enum):
    """How a dictation ended."""

    WORDS = auto()
    NOTHING = auto()  # nobody spoke
    NOT_UNDERSTOOD = auto()
    RECORDED_ONLY = auto()  # nothing here writes that language down, as was known before
    UNAVAILABLE = auto()  # the reason says why
    STOPPED = auto()  # something else stopped it, or nobody wanted to wait for the words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a dictation. A recording was told of before, by `recorded`."""

    end: End
    text: str = ""
    confidence: float = 1.0
    reason: str = ""


def ear_language(language: Language) -> str:
    """The ear's name of a language."""
    return CHINESE if language is Language.CHINESE else ENGLISH


def writes_down(context: Context) -> bool:
    """Whether this computer can write down what is said in the interface's language."""
    folder = context.services.paths.speech
    return what_hears(ear_language(context.language), folder) is not None


class Dictation(QObject):
    """Fills the flow of `screen`, listens, and calls `done` once, unless `close` came before."""

    def __init__(
        self,
        screen: Screen,
        *,
        recorded: Callable[[Recorded], None],
        done: Callable[[Outcome], None],
        never_mind: Callable[[], None],
    ) -> None:
        super().__init__(screen)
        self._screen, self._done, self._tell_recorded = screen, done, recorded
        #: Whether nothing can be lost any more by not waiting for the words.
        self._safe = True
        self._seconds = 0
        self.sign = EarSign(screen.look, screen.compact)
        screen.flow.add(self.sign, grows=True, least=self.sign.least_height(screen.width()))
        self._finish = screen.press_below(
            self.tr("I have finished"), self.finish, icon="check", filled=True, name="finished"
        )
        screen.press_below(self.tr("Never mind"), never_mind, icon="x", name="never-mind")
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._finish.set_words(self.tr("Do not wait")))
        self.session = EarSession(
            self,
            screen.context,
            state=self._state,
            level=self.sign.set_level,
            partial=self.sign.set_partial,
            recorded=self._recorded,
            heard=self._heard,
        )

    def begin(self, language: str, recording: Path | None) -> None:
        """Listen; the sound is kept in `recording`."""
        self._safe = recording is None
        self.session.dictate(language, recording)

    @property
    def thinking(self) -> bool:
        """Whether the microphone is shut, what was said is kept, and its words are coming."""
        return self.sign.state is State.THINKING and self._safe

    def finish(self) -> None:
        """*I have finished*; when it has thought for a while: the words are not waited for."""
        if self.sign.state is not State.THINKING:
            self.session.finish()
        elif self._safe and not self._patience.isActive():
            self.do_not_wait()

    def do_not_wait(self) -> None:
        """End it without the words."""
        self.close()
        self._done(Outcome(End.STOPPED))

    def close(self) -> None:
        """Nothing more is told."""
        self._second.stop()
        self._patience.stop()
        self.session.close()

    # --- what the ear tells -----------------------------------------------------------------------

    def _state(self, event: EarState) -> None:
        if event.state is State.UNAVAILABLE:
            self._end(Outcome(End.UNAVAILABLE, reason=event.reason or ""))
            return
        if event.state is State.IDLE:
            self._end(Outcome(End.STOPPED))
            return
        self.sign.set_state(event.state)
        if event.state is State.LISTENING:
            self._seconds = 0
            self._second.start()
        elif event.state is State.THINKING:
            self._second.stop()
            self._patience.start()
            self._screen.context.navigator.announce(self.sign.accessibleName())

    def _count(self) -> None:
        self._seconds += 1
        left = MAX_RECORDING_S - self._seconds
        if left <= _SOON_OVER_S:
            text = self.tr("{length} left").format(length=duration_in_words(left))
        else:
            text = duration_in_words(self._seconds)
        self.sign.set_count(text)

    def _heard(self, event: Heard) -> None:
        if isinstance(event, HeardText):
            self._end(Outcome(End.WORDS, event.text, event.confidence))
        elif isinstance(event, NotUnderstood):
            only = event.reason == NO_RECOGNISER
            self._end(Outcome(End.RECORDED_ONLY if only else End.NOT_UNDERSTOOD))
        else:
            self._end(Outcome(End.NOTHING))

    def _recorded(self, event: Recorded) -> None:
        self._safe = True
        self._tell_recorded(event)

    def _end(self, outcome: Outcome) -> None:
        self._second.stop()
        self._patience.stop()
        self._done(outcome)


def say_what_failed(screen: Screen) -> None:
    """On the screen where one can type instead: why nothing came of the listening before.

    `trouble` in the screen's values is the ear's reason, `failed` that nothing was heard.
    """
    reason = screen.values.get("trouble")
    if reason:
        screen.say(problem_text(str(reason)), Tone.CARE, "microphone-off")
    elif screen.values.get("failed"):
        words = QCoreApplication.translate(
            "Dictation", "I heard nothing. You can type, or try once more."
        )
        screen.say(words, Tone.CARE, "microphone-off")
