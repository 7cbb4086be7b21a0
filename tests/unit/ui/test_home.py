"""Home, while the window stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.audit import audit
from tests.audit.run import SHAPE_RULES
from tests.stage import Setting, Stage, staged
from ui.context import Route
from ui.day_watch import DayWatch


def look(stage: Stage) -> None:
    for watch in stage.window.findChildren(DayWatch):
        watch.look()
    stage.settle()


def head(stage: Stage) -> tuple[str, str]:
    return stage.window.header.title.text(), stage.window.header.where.text()


def test_the_day_turns_under_an_open_window(tmp_path: Path, qapp: QApplication) -> None:
    with staged(tmp_path, "calm") as stage:
        stage.open(Route.to("home"))
        assert head(stage) == ("Good morning", "Tuesday, 24 November · Willow Lane")
        stage.clock.moment += timedelta(hours=9)
        look(stage)
        assert head(stage) == ("Good evening", "Tuesday, 24 November · Willow Lane")
        stage.clock.moment += timedelta(hours=13)
        look(stage)
        assert head(stage) == ("Good morning", "Wednesday, 25 November · Willow Lane")


def test_an_urgent_notice_that_is_past_its_day_goes_from_home(
    tmp_path: Path, qapp: QApplication
) -> None:
    with staged(tmp_path, "calm") as stage:
        stage.open(Route.to("home"))
        assert any(one.objectName() == "urgent" for one in stage.screen.choices())  # type: ignore[attr-defined]
        stage.clock.moment += timedelta(days=60)
        look(stage)
        assert not any(one.objectName() == "urgent" for one in stage.screen.choices())  # type: ignore[attr-defined]


def test_a_name_that_fills_the_window_leaves_room_for_the_tiles(
    tmp_path: Path, qapp: QApplication
) -> None:
    with staged(tmp_path, "calm") as stage:
        community = stage.running.context.community
        assert community is not None
        name = "The very long-named community " * 12
        stage.running.context.community = replace(community, name={"en": name})
        stage.set(Setting(48, width=1024, height=600))
        stage.open(Route.to("home"))
        assert not stage.window.header.where.isVisible()
        assert name.strip() in stage.window.header.title.accessibleDescription()
        assert not audit(stage.window, SHAPE_RULES)
        stage.set(Setting(24, width=1280, height=720))
        stage.running.context.community = community
        stage.open(Route.to("home"))
        assert stage.window.header.where.isVisible()
        assert stage.window.header.title.accessibleDescription() == ""
