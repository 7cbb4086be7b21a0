"""When listening begins again by itself, where that is wished for in the settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.context import Context

#: It begins again after so long a rest; milliseconds. A voice that has just fallen silent still
#: sounds in the room.
REST_MS = 700
#: After a fault it tries again by itself, at first soon, then seldom; milliseconds.
FIRST_RETRY_MS, LAST_RETRY_MS = 30_000, 600_000


class AlwaysListening(QObject):
    """Calls `begin` after a rest, when `may` says that nothing stands against it."""

    def __init__(
        self,
        owner: QObject,
        context: Context,
        may: Callable[[], bool],
        begin: Callable[[], None],
    ) -> None:
        super().__init__(owner)
        self._context, self._may, self._begin = context, may, begin
        self._retry_ms = FIRST_RETRY_MS
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look)

    def rest(self) -> None:
        """Whatever was on is over: begin after a moment, or let a longer wait go on."""
        if self._context.profile.always_listening and not self._waits_for_retry():
            self._again.start(REST_MS)

    def failed(self) -> None:
        """Nothing can be heard now: try later."""
        if self._context.profile.always_listening:
            self._again.start(self._retry_ms)
        self._retry_ms = min(2 * self._retry_ms, LAST_RETRY_MS)

    def is_well(self) -> None:
        """It works, or somebody wants it to: the next fault is the first again."""
        self._again.stop()
        self._retry_ms = FIRST_RETRY_MS

    def stop(self) -> None:
        """Not now."""
        self._again.stop()

    def _waits_for_retry(self) -> bool:
        return self._again.isActive() and self._again.interval() > REST_MS

    def _look(self) -> None:
        if self._context.profile.always_listening and self._may():
            self._begin()
