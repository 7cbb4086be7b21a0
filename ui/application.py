"""From options to an open window: one place that puts Qt, the services and the frame together."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMargins, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.language import Language
from app.domain.profile import Profile, tidy
from app.paths import Paths
from app.services import Services, build_services
from ui.bridge import Bridge
from ui.context import Context, Route
from ui.language import system_language, use_language
from ui.main_window import HOME, MainWindow
from ui.tasks import Tasks
from ui.theme import Look, apply_look, load_fonts
from ui.widgets.roles import install_roles

log = logging.getLogger(__name__)
#: Large from the first second.
FIRST_SIZE = 30
#: The window where the screen has room for it, and what a desktop puts around it. Pixels.
ROOMY, FRAME = QSize(1280, 800), QMargins(8, 40, 8, 8)
#: After its first news the first screen is painted within so long; milliseconds.
PAINTED_MS = 50
#: A start without any news is over after so long; milliseconds.
SETTLED_MS = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: Path | None = None
    community: str | None = None
    language: Language | None = None
    offline: bool = False
    kiosk: bool = False

    @classmethod
    def of(cls, given: argparse.Namespace) -> Options:
        """From parsed arguments."""
        language = {"en": Language.ENGLISH, "zh_CN": Language.CHINESE}.get(given.language or "")
        return cls(
            Path(given.data) if given.data else None,
            given.community,
            language,
            given.offline,
            given.kiosk,
        )


def prepare_qt(application: QApplication) -> None:
    """What every window needs, once: style, fonts, roles for screen readers."""
    application.setApplicationName("footbridge")
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)
    if not load_fonts():
        log.warning("no bundled font could be loaded")
    install_roles()


class Running(QObject):
    """A window with everything behind it. `close()` ends all threads.

    `loaded` is emitted when all that a start loads is there, before the connection begins.
    """

    loaded = Signal()

    def __init__(self, services: Services, profile: Profile, options: Options) -> None:
        super().__init__()
        self.services = services
        self.tasks = Tasks(self)
        self.bridge = Bridge(services.events, self)
        language = profile.language or options.language or system_language()
        use_language(language)
        look = Look.of(profile.theme, profile.text_size)
        apply_look(QApplication.instance(), look)  # type: ignore[arg-type]
        self.context = Context(
            services=services,
            tasks=self.tasks,
            bridge=self.bridge,
            navigator=None,  # type: ignore[arg-type]
            look=look,
            profile=profile,
            language=language,
            kiosk=options.kiosk,
            opened=services.store.opened,
        )
        if options.kiosk:
            services.share_always()
        self.window = MainWindow(self.context)
        self.context.navigator = self.window
        self._connect_soon = QTimer(self, singleShot=True)
        self._connect_soon.timeout.connect(self._connect)

    def open(self, first: Route) -> None:
        """Show the window at `first`; the connection starts after the first picture."""
        self.context.community = self.services.communities.current()
        screen = QApplication.primaryScreen()
        if self.context.kiosk and screen is not None:
            self.window.setGeometry(screen.geometry())
            self.window.showFullScreen()
        elif screen is not None:
            free = screen.availableGeometry().size()
            self.window.resize(ROOMY.boundedTo(free))
            # The window's own frame needs room too: no part of the bar may lie below the screen.
            if ROOMY.grownBy(FRAME).boundedTo(free) == ROOMY.grownBy(FRAME):
                self.window.show()
            else:
                self.window.showMaximized()
        self.window.replace(first)
        self._connect_soon.start(SETTLED_MS)
        self.tasks.idle.connect(self._first_news, Qt.ConnectionType.SingleShotConnection)

    def _first_news(self) -> None:
        if self._connect_soon.isActive():
            self._connect_soon.start(PAINTED_MS)

    def _connect(self) -> None:
        """Load what the connection needs beside the window, then start it."""
        self.tasks.run(self, self.services.load_sync, self._loaded, long=True)

    def _loaded(self, _: None) -> None:
        self.loaded.emit()
        self.services.sync.start()

    def close(self) -> None:
        """End every thread; nothing that was kept is lost."""
        self._connect_soon.stop()
        self.window.close()
        self.bridge.close()
        self.tasks.close()
        self.services.close()


def start(options: Options, build: Callable[..., Services] = build_services) -> Running:
    """Open the store and the window. Raises `StoreProblem` where the store can't be opened."""
    paths = Paths(options.data) if options.data else Paths.default()
    services = build(paths, community_url=options.community, offline=options.offline)
    running = None
    try:
        profile = tidy(services.profiles.load())
        if options.language is not None:
            profile = replace(profile, language=options.language)
        fresh = not profile.started
        if fresh:
            profile = replace(profile, text_size=max(profile.text_size, FIRST_SIZE))
        running = Running(services, profile, options)
        running.open(Route.to("start-language") if fresh and not options.kiosk else HOME)
    except BaseException:
        # Whoever tries again must find the store closed.
        (running or services).close()
        raise
    return running
