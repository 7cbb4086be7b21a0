"""A stage: the real window on a throw-away data folder, in any state, language, size and colours.

`with staged(folder, state="typical") as stage: stage.open(Route.to("notices"))`. The services are
the program's own, without a network and with a voice that makes no sound.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

import ui.application
import ui.main_window
from app.domain.announcement import AnnouncementFilter
from app.domain.language import Language
from app.domain.profile import Profile, Theme
from app.paths import Paths
from app.services import Services, build_services
from tests import sample_store as sample
from ui.application import Options, Running
from ui.context import Route
from ui.language import use_language

#: How long a screen may take to fill itself.
SETTLE_S = 20.0


def _nothing(services: Services, clock: sample.StoppedClock, language: Language) -> None:
    """A store that was just made: no community, no notices, no messages."""


def _joined(services: Services, clock: sample.StoppedClock, language: Language) -> None:
    """A community has just been joined; there is nothing else yet."""
    sample.fill_community(services)


def _typical(services: Services, clock: sample.StoppedClock, language: Language) -> None:
    """Some days of use: an urgent notice, messages in all states, an answer, a draft."""
    _calm(services, clock, language)
    sample.fill_draft(services, language)


def _calm(services: Services, clock: sample.StoppedClock, language: Language) -> None:
    """As typical, without a draft."""
    sample.fill_community(services)
    sample.fill_notices(services)
    sample.fill_messages(services, clock, language)


def _read(services: Services, clock: sample.StoppedClock, language: Language) -> None:
    """All notices read and all answers opened: nothing is new."""
    _calm(services, clock, language)
    for card in services.announcements.cards(AnnouncementFilter(), language).cards:
        services.announcements.mark_read(card.announcement.id, card.announcement.revision)
    for conversation in services.conversations.all():
        services.conversations.mark_opened(conversation.id)


STATES: dict[str, Callable[[Services, sample.StoppedClock, Language], None]] = {
    "first": _nothing,
    "empty": _nothing,
    "joined": _joined,
    "read": _read,
    "calm": _calm,
    "typical": _typical,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How the window is looked at."""

    size: int = 24
    theme: Theme = Theme.LIGHT
    width: int = 1280
    height: int = 720

    def __str__(self) -> str:
        return f"{self.size}pt-{self.theme}-{self.width}x{self.height}"


def _services(folder: Path, clock: sample.StoppedClock) -> Services:
    services = build_services(Paths(folder), offline=True, clock=clock, voice="silence")
    unready_ear(services)
    return services


def unready_ear(services: Services) -> None:
    """The ear is not made ready before it is asked for: most tests never listen."""
    services.ear.warm_up = lambda *_, **__: None  # type: ignore[method-assign]


@cache
def _filled(state: str, language: Language) -> Path:
    """A data folder in that state, made once in a run."""
    folder = Path(tempfile.mkdtemp(prefix="footbridge-stage."))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = sample.StoppedClock()
    services = _services(folder, clock)
    if state not in ("first", "empty"):
        services.profiles.move(sample.ADDRESS)
    STATES[state](services, clock, language)
    profile = Profile(language=language, theme=Theme.LIGHT, started=state != "first")
    if state not in ("first", "empty"):
        sample.fill_profile(services, profile)
    else:
        services.profiles.save(profile)
    services.close()
    return folder


class Stage:
    """A running window. `open` a screen, then look at `window` or press things in it."""

    def __init__(
        self,
        folder: Path,
        state: str = "typical",
        language: Language = Language.ENGLISH,
        ear: Callable[[Services], Any] | None = None,
    ) -> None:
        """`ear` makes what hears, in the place of the program's own."""
        self.state, self.language = state, language
        self.clock = sample.StoppedClock()
        shutil.copytree(_filled(state, language), folder, dirs_exist_ok=True)
        self.services = _services(folder, self.clock)
        if ear is not None:
            self.services.ear.close()
            self.services.ear = ear(self.services)
        profile = self.services.profiles.load()
        self.running = Running(self.services, profile, Options(data=folder, offline=True))
        self.window = self.running.window
        self.setting = Setting()
        self.window.resize(self.setting.width, self.setting.height)
        self.running.context.community = self.services.communities.current()
        self.window.show()

    @property
    def screen(self) -> QWidget:
        """The screen that is open."""
        assert self.window.screen_now is not None
        return self.window.screen_now

    def set(self, setting: Setting) -> None:
        """Look at it so from now on; the screen that is open is made anew, as in the program."""
        profile = self.running.context.profile
        wanted = replace(profile, text_size=setting.size, theme=setting.theme)
        self.window.resize(setting.width, setting.height)
        if wanted != profile:
            self.window.settle(wanted)
        self.setting = setting
        self.settle()

    def open(self, route: Route) -> None:
        """Show a screen and wait until it is filled."""
        self.window.replace(route)
        self.settle()

    def settle(self) -> None:
        """Deliver what is queued, until nothing is under way."""
        deadline = time.monotonic() + SETTLE_S
        quiet = 0
        while quiet < 3:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            quiet = 0 if self.running.tasks.under_way else quiet + 1
            assert time.monotonic() < deadline, "the screen did not come to rest"
            if self.running.tasks.under_way:
                time.sleep(0.001)

    def close(self) -> None:
        """End it all."""
        self.running.close()
        self.window.deleteLater()
        self.running.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def staged(
    folder: Path,
    state: str = "typical",
    language: Language = Language.ENGLISH,
    *,
    pseudo: Path | None = None,
    ear: Callable[[Services], Any] | None = None,
) -> Iterator[Stage]:
    """A stage that is closed at the end. `pseudo` is the .qm file to show instead of English."""
    assert isinstance(QApplication.instance(), QApplication)
    with speaking(pseudo):
        stage = Stage(folder, state, language, ear)
        try:
            yield stage
        finally:
            stage.close()


@contextmanager
def speaking(pseudo: Path | None) -> Iterator[None]:
    """Have the program load that translation wherever it would load English."""
    if pseudo is None:
        yield
        return
    translator = QTranslator()
    assert translator.load(str(pseudo))

    def use(language: Language) -> None:
        use_language(language)
        application = QCoreApplication.instance()
        assert application is not None
        application.removeTranslator(translator)
        application.installTranslator(translator)

    modules = (ui.application, ui.main_window)
    for module in modules:
        module.use_language = use  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in modules:
            module.use_language = use_language  # type: ignore[attr-defined]
        application = QCoreApplication.instance()
        assert application is not None
        application.removeTranslator(translator)


@cache
def pseudo_language() -> Path:
    """The pseudo-language, compiled from today's texts, once in a run."""
    folder = Path(tempfile.mkdtemp(prefix="footbridge-pseudo."))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made: Path = import_module("resources.translations.merge").make_pseudo(folder)
    return made
