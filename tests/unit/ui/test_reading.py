"""Reading one notice: what is pressed there is answered on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screen_cases import SOUND
from tests.stage import staged
from ui.context import Route
from ui.widgets.banner import Banner


def test_a_recording_that_has_not_come_is_told_in_sight(tmp_path: Path, qapp: QApplication) -> None:
    with staged(tmp_path, "calm") as stage:
        for file in (tmp_path / "media").rglob("*"):
            file.unlink()
        stage.open(Route.to("reading", announcement_id=SOUND))
        play = next(
            one
            for one in stage.screen.choices()  # type: ignore[attr-defined]
            if one.objectName() == "play-recording"
        )
        play.click()
        stage.settle()
        (banner,) = stage.screen.findChildren(Banner)
        assert banner.isVisible()
        assert "The recording has not come yet." in banner.text()
