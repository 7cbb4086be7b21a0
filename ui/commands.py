"""What a spoken command does on the screen that is open, and what can be said there.

One table for both: whatever is listed as "you can say" is what will be done, and the other way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton

from app.domain.commands import Command
from app.domain.profile import Profile
from ui.context import Context, Route
from ui.meaning import Means
from ui.screen import Screen
from ui.widgets.pressable import Pressable
from ui.wording.commands import not_here

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: The routes that are opened by name.
_PLACES = {
    Command.NOTICES: "notices",
    Command.TELL_US: "tell-kind",
    Command.MY_MESSAGES: "messages",
    Command.LEARN: "learn",
}
#: So many choices have a number.
NUMBERS = 9


@dataclass(frozen=True, slots=True)
class _Way:
    """Whether something can be asked for now, and how it is done."""

    possible: Callable[[], bool]
    act: Callable[[], None]


class Orders:
    """Does what was asked for by voice. What can't be undone is given to `ask` instead."""

    def __init__(
        self, window: MainWindow, context: Context, ask: Callable[[Pressable], None]
    ) -> None:
        self._window, self._context, self._ask = window, context, ask
        #: The screen whose reading was stopped so that the ear could hear.
        self.interrupted: Screen | None = None
        self._ways = self._all_ways()

    def possible(self) -> tuple[Command, ...]:
        """What can be said on this screen now."""
        return tuple(command for command in Command if self._ways[command].possible())

    def obey(self, command: Command) -> str:
        """Do it. Returns why it can't be done here, empty when it was done."""
        way = self._ways[command]
        if not way.possible():
            return not_here(command)
        way.act()
        return ""

    def numbered(self) -> list[QAbstractButton]:
        """The choices that have a number, in order."""
        screen = self._window.screen_now
        return screen.choices()[:NUMBERS] if screen is not None and screen.numbered else []

    # --- the table ------------------------------------------------------------------------------

    def _all_ways(self) -> dict[Command, _Way]:
        window, screen = self._window, self._screen
        ways = {
            Command.HOME: _Way(lambda: window.route.screen != "home", window.home),
            Command.BACK: _Way(lambda: window.can_go_back, window.back),
            Command.NEXT_PAGE: _Way(lambda: self._pages_left() > 0, lambda: screen().turn(1)),
            Command.PREVIOUS_PAGE: _Way(
                lambda: screen().page_numbers()[0] > 1, lambda: screen().turn(-1)
            ),
            Command.READ_ALOUD: _Way(lambda: True, lambda: screen().read_aloud()),
            Command.STOP_READING: _Way(self._was_reading, self._stop),
            Command.SAY_AGAIN: _Way(lambda: True, self._say_again),
            Command.SLOWER: self._setting(lambda profile: profile.faster(-1), self._speed),
            Command.FASTER: self._setting(lambda profile: profile.faster(1), self._speed),
            Command.BIGGER: self._setting(lambda profile: profile.bigger(1), window.settle),
            Command.SMALLER: self._setting(lambda profile: profile.bigger(-1), window.settle),
            Command.HELP: _Way(lambda: window.route.screen != "help", window.show_help),
        }
        ways |= {command: self._place(command) for command in _PLACES}
        meanings = {Command.YES: Means.YES, Command.NO: Means.NO, Command.SEND: Means.SEND}
        ways |= {command: self._meant(meaning) for command, meaning in meanings.items()}
        return ways | {
            command: self._choice(command.number) for command in Command if command.number
        }

    def _place(self, command: Command) -> _Way:
        name, window = _PLACES[command], self._window
        return _Way(
            lambda: self._context.profile.started and window.route.screen != name,
            lambda: window.go(Route.to(name)),
        )

    def _meant(self, meaning: Means) -> _Way:
        return _Way(
            lambda: self._screen().meant(meaning) is not None,
            lambda: self._press(self._screen().meant(meaning)),
        )

    def _choice(self, number: int) -> _Way:
        return _Way(
            lambda: number <= len(self.numbered()),
            lambda: self._press(self.numbered()[number - 1]),
        )

    def _setting(
        self, changed: Callable[[Profile], Profile], settle: Callable[[Profile], None]
    ) -> _Way:
        return _Way(
            lambda: changed(self._context.profile) != self._context.profile,
            lambda: settle(changed(self._context.profile)),
        )

    # --- doing it -------------------------------------------------------------------------------

    def _screen(self) -> Screen:
        screen = self._window.screen_now
        assert screen is not None
        return screen

    def _pages_left(self) -> int:
        page, pages = self._screen().page_numbers()
        return pages - page

    def _press(self, button: QAbstractButton | None) -> None:
        """Press it, or ask first: nothing is sent or thrown away by a word that was misheard."""
        if isinstance(button, Pressable) and button.means & Means.FINAL:
            self._ask(button)
        elif button is not None:
            button.click()

    def _was_reading(self) -> bool:
        return self.interrupted is self._screen() or self._window.reading

    def _stop(self) -> None:
        self.interrupted = None
        self._context.services.reader.stop()

    def _say_again(self) -> None:
        """The sentence that was being read; where none was, the screen from its start."""
        if not self.go_on_reading():
            self._screen().read_aloud()

    def _speed(self, profile: Profile) -> None:
        """At once, and with the sentence that was being read."""
        self._window.settle(profile)
        reader = self._context.services.reader
        reader.set_rate(profile.words_per_minute, profile.characters_per_minute)
        self._screen().speed_changed()
        self.go_on_reading()

    def go_on_reading(self) -> bool:
        """Read on with the sentence that was interrupted; whether one was, on this screen."""
        interrupted, self.interrupted = self.interrupted, None
        if interrupted is None or interrupted is not self._window.screen_now:
            return False
        self._context.services.reader.say_again()
        return True
