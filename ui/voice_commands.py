"""Speaking to the window: it listens for a command, does it, and says what it understood.

*Speak* listens once; with `Profile.always_listening` it listens all the time, more quietly. The
screen that is open stays: whoever speaks must see the choices that can be named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.commands import Command
from app.speech.ear.events import EarState, HeardCommand, NothingHeard
from app.speech.ear.events import State as Hearing
from app.speech.ear.reasons import NO_RECOGNISER, VOICE_SPEAKS
from app.speech.reader import ReaderState, State
from ui.always_listening import AlwaysListening
from ui.commands import Orders
from ui.context import Context
from ui.ear_session import EarSession, Heard
from ui.press_watch import PressWatch
from ui.screens.confirm import ConfirmScreen
from ui.teller import Teller
from ui.widgets.bar import Ear
from ui.widgets.command_panel import Kind, Sign
from ui.widgets.pressable import Pressable
from ui.wording.commands import (
    ear_is_busy,
    for_example,
    not_understood,
    or_press,
    press_help,
    spoken_language,
    understood,
    unheard,
    you_can_say,
)
from ui.wording.sentences import in_a_row

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: More than so many things to choose from are too many on a screen.
MOST_CHOICES = 5
#: After so many failures in a row pressing is offered.
TOO_MANY = 2
#: A computer that has just started is left in peace for so long; milliseconds.
WARM_UP_MS = 2500
_ALOUD = (State.STARTING, State.SPEAKING)
_BUSY = (Hearing.STARTING, Hearing.LISTENING, Hearing.THINKING)


class VoiceCommands(QObject):
    """One for the window. `sign` is what the panel shows; the frame asks for it when made anew."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self._orders = Orders(window, context, self._ask)
        self._teller = Teller(self, context)
        self._session = EarSession(
            self, context, state=self._on_state, level=self._on_level, heard=self._on_heard
        )
        self._watch = PressWatch(window, self._pressed, self._after_press, self._escape)
        self.sign: Sign | None = None
        self._always = self._obeying = self._loaded = False
        self._failures = 0
        self._hearing = AlwaysListening(self, context, self._may_listen_always, self._listen_always)
        self._warm_up = QTimer(self, singleShot=True, interval=WARM_UP_MS)
        self._warm_up.timeout.connect(self._warm)
        context.bridge.reader_state.connect(self._reader_changed)
        context.bridge.ear_state.connect(self._ear_changed)

    # --- for the frame ----------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether a command is listened for because *Speak* was pressed."""
        return self._session.active and not self._always

    def possible(self) -> tuple[Command, ...]:
        """What can be said on the screen that is open."""
        return self._orders.possible()

    def speak(self) -> None:
        """*Speak* was pressed: listen, or never mind."""
        if self.listening:
            self.never_mind()
        elif self._somebody_dictates():
            self._show(Sign(Kind.TROUBLE, ear_is_busy()))
        else:
            self.listen()

    def listen(self) -> None:
        """Listen once for a command."""
        language = spoken_language(self._context.language)
        self._hearing.stop()
        reads = self._window.reading and not self._teller.telling
        self._orders.interrupted = self._window.screen_now if reads else None
        self._teller.forget()
        if not self._context.services.ear.can_hear(language):
            self._fail(NO_RECOGNISER)
            return
        self._always = False
        self._session.listen_for_command(language)
        self._show_listening(Hearing.STARTING)

    def never_mind(self) -> None:
        """Stop listening; what was being read goes on."""
        self._session.cancel()
        self.clear()
        self._orders.go_on_reading()

    def screen_left(self) -> None:
        """Another screen is shown, and not because it was asked for by voice."""
        if self._obeying:
            return
        self._teller.forget()
        if not self._always:
            self._session.cancel()
        self._orders.interrupted = None
        self.clear()

    def screen_changed(self) -> None:
        """There is something else to choose from: number it anew, where numbers are shown."""
        screen = self._window.screen_now
        if screen is None:
            return
        listens = self._session.active and (self._always or self.sign is not None)
        numbered = self._orders.numbered() if listens else []
        for button in screen.findChildren(Pressable):
            at = numbered.index(button) + 1 if button in numbered else None
            button.set_number(at)

    def frame_changed(self) -> None:
        """The frame was made anew: it shows what the last one showed."""
        self._refresh()

    def settings_changed(self) -> None:
        """Always listening may have been switched on or off."""
        self._loaded = True
        if not self._context.profile.always_listening:
            self._stop_always()
        self._hearing.is_well()
        self._hearing.rest()

    def window_activated(self, active: bool) -> None:
        """Another window's dialog may be open: what is said there is none of ours."""
        if not active:
            self._stop_always()
        elif self._loaded:
            self._hearing.rest()

    def warm_up(self) -> None:
        """All is loaded: make ready for the first command, once Home has been there for a while."""
        self._loaded = True
        self._warm_up.start()
        self._hearing.rest()

    def close(self) -> None:
        """The window goes away."""
        self._hearing.stop()
        self._warm_up.stop()
        self._teller.forget()
        self._session.close()
        self._watch.stop()

    # --- what is shown ----------------------------------------------------------------------------

    def _show(self, sign: Sign | None) -> None:
        self.sign = sign
        self._refresh()

    def _refresh(self) -> None:
        on = self._session.active
        ear = (Ear.ALWAYS if self._always else Ear.ASKED) if on else Ear.REST
        self._window.show_sign(self.sign, ear)
        self.screen_changed()
        self._watch.set_on(self.sign is not None or self._teller.telling)

    def _show_listening(self, state: Hearing) -> None:
        words = for_example(self.possible(), self._context.language)
        if self._asking and self._window.screen_now is not None:
            words = in_a_row(self._window.screen_now.title, words)
        self._show(Sign(Kind.LISTENING, words, state))

    def _show_trouble(self, text: str) -> None:
        """With the way to all that can be said, where there are not too many choices already."""
        screen = self._window.screen_now
        crowd = len(screen.choices()) if screen is not None else 0
        offers = not self._asking and crowd < MOST_CHOICES
        hint = press_help() if crowd >= MOST_CHOICES else ""
        self._show(Sign(Kind.TROUBLE, in_a_row(text, hint), offers_list=offers))

    def clear(self) -> None:
        """Show the head again."""
        self._show(None)

    # --- what is pressed meanwhile ----------------------------------------------------------------

    def _escape(self) -> bool:
        """Escape ends listening, and goes back where nothing is listened for."""
        listening = self.listening
        if listening:
            self.never_mind()
        return listening

    def _pressed(self) -> None:
        """Any press ends listening; what it does, it still does."""
        self._failures = 0
        self._teller.forget()
        if not self._always:
            self._session.cancel()
        self._orders.interrupted = None

    def _after_press(self) -> None:
        """Only now may things move: the press must meet what it was meant for."""
        if not self.listening:
            self.clear()
            self._hearing.rest()

    # --- what the ear tells -----------------------------------------------------------------------

    def _on_state(self, event: EarState) -> None:
        if event.state is Hearing.UNAVAILABLE:
            self._fail(event.reason)
        elif event.state is Hearing.IDLE:
            self._always = False
            self.clear()
            self._hearing.rest()
        elif self._always:
            self._refresh()
        else:
            self._show_listening(event.state)

    def _on_level(self, level: float) -> None:
        self._window.panel.set_level(level)

    def _on_heard(self, event: Heard) -> None:
        always, self._always = self._always, False
        if isinstance(event, HeardCommand):
            self._failures = 0
            self._hearing.is_well()
            self._obey(event.command, always)
        else:
            self._not_understood(isinstance(event, NothingHeard), always)
        self._hearing.rest()

    def _fail(self, reason: str | None) -> None:
        """Say why nothing can be heard; where nobody pressed anything, not a word about it."""
        if self._always:
            self._always = False
            self._refresh()
            self._hearing.failed()
            return
        text = unheard(reason)
        self._show(Sign(Kind.TROUBLE, text))
        self._window.announce(text, urgent=True)
        if reason != VOICE_SPEAKS:
            self._tell(text)

    # --- doing what was said ----------------------------------------------------------------------

    def _obey(self, command: Command, always: bool) -> None:
        self._obeying = True
        try:
            refusal = self._orders.obey(command)
        finally:
            self._obeying = False
        language = self._context.language
        said = understood(command, language, refusal)
        self._window.announce(said)
        if self._asking and not refusal:
            self.clear()
        elif not refusal:
            self._show(Sign(Kind.NOTE, said))
        else:
            text = in_a_row(said, you_can_say(self.possible(), language))
            self._show_trouble(text)
            if not always:
                self._tell(text, self.listen if self._asking else None)

    def _not_understood(self, nothing: bool, always: bool) -> None:
        if always and nothing:
            self._refresh()
            return
        self._failures += 1
        over = self._failures >= TOO_MANY
        if always and not over:
            self._refresh()
            return
        language = self._context.language
        advice = you_can_say(self.possible(), language)
        text = in_a_row(not_understood(nothing), advice, or_press() if over else "")
        self._failures = 0 if always else self._failures
        self._show_trouble(text)
        self._window.announce(text)
        if not always:
            self._tell(text, self.listen if self._asking and not over else None)

    def _tell(self, text: str, then: Callable[[], None] | None = None) -> None:
        """Say it aloud, too: whoever speaks to a screen may not be able to read it."""
        self._orders.interrupted = None
        self._teller.tell(text, then)
        self._refresh()

    # --- asking first -----------------------------------------------------------------------------

    @property
    def _asking(self) -> bool:
        return isinstance(self._window.screen_now, ConfirmScreen)

    def _ask(self, button: Pressable) -> None:
        """Ask before it is pressed: by the voice, and then listen for the answer."""
        below = self._window.screen_now
        assert below is not None
        question = ConfirmScreen(self._context, below, button, self._answered)
        self._window.lay_over(question)
        self._failures = 0
        self._tell(in_a_row(question.title, question.purpose), self.listen)

    def _answered(self, yes: bool) -> None:
        """Press what was asked about, if it is still there, or leave everything as it was."""
        question = self._window.screen_now
        if not isinstance(question, ConfirmScreen):
            return
        self._window.lift_off()
        self._teller.forget()
        button = question.below.findChild(Pressable, question.pressed)
        if yes and button is not None:
            button.click()

    # --- always listening -------------------------------------------------------------------------

    def _listen_always(self) -> None:
        self._always = True
        language = spoken_language(self._context.language)
        self._session.listen_for_command(language, always=True)
        self._refresh()

    def _may_listen_always(self) -> bool:
        language = spoken_language(self._context.language)
        return (
            not self._session.active
            and not self._teller.telling
            and not self._somebody_dictates()
            and self._window.isActiveWindow()
            and self._context.services.reader.state not in _ALOUD
            and self._context.services.ear.can_hear(language)
        )

    def _stop_always(self) -> None:
        """Hear nothing for now."""
        if self._always:
            self._session.cancel()
            self._always = False
            self._refresh()

    def _somebody_dictates(self) -> bool:
        return self._context.services.ear.state in _BUSY and not self._session.active

    @Slot(object)
    def _reader_changed(self, event: ReaderState) -> None:
        if event.state in _ALOUD:
            self._stop_always()
        else:
            self._hearing.rest()

    @Slot(object)
    def _ear_changed(self, event: EarState) -> None:
        """A dictation may be over."""
        if event.state is Hearing.IDLE:
            self._hearing.rest()

    def _warm(self) -> None:
        ear, language = self._context.services.ear, spoken_language(self._context.language)
        if ear.can_hear(language) and not self._session.active:
            ear.warm_up(language)
