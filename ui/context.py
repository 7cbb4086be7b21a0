"""What a screen is given: the services, the look, the language, and the way to other screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QLocale

from app.domain.community import Community
from app.domain.language import Language
from app.domain.open_report import OpenReport
from app.domain.profile import Profile
from ui.theme import Look

if TYPE_CHECKING:
    from app.services import Services
    from ui.bridge import Bridge
    from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go: a screen's name and what it is to show."""

    screen: str
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def to(cls, screen: str, **values: Any) -> Route:
        """A route in one line: `Route.to("reading", announcement_id=…)`."""
        return cls(screen, values)


class Navigator(Protocol):
    """The frame, as a screen sees it."""

    @property
    def compact(self) -> bool:
        """Whether the window is small for the text size."""

    def go(self, route: Route) -> None:
        """Open another screen; *Back* comes back here."""

    def replace(self, route: Route) -> None:
        """Open another screen in the place of this one."""

    def back(self) -> None:
        """Go back one screen."""

    def home(self) -> None:
        """Go to Home and forget the way."""

    def settle(self, profile: Profile) -> None:
        """Keep a changed setting and show it at once."""

    def announce(self, text: str, urgent: bool = False) -> None:
        """Tell a screen reader."""

    def listen(self) -> None:
        """Start or stop reading this screen aloud."""


@dataclass(eq=False)
class Context:
    """One for the window; `look`, `language` and `profile` change with the settings."""

    services: Services
    tasks: Tasks
    bridge: Bridge
    navigator: Navigator
    look: Look
    profile: Profile
    language: Language = Language.ENGLISH
    community: Community | None = None
    kiosk: bool = False
    #: What Home still has to tell of how the store was found; None once it was read.
    opened: OpenReport | None = None

    @property
    def locale(self) -> QLocale:
        """For dates and numbers in the interface's language."""
        if self.language is Language.CHINESE:
            return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
