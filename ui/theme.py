"""How Footbridge looks: colours, type and space, all in one place.

Source of the numbers: experience.md, *The look*. Every length is a multiple of the body size *b*,
so that the whole window grows with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.domain.profile import Theme
from app.paths import resources_folder

#: Latin first, Chinese second: the order decides which face draws which letter.
FAMILIES = ("Atkinson Hyperlegible", "Noto Sans CJK SC")
#: Points to logical pixels: Qt's logical 96 dots an inch over 72 points.
PX_PER_PT = 96 / 72
#: Nothing is written smaller than this.
SMALLEST_PT = 18


class Role(Enum):
    """The one type scale: multiple of the body size, weight, line spacing in multiples of size."""

    TITLE = (1.5, True, 1.3)
    TILE = (1.15, True, 1.3)
    STRONG = (1.0, True, 1.3)
    BODY = (1.0, False, 1.5)
    NOTE = (0.9, False, 1.5)

    @property
    def ratio(self) -> float:
        """Size as a multiple of the body size."""
        return float(self.value[0])

    @property
    def bold(self) -> bool:
        """Whether it is written bold."""
        return bool(self.value[1])

    @property
    def line(self) -> float:
        """From one base line to the next, as a multiple of the role's own size."""
        return float(self.value[2])


class Tone(StrEnum):
    """What a colour means; the names of the fields of `Palette` that may carry words."""

    INK = "ink"
    INK2 = "ink2"
    PRIMARY = "primary"
    GOOD = "good"
    CARE = "care"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours of one theme, as `#RRGGBB`."""

    paper: str
    card: str
    ink: str
    ink2: str
    primary: str
    on_primary: str
    line: str
    good: str
    care: str
    urgent: str
    sentence: str
    sentence_ink: str
    word: str
    word_ink: str
    focus: str
    dark: bool = False

    def colour(self, name: str) -> QColor:
        """The colour of that name."""
        return QColor(getattr(self, name))


LIGHT = Palette(
    paper="#FBF8F1",
    card="#FFFFFF",
    ink="#1C1B19",
    ink2="#45413A",
    primary="#0F4C5C",
    on_primary="#FFFFFF",
    line="#7A7266",
    good="#1E5631",
    care="#7A3E00",
    urgent="#8C1D18",
    sentence="#FFE9A8",
    sentence_ink="#1C1B19",
    word="#FFC53D",
    word_ink="#1C1B19",
    focus="#B3261E",
)
DARK = Palette(
    paper="#161A1D",
    card="#1F2529",
    ink="#F4F1EA",
    ink2="#CFC9BD",
    primary="#8FD3E0",
    on_primary="#10181B",
    line="#8C959B",
    good="#9BD8A8",
    care="#FFC98A",
    urgent="#FFB4AB",
    sentence="#3A3A1E",
    sentence_ink="#F4F1EA",
    word="#FFC53D",
    word_ink="#1C1B19",
    focus="#FFC53D",
    dark=True,
)
_BLACK, _YELLOW = "#000000", "#FFFF00"
YELLOW = Palette(
    paper=_YELLOW,
    card=_YELLOW,
    ink=_BLACK,
    ink2=_BLACK,
    primary=_BLACK,
    on_primary=_YELLOW,
    line=_BLACK,
    good=_BLACK,
    care=_BLACK,
    urgent=_BLACK,
    sentence=_BLACK,
    sentence_ink=_YELLOW,
    word=_YELLOW,
    word_ink=_BLACK,
    focus=_BLACK,
)


def palette_for(theme: Theme) -> Palette:
    """The colours of a theme; SYSTEM asks the machine whether it is dark."""
    if theme is Theme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.YELLOW: YELLOW}[theme]


@dataclass(frozen=True, slots=True)
class Look:
    """A theme at a text size: everything a widget needs to draw itself."""

    palette: Palette
    text_size: int
    theme: Theme

    @classmethod
    def of(cls, theme: Theme, text_size: int) -> Look:
        """The look for these two settings."""
        return cls(palette_for(theme), text_size, theme)

    @property
    def b(self) -> float:
        """The body size in logical pixels."""
        return self.text_size * PX_PER_PT

    def px(self, multiple: float) -> int:
        """A length in whole pixels from a multiple of the body size."""
        return round(self.b * multiple)

    @property
    def gap(self) -> int:
        """Between two blocks."""
        return self.px(0.6)

    @property
    def corner(self) -> int:
        """The radius of a tile's corner."""
        return self.px(0.45)

    @property
    def target(self) -> int:
        """The least height and width of a main target."""
        return max(60, self.px(1.9))

    @property
    def text_width(self) -> int:
        """The widest line of running text: at most 80 Latin letters or 33 Chinese characters.

        WCAG 1.4.8 allows 80 and 40; English lines reach 80 letters of this type at 33 sizes.
        """
        return self.px(33)

    def line_width(self, role: Role) -> int:
        """The widest line of that role, in pixels: small letters stand closer."""
        return round(self.text_width * min(1.0, role.ratio))

    def font(self, role: Role, shrink: float = 1.0) -> QFont:
        """The font of a role; `shrink` below 1 makes it smaller, never below 18 pt."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        least = SMALLEST_PT * PX_PER_PT
        font.setPixelSize(round(max(least, self.b * role.ratio * shrink)))
        font.setBold(role.bold)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font

    def colour(self, name: str) -> QColor:
        """The colour of that name in this theme."""
        return self.palette.colour(name)


def load_fonts() -> list[str]:
    """Load the bundled fonts; returns their families, empty where none could be loaded."""
    families: list[str] = []
    for path in sorted((resources_folder() / "fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families


def apply_look(application: QApplication, look: Look) -> None:
    """Give Qt's own parts (text fields, scroll bars, selection) the same colours and type."""
    application.setFont(look.font(Role.BODY))
    colours = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "paper"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "card"),
        (QPalette.ColorRole.Button, "card"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.PlaceholderText, "ink2"),
        (QPalette.ColorRole.Highlight, "primary"),
        (QPalette.ColorRole.HighlightedText, "on_primary"),
    ):
        colours.setColor(role, look.colour(name))
    application.setPalette(colours)
