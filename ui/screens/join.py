"""Join a community: type its address, see who is there, say yes."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.domain.community import Community
from ui.context import Context, Route
from ui.screens.joining import Joining
from ui.theme import Role, Tone
from ui.widgets.field import Field


class JoinScreen(Joining):
    """Values: `address` as typed, `community` once it answered, `first` during the first start."""

    name = "join"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.address = str(values.get("address", self.typed))
        community = values.get("community")
        self.community = community if isinstance(community, Community) else None
        self.first = bool(values.get("first"))
        self.code = str(values.get("code", ""))
        self.field: Field | None = None
        self.code_field: Field | None = None
        self.is_over = False

    def build(self) -> None:
        if self.community is None:
            self._ask_address()
        else:
            self._ask_whether(self.community)

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
        given = self.tr("Its join code, if you were given one")
        self.code_field = Field(self.look, given, self.code, name="join-code")
        self.flow.add(self.code_field)
        for field in (self.field, self.code_field):
            if isinstance(field.edit, QLineEdit):
                field.edit.returnPressed.connect(self.look_for)
        self.press(self.tr("Look for it"), self.look_for, icon="search", filled=True, name="look")
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
        self.code = self._code()
        if not self.address:
            self.say(self.tr("Please type the address first."), Tone.CARE, "pencil")
            self.field.edit.setFocus()
            return
        if not self.looking:
            self.say(self.tr("Looking for it. One moment, please."), Tone.INK2, "hourglass")
        self.look_at(self.address)

    def found(self, address: str, community: Community) -> None:
        self._show(address=address, community=community)

    def _show(self, **changes: object) -> None:
        self.context.navigator.replace(Route("join", {**self.memory(), **changes}))

    # --- yes or no --------------------------------------------------------------------------------

    def _ask_whether(self, community: Community) -> None:
        name = self.community_name(community)
        self.head(self.tr("Is this your community?"), self.address)
        self.words(name, Role.TILE, name="community-name")
        if person := self.person_to_ask(community):
            self.words(person, name="community-person")
        if leaving := self._leaving(community):
            self.words(leaving, Role.NOTE, name="community-leaving")
        self.press(
            self.tr("Yes, join {name}").format(name=name),
            lambda: self.join(self.address, community, self.code),
            icon="check",
            filled=True,
            name="join-yes",
        )
        self.press(self.tr("No, another address"), self.go_back, icon="x", name="join-no")

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
            self.community = None
            navigator.back()
        navigator.announce(said)

    def go_back(self) -> bool:
        """From the question back to the address; what was typed is still there."""
        if self.community is None:
            return False
        self._show(community=None)
        return True

    def memory(self) -> dict[str, object]:
        address = self.field.text() if self.field is not None else self.address
        now = {"address": address, "code": self._code(), "community": self.community}
        return {**self.values, **now}

    def _code(self) -> str:
        return self.code_field.text().strip() if self.code_field is not None else self.code

    def help_text(self) -> str:
        if self.community is not None:
            return self.tr("Is this the right name? Then press Yes. If not, press No.")
        return self.tr(
            "Type the address that your helper gave you, then press Look for it. "
            "You will be asked before you join."
        )
