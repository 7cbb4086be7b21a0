"""Reading a notice: in short, then the whole text; read aloud with the sentence lit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.announcement import AnnouncementCard, MediaRole
from app.domain.language import pick_text
from app.speech.reader import Finished, Passage, ReaderState, SentenceStarted, State, WordStarted
from ui.context import Route
from ui.description import Description, Spoken
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.paged_flow import LEAST_GAP
from ui.widgets.reading_view import Part, PartKind, ReadingView
from ui.widgets.strip import Strip
from ui.wording.announcements import day_of, from_whom, notes
from ui.wording.problems import problem_text

#: A picture wider or higher than this is scaled down while it is read from disk. Pixels.
LARGEST_PICTURE = 1600


class ReadingScreen(Screen):
    """`announcement_id` says which notice; `page` is where one was."""

    name = "reading"

    def build(self) -> None:
        self.flow.hide()
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(LEAST_GAP if self.compact else self.look.px(0.3))
        layout.removeWidget(self.flow)
        self.view = ReadingView(self.look, self.compact, self)
        self.strip = Strip(self.look, self.compact, "strip", self)
        self.head(self.tr("Notice"), self.tr("Notices"))
        layout.addWidget(self.view)
        layout.addWidget(self.strip)
        layout.setStretch(0, 1)  # type: ignore[attr-defined]
        self._card: AnnouncementCard | None = None
        self._parts: list[Part] = []
        self._speed_open = False
        #: The width of the screen, and the height that the strip needed there so far.
        self._strip_least = (0, 0)
        self.view.tapped.connect(self._read_from)
        self.view.page_changed.connect(lambda _: self._strip_changed())
        self._connect()
        self._fetch()

    def _connect(self) -> None:
        bridge = self.context.bridge
        bridge.sentence_started.connect(self._sentence)
        bridge.word_started.connect(self._word)
        bridge.reading_finished.connect(self._finished)
        bridge.announcements_changed.connect(self._fetch)

    def heading(self) -> str:
        """The notice's own title stands in the text, where it may be as long as it is."""
        return ""

    def page_numbers(self) -> tuple[int, int]:
        return self.view.page + 1, self.view.pages

    def memory(self) -> dict[str, object]:
        return {**self.values, "page": self.view.page}

    def help_text(self) -> str:
        return self.tr(
            "Press Listen to have this notice read aloud, or press a sentence to hear it "
            "from there. Press Read on to see more."
        )

    # --- fetching -------------------------------------------------------------------------------

    def _fetch(self) -> None:
        repository = self.context.services.announcements
        wanted = str(self.values.get("announcement_id", ""))
        language = self.context.language

        def ask() -> tuple[AnnouncementCard | None, QImage | None]:
            card = repository.get(wanted)
            if card is None:
                return None, None
            medium = card.announcement.medium(MediaRole.PICTURE, language)
            path = repository.media_path(medium.sha256) if medium else None
            return card, read_picture(str(path)) if path else None

        self.context.tasks.run(self, ask, self._arrived, self.trouble)

    def _arrived(self, found: tuple[AnnouncementCard | None, QImage | None]) -> None:
        card, picture = found
        if card is None:
            self._say_gone()
            return
        old = self._card
        if (
            old is not None
            and old.announcement == card.announcement
            and not self._new_picture(picture)
        ):
            return
        self._card = card
        text = card.announcement.text(self.context.language)
        self._parts = self._make_parts(card, picture)
        self.context.services.reader.stop()
        self.view.show_parts(self._parts, text.title)
        issuer = pick_text(card.announcement.issuer_name, self.context.language)
        self.head(text.title, self.tr("Notices · {issuer}").format(issuer=issuer))
        if old is None:
            self.view.turn(int(str(self.values.get("page", 0))))
        self._strip_changed()
        self.content_changed.emit()
        self._mark_read(card)

    def _new_picture(self, picture: QImage | None) -> bool:
        had = any(part.image is not None for part in self._parts)
        return picture is not None and not had

    def _mark_read(self, card: AnnouncementCard) -> None:
        services, announcement = self.context.services, card.announcement
        self.context.tasks.run(
            self,
            lambda: services.announcements.mark_read(announcement.id, announcement.revision),
        )

    def _say_gone(self) -> None:
        gone = self.tr("This notice is not here any more. Press Back to see the others.")
        self._parts = [Part(PartKind.PARAGRAPH, "gone", gone)]
        self.view.show_parts(self._parts, gone)
        self._strip_changed()
        self.content_changed.emit()

    # --- the text -------------------------------------------------------------------------------

    def _make_parts(self, card: AnnouncementCard, picture: QImage | None) -> list[Part]:
        announcement, language = card.announcement, self.context.language
        today, locale = self.context.services.clock.today(), self.context.locale
        text = announcement.text(language)
        meta = f"{from_whom(announcement, language)} · {day_of(announcement, locale, today)}"
        parts = [
            Part(PartKind.TITLE, "notice-title", text.title),
            Part(PartKind.META, "meta", meta, Tone.INK2),
        ]
        for number, (words, tone) in enumerate(notes(card, language, locale, today)):
            parts.append(Part(PartKind.NOTE, f"note-{number}", words, tone))
        if text.in_short:
            parts.append(Part(PartKind.HEADING, "in-short", self.tr("In short"), Tone.PRIMARY))
            parts += [
                Part(PartKind.POINT, f"short-{number}", line)
                for number, line in enumerate(text.in_short)
            ]
        parts += self._picture_parts(card, picture)
        if text.in_short:
            whole = self.tr("The whole notice")
            parts.append(Part(PartKind.HEADING, "whole", whole, Tone.PRIMARY))
        parts += [
            Part(PartKind.PARAGRAPH, f"body-{number}", paragraph)
            for number, paragraph in enumerate(text.paragraphs)
        ]
        return parts

    def _picture_parts(self, card: AnnouncementCard, picture: QImage | None) -> list[Part]:
        medium = card.announcement.medium(MediaRole.PICTURE, self.context.language)
        if medium is None:
            return []
        words = pick_text(medium.description, self.context.language)
        shown = [Part(PartKind.PICTURE, "picture", "", image=picture)] if picture else []
        caption = self.tr("The picture shows: {words}").format(words=words)
        return [*shown, Part(PartKind.CAPTION, "caption", caption, Tone.INK2)] if words else shown

    def describe(self) -> Description:
        """The notice itself is what is read aloud."""
        language = (
            self._card.announcement.language_shown(self.context.language) if self._card else None
        )
        own = {"in-short", "whole", "meta", "caption"}
        spoken = tuple(
            Spoken(part.key, part.text, None if part.key in own else language)
            for part in self._parts
            if part.text
        )
        return Description(title="", text=spoken, choices=())

    def _passages(self) -> tuple[Passage, ...]:
        return self.describe().passages(str(self.context.language))

    # --- the strip ------------------------------------------------------------------------------

    @property
    def _reading(self) -> bool:
        return self.context.services.reader.state in (State.STARTING, State.SPEAKING, State.PAUSED)

    def _strip_changed(self) -> None:
        focus = self.window().focusWidget()
        had = focus.objectName() if focus in self.strip.buttons else ""
        self.strip.clear()
        if self._reading:
            self._fill_speed_strip() if self._speed_open else self._fill_reader_strip()
        else:
            self._speed_open = False
            self._fill_page_strip()
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

    def _fill_page_strip(self) -> None:
        pages, page, where = self.view.pages, self.view.page, self.page_words()
        if page > 0:
            self._strip_button(
                self.tr("Earlier"), "arrow-up", "read-earlier", lambda: self.turn(-1), where
            )
        if page < pages - 1:
            self._strip_button(
                self.tr("Read on"), "arrow-down", "read-on", lambda: self.turn(1), where, True
            )
        if self._card is None:
            return
        if self._card.announcement.medium(MediaRole.SOUND, self.context.language):
            title = self.tr("Play the recording")
            self._strip_button(title, "speakerphone", "play-recording", self._play)
        title = self.tr("Tell us") if self.compact else self.tr("Tell us about this")
        button = self._strip_button(title, "message", "tell-about", self._tell)
        button.setAccessibleName(self.tr("Tell us about this"))

    def _fill_reader_strip(self) -> None:
        reader = self.context.services.reader
        paused = reader.state is State.PAUSED
        self._strip_button(
            self.tr("Previous"), "player-track-prev", "previous", reader.previous_sentence
        )
        if paused:
            self._strip_button(
                self.tr("Go on"), "player-play", "resume", reader.resume, filled=True
            )
        else:
            self._strip_button(self.tr("Pause"), "player-pause", "pause", reader.pause, filled=True)
        self._strip_button(self.tr("Next"), "player-track-next", "next", reader.next_sentence)
        self._strip_button(self.tr("Speed"), "gauge", "speed", lambda: self._open_speed(True))

    def _fill_speed_strip(self) -> None:
        self._strip_button(self.tr("Slower"), "minus", "slower", lambda: self._speed(-1))
        self._strip_button(self.tr("Faster"), "plus", "faster", lambda: self._speed(1))
        self._strip_button(
            self.tr("Done"), "check", "speed-done", lambda: self._open_speed(False), filled=True
        )

    def _strip_button(
        self,
        title: str,
        icon: str,
        name: str,
        action: object,
        description: str = "",
        filled: bool = False,
    ) -> QAbstractButton:
        button = self.strip.add(title, icon, name, filled=filled, description=description)
        button.clicked.connect(lambda: action())  # type: ignore[operator]
        return button

    def _open_speed(self, wanted: bool) -> None:
        self._speed_open = wanted
        self._strip_changed()
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def _speed(self, step: int) -> None:
        self.context.navigator.settle(self.context.profile.faster(step))

    def _tell(self) -> None:
        assert self._card is not None
        self.context.navigator.go(Route.to("tell-kind", about=self._card.announcement.id))

    # --- reading aloud --------------------------------------------------------------------------

    def read_aloud(self) -> None:
        """From the start of the page that is shown."""
        self.context.services.reader.read(self._passages())

    def _read_from(self, key: str, offset: int) -> None:
        passages = self._passages()
        keys = [passage.key for passage in passages]
        if key not in keys:
            return
        reader = self.context.services.reader
        if not self._reading:
            reader.read(passages, keys.index(key))
        reader.read_from(keys.index(key), offset)

    def _play(self) -> None:
        assert self._card is not None
        repository = self.context.services.announcements
        medium = self._card.announcement.medium(MediaRole.SOUND, self.context.language)
        if medium is None:
            return
        path = repository.media_path(medium.sha256)
        if path is None:
            self.context.navigator.announce(self.tr("The recording has not come yet."))
            return
        self.context.services.reader.play(path)

    def _sentence(self, event: SentenceStarted) -> None:
        self.view.light_sentence(event.passage_key, event.start, event.end)

    def _word(self, event: WordStarted) -> None:
        self.view.light_word(event.passage_key, event.start, event.end)

    def _finished(self, event: Finished) -> None:
        self.view.put_out()

    def reader_changed(self, state: ReaderState) -> None:
        if state.state in (State.IDLE, State.UNAVAILABLE):
            self.view.put_out()
        self._strip_changed()
        if state.reason:
            self._show_reason(state.reason)

    def _show_reason(self, reason: str) -> None:
        text = problem_text(reason)
        parts = [p for p in self._parts if p.key != "trouble"]
        self._parts = [Part(PartKind.NOTE, "trouble", text, Tone.CARE), *parts]
        self.view.show_parts(self._parts, self.title)
        self.context.navigator.announce(text, urgent=True)

    # --- the frame's questions --------------------------------------------------------------------

    def turn(self, step: int) -> None:
        self.view.turn(step)

    def choices(self) -> list[QAbstractButton]:
        return list(self.strip.buttons)

    def focus_order(self) -> list[QWidget]:
        return [self.view, *self.strip.buttons]

    def first_focus(self) -> QWidget | None:
        buttons = self.strip.buttons
        wanted = [b for b in buttons if b.filled]
        return next(iter(wanted or buttons), self.view)


def read_picture(path: str) -> QImage | None:
    """The picture at `path`, scaled down where it is very large; None where it is not one."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LARGEST_PICTURE:
        reader.setScaledSize(
            size.scaled(LARGEST_PICTURE, LARGEST_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    return None if image.isNull() else image
