"""A screen with a text that is read aloud: the text in pages, the light, the reader's strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.domain.announcement import AnnouncementCounts
from app.domain.language import pick_text
from app.speech.reader import Finished, Passage, ReaderState, SentenceStarted, State, WordStarted
from ui.description import Description
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.banner import Banner
from ui.widgets.blocks import LEAST_GAP
from ui.widgets.parts import Part, PartKind
from ui.widgets.reading_view import ReadingView
from ui.widgets.strip import Strip
from ui.wording.notice_parts import spoken_parts
from ui.wording.problems import problem_text

#: They move the focus or the page, or press what has the focus or a number.
_STEERING = frozenset({
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, *(Qt.Key(Qt.Key.Key_1 + number) for number in range(9)),
})  # fmt: skip


class ReaderScreen(Screen):
    """A subclass fills the text by `show_parts` and the strip by `fill_strip`."""

    def make_reader(self) -> None:
        """Put the text and the strip in the place of the flow."""
        self.flow.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(LEAST_GAP if self.compact else self.look.px(0.3))
        layout.removeWidget(self.flow)
        self.view = ReadingView(self.look, self.compact, self)
        self.strip = Strip(self.look, self.compact, "strip", self)
        layout.addWidget(self.view)
        layout.addWidget(self.strip)
        layout.setStretch(0, 1)
        self._parts: list[Part] = []
        self._speed_open = False
        #: The width of the screen, and the height that the strip needed there so far.
        self._strip_least = (0, 0)
        self._urgent_known: str | None = None
        self.view.tapped.connect(self.read_from)
        self.view.page_changed.connect(lambda _: self.strip_changed())
        bridge = self.context.bridge
        bridge.sentence_started.connect(self.sentence_started)
        bridge.word_started.connect(self._word)
        bridge.reading_finished.connect(self.reading_finished)
        bridge.announcements_changed.connect(self._look_for_urgent)
        self._ask_urgent(self._remember_urgent)

    # --- for subclasses -----------------------------------------------------------------------

    def fill_strip(self) -> None:
        """The buttons for what can be done now, by `strip_button`."""
        raise NotImplementedError

    def show_parts(self, parts: Sequence[Part], name: str) -> None:
        """Show this text."""
        self._parts = list(parts)
        self.view.show_parts(self._parts, name)

    def strip_button(
        self,
        title: str,
        icon: str,
        name: str,
        action: object,
        description: str = "",
        filled: bool = False,
    ) -> QAbstractButton:
        """A button at the end of the strip."""
        button = self.strip.add(title, icon, name, filled=filled, description=description)
        button.clicked.connect(lambda: action())  # type: ignore[operator]
        return button

    def pause_button(self) -> None:
        """Pause, or go on."""
        reader = self.context.services.reader
        if reader.state is State.PAUSED:
            title = QCoreApplication.translate("ReadingScreen", "Go on")
            self.strip_button(title, "player-play", "resume", reader.resume, filled=True)
        else:
            title = QCoreApplication.translate("ReadingScreen", "Pause")
            self.strip_button(title, "player-pause", "pause", reader.pause, filled=True)

    def again_button(self) -> None:
        """The sentence once more."""
        title = QCoreApplication.translate("ReadingScreen", "Say that again")
        button = self.strip_button(title, "repeat", "say-again", self.say_again)
        button.setAccessibleDescription(
            QCoreApplication.translate("Bar", "Key: {key}").format(key="F4")
        )

    def speed_button(self) -> None:
        """Opens the strip of speeds."""
        title = QCoreApplication.translate("ReadingScreen", "Speed")
        self.strip_button(title, "gauge", "speed", lambda: self._open_speed(True))

    def page_buttons(self) -> None:
        """Earlier and Read on, where there are such pages."""
        pages, page, where = self.view.pages, self.view.page, self.page_words()
        if page > 0:
            title = QCoreApplication.translate("ReadingScreen", "Earlier")
            self.strip_button(title, "arrow-up", "read-earlier", lambda: self.turn(-1), where)
        if page < pages - 1:
            title = QCoreApplication.translate("ReadingScreen", "Read on")
            self.strip_button(title, "arrow-down", "read-on", lambda: self.turn(1), where, True)

    def passages(self) -> tuple[Passage, ...]:
        """What is read aloud, in order."""
        return self.describe().passages(str(self.context.language))

    # --- the strip ------------------------------------------------------------------------------

    @property
    def reading(self) -> bool:
        """Whether something is being read (or is paused)."""
        return self.context.services.reader.state in (State.STARTING, State.SPEAKING, State.PAUSED)

    def strip_changed(self) -> None:
        """Fill the strip anew; the focus stays on the button of the same name."""
        focus = self.window().focusWidget()
        had = focus.objectName() if focus in self.strip.buttons else ""
        self.strip.clear()
        self._speed_open = self._speed_open and self.reading
        if self._speed_open:
            self._fill_speed_strip()
        else:
            self.fill_strip()
        # It never gets lower again: a lower strip on the last page would leave the text more room,
        # so that this page is no longer the last, and so on without end.
        width, least = self._strip_least
        least = max(self.strip.heightForWidth(self.width()), least if width == self.width() else 0)
        self._strip_least = (self.width(), least)
        self.strip.setFixedHeight(least)
        self.strip.lay_out()
        self.content_changed.emit()
        again = next((b for b in self.strip.buttons if b.objectName() == had), None)
        if had:
            (again or self.first_focus() or self.view).setFocus()

    def _fill_speed_strip(self) -> None:
        slower = QCoreApplication.translate("ReadingScreen", "Slower")
        faster = QCoreApplication.translate("ReadingScreen", "Faster")
        done = QCoreApplication.translate("ReadingScreen", "Done")
        self.strip_button(slower, "minus", "slower", lambda: self._speed(-1))
        self.strip_button(faster, "plus", "faster", lambda: self._speed(1))
        self.again_button()
        self.strip_button(done, "check", "speed-done", lambda: self._open_speed(False), filled=True)

    def _open_speed(self, wanted: bool) -> None:
        self._speed_open = wanted
        self.strip_changed()
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def _speed(self, step: int) -> None:
        self.context.navigator.settle(self.context.profile.faster(step))

    # --- reading aloud --------------------------------------------------------------------------

    def say_again(self) -> None:
        """Say the sentence again."""
        self.context.services.reader.say_again()

    def read_from(self, key: str, offset: int) -> None:
        """Read on from a place in the text."""
        passages = self.passages()
        keys = [passage.key for passage in passages]
        if key not in keys:
            return
        reader = self.context.services.reader
        if not self.reading:
            reader.read(passages, keys.index(key))
        reader.read_from(keys.index(key), offset)

    def sentence_started(self, event: SentenceStarted) -> None:
        """Light the sentence."""
        self.view.light_sentence(event.passage_key, event.start, event.end)

    def _word(self, event: WordStarted) -> None:
        self.view.light_word(event.passage_key, event.start, event.end)

    def reading_finished(self, event: Finished) -> None:
        """Put the light out."""
        self.view.put_out()

    def reader_changed(self, state: ReaderState) -> None:
        if state.state in (State.IDLE, State.UNAVAILABLE):
            self.view.put_out()
        self.strip_changed()
        if state.reason:
            self._show_reason(state.reason)

    def _show_reason(self, reason: str) -> None:
        text = problem_text(reason)
        parts = [part for part in self._parts if part.key != "trouble"]
        self.show_parts([Part(PartKind.NOTE, "trouble", text, Tone.CARE), *parts], self.title)
        self.context.navigator.announce(text, urgent=True)

    # --- what comes while it is read --------------------------------------------------------------

    def _ask_urgent(self, then: Callable[[AnnouncementCounts], None]) -> None:
        announcements, language = self.context.services.announcements, str(self.context.language)
        self.context.tasks.run(self, lambda: announcements.counts(language), then)

    def _remember_urgent(self, counts: AnnouncementCounts) -> None:
        self._urgent_known = counts.urgent_id

    def _look_for_urgent(self) -> None:
        self._ask_urgent(self._urgent_came)

    def _urgent_came(self, counts: AnnouncementCounts) -> None:
        """An urgent notice that came meanwhile is told by a banner, and said in between."""
        if counts.urgent_id in (None, self._urgent_known):
            return
        self._urgent_known = counts.urgent_id
        title = pick_text(counts.urgent_title, self.context.language)
        words = QCoreApplication.translate("ReaderScreen", "An urgent notice has come: {title}")
        text = words.format(title=title)
        self.say(text, Tone.URGENT, "alert-triangle")
        reader = self.context.services.reader
        if reader.state in (State.STARTING, State.SPEAKING):  # not where silence was asked for
            passage = Passage("urgent-came", text, str(self.context.language))
            reader.interject([passage], urgent=True)

    def say(self, text: str, tone: Tone = Tone.GOOD, icon: str = "circle-check") -> None:
        """Show a message above the text, and tell a screen reader; the voice is not interrupted."""
        self.unsay()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self._banner = Banner(self.look, text, tone, icon, self)
        self._banner.fit_into(self.width(), self.height() // 3)
        self._banner.setFixedHeight(self._banner.heightForWidth(self.width()))
        layout.insertWidget(0, self._banner)
        self._banner.show()
        self.context.navigator.announce(text)

    def unsay(self) -> None:
        """Take the message away."""
        if self._banner is not None:
            self._banner.hide()
            self._banner.setParent(None)
            self._banner.deleteLater()
            self._banner = None

    # --- the frame's questions --------------------------------------------------------------------

    def heading(self) -> str:
        """A notice's own title stands in the text, where it may be as long as it is."""
        return ""

    def page_numbers(self) -> tuple[int, int]:
        return self.view.page + 1, self.view.pages

    def describe(self) -> Description:
        """The text itself is what is read aloud."""
        return Description(title="", text=spoken_parts(self._parts, None, self.context.language))

    def turn(self, step: int) -> None:
        self.view.turn(step)

    def choices(self) -> list[QAbstractButton]:
        return list(self.strip.buttons)

    def focus_order(self) -> list[QWidget]:
        return [self.view, *self.strip.buttons]

    def steers_reading(self, widget: QWidget, key: Qt.Key | None) -> bool:
        """The text and the strip are there for the reading, and so are the keys that move in them;
        keys go on from a widget to what it stands in."""
        if key is not None:
            return key in _STEERING
        return any(part is widget or part.isAncestorOf(widget) for part in (self.view, self.strip))

    def first_focus(self) -> QWidget | None:
        buttons = self.choices()
        wanted = [b for b in self.strip.buttons if b.filled]
        return next(iter(wanted or buttons), self.view)
