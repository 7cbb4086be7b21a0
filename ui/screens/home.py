"""Home: a greeting, the day, four large tiles, and first of all what can't wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.domain.announcement import AnnouncementCounts
from app.domain.language import pick_text
from app.domain.sync_status import Connection
from ui.context import Route
from ui.day_watch import DayWatch
from ui.description import Description, Spoken
from ui.screen import Screen
from ui.theme import Tone
from ui.widgets.pressable import Pressable, Shape
from ui.wording.dates import day_in_words, greeting, is_sane
from ui.wording.problems import problem_text
from ui.wording.store_news import store_news

#: Problems that stay until somebody does something about them.
NEEDS_SOMEBODY = frozenset({"login_page", "too_old", "not_joined"})


@dataclass(frozen=True, slots=True)
class _News:
    """What Home tells at a glance."""

    counts: AnnouncementCounts = field(default_factory=AnnouncementCounts)
    answers: int = 0
    draft: bool = False


class HomeScreen(Screen):
    """The four ways on."""

    name = "home"

    def build(self) -> None:
        self._say_day()
        self._urgent: Pressable | None = None
        self._urgent_id: str | None = None
        self._news = _News()
        self._add_tiles()
        self.context.bridge.announcements_changed.connect(self._refresh)
        self.context.bridge.conversations_changed.connect(self._refresh)
        self.context.bridge.community_changed.connect(self._refresh)
        DayWatch(self.context.services.clock, self).turned.connect(self._turned)
        self._told: str | None = None
        self._tell_of_store()
        self.context.bridge.sync_changed.connect(self._tell_of_connection)
        self._tell_of_connection()
        self._refresh()

    def _tell_of_connection(self) -> None:
        """Say what only a person can put right; the rest puts itself right and is not news here."""
        status = self.context.services.sync.status()
        if status.connection is Connection.WORKING:
            return
        problem = status.problem if status.problem in NEEDS_SOMEBODY else None
        problem = problem or ("revoked" if status.revoked else None)
        if problem == self._told:
            return
        if problem is not None:
            self.say(problem_text(problem), Tone.CARE, "info-circle")
        else:
            self.unsay()
        self._told = problem
        self.filled()

    def _say_day(self) -> None:
        """A greeting by the time of day; the day where the clock can be believed; the name."""
        clock, community = self.context.services.clock, self.context.community
        today = clock.today()
        day = day_in_words(today, self.context.locale) if is_sane(today) else ""
        parts = [day, pick_text(community.name, self.context.language) if community else ""]
        self.head(greeting(clock.now().astimezone().hour), " · ".join(p for p in parts if p))

    def _turned(self) -> None:
        """A window that stays open over night: another day, and other notices are past theirs."""
        self._say_day()
        self._refresh()

    def _tell_of_store(self) -> None:
        """Say how the store was found, until a person has gone on from here."""
        opened, today = self.context.opened, self.context.services.clock.today()
        if opened is None:
            return
        count = opened.carried_over
        saved = self.tr("%n message(s) saved from the damaged file.", "", count) if count else ""
        news = store_news(opened, saved, self.context.locale, today)
        if news:
            self.say(news, Tone.CARE, "info-circle")

    def _go(self, route: Route) -> None:
        self.context.opened = None
        self.context.navigator.go(route)

    def _add_tiles(self) -> None:
        go = self._go
        tile = {"shape": Shape.TILE, "pairs": True}
        self.notices = self.press(
            self.tr("Notices"),
            lambda: go(Route.to("notices")),
            icon="news",
            filled=True,
            name="tile-notices",
            note=self.tr("what is new here"),
            **tile,  # type: ignore[arg-type]
        )
        self.tell = self.press(
            self.tr("Tell us"),
            lambda: go(Route.to("tell-kind")),
            icon="message",
            name="tile-tell",
            note=self.tr("an idea, a problem, thanks"),
            **tile,  # type: ignore[arg-type]
        )
        self.messages = self.press(
            self.tr("My messages"),
            lambda: go(Route.to("messages")),
            icon="mailbox",
            name="tile-messages",
            note=self.tr("what became of your words"),
            **tile,  # type: ignore[arg-type]
        )
        self.learn = self.press(
            self.tr("Learn and stay safe"),
            lambda: go(Route.to("learn")),
            icon="shield-heart",
            name="tile-learn",
            note=self.tr("short lessons"),
            **tile,  # type: ignore[arg-type]
        )

    def help_text(self) -> str:
        return self.tr(
            "This is the start. Choose one of the four: read notices, tell us something, "
            "see your messages, or learn."
        )

    # --- news ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        services, language = self.context.services, str(self.context.language)

        def ask() -> _News:
            return _News(
                services.announcements.counts(language),
                services.conversations.answers_waiting(),
                services.drafts.current() is not None,
            )

        self.context.tasks.run(self, ask, self._show_news, self.trouble)

    def _show_news(self, news: _News) -> None:
        self._news = news
        self.notices.set_words(self.notices.title, self._notices_note(news.counts))
        if news.answers:
            self.messages.set_words(
                self.messages.title, self.tr("%n answer(s) for you", "", news.answers)
            )
        if news.draft:
            self.tell.set_words(self.tell.title, self.tr("go on with your message"))
        community = self.context.community
        if community and community.lessons:
            self.learn.set_words(
                self.learn.title, self.tr("%n short lesson(s)", "", len(community.lessons))
            )
        self.messages.filled = bool(news.answers) and news.counts.urgent_id is None
        self.notices.filled = not self.messages.filled and news.counts.urgent_id is None
        self._show_urgent(news.counts)
        self.filled()

    def _notices_note(self, counts: AnnouncementCounts) -> str:
        if counts.new:
            return self.tr("%n new", "", counts.new)
        if counts.total:
            return self.tr("nothing new")
        return self.tr("none yet")

    def _show_urgent(self, counts: AnnouncementCounts) -> None:
        title = pick_text(counts.urgent_title, self.context.language)
        if self._urgent is not None and self._urgent_id == counts.urgent_id:
            # The same one stays: taken away and put back it would lose the focus.
            self._urgent.set_words(title, self._urgent_note(counts))
            return
        self._urgent_id = counts.urgent_id
        if self._urgent is not None:
            self.flow.remove(self._urgent)
            self._urgent = None
        if counts.urgent_id is None:
            return
        self._urgent = Pressable(
            self.look,
            Shape.CARD,
            title,
            icon="alert-triangle",
            note=self._urgent_note(counts),
            filled=True,
            tone=Tone.URGENT,
            compact=self.compact,
            name="urgent",
        )
        route = Route.to("reading", announcement_id=counts.urgent_id)
        self._urgent.clicked.connect(lambda: self._go(route))
        self.flow.insert(0, self._urgent)

    def _urgent_note(self, counts: AnnouncementCounts) -> str:
        if counts.urgent_checked:
            return self.tr("Urgent notice. Checked.")
        return self.tr("Urgent notice. Not checked.")

    def first_focus(self) -> QWidget | None:
        if self._urgent is not None:
            return self._urgent
        return self.messages if self.messages.filled else self.notices

    def describe(self) -> Description:
        """An urgent notice or an answer is the first thing read."""
        plain = super().describe()
        first: list[Spoken] = []
        if self._news.counts.urgent_id is not None:
            title = pick_text(self._news.counts.urgent_title, self.context.language)
            intro = QCoreApplication.translate("HomeScreen", "Urgent: {title}")
            if not self._news.counts.urgent_checked:
                intro = QCoreApplication.translate("HomeScreen", "Urgent, not checked: {title}")
            first.append(Spoken("urgent-first", intro.format(title=title)))
        if self._news.answers:
            first.append(
                Spoken("answers-first", self.tr("%n answer(s) for you", "", self._news.answers))
            )
        return Description(
            title=self.title,
            where=self.where,
            error=plain.error,
            text=(*first, Spoken("where", self.where)),
            choices=plain.choices,
            choices_intro=plain.choices_intro,
            further=plain.further,
            further_intro=plain.further_intro,
        )

    def community_arrived(self) -> None:
        """The community's name belongs into the head."""
        self._say_day()
        self._refresh()
