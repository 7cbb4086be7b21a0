"""Today's notices: all that is new, read one after the other, hands off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.announcement import AnnouncementCard, AnnouncementFilter, CardStatus, is_news
from app.speech.reader import Finished, ReaderState, SentenceStarted, State
from ui.context import Route
from ui.description import Description, Spoken
from ui.reader_screen import ReaderScreen
from ui.widgets.parts import Part, PartKind
from ui.wording.notice_parts import body_parts, short_parts, spoken_parts, title_parts

#: What is new stands first on the list; nobody listens to more than this at a time.
MOST = 200


class TodayScreen(ReaderScreen):
    """`ids` are the notices, in order, and `at` which of them is being read.

    It begins by itself when it is opened, and only then: who comes back to it, or changes the
    size of the text, goes on by a press.
    """

    name = "today"

    def build(self) -> None:
        self.make_reader()
        self.head(self.tr("What is new"), self.tr("Notices"))
        self._cards: list[AnnouncementCard] = []
        self._at = int(str(self.values.get("at", 0)))
        self._whole = bool(self.values.get("whole"))
        self._fresh = "ids" not in self.values
        #: Whether the voice has begun with what is shown: an end that is told late is another's.
        self._begun = False
        self._ask()

    def memory(self) -> dict[str, object]:
        if self._fresh:  # made anew before the notices were there: it is still to begin
            return self.values
        ids = [card.announcement.id for card in self._cards]
        return {"ids": ids, "at": self._at, "whole": self._whole}

    def help_text(self) -> str:
        return self.tr(
            "All new notices are read to you, one after the other. "
            "Press Pause to stop for a while, or Next notice to pass one over."
        )

    # --- the notices ----------------------------------------------------------------------------

    def _ask(self) -> None:
        repository, language = self.context.services.announcements, str(self.context.language)
        today = self.context.services.clock.today()
        known = self.values.get("ids")
        ids = [str(one) for one in known] if isinstance(known, list) else None

        def ask() -> list[AnnouncementCard]:
            if ids is not None:
                return [card for card in map(repository.get, ids) if card is not None]
            page = repository.cards(AnnouncementFilter(), language, 0, MOST)
            return [card for card in page.cards if is_news(card, today)]

        self.context.tasks.run(self, ask, self._arrived, self.trouble)

    def _arrived(self, cards: list[AnnouncementCard]) -> None:
        self._cards = cards
        self._at = min(self._at, len(cards))
        self._show()
        if self._fresh:
            self._fresh = False
            self.read_aloud()
        self.content_changed.emit()

    @property
    def _card(self) -> AnnouncementCard | None:
        """The notice that is shown; None after the last."""
        return self._cards[self._at] if self._at < len(self._cards) else None

    @property
    def _offers_all(self) -> bool:
        """Whether only what stands in short is shown and read."""
        card = self._card
        if card is None or card.status is CardStatus.WITHDRAWN or self._whole:
            return False
        return bool(card.announcement.text(self.context.language).in_short)

    def _show(self) -> None:
        card = self._card
        if card is None:
            self._show_end()
        else:
            self._show_notice(card)
        self.strip_changed()

    def _show_notice(self, card: AnnouncementCard) -> None:
        language, locale = self.context.language, self.context.locale
        parts = title_parts(card, language, locale, self.context.services.clock.today())
        # What was withdrawn is not read out: who listens would go there all the same.
        if card.status is not CardStatus.WITHDRAWN:
            parts += short_parts(card, language)
            parts += [] if self._offers_all else body_parts(card, language)
        parts = [replace(part, key=f"{self._at}:{part.key}") for part in parts]
        title = card.announcement.text(language).title
        self.show_parts(parts, title)
        self.head(title, f"{self.tr('What is new')} · {self._count()}")

    def _count(self) -> str:
        pattern = self.tr("notice {number} of {all}")
        return pattern.format(number=self._at + 1, all=len(self._cards))

    def _show_end(self) -> None:
        if self._cards:
            end = self.tr("That is all that is new.")
            more = self.tr("You can hear it again from the start, or see all notices.")
        else:
            end = self.tr("There is nothing new.")
            more = self.tr("You can see all notices.")
        self.show_parts(
            [Part(PartKind.TITLE, "own-end", end), Part(PartKind.PARAGRAPH, "own-more", more)], end
        )
        self.head(self.tr("What is new"), self.tr("Notices"))

    def describe(self) -> Description:
        """Which one it is, then the notice."""
        spoken: Sequence[Spoken] = spoken_parts(self._parts, self._card, self.context.language)
        if self._card is not None:
            first = [Spoken(f"{self._at}:own-count", f"{self._count()}.")]
            if self._at == 0:
                new = self.tr("%n new notice(s).", "", len(self._cards))
                first.insert(0, Spoken(f"{self._at}:own-all", new))
            hint = Spoken(
                f"{self._at}:own-hint", self.tr("Press Hear all to hear the whole notice.")
            )
            spoken = [*first, *spoken, *([hint] if self._offers_all else [])]
        return Description(title="", text=tuple(spoken))

    # --- the strip ------------------------------------------------------------------------------

    def fill_strip(self) -> None:
        card = self._card
        if card is None:
            self._fill_end_strip()
            return
        if self._at > 0:
            title = self.tr("Previous notice")
            self.strip_button(title, "player-track-prev", "previous", lambda: self._go(-1))
        if self.reading:
            self.pause_button()
        else:
            title = self.tr("Read aloud")
            self.strip_button(title, "player-play", "read", self.read_aloud, filled=True)
        title = self.tr("Next notice")
        self.strip_button(title, "player-track-next", "next", lambda: self._go(1))
        if self.reading:
            self.again_button()
        if self._offers_all:
            self.strip_button(self.tr("Hear all"), "news", "hear-all", self._hear_all)

    def _fill_end_strip(self) -> None:
        if self._cards:
            title = self.tr("From the start")
            self.strip_button(title, "repeat", "from-start", lambda: self._go(-self._at))
        title = self.tr("All notices")
        self.strip_button(title, "list", "all-notices", self._all_notices, filled=True)

    def _all_notices(self) -> None:
        self.context.navigator.replace(Route.to("notices"))

    # --- reading --------------------------------------------------------------------------------

    def read_aloud(self) -> None:
        """Read this one, and go on."""
        self._begun = False
        self.context.services.reader.read(self.passages())

    def _go(self, step: int) -> None:
        """Show another one and read it."""
        self._at = max(0, min(len(self._cards), self._at + step))
        self._whole = False
        self._show()
        self.read_aloud()

    def _hear_all(self) -> None:
        """The whole notice, from where it begins after what was said in short."""
        self._whole = True
        self._show()
        self._begun = False
        passages = self.passages()
        whole = f"{self._at}:whole"
        start = next((n for n, passage in enumerate(passages) if passage.key == whole), 0)
        self.context.services.reader.read(passages, start)

    def sentence_started(self, event: SentenceStarted) -> None:
        """Remember that it has begun."""
        if self._card is None or event.passage_key.startswith(f"{self._at}:"):
            self._begun = True
        super().sentence_started(event)

    def reading_finished(self, event: Finished) -> None:
        """Heard to its end: it is read, and the next one follows."""
        super().reading_finished(event)
        # What is heard to its end after an interruption may be something else: it begins anew.
        self._begun = self._begun and event.completed
        card = self._card
        if not self._begun or card is None:
            return
        self._mark_read(card)
        self._go(1)

    def reader_changed(self, state: ReaderState) -> None:
        # Between two notices the strip keeps its buttons: they would jump twice.
        if state.state is State.IDLE and not state.reason and self.reading:
            return
        super().reader_changed(state)

    def _mark_read(self, card: AnnouncementCard) -> None:
        announcements, announcement = self.context.services.announcements, card.announcement
        self.context.tasks.run(
            self, lambda: announcements.mark_read(announcement.id, announcement.revision)
        )

    def _look_for_urgent(self) -> None:
        super()._look_for_urgent()
        self._look_for_more()

    def _look_for_more(self) -> None:
        """What comes while it is read stands behind the others."""
        repository, language = self.context.services.announcements, str(self.context.language)
        today = self.context.services.clock.today()

        def ask() -> list[AnnouncementCard]:
            page = repository.cards(AnnouncementFilter(), language, 0, MOST)
            return [card for card in page.cards if is_news(card, today)]

        self.context.tasks.run(self, ask, self._add)

    def _add(self, cards: list[AnnouncementCard]) -> None:
        here = {card.announcement.id for card in self._cards}
        more = [card for card in cards if card.announcement.id not in here]
        if not more or self._card is None:
            return
        self._cards += more
        self.head(self.title, f"{self.tr('What is new')} · {self._count()}")
