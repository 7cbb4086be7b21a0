"""Join a community by a file that its office gave out on a USB stick."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from app.domain.language import pick_text
from app.domain.trust import Invitation, JoinFile
from app.errors import BadData, EnvironmentProblem
from ui.context import Context, Route
from ui.join_files import find
from ui.screens.joining import Joining
from ui.theme import Role

#: Nobody could be asked: nothing speaks against what the file says.
_NO_WAY = frozenset({"no_connection", "offline", "login_page"})


class JoinFileScreen(Joining):
    """Values: `first` during the first start."""

    name = "join-file"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self._files: tuple[JoinFile, ...] | None = None
        self._chosen: JoinFile | None = None
        self._over = False

    def build(self) -> None:
        self.head(
            self.tr("Join from a USB stick"),
            self.tr("Join a community"),
            self.tr("Put the stick of your community into this computer."),
        )
        if self._files is None:
            self.words(self.tr("Looking for it. One moment, please."), name="looking")
            self._look()
            return
        if self._files:
            self.words(self.tr("Which one is your community?"), name="which")
        else:
            self.words(self.tr("No stick with a community was found."), name="no-file")
        for number, one in enumerate(self._files):
            self._offer(number, one)
        self.press(
            self.tr("Look again"),
            self._again,
            icon="refresh",
            filled=not self._files,
            name="look-again",
        )

    def _offer(self, number: int, one: JoinFile) -> None:
        self.press(
            pick_text(one.name, self.context.language) or one.address,
            lambda: self._choose(one),
            icon="device-usb",
            note=one.address,
            filled=len(self._files or ()) == 1,
            name=f"file-{number}",
        )

    def _choose(self, one: JoinFile) -> None:
        if not self.looking:
            self._chosen = one
        self.look_at(_typed(one))

    def not_found(self, problem: EnvironmentProblem) -> None:
        """Without a connection the file is enough: its code says what is really from there."""
        if self._chosen is None or problem.code not in _NO_WAY:
            super().not_found(problem)
            return
        name = pick_text(self._chosen.name, self.context.language) or self._chosen.address
        self.flow.clear()
        self.words(name, Role.TILE, name="community-name")
        self.words(
            self.tr("There is no connection just now. Notices can come with a USB stick."),
            name="join-unseen-words",
        )
        self.press(
            self.tr("Join without a connection"),
            lambda: self._join_unseen(name),
            icon="check",
            filled=True,
            name="join-unseen",
        )
        self.press(self.tr("Look again"), self._again, icon="refresh", name="look-again")
        self.flow.relayout()
        if (first := self.first_focus()) is not None:
            first.setFocus()
        self.content_changed.emit()

    def _join_unseen(self, name: str) -> None:
        services, chosen, context = self.context.services, self._chosen, self.context
        if chosen is None:
            return

        def done(_: None) -> None:
            address = services.sync.status().community_url
            context.profile = replace(context.profile, community_url=address)
            self._over = True
            if self.values.get("first"):
                self.start_is_over()
            else:
                context.navigator.back()
            context.navigator.announce(self.tr("You have joined {name}.").format(name=name))

        context.tasks.run(self, lambda: services.join_unseen(_typed(chosen)), done, self.trouble)

    def _look(self) -> None:
        services = self.context.services

        def ask() -> tuple[JoinFile, ...]:
            found = []
            for path in find():
                with contextlib.suppress(BadData):
                    found.append(services.read_join_file(path))
            return tuple(found)

        def arrived(files: tuple[JoinFile, ...]) -> None:
            self._files = files
            self._build_anew()

        self.context.tasks.run(self, ask, arrived, self.trouble, long=True)

    def _again(self) -> None:
        self._files = self._chosen = None
        self._build_anew()

    def _build_anew(self) -> None:
        self.flow.clear()
        self.build()
        self.flow.relayout()
        first = self.first_focus()
        if first is not None:
            first.setFocus()
        self.content_changed.emit()

    def found(self, invitation: Invitation) -> None:
        values = {**self.values, "address": invitation.address, "invitation": invitation}
        self.context.navigator.replace(Route("join", values))

    def go_back(self) -> bool:
        """Back to typing: this screen stands in the place of that one. Once joined, all the way."""
        if self._over:
            return False
        self.context.navigator.replace(Route("join", dict(self.values)))
        return True

    def help_text(self) -> str:
        return self.tr(
            "Put the stick in, wait a moment, then press Look again. "
            "Press the name of your community when you see it."
        )


def _typed(one: JoinFile) -> str:
    return f"{one.address}#{one.code}"
