"""A screen reader that walks the tree meets things in the order in which they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from tests.screen_cases import CASES
from tests.stage import Setting, Stage, staged

SCREENS = ("home", "notices", "notices-of-one", "tell-kind", "conversation-answered", "settings")


def things(node: QAccessibleInterface) -> Iterator[tuple[int, int, str]]:
    """Row, column and name of all that shows below `node`, in the order of the tree."""
    for number in range(node.childCount()):
        child = node.child(number)
        if child is None or child.state().invisible:
            continue
        name, place = child.text(QAccessible.Text.Name), child.rect()
        if name and child.childCount() == 0:
            yield place.center().y(), place.left(), name
        yield from things(child)


def in_rows(stage: Stage) -> list[tuple[int, int, str]]:
    root = QAccessible.queryAccessibleInterface(stage.window)
    found = list(things(root))
    rows: list[int] = []
    told = []
    for middle, left, name in found:
        row = next((one for one in rows if abs(one - middle) < 20), middle)
        rows.append(row)
        told.append((row, left, name))
    return told


@pytest.mark.parametrize("name", SCREENS)
def test_the_tree_is_in_the_order_of_reading(name: str, tmp_path: Path, qapp: QApplication) -> None:
    case = next(one for one in CASES if one.name == name)
    with staged(tmp_path / "data", case.state) as stage:
        case.open(stage)
        told = in_rows(stage)
        assert len(told) > 6
        assert told == sorted(told)


@pytest.mark.parametrize("name", ["home", "notices"])
def test_in_a_crowded_window_the_pager_and_the_bar_come_last(
    name: str, tmp_path: Path, qapp: QApplication
) -> None:
    case = next(one for one in CASES if one.name == name)
    with staged(tmp_path / "data", case.state) as stage:
        stage.set(Setting(48))
        case.open(stage)
        names = [one for _, _, one in in_rows(stage)]
        bar = ["Home", "Back", "Listen", "Speak", "Help"]
        assert names[-5:] == bar
        assert names[-6].startswith("More")


def test_a_note_after_a_question_has_no_second_stop(tmp_path: Path, qapp: QApplication) -> None:
    case = next(one for one in CASES if one.name == "messages")
    with staged(tmp_path / "data", case.state) as stage:
        case.open(stage)
        names = [one.accessibleName() for one in stage.screen.choices()]  # type: ignore[attr-defined]
        assert any("…" in one or "?" in one for one in names)
        for one in names:
            assert not any(pair in one for pair in ("..", "….", "?.", "。.", "？.")), one
