"""First start, 5: join a community, or do it later."""

from __future__ import annotations

from app.domain.community import Community
from app.domain.trust import Invitation
from app.errors import EnvironmentProblem
from ui.context import Context, Route
from ui.meaning import Means
from ui.screens.joining import Joining
from ui.screens.start_size import STEPS
from ui.widgets.pressable import Pressable


class StartJoinScreen(Joining):
    """Values: `invitation` once it answered."""

    name = "start-join"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        status = context.services.sync.status()
        self.address = status.community_url or context.profile.community_url
        given = values.get("invitation")
        known = context.community
        self.invitation: Invitation | None = None
        if isinstance(given, Invitation):
            self.invitation = given
        elif known is not None and self.address:
            # Its code, where it has one, is known from before and stays.
            self.invitation = Invitation(self.address, known)
        self.join_button: Pressable | None = None

    def build(self) -> None:
        self.head(
            self.tr("Join your community"),
            self.tr("Step {step} of {steps}").format(step=5, steps=STEPS),
            self.tr("Your community sends you its notices and reads your messages."),
        )
        if self.address:
            self._offer_known()
        else:
            self._offer_typing()
        self.press(
            self.tr("Later"),
            self.start_is_over,
            icon="clock",
            note=self.tr("in Settings, Helper's corner"),
            name="start-later",
        )

    def _offer_typing(self) -> None:
        self.words(
            self.tr("Your community sends you its notices and reads your messages."),
            name="start-join-text",
        )
        self.press(
            self.tr("Type its address"),
            self._type,
            icon="keyboard",
            note=self.tr("a helper can tell you"),
            filled=True,
            name="start-type",
        )

    def _offer_known(self) -> None:
        self.join_button = self.press(
            "", self._join, icon="check", filled=True, means=Means.YES, name="start-yes"
        )
        self.press(
            self.tr("Another community"),
            self._type,
            icon="keyboard",
            means=Means.NO,
            name="start-type",
        )
        if self.invitation is None:
            self._look()
        else:
            self._show_name(self.invitation.community)

    def _type(self) -> None:
        self.context.navigator.go(Route.to("join", first=True))

    def _look(self) -> None:
        self._say_on_button(self.tr("Looking for your community …"), "hourglass", self.address)
        self.look_at(self.address)

    def _join(self) -> None:
        if self.invitation is None:
            self.unsay()
            self._look()
        else:
            self.join(self.invitation)

    def _show_name(self, community: Community) -> None:
        title = self.tr("Join {name}").format(name=self.community_name(community))
        # In a crowded window the person's name would push *Later* to a next page.
        person = "" if self.compact else self.person_to_ask(community)
        self._say_on_button(title, "check", person)

    def _say_on_button(self, title: str, icon: str, note: str) -> None:
        if self.join_button is not None:
            self.join_button.set_icon_name(icon)
            self.join_button.set_words(title, note)
            self.flow.relayout()

    def found(self, invitation: Invitation) -> None:
        self.invitation = invitation
        self._show_name(invitation.community)
        self.context.navigator.announce(self.join_button.title if self.join_button else "")

    def not_found(self, problem: EnvironmentProblem) -> None:
        self._say_on_button(self.tr("Try again"), "refresh", self.address)
        super().not_found(problem)

    def joined(self, community: Community) -> None:
        said = self.tr("You have joined {name}.").format(name=self.community_name(community))
        self.start_is_over()
        self.context.navigator.announce(said)

    def memory(self) -> dict[str, object]:
        return {**self.values, "invitation": self.invitation}

    def help_text(self) -> str:
        return self.tr(
            "Press Join when you see the name of your community. "
            "If you are not sure, press Later; you can join at any time."
        )
