"""Reading a notice: in short, then the whole text; read aloud with the sentence lit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader

from app.domain.announcement import AnnouncementCard, MediaRole
from app.domain.language import pick_text, same_language
from ui.context import Route
from ui.description import Description
from ui.reader_screen import ReaderScreen
from ui.theme import Tone
from ui.widgets.parts import Part, PartKind
from ui.wording.notice_parts import notice_parts, spoken_parts

#: A picture wider or higher than this is scaled down while it is read from disk. Pixels.
LARGEST_PICTURE = 1600


class ReadingScreen(ReaderScreen):
    """`announcement_id` says which notice; `page` is where one was."""

    name = "reading"

    def build(self) -> None:
        self.make_reader()
        self.head(self.tr("Notice"), self.tr("Notices"))
        self._card: AnnouncementCard | None = None
        self._recorded: Path | None = None
        #: Whether what is heard now is the recording, and not the voice.
        self._playing = False
        self.context.bridge.announcements_changed.connect(self._fetch)
        self._fetch()

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

        def ask() -> tuple[AnnouncementCard | None, QImage | None, Path | None]:
            card = repository.get(wanted)
            if card is None:
                return None, None, None
            medium = card.announcement.medium(MediaRole.PICTURE, language)
            path = repository.media_path(medium.sha256) if medium else None
            sound = card.announcement.medium(MediaRole.SOUND, language)
            recorded = repository.media_path(sound.sha256) if sound else None
            return card, read_picture(str(path)) if path else None, recorded

        self.context.tasks.run(self, ask, self._arrived, self.trouble)

    def _arrived(self, found: tuple[AnnouncementCard | None, QImage | None, Path | None]) -> None:
        card, picture, self._recorded = found
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
        self.context.services.reader.stop()
        today, locale = self.context.services.clock.today(), self.context.locale
        self.show_parts(
            notice_parts(card, self.context.language, locale, today, picture), text.title
        )
        issuer = pick_text(card.announcement.issuer_name, self.context.language)
        self.head(text.title, self.tr("Notices · {issuer}").format(issuer=issuer))
        if old is None:
            self.view.turn(int(str(self.values.get("page", 0))))
        self.strip_changed()
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
        self.show_parts([Part(PartKind.PARAGRAPH, "gone", gone)], gone)
        self.strip_changed()
        self.content_changed.emit()

    def describe(self) -> Description:
        """The notice itself is what is read aloud."""
        return Description(
            title="", text=spoken_parts(self._parts, self._card, self.context.language)
        )

    # --- the strip ------------------------------------------------------------------------------

    def fill_strip(self) -> None:
        if self.reading:
            self._fill_recording_strip() if self._playing else self._fill_reader_strip()
            return
        self.page_buttons()
        if self._card is None:
            return
        if self._card.announcement.medium(MediaRole.SOUND, self.context.language):
            self._recording_button()
        title = self.tr("Tell us") if self.compact else self.tr("Tell us about this")
        button = self.strip_button(title, "message", "tell-about", self._tell)
        button.setAccessibleName(self.tr("Tell us about this"))

    def _fill_reader_strip(self) -> None:
        reader = self.context.services.reader
        self.strip_button(
            self.tr("Previous"), "player-track-prev", "previous", reader.previous_sentence
        )
        self.pause_button()
        self.strip_button(self.tr("Next"), "player-track-next", "next", reader.next_sentence)
        self.speed_button()
        if self._recorded is not None:
            self._recording_button()

    def _fill_recording_strip(self) -> None:
        reader = self.context.services.reader
        title = self.tr("From the start")
        self.strip_button(title, "player-track-prev", "from-start", reader.previous_sentence)
        self.pause_button()
        title = self.tr("Read by the voice")
        self.strip_button(title, "headphones", "read-by-voice", self._read_by_voice)

    def _recording_button(self) -> None:
        title = self.tr("Play the recording")
        self.strip_button(title, "speakerphone", "play-recording", self._play)

    def _tell(self) -> None:
        assert self._card is not None
        self.context.navigator.go(Route.to("tell-kind", about=self._card.announcement.id))

    # --- reading aloud --------------------------------------------------------------------------

    def read_aloud(self) -> None:
        """The issuer's own recording, where it has come in this language; else the voice."""
        if self._recorded is not None and self._recording_fits():
            self._play()
        else:
            self._read_by_voice()

    def _recording_fits(self) -> bool:
        language = self.context.language
        sound = self._card.announcement.medium(MediaRole.SOUND, language) if self._card else None
        if sound is None:
            return False
        return sound.language is None or same_language(sound.language, language)

    def _read_by_voice(self) -> None:
        self._playing = False
        self.context.services.reader.read(self.passages())

    def read_from(self, key: str, offset: int) -> None:
        """Read on from a place in the text; the recording knows no places."""
        if self._playing and self.reading:
            self._read_by_voice()
        self._playing = False
        super().read_from(key, offset)

    def _play(self) -> None:
        if self._recorded is None:
            self.say(self.tr("The recording has not come yet."), Tone.CARE, "info-circle")
            return
        self._playing = True
        self.context.services.reader.play(self._recorded)


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
