"""Every screen, in every state, language, text size and theme, keeps the numbers.

The rules are in tests/audit, the screens and states in tests/screen_cases.py. Colours do not
change where things stand, and language and size do not change colours: each is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.profile import Theme
from tests.audit import audit
from tests.audit.run import ACCESS_RULES, COLOUR_RULES, SHAPE_RULES, WORD_RULES, Rule
from tests.screen_cases import CASES, Case
from tests.screens import LANGUAGES, SIZES, THEMES, pages
from tests.stage import Setting, Stage, pseudo_language, staged
from ui.screens import SCREENS

WINDOWS = ((1280, 720), (1920, 1080))
#: As `tests.audit.words` calls the languages.
TAGS = {"en": "en", "zh_CN": "zh-CN", "pseudo": "pseudo"}

#: Where one chooses the language, each is written in its own.
IN_BOTH = ("language", "start-language")


def look_over(case: Case, stage: Stage, language: str) -> list[str]:
    """All findings of a case, each with where it was seen."""
    found: list[str] = []
    for width, height in WINDOWS:
        for size in SIZES:
            crowded = (width, height) == WINDOWS[0]
            rules = [*SHAPE_RULES]
            rules += WORD_RULES if language != "pseudo" else ()
            # The least and the most crowded window: the way of Tab is the same in between.
            ends = crowded and size in (SIZES[0], SIZES[-1])
            rules += ACCESS_RULES if ends and language != "pseudo" else ()
            setting = Setting(size, Theme.LIGHT, width, height)
            words = ends and case.screen not in IN_BOTH
            found += _look(case, stage, setting, rules, TAGS[language] if words else None)
    if language == "en":
        for theme in THEMES:
            found += _look(case, stage, Setting(SIZES[0], theme), COLOUR_RULES, None)
    return found


def _look(
    case: Case, stage: Stage, setting: Setting, rules: Iterable[Rule], language: str | None
) -> list[str]:
    stage.set(setting)
    case.open(stage)
    rules = tuple(rules)
    return [
        f"{setting}, page {page}: {finding}"
        for page in pages(stage)
        for finding in audit(stage.window, rules, language)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_screen_keeps_the_numbers(
    case: Case, language: str, tmp_path: Path, qapp: QApplication
) -> None:
    pseudo = pseudo_language() if language == "pseudo" else None
    with staged(tmp_path / "data", case.state, LANGUAGES[language], pseudo=pseudo) as stage:
        found = look_over(case, stage, language)
    assert not found, "\n" + "\n".join(found)


def test_every_screen_is_looked_at() -> None:
    assert {case.screen for case in CASES} == set(SCREENS)


def test_no_case_is_there_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
