"""Somebody in front of the window, with a pointer or a keyboard."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.clock import SystemClock
from app.domain.language import Language
from app.domain.profile import Profile, Theme
from app.paths import Paths
from app.storage.database import Store
from app.storage.profiles import ProfileRepository
from tests.end2end.outside import WITHIN_S, Desktop, Node, NotSeen, Program, wait_for
from tests.end2end.wording import Wording
from tests.sound import Recording

TAGS = {"English": "en", "Chinese": "zh_CN"}
#: So often is something written, and so many seconds looked for.
_TYPINGS, _SEEN_S = 3, 15.0


@dataclass
class Person:
    """Starts the program, reads its screen, presses things, hears it.

    `data` is the program's folder, `options` what follows it on the command line. `seen` keeps
    what one step saw for a later one.
    """

    desktop: Desktop
    data: Path
    environment: dict[str, str]
    language: str = "English"
    hand: str = "pointer"
    options: tuple[str, ...] = ()
    hearing: Recording | None = None
    seen: dict[str, str] = field(default_factory=dict)
    number: str = ""
    message: str = ""
    answer: str = ""
    _program: Program | None = None

    # --- the program ------------------------------------------------------------------------------

    @property
    def program(self) -> Program:
        """The program, which has been started."""
        assert self._program is not None, "the program has not been started"
        return self._program

    @property
    def wording(self) -> Wording:
        """The words of the interface's language."""
        return Wording.of(TAGS[self.language])

    def start(self, *more: str) -> None:
        """Start the program on this person's data folder."""
        options = ("--data", str(self.data), *self.options, *more)
        self._program = Program(self.desktop, *options, environment=self.environment)

    def close(self) -> None:
        """Close the window, as with its cross, and wait until the program has ended."""
        if self._program is not None:
            self._program.leave()
            self._program = None

    def end(self) -> None:
        """End the program, however it is."""
        if self._program is not None:
            self._program.close()
            self._program = None

    def has_been_here(self, **settings: object) -> None:
        """This person has been through the first start: that way is tested on its own."""
        paths = Paths(self.data)
        language = {"English": Language.ENGLISH, "Chinese": Language.CHINESE}[self.language]
        chosen = {"language": language, "theme": Theme.LIGHT, "started": True} | settings
        store = Store.open(paths.store, paths.copies, SystemClock())
        ProfileRepository(store).save(Profile(**chosen))  # type: ignore[arg-type]
        store.close()

    # --- hands ------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Press a thing by its English name, with the hand that this person has."""
        self.press_named(*self.wording.ways_to_say(name))

    def press_named(self, *names: str) -> None:
        """Press a thing by one of its names, turning pages until it is there."""
        self.reach(lambda node: node.called(*names), str(names))
        if self.hand == "pointer":
            self.program.click(self.settled(*names))
        else:
            self.program.tab_to(*names)
            self.program.key("Return")

    def settled(self, *names: str) -> Node:
        """The button, once it stands still: a screen may still be filling."""
        before = self.program.button(*names)
        while (now := self.program.button(*names)).box != before.box:
            before = now
        return now

    def write(self, text: str) -> None:
        """Type into the field that has the keyboard."""
        if self.hand == "pointer":
            field_ = wait_for("a field to write into", self._field)
            self.program.click(field_)
        wait_for("the field to have the keyboard", self._field_has_keyboard)
        for _ in range(_TYPINGS):
            self.program.write(text)
            with contextlib.suppress(NotSeen):
                wait_for(f"“{text}” in the field", lambda: self._stands(text), _SEEN_S)
                return
            # On a busy machine the program misses that a letter was put on a key (`Program.write`).
            # A person who reads what stands there writes it again.
            self.program.key("ctrl+a")
        raise NotSeen(f"“{text}” in the field")

    def _stands(self, text: str) -> Node | None:
        return self.program.find(lambda n: text in n.text)

    def _field(self) -> Node | None:
        return self.program.find(lambda n: n.role == "text" and bool(n.box))

    def _field_has_keyboard(self) -> bool:
        focused = self.program.focused()
        return focused is not None and focused.role == "text"

    # --- eyes and ears ----------------------------------------------------------------------------

    def say(self, english: str) -> str:
        """The words that stand for it in this person's language."""
        return self.wording.say(english)

    def see(self, english: str) -> Node:
        """Wait until these words are on the screen, in this person's language."""
        return self.program.see(self.say(english))

    def page_to(self, name: str) -> str:
        """The whole name of the card with these words, turning pages until it is there."""
        return self.reach(lambda node: name in node.name, f"“{name}”").name

    def reach(self, test: Callable[[Node], bool], what: str) -> Node:
        """Wait for something to press; where it does not come, look on the next page."""
        for _ in range(40):
            with contextlib.suppress(NotSeen):
                # A screen may just be changing: a person looks before turning a page.
                return wait_for(
                    what, lambda: self._to_press(test), 0.6 if self._more() else WITHIN_S
                )
            self.turn_page()
        raise NotSeen(f"{what} is on no page; there is: {self.program.everything()}")

    def _to_press(self, test: Callable[[Node], bool]) -> Node | None:
        return self.program.find(lambda n: "focusable" in n.states and bool(n.box) and test(n))

    def _more(self) -> Node | None:
        return self.program.find(lambda n: n.id == "more")

    def turn_page(self) -> None:
        """Show the next page of this screen."""
        more = self._more()
        if more is None:
            raise NotSeen(f"there is no further page: {self.program.everything()}")
        if self.hand == "pointer":
            self.program.click(more)
        else:
            self.program.key("Next")
        wait_for("the next page", lambda: (now := self._more()) is None or now.name != more.name)

    def home(self) -> None:
        """Go to Home and see that one is there."""
        self.press("Home")
        wait_for("Home", self._is_home)

    def _is_home(self) -> bool:
        return self.program.find(lambda n: n.id == "tile-notices") is not None

    def hear(self, seconds: float = 0.5) -> None:
        """Wait until so much more voice than before has come out of the loudspeaker."""
        hearing = self._ears()
        before = hearing.voiced_seconds()
        wait_for("a voice", lambda: hearing.voiced_seconds() > before + seconds)

    def hear_nothing(self, seconds: float = 1.5) -> None:
        """Listen for so long; what is in the air may end, nothing more may come."""
        hearing = self._ears()
        before, start = hearing.voiced_seconds(), hearing.seconds
        wait_for("the time to pass", lambda: hearing.seconds > start + seconds)
        assert hearing.voiced_seconds() - before < 0.5, "there was a voice"

    def _ears(self) -> Recording:
        assert self.hearing is not None, "nobody listens to the loudspeaker"
        return self.hearing
