"""The reading screen with a real voice on a virtual loudspeaker: light, pages, silence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.language import Language
from app.domain.segment import sentences
from app.services import build_services
from app.speech.reader import SentenceStarted, State
from tests.sound import VirtualSound
from tests.stage import _filled
from tests.unit.ui.hands import Hands
from ui.application import Options, start
from ui.context import Route
from ui.screens.reading import ReadingScreen

pytestmark = pytest.mark.usefixtures("sound")

#: Words and characters a minute: as fast as the voice can, so that the test is short.
FAST = (450.0, 450.0)
URGENT = "3d45634c-babc-47c7-91f8-26df7fbbea54"
SHORT = "ca386723-d3e5-4632-895d-7ef29483825f"


class Reading(Hands):
    """Hands on a notice that is open."""

    lit: list[str]
    pages: list[int]

    @property
    def text(self) -> ReadingScreen:
        """The screen."""
        assert isinstance(self.screen, ReadingScreen)
        return self.screen

    def open(self, size: int, notice: str = URGENT) -> None:
        """Open a notice of the sample at this text size, and watch its light."""
        self.window.settle(replace(self.running.context.profile, text_size=size))
        self.window.go(Route.to("reading", announcement_id=notice))
        self.settle()
        self.running.services.reader.set_rate(*FAST)
        self.lit, self.pages = [], [self.text.view.page]
        self.running.bridge.sentence_started.connect(self._note)
        self.text.view.page_changed.connect(self.pages.append)

    def _note(self, _: SentenceStarted) -> None:
        if isinstance(self.screen, ReadingScreen):
            self.lit.append(self.screen.view.lit_text)

    @property
    def state(self) -> State:
        """What the voice is doing."""
        return self.running.services.reader.state

    def expected(self) -> list[str]:
        """All sentences of the notice in their order."""
        parts = [part.text for part in self.text.describe().text]
        return [text[span.start : span.end] for text in parts for span in sentences(text)]

    def wait_lit(self, more_than: int) -> None:
        """Wait until so many sentences have been lit."""
        self.wait(lambda: len(self.lit) > more_than)


@pytest.fixture
def reading(
    sound: VirtualSound, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Reading]:
    for name, value in sound.environment.items():
        monkeypatch.setenv(name, value)
    data = tmp_path / "data"
    shutil.copytree(_filled("calm", Language.ENGLISH), data)
    running = start(Options(data=data, offline=True), partial(build_services, voice=None))
    running.window.resize(1280, 720)
    hands = Reading(running)
    hands.settle()
    yield hands
    hands.settle()
    running.close()
    running.window.deleteLater()
    running.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_sentence_after_sentence_is_lit_and_the_page_turns_with_the_voice(
    reading: Reading, sound: VirtualSound
) -> None:
    reading.open(48, SHORT)
    expected = reading.expected()
    assert reading.text.view.pages > 2
    with sound.record() as hearing:
        reading.window.listen()
        most = 0
        reading.wait(lambda: len(reading.lit) == 1)
        while reading.state is not State.IDLE:
            most = max(most, sound.players())
            QCoreApplication.processEvents()
        reading.settle()
        assert hearing.voiced_seconds() > 3
    assert reading.lit == expected
    assert reading.pages == sorted(reading.pages)
    assert reading.pages[-1] == reading.text.view.pages - 1
    assert reading.text.view.lit_text == ""
    assert most == 1


def test_pause_go_on_next_previous_speed_and_stop(reading: Reading, sound: VirtualSound) -> None:
    reading.open(24)
    expected = reading.expected()
    with sound.record() as hearing:
        reading.window.listen()
        reading.wait_lit(1)
        press(reading, "pause")
        reading.wait(lambda: reading.state is State.PAUSED)
        reading.wait(lambda: hearing.quiet_for(0.5))
        paused_at = reading.lit[-1]
        assert reading.text.view.lit_text == paused_at
        press(reading, "resume")
        reading.wait(lambda: reading.state is State.SPEAKING)
        reading.wait(lambda: not hearing.quiet_for(0.2))
        for name, step in (("next", 1), ("previous", -1)):
            press(reading, "pause")
            reading.wait(lambda: reading.state is State.PAUSED)
            before, count = expected.index(reading.lit[-1]), len(reading.lit)
            press(reading, name)
            reading.wait_lit(count)
            assert reading.lit[count] == expected[before + step]
        speed_before = reading.running.context.profile.speed
        press(reading, "speed")
        press(reading, "faster")
        assert reading.running.context.profile.speed == speed_before + 1
        press(reading, "speed-done")
        reading.window.listen()
        reading.wait(lambda: reading.state is State.IDLE)
        reading.wait(lambda: hearing.quiet_for(0.5))
        assert reading.text.view.lit_text == ""


def press(reading: Reading, name: str) -> None:
    """Press a button of the strip, once it is there."""
    strip = reading.text.strip
    reading.wait(lambda: any(b.objectName() == name for b in strip.buttons), f"no {name}")
    reading.click(next(b for b in strip.buttons if b.objectName() == name))
    reading.settle()


def test_a_press_on_a_sentence_reads_from_there_and_leaving_is_silence(
    reading: Reading, sound: VirtualSound
) -> None:
    reading.open(24)
    view = reading.text.view
    wanted = reading.expected()[4]
    with sound.record() as hearing:
        cursor = view.document().find(wanted[:12])
        assert not cursor.isNull()
        cursor.setPosition(cursor.selectionStart() + 2)
        place = view.viewport().mapTo(reading.window, view.cursorRect(cursor).center())
        QTest.mouseClick(
            reading.window.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            place,
        )
        reading.wait(lambda: reading.lit)
        assert reading.lit[0] == wanted
        reading.wait(lambda: hearing.voiced_seconds() > 0.3)
        reading.window.home()
        reading.wait(lambda: reading.state is State.IDLE)
        reading.wait(lambda: hearing.quiet_for(0.5))
        reading.wait(lambda: sound.players() == 0)
