"""Notices when the day, or the part of the day, changes under a window that stays open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.clock import Clock
from ui.wording.dates import greeting

#: How late a change may be noticed, in milliseconds. After a sleep of the machine, too.
LOOK_EVERY_MS = 20_000


class DayWatch(QObject):
    """`turned` when the day or its greeting is another than before."""

    turned = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen = self._now()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare with the clock now."""
        now = self._now()
        if now != self._seen:
            self._seen = now
            self.turned.emit()

    def _now(self) -> tuple[object, str]:
        return self._clock.today(), greeting(self._clock.now().astimezone().hour)
