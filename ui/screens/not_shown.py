"""What came and is not shown as true: why, and what to do."""

from __future__ import annotations

from app.domain.language import pick_text
from app.domain.trust import Refusal, RefusedNotice
from ui.context import Route
from ui.screen import Screen
from ui.theme import Role, Tone


class NotShownScreen(Screen):
    """One sentence for each reason, then what to do about it."""

    name = "not-shown"

    def build(self) -> None:
        self.head(
            self.tr("Not shown"),
            self.tr("Notices"),
            self.tr("Here you see why a notice is not shown."),
        )
        self._shown: tuple[RefusedNotice, ...] | None = None
        self.context.bridge.announcements_changed.connect(self._fetch)
        self._fetch()

    def _fetch(self) -> None:
        trust = self.context.services.trust
        self.context.tasks.run(self, trust.refused, self._show, self.trouble)

    def _show(self, refused: tuple[RefusedNotice, ...]) -> None:
        if refused == self._shown:
            return
        self._shown = refused
        self.flow.clear()
        self._banner = None
        if refused:
            self._say_why(refused)
        else:
            self.words(self.tr("All notices have come as they should."), name="all-well")
            self.press(
                self.tr("All notices"),
                lambda: self.context.navigator.replace(Route.to("notices")),
                icon="list",
                filled=True,
                name="all-notices",
            )
        self.flow.relayout()
        if (first := self.first_focus()) is not None:
            first.setFocus()
        self.content_changed.emit()

    def _say_why(self, refused: tuple[RefusedNotice, ...]) -> None:
        for reason in Refusal:
            count = sum(one.reason is reason for one in refused)
            if count:
                text = self._why(reason, count)
                self.words(text, Role.STRONG, Tone.CARE, name=f"why-{reason}")
        self.words(
            self.tr("You need do nothing. The true notice is asked for again by itself."),
            name="what-happens",
        )
        if person := self._person():
            self.words(person, name="whom-to-ask")
        self.press(
            self.tr("Ask for it again now"),
            self._ask_again,
            icon="refresh",
            filled=True,
            name="ask-again",
        )

    def _why(self, reason: Refusal, count: int) -> str:
        return {
            Refusal.CHANGED: self.tr(
                "%n notice(s) were changed on the way. We do not show them.", "", count
            ),
            Refusal.UNSIGNED: self.tr(
                "%n notice(s) came without a sign of who sent them. We do not show them.", "", count
            ),
            Refusal.STRANGER: self.tr(
                "%n notice(s) came from somebody else than your community. We do not show them.",
                "",
                count,
            ),
            Refusal.OTHER_COMMUNITY: self.tr(
                "%n notice(s) were meant for another community. We do not show them.", "", count
            ),
            Refusal.OLDER: self.tr(
                "%n notice(s) came once more as they were before. We keep what is newer.",
                "",
                count,
            ),
        }[reason]

    def _person(self) -> str:
        community = self.context.community
        if community is None or not community.help.telephone:
            return ""
        name = pick_text(community.help.name, self.context.language)
        text = self.tr("If you are in doubt: {name}, telephone {telephone}.")
        return text.format(name=name, telephone=community.help.telephone) if name else ""

    def _ask_again(self) -> None:
        self.context.tasks.run(self, self.context.services.ask_again, self._asked, self.trouble)

    def _asked(self, _: None) -> None:
        self.say(
            self.tr("It was asked for. It comes when there is a connection."), Tone.INK2, "clock"
        )

    def help_text(self) -> str:
        return self.tr(
            "A notice that is not surely from your community is not shown. "
            "Press Ask for it again now, or ask the person named here."
        )
