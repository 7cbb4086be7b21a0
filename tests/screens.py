"""Pictures of every screen: `python -m tests.screens OUTDIR [--only home] [--size 48] …`.

A PNG for each screen, state, language, text size, colours and page at 1280×720, and contact
sheets: one a language, size and theme.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from tests import conftest  # noqa: F401 - a throw-away home, a fixed zone, no screen

# isort: split
from PIL import Image, ImageDraw
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.language import Language
from app.domain.profile import Theme
from tests.screen_cases import CASES, Case
from tests.stage import Setting, Stage, pseudo_language, staged

LANGUAGES = {"en": Language.ENGLISH, "zh_CN": Language.CHINESE, "pseudo": Language.ENGLISH}
SIZES = (24, 36, 48)
THEMES = (Theme.LIGHT, Theme.DARK, Theme.YELLOW)
#: No screen has more pages; a screen that never ends is a fault.
MOST_PAGES = 300
_THUMBNAIL = (480, 270)
_COLUMNS = 5


def pages(stage: Stage) -> Iterator[int]:
    """Show each page of the open screen, from the first; gives its number from 1."""
    screen = stage.window.screen_now
    assert screen is not None
    while screen.page_numbers()[0] > 1:
        screen.turn(-1)
    stage.settle()
    for number in range(1, MOST_PAGES):
        yield number
        page, of = screen.page_numbers()
        if page >= of:
            return
        screen.turn(1)
        stage.settle()
    raise AssertionError(f"more than {MOST_PAGES} pages")


def draw(case: Case, stage: Stage, setting: Setting, most: int = MOST_PAGES) -> list[Image.Image]:
    """The pages of a case as pictures."""
    stage.set(setting)
    case.open(stage)
    drawn: list[Image.Image] = []
    for number in pages(stage):
        if number > most:
            break
        picture = stage.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        size, stride = (picture.width(), picture.height()), picture.bytesPerLine()
        drawn.append(Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", stride))
    return drawn


def sheet(named: Sequence[tuple[str, Image.Image]], file: Path) -> None:
    """All of them small on one picture, each with its name."""
    width, height = _THUMBNAIL[0] + 12, _THUMBNAIL[1] + 28
    rows = -(-len(named) // _COLUMNS)
    whole = Image.new("RGB", (width * _COLUMNS, height * rows), "#808080")
    pen = ImageDraw.Draw(whole)
    for number, (name, picture) in enumerate(named):
        left, top = number % _COLUMNS * width + 6, number // _COLUMNS * height + 22
        whole.paste(picture.resize(_THUMBNAIL, Image.Resampling.LANCZOS), (left, top))
        pen.text((left, top - 16), name, fill="white")
    whole.save(file)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.screens", description="Pictures of the screens.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", help="a name, or a pattern such as 'tell-*'")
    parser.add_argument("--language", action="append", choices=list(LANGUAGES))
    parser.add_argument("--size", action="append", type=int)
    parser.add_argument("--theme", action="append", type=Theme, choices=list(THEMES))
    parser.add_argument("--pages", type=int, default=MOST_PAGES, help="at most so many pages")
    parser.add_argument("--sheets-only", action="store_true", help="only the contact sheets")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked for; returns the exit code: 1 when a screen could not be opened."""
    given = _parse(arguments)
    application = QApplication.instance() or QApplication(["screens"])
    assert isinstance(application, QApplication)
    from ui.application import prepare_qt

    prepare_qt(application)
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = [c for c in CASES if not given.only or any(fnmatch(c.name, p) for p in given.only)]
    settings = [
        Setting(size, theme) for size in given.size or SIZES for theme in given.theme or THEMES
    ]
    failed = 0
    for language in given.language or ("en", "zh_CN"):
        sheets: dict[Setting, list[tuple[str, Image.Image]]] = defaultdict(list)
        for case in wanted:
            failed |= _draw_case(case, language, settings, given, sheets)
        for setting, named in sheets.items():
            sheet(named, given.folder / f"sheet-{language}-{setting.size}-{setting.theme}.png")
    return failed


def _draw_case(
    case: Case,
    language: str,
    settings: Sequence[Setting],
    given: argparse.Namespace,
    sheets: dict[Setting, list[tuple[str, Image.Image]]],
) -> int:
    with tempfile.TemporaryDirectory() as data:
        pseudo = pseudo_language() if language == "pseudo" else None
        with staged(Path(data), case.state, LANGUAGES[language], pseudo=pseudo) as stage:
            for setting in settings:
                try:
                    drawn = draw(case, stage, setting, given.pages)
                except Exception as problem:  # noqa: BLE001 - the others are drawn all the same
                    print(f"{case.name} {language} {setting}: {problem!r}", file=sys.stderr)
                    return 1
                for number, picture in enumerate(drawn, 1):
                    name = f"{case.name}-{number}" if len(drawn) > 1 else case.name
                    sheets[setting].append((name, picture))
                    if not given.sheets_only:
                        file = f"{name}-{language}-{setting.size}-{setting.theme}.png"
                        picture.save(given.folder / file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
