"""The one icon family (Tabler, outline), drawn in a token's colour at any size."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resources_folder

#: Shown for a topic whose icon this version does not have.
FALLBACK = "message"


@lru_cache(maxsize=512)
def has_icon(name: str) -> bool:
    """Whether there is a file for that name; a name from outside never leaves the folder."""
    return name.replace("-", "").isalnum() and _path(name).is_file()


def known_icon(name: str) -> str:
    """The name itself, or the fallback where there is no such icon."""
    return name if has_icon(name) else FALLBACK


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `size` logical pixels square in `colour` (`#RRGGBB`)."""
    source = _path(name).read_text("utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def draw_icon(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
    """Draw the icon into `box`."""
    ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
    picture = pixmap(name, colour.name(), round(box.width()), ratio)
    painter.drawPixmap(box.topLeft(), picture)


def _path(name: str) -> Path:
    return resources_folder() / "icons" / f"{name}.svg"
