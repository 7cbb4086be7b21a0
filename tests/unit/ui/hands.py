"""A person's hands and eyes: press what is there by its name, read what is on the screen, wait."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.services import build_services
from app.speech.reader import SentenceStarted
from tests.stage import Stage, staged, unready_ear
from ui.application import Options, Running, start
from ui.context import Route
from ui.screen import Screen
from ui.widgets.pressable import Pressable

#: How long anything may take that a test waits for.
PATIENCE_S = 20.0


class Hands:
    """Works on a running window."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.window = running.window
        self.heard: list[str] = []
        running.bridge.sentence_started.connect(self._hear)

    def _hear(self, event: SentenceStarted) -> None:
        self.heard.append(event.passage_key)

    @property
    def screen(self) -> Screen:
        """The screen that is open."""
        assert self.window.screen_now is not None
        return self.window.screen_now

    @property
    def where(self) -> str:
        """The name of the screen that is open."""
        return self.screen.name

    def wait(self, true: Callable[[], object], what: str = "") -> None:
        """Deliver what is queued until `true`."""
        deadline = time.monotonic() + PATIENCE_S
        while not true():
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            assert time.monotonic() < deadline, what or f"not in time; there is: {self.words()}"
            time.sleep(0.002)

    def settle(self) -> None:
        """Deliver what is queued until nothing is under way."""
        QCoreApplication.processEvents()
        self.wait(lambda: not self.running.tasks.under_way)
        QCoreApplication.processEvents()

    def button(self, name: str) -> Pressable:
        """The button of that name, on whatever page it is."""
        button = self.screen.findChild(Pressable, name)
        assert button is not None, f"there is no {name} on {self.where}: {self.names()}"
        return button

    def names(self) -> list[str]:
        """The names of all that can be pressed on this screen."""
        blocks = (block.widget for block in self.screen.flow.blocks)
        return [widget.objectName() for widget in blocks if isinstance(widget, Pressable)]

    def press(self, name: str) -> None:
        """Click on it with the mouse, on its page, once the screen is there."""
        self.settle()
        button = self.button(name)
        self.screen.flow.show_block(button)
        assert button.isVisibleTo(self.window), f"{name} is not to be seen"
        self.click(button)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """A click in the middle of it, through the window, as a mouse makes it."""
        place = widget.mapTo(self.window, widget.rect().center())
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def key(self, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(self.window.windowHandle(), key)
        self.settle()

    def type(self, text: str) -> None:
        """Type into the field of this screen, instead of what stands there."""
        field = self.screen.findChild(QLineEdit)
        assert field is not None, f"{self.where} has no field"
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def typed(self) -> str:
        """What stands in the field."""
        field = self.screen.findChild(QLineEdit)
        assert field is not None
        return field.text()

    def banner(self) -> str:
        """The message at the top; empty where there is none."""
        banner = self.screen.findChild(QLabel, "banner")
        return banner.text() if banner is not None and not banner.isHidden() else ""

    def words(self) -> str:
        """All words on the screen, its head and its buttons."""
        described = self.screen.describe()
        spoken = [part.text for part in described.text]
        return "\n".join(
            [self.screen.title, self.screen.where, self.banner(), *spoken, *described.choices]
        )


def hands_on(stage: Stage) -> Hands:
    """Hands for a stage."""
    return Hands(stage.running)


@contextmanager
def at_an_address(folder: Path) -> Iterator[Hands]:
    """The screen where a community's address is typed, with the connection switched on."""
    with staged(folder, "empty") as stage:
        stage.services.sync.set_offline(False)
        hands = hands_on(stage)
        hands.window.go(Route.to("helper"))
        hands.window.go(Route.to("join"))
        yield hands


@contextmanager
def started(data: Path, community: str | None = None, *, offline: bool = True) -> Iterator[Hands]:
    """The program as it starts on the folder `data`, with a voice that makes no sound."""
    options = Options(data=data, community=community, offline=offline)
    running = start(options, partial(build_services, voice="silence"))
    unready_ear(running.services)
    hands = Hands(running)
    hands.settle()
    try:
        yield hands
    finally:
        hands.settle()
        running.close()
        running.window.deleteLater()
        running.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
