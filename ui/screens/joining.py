"""What the two screens share where a community is joined: look at it first, then join it."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from app.domain.community import Community
from app.domain.language import pick_text
from app.domain.sync_status import Connection
from app.domain.trust import Invitation
from app.errors import ConnectionProblem, EnvironmentProblem
from ui.context import Context
from ui.screen import Screen
from ui.theme import Tone
from ui.wording.joining import joining_problem

#: What was last typed as an address in each window: nobody has to type it twice.
_typed: WeakKeyDictionary[Context, str] = WeakKeyDictionary()


class Joining(Screen):
    """Asks an address who is there, and joins. Nothing is joined without being asked for."""

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.looking = False

    def found(self, invitation: Invitation) -> None:
        """A community answered."""
        raise NotImplementedError

    def joined(self, community: Community) -> None:
        """The community was joined."""
        raise NotImplementedError

    def not_found(self, problem: EnvironmentProblem) -> None:
        """Nobody, or somebody else, answered: say so."""
        self.say(joining_problem(problem.code), Tone.URGENT, "alert-triangle")

    def look_at(self, address: str) -> None:
        """Ask who is at that address; `found` or `not_found` is called later."""
        if self.looking:
            return
        services = self.context.services
        if services.sync.status().connection is Connection.OFF:
            self.not_found(EnvironmentProblem("offline"))
            return
        self._wait(True)

        def done(invitation: Invitation) -> None:
            self._wait(False)
            self.found(invitation)

        def failed(problem: EnvironmentProblem) -> None:
            self._wait(False)
            self.not_found(problem)

        self.context.tasks.run(self, lambda: services.look_at(address), done, failed, long=True)

    def join(self, invitation: Invitation, machine_code: str = "") -> None:
        """Make it this person's community; with a code for it, this computer joins it, too."""
        if self.looking:
            return
        self._wait(True)
        services = self.context.services

        def done(_: None) -> None:
            self._wait(False)
            self.typed = ""
            self.context.community = invitation.community
            self.context.profile = replace(
                self.context.profile, community_url=services.sync.status().community_url
            )
            self.joined(invitation.community)

        def failed(problem: EnvironmentProblem) -> None:
            self._wait(False)
            if isinstance(problem, ConnectionProblem):
                self.not_found(problem)
            else:
                self.trouble(problem)

        self.context.tasks.run(
            self, lambda: services.join(invitation, machine_code), done, failed, long=True
        )

    @property
    def typed(self) -> str:
        """The address that was last typed in this window; empty once a community was joined."""
        return _typed.get(self.context, "")

    @typed.setter
    def typed(self, address: str) -> None:
        _typed[self.context] = address

    def start_is_over(self) -> None:
        """The first start is done: remember that, and go Home."""
        navigator = self.context.navigator
        navigator.settle(replace(self.context.profile, started=True))
        navigator.home()

    def community_name(self, community: Community) -> str:
        """Its name in the interface's language."""
        return pick_text(community.name, self.context.language)

    def person_to_ask(self, community: Community) -> str:
        """“Ask Mrs Reed, telephone 01632 960123.”; empty where nobody is named."""
        name = pick_text(community.help.name, self.context.language)
        if not name or not community.help.telephone:
            return ""
        pattern = self.tr("A person to ask: {name}, telephone {telephone}")
        return pattern.format(name=name, telephone=community.help.telephone)

    def _wait(self, waiting: bool) -> None:
        self.looking = waiting
        self.set_waiting(waiting)
