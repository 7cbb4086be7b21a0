"""Says a sentence of the window's own, and tells when it has been heard to its end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.speech.reader import Finished, Passage, ReaderState, SentenceStarted, State
from ui.context import Context

#: The key of what it says; no screen has one like it.
KEY = "window-says"


class Teller(QObject):
    """One sentence at a time. Where nothing can be read aloud, it is over at once."""

    def __init__(self, owner: QObject, context: Context) -> None:
        super().__init__(owner)
        self._context = context
        self._then: Callable[[], None] | None = None
        self._asked = self._begun = False
        bridge = context.bridge
        bridge.sentence_started.connect(self._started)
        bridge.reading_finished.connect(self._finished)
        bridge.reader_state.connect(self._state)

    @property
    def telling(self) -> bool:
        """Whether it is being said, from being asked for to its end."""
        return self._asked

    def tell(self, text: str, then: Callable[[], None] | None = None) -> None:
        """Say it; call `then` when it was heard, or could not be said. Not when it was stopped."""
        self._asked, self._begun, self._then = True, False, then
        passage = Passage(KEY, text, str(self._context.language))
        self._context.services.reader.read((passage,))

    def forget(self) -> None:
        """Nothing follows any more; what is being said is stopped."""
        if self._asked:
            self._asked, self._then = False, None
            self._context.services.reader.stop()

    @Slot(object)
    def _started(self, event: SentenceStarted) -> None:
        self._begun = self._begun or (self._asked and event.passage_key == KEY)

    @Slot(object)
    def _finished(self, event: Finished) -> None:
        if self._asked and self._begun:
            self._over(event.completed)

    @Slot(object)
    def _state(self, event: ReaderState) -> None:
        if self._asked and event.state is State.UNAVAILABLE:
            self._over(go_on=True)

    def _over(self, go_on: bool) -> None:
        then, self._then, self._asked = self._then, None, False
        if go_on and then is not None:
            then()
