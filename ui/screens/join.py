"""Join a community: type its address, see who is there, say yes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from app.domain.community import Community
from app.domain.trust import Invitation
from ui.context import Context, Route
from ui.meaning import Means
from ui.screens.joining import Joining
from ui.theme import Role, Tone
from ui.widgets.field import Field


class JoinScreen(Joining):
    """Values: `address` as typed, `invitation` once it answered, `first` during the first start."""

    name = "join"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.address = str(values.get("address", self.typed))
        invitation = values.get("invitation")
        self.invitation = invitation if isinstance(invitation, Invitation) else None
        self.first = bool(values.get("first"))
        self.code = str(values.get("code", ""))
        self.field: Field | None = None
        self.code_field: Field | None = None
        self.is_over = False

    def build(self) -> None:
        if self.invitation is None:
            self._ask_address()
        else:
            self._ask_whether(self.invitation)

    # --- the address ------------------------------------------------------------------------------

    def _ask_address(self) -> None:
        self.head(
            self.tr("Join a community"),
            # In a crowded window the field needs the height more.
            "" if self.compact else self.tr("by its address"),
            self.tr("Type the address of your community. A helper can tell you."),
        )
        label = self.tr("The address, letter by letter")
        self.field = Field(self.look, label, self.address, name="address")
        self.flow.add(self.field)
        if isinstance(self.field.edit, QLineEdit):
            self.field.edit.returnPressed.connect(self.look_for)
        self.press(self.tr("Look for it"), self.look_for, icon="search", filled=True, name="look")
        self.press(
            self.tr("From a USB stick"),
            lambda: self.context.navigator.replace(Route.to("join-file", first=self.first)),
            icon="device-usb",
            name="join-file",
        )
        if self.first:
            self.press(
                self.tr("Later"),
                self.start_is_over,
                icon="clock",
                note=self.tr("in Settings, Helper's corner"),
                name="join-later",
            )

    def look_for(self) -> None:
        """Ask who is at the typed address."""
        assert self.field is not None
        self.address = self.field.text().strip()
        if not self.address:
            self.say(self.tr("Please type the address first."), Tone.CARE, "pencil")
            self.field.edit.setFocus()
            return
        if not self.looking:
            self.say(self.tr("Looking for it. One moment, please."), Tone.INK2, "hourglass")
        self.look_at(self.address)

    def found(self, invitation: Invitation) -> None:
        self._show(address=self.address, invitation=invitation)

    def _show(self, **changes: object) -> None:
        self.context.navigator.replace(Route("join", {**self.memory(), **changes}))

    # --- yes or no --------------------------------------------------------------------------------

    def _ask_whether(self, invitation: Invitation) -> None:
        community = invitation.community
        name = self.community_name(community)
        self.head(self.tr("Is this your community?"), invitation.address)
        self.words(name, Role.TILE, name="community-name")
        if person := self.person_to_ask(community):
            self.words(person, name="community-person")
        self._say_code(invitation)
        if leaving := self._leaving(community):
            self.words(leaving, Role.NOTE, name="community-leaving")
        if invitation.machines:
            self._ask_machine_code(invitation)
        self.press(
            self.tr("Yes, join {name}").format(name=name),
            lambda: self.join(invitation, self._code()),
            icon="check",
            filled=True,
            name="join-yes",
            means=Means.YES,
        )
        if invitation.code and not invitation.vouched:
            self.press(
                self.tr("I have compared the code"),
                lambda: self._show(invitation=replace(invitation, vouched=True)),
                icon="shield-check",
                note=self.tr("it is the same"),
                name="code-same",
                pairs=True,
            )
        self.press(
            self.tr("No, another address"),
            self.go_back,
            icon="x",
            means=Means.NO,
            name="join-no",
            pairs=True,
        )

    def _ask_machine_code(self, invitation: Invitation) -> None:
        """Some communities take messages from computers that they know only."""
        if invitation.only_machines:
            label = self.tr("The code for this computer, to send messages")
        else:
            label = self.tr("The code for this computer, if you have one")
        self.code_field = Field(self.look, label, self.code, name="machine-code")
        self.flow.add(self.code_field)

    def _say_code(self, invitation: Invitation) -> None:
        """Whether its notices will be marked as checked, and what to do for it."""
        if invitation.vouched:
            text = self.tr("The code fits: {code}. Its notices are checked.")
        elif invitation.code:
            text = self.tr("Its code: {code}. Please compare it.")
        else:
            text = self.tr("It has no code. Its notices are not checked.")
        tone = Tone.GOOD if invitation.vouched else Tone.CARE
        self.words(text.format(code=invitation.code), Role.BODY, tone, name="community-code")

    def _leaving(self, community: Community) -> str:
        """What joining means for somebody who is in another community."""
        old = self.context.community
        if old is None or old.slug == community.slug:
            return ""
        text = self.tr("You leave {name}. Your messages stay on this computer.")
        return text.format(name=self.community_name(old))

    def leave(self) -> None:
        if not self.is_over:
            self.typed = self.field.text() if self.field is not None else self.address

    def joined(self, community: Community) -> None:
        self.is_over = True
        navigator = self.context.navigator
        said = self.tr("You have joined {name}.").format(name=self.community_name(community))
        if self.first:
            self.start_is_over()
        else:
            self.invitation = None
            navigator.back()
        navigator.announce(said)

    def go_back(self) -> bool:
        """From the question back to the address; what was typed is still there."""
        if self.invitation is None:
            return False
        self._show(invitation=None)
        return True

    def memory(self) -> dict[str, object]:
        address = self.field.text() if self.field is not None else self.address
        now = {"address": address, "code": self._code(), "invitation": self.invitation}
        return {**self.values, **now}

    def _code(self) -> str:
        return self.code_field.text().strip() if self.code_field is not None else self.code

    def help_text(self) -> str:
        if self.invitation is not None and self.invitation.machines:
            return self.tr(
                "Is this the right name? Then type the code for this computer and press Yes."
            )
        if self.invitation is not None:
            return self.tr("Is this the right name? Then press Yes. If not, press No.")
        return self.tr(
            "Type the address that your helper gave you, then press Look for it. "
            "You will be asked before you join."
        )
