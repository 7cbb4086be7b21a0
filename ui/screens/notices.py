"""Notices: urgent first, then new, then the rest; a card each."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.announcement import AnnouncementCard, AnnouncementFilter, CardPage, is_news
from app.domain.language import pick_text
from app.domain.trust import Refusal, RefusedNotice
from ui.context import Route
from ui.icons import known_icon
from ui.screen import Screen
from ui.theme import Role, Tone
from ui.widgets.pressable import Pressable, Shape
from ui.wording.announcements import (
    card_note,
    card_tone,
    is_urgent_now,
    short_card_note,
    topic_icon,
)

#: How many cards are fetched at once; more come when the last page is shown.
CHUNK = 20


class NoticesScreen(Screen):
    """`search` and `issuer` narrow the list; `page` is where one was."""

    name = "notices"

    def build(self) -> None:
        self.head(self.tr("Notices"), "")
        self._total = 0
        self._cards: list[AnnouncementCard] = []
        self._refused = 0
        self._asked = 0
        self.flow.page_changed.connect(self._page_changed)
        self.context.bridge.announcements_changed.connect(self._again)
        self._fetch(0, max(CHUNK, int(str(self.values.get("loaded", 0)))))

    @property
    def _wanted(self) -> AnnouncementFilter:
        issuer = self.values.get("issuer")
        return AnnouncementFilter(
            str(self.values.get("search") or ""), str(issuer) if issuer else None
        )

    @property
    def _narrowed(self) -> bool:
        return bool(self._wanted.search or self._wanted.issuer_id)

    def memory(self) -> dict[str, object]:
        return {**self.values, "page": self.flow.page, "loaded": len(self._cards)}

    def help_text(self) -> str:
        return self.tr(
            "Each box is one notice. Press one to read it or to hear it. "
            "Press More to see further notices."
        )

    # --- fetching -----------------------------------------------------------------------------

    def _fetch(self, offset: int, limit: int) -> None:
        services, wanted = self.context.services, self._wanted
        repository, trust = services.announcements, services.trust
        language = str(self.context.language)
        self._asked = offset + limit
        self.context.tasks.run(
            self,
            lambda: (repository.cards(wanted, language, offset, limit), _alarming(trust.refused())),
            lambda found: self._show(found[0], offset, found[1]),
            self.trouble,
        )

    def _again(self) -> None:
        """Something changed: take all that was loaded anew, and stay on the page."""
        self.values = self.memory()
        self._fetch(0, max(CHUNK, len(self._cards)))

    def _show(self, found: CardPage, offset: int, refused: int) -> None:
        same = self._cards and tuple(self._cards) == found.cards and self._banner is None
        same = same and (self._total, self._refused) == (found.total, refused)
        if offset == 0 and same:
            return
        self._total, self._refused = found.total, refused
        if offset == 0:
            focus = self.window().focusWidget()
            name = focus.objectName() if focus is not None else ""
            self._cards = []
            self.flow.clear()
            self._banner = None
            self._add_first()
        self._cards += found.cards
        if offset == 0:
            self._offer_reading()
            self._tell_refused()
        for card in found.cards:
            self._add_card(card)
        if not self._cards:
            self._say_empty()
        self.flow.relayout()
        if offset == 0:
            self._return_to_page(name)
        self._say_where()
        self.content_changed.emit()

    def _return_to_page(self, focus: str) -> None:
        page = int(str(self.values.get("page", 0)))
        if page:
            self.flow.turn(page - self.flow.page)
        for widget in self.flow.focus_order():
            if focus and widget.objectName() == focus:
                widget.setFocus()

    def _page_changed(self, page: int) -> None:
        loaded = len(self._cards)
        if page == self.flow.pages - 1 and loaded < self._total and self._asked <= loaded:
            self._fetch(loaded, CHUNK)

    # --- showing ------------------------------------------------------------------------------

    def _say_where(self) -> None:
        new = sum(card.asks_attention for card in self._cards)
        parts = [self.tr("%n notice(s)", "", self._total)]
        if new:
            parts.append(self.tr("%n new", "", new))
        if self._wanted.search:
            parts.insert(0, self.tr("with the words “{words}”").format(words=self._wanted.search))
        if self._wanted.issuer_id:
            parts.insert(0, self._issuer_name(self._wanted.issuer_id))
        self.head(self.tr("Notices"), " · ".join(parts))

    def _issuer_name(self, issuer_id: str) -> str:
        community = self.context.community
        for issuer in community.issuers if community else ():
            if issuer.id == issuer_id:
                return pick_text(issuer.name, self.context.language)
        return ""

    def _add_first(self) -> None:
        go = self.context.navigator
        if self._narrowed:
            title, icon, name = self.tr("All notices"), "list", "all-notices"
        else:
            title, icon, name = self.tr("Find"), "search", "find-notice"
        button = Pressable(
            self.look, Shape.ACTION, title, icon=icon, compact=self.compact, name=name
        )
        if self._narrowed:
            button.clicked.connect(lambda: go.replace(Route.to("notices")))
        else:
            button.setAccessibleName(self.tr("Find a notice"))
            button.clicked.connect(lambda: go.go(Route.to("find")))
        self.flow.set_first_action(button)

    def _offer_reading(self) -> None:
        """One press reads all that is new."""
        today = self.context.services.clock.today()
        new = sum(is_news(card, today) for card in self._cards)
        if self._narrowed or not new:
            return
        self.press(
            self.tr("Read me what is new"),
            lambda: self.context.navigator.go(Route.to("today")),
            icon="volume",
            note=self.tr("%n notice(s), one after the other", "", new),
            short_note=self.tr("%n notice(s)", "", new),
            shape=Shape.CARD,
            filled=True,
            name="read-new",
        )

    def _tell_refused(self) -> None:
        """What came and is not shown stands apart from the notices, and is none of them."""
        if self._narrowed or not self._refused:
            return
        self.press(
            self.tr("%n notice(s) not shown", "", self._refused),
            lambda: self.context.navigator.go(Route.to("not-shown")),
            icon="alert-triangle",
            note=self.tr("Something is wrong with how it came. Press to see what."),
            short_note=self.tr("Press to see why."),
            shape=Shape.CARD,
            tone=Tone.CARE,
            note_tone=Tone.CARE,
            name="not-shown",
        )

    def _add_card(self, card: AnnouncementCard) -> None:
        announcement, language = card.announcement, self.context.language
        today = self.context.services.clock.today()
        community = self.context.community
        icons = {topic.id: topic.icon for topic in community.topics} if community else {}
        urgent = is_urgent_now(announcement, today)
        icon = "alert-triangle" if urgent else known_icon(topic_icon(announcement.topic, icons))
        tone = card_tone(card, today)
        self.press(
            announcement.text(language).title,
            lambda: self.context.navigator.go(Route.to("reading", announcement_id=announcement.id)),
            icon=icon,
            note=card_note(card, language, self.context.locale, today),
            short_note=short_card_note(card, self.context.locale, today),
            shape=Shape.CARD,
            tone=Tone.URGENT if urgent else Tone.PRIMARY,
            note_tone=tone,
            name=f"card-{announcement.id}",
        )

    def _say_empty(self) -> None:
        if self._narrowed:
            text = self.tr("No notice was found. Try another word, or show all notices.")
        else:
            text = self.tr(
                "There are no notices yet. They come by themselves when there is a connection."
            )
        self.words(text, Role.BODY, name="empty")

    def first_focus(self) -> QWidget | None:
        order = self.flow.focus_order()
        names = ("read-new", "card-")
        cards = [w for w in order if w.objectName().startswith(names)]
        return next(iter(cards or order), None)


def _alarming(refused: tuple[RefusedNotice, ...]) -> int:
    """How many a person must know of: an older one takes nothing away from what is here."""
    return sum(one.reason is not Refusal.OLDER for one in refused)
