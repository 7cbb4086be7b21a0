"""A reading view among other blocks, lit by whatever is read aloud on its screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.speech.reader import Finished, ReaderState, SentenceStarted, State, WordStarted
from ui.bridge import Bridge
from ui.theme import Look
from ui.widgets.reading_view import ReadingView


class LitView(ReadingView):
    """For a `PagedFlow`, as a block that grows: words, not a choice, so Tab passes it by."""

    def __init__(
        self, look: Look, compact: bool, bridge: Bridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, compact, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bridge.sentence_started.connect(self._sentence)
        bridge.word_started.connect(self._word_said)
        bridge.reading_finished.connect(self._finished)
        bridge.reader_state.connect(self._state)

    @Slot(object)
    def _sentence(self, event: SentenceStarted) -> None:
        self.light_sentence(event.passage_key, event.start, event.end)

    @Slot(object)
    def _word_said(self, event: WordStarted) -> None:
        self.light_word(event.passage_key, event.start, event.end)

    @Slot(object)
    def _finished(self, _: Finished) -> None:
        self.put_out()

    @Slot(object)
    def _state(self, event: ReaderState) -> None:
        if event.state in (State.IDLE, State.UNAVAILABLE):
            self.put_out()
