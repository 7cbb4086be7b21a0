"""The community's code, for a helper to compare, and what its keys are like."""

from __future__ import annotations

from dataclasses import replace

from app.domain.trust import RefusedNotice, Trust
from ui.context import Route
from ui.description import Description
from ui.screen import Screen
from ui.theme import Role, Tone


class CommunityCodeScreen(Screen):
    """For whoever helps: is this the right community, and did anything false come?"""

    name = "community-code"

    def build(self) -> None:
        self.head(
            self.tr("The community's code"),
            self.tr("Helper's corner"),
            self.tr("The code shows whether notices are really from your community."),
        )
        self.context.bridge.announcements_changed.connect(self._fetch)
        self._shown: object = None
        self._fetch()

    def _fetch(self) -> None:
        trust = self.context.services.trust
        self.context.tasks.run(
            self, lambda: (trust.current(), trust.refused()), self._show, self.trouble
        )

    def _show(self, found: tuple[Trust | None, tuple[RefusedNotice, ...]]) -> None:
        if found == self._shown:
            return
        self._shown = found
        trust, refused = found
        self.flow.clear()
        self._banner = None
        if trust is None:
            self._say_no_code()
        else:
            self._show_code(trust)
        self.press(
            self.tr("Join another community") if trust is None else self.tr("Join again"),
            lambda: self.context.navigator.go(Route.to("join")),
            icon="building-community",
            note="" if trust is None else self.tr("with another code, or another community"),
            name="join",
        )
        if refused:
            self.press(
                self.tr("%n notice(s) not shown", "", len(refused)),
                lambda: self.context.navigator.go(Route.to("not-shown")),
                icon="alert-triangle",
                tone=Tone.CARE,
                name="see-not-shown",
            )
        self.flow.relayout()
        if (first := self.first_focus()) is not None:
            first.setFocus()
        self.content_changed.emit()

    def _say_no_code(self) -> None:
        if self.context.profile.community_url:
            text = self.tr("This community has no code. Its notices are marked: not checked.")
        else:
            text = self.tr("No community has been joined yet.")
        self.words(text, name="no-code")

    def _show_code(self, trust: Trust) -> None:
        self.words(trust.code, Role.TILE, name="code")
        if trust.problem:
            text = self.tr(
                "Other keys came than before. What they signed is not shown. "
                "Ask the office for its code."
            )
            self.words(text, Role.STRONG, Tone.CARE, name="keys-problem")
        if trust.confirmed:
            self.words(
                self.tr("This code was compared. Notices that fit it are marked: checked."),
                name="code-state",
            )
        else:
            self.words(
                self.tr(
                    "Nobody has compared this code yet. Ask the office to read out its code. "
                    "Until then notices are marked: not checked."
                ),
                name="code-state",
            )
            self.press(
                self.tr("The code is the same"),
                self._confirm,
                icon="check",
                filled=True,
                name="code-same",
            )

    def _confirm(self) -> None:
        trust = self.context.services.trust

        def done(_: None) -> None:
            self.context.bridge.announcements_changed.emit()
            self.say(self.tr("Good. Notices from your community are now marked: checked."))

        self.context.tasks.run(self, trust.confirm, done, self.trouble)

    def describe(self) -> Description:
        """As it is shown, the code letter by letter."""
        told = super().describe()
        text = tuple(
            replace(one, text=spelled(one.text)) if one.key == "code" else one for one in told.text
        )
        return replace(told, text=text)

    def help_text(self) -> str:
        return self.tr(
            "Compare this code with the one on paper, or telephone the office. "
            "If all sixteen letters and digits are the same, press The code is the same."
        )


def spelled(code: str) -> str:
    """`AB12-CD34` as “A B 1 2, C D 3 4.”."""
    return ", ".join(" ".join(group) for group in code.split("-")) + "."
