"""The parts of a text to be read, how each is set, and where it stands in a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QImage

from app.domain.segment import code_point_offset, utf16_offset
from ui.theme import Role, Tone


class PartKind(Enum):
    """What a part of the text is, and so how it is set."""

    TITLE = auto()
    META = auto()
    NOTE = auto()
    HEADING = auto()
    POINT = auto()
    CAPTION = auto()
    PARAGRAPH = auto()
    PICTURE = auto()


#: Role and space below, in body sizes. A paragraph gap of 0.75 puts base lines 2.25 b apart:
#: one and a half times the line spacing (WCAG 1.4.8).
SETTING: dict[PartKind, tuple[Role, float]] = {
    PartKind.TITLE: (Role.TITLE, 0.15),
    PartKind.META: (Role.NOTE, 0.5),
    PartKind.NOTE: (Role.STRONG, 0.75),
    PartKind.HEADING: (Role.STRONG, 0.2),
    PartKind.POINT: (Role.BODY, 0.3),
    PartKind.CAPTION: (Role.NOTE, 0.75),
    PartKind.PARAGRAPH: (Role.BODY, 0.75),
    PartKind.PICTURE: (Role.BODY, 0.1),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text; `key` is that of its passage. A PICTURE has its image in `image`."""

    kind: PartKind
    key: str
    text: str
    tone: Tone = Tone.INK
    image: QImage | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a part's own text begins in the document, in UTF-16 units."""

    part: Part
    start: int

    def position(self, offset: int) -> int:
        """The document's position of a code point of the part."""
        return self.start + utf16_offset(self.part.text, offset)

    def offset(self, position: int) -> int:
        """The code point of the part at a position of the document."""
        return code_point_offset(self.part.text, max(0, position - self.start))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: its place in pixels, and the position of its first letter."""

    top: float
    bottom: float
    first: int
    heading: bool
