"""The speech packs of this computer, and taking one out: asked once before it is done."""

from __future__ import annotations

from app.speech.packs import Installed
from ui.context import Route
from ui.screen import Screen
from ui.theme import Role
from ui.widgets.pressable import Shape
from ui.wording.hearing import pack_name, pack_note


class PacksOutScreen(Screen):
    """Values: `ask`, the id of the pack of which it is asked whether it shall go."""

    name = "packs-out"

    def build(self) -> None:
        self.head(
            self.tr("Speech packs here"),
            self.tr("Press one to take it out"),
            self.tr("These speech packs are on this computer. Press one to take it out."),
        )
        self.context.tasks.run(
            self, self.context.services.packs.installed, self._show, self.trouble
        )

    def _show(self, installed: list[Installed]) -> None:
        asked = next((one for one in installed if one.pack.id == self.values.get("ask")), None)
        if asked is not None:
            self._ask(asked)
        else:
            for one in installed:
                self._row(one)
            if not installed:
                self.words(self.tr("There is no speech pack here."), name="no-packs")
        self.filled()

    def _row(self, one: Installed) -> None:
        self.press(
            pack_name(one.pack, self.context.language),
            lambda: self.context.navigator.go(Route.to("packs-out", ask=one.pack.id)),
            icon="message",
            note=pack_note(one.pack),
            shape=Shape.CARD,
            name=f"pack-{one.pack.id}",
        )

    def _ask(self, one: Installed) -> None:
        self.head(
            self.tr("Take it out?"),
            pack_name(one.pack, self.context.language),
            self.tr("It is asked whether this speech pack shall be taken out."),
        )
        self.words(pack_note(one.pack), Role.BODY, name="pack-note")
        self.words(
            self.tr("It is deleted from this computer. You can put it in again from the stick."),
            name="pack-text",
        )
        self.press(
            self.tr("No, keep it"),
            self.context.navigator.back,
            icon="arrow-left",
            filled=True,
            name="pack-keep",
            pairs=True,
        )
        self.press(
            self.tr("Yes, take it out"),
            lambda: self.take_out(one.pack.id),
            icon="trash",
            name="pack-remove",
            pairs=True,
        )

    def take_out(self, pack_id: str) -> None:
        """Delete it, and go back to what hears now."""
        packs = self.context.services.packs
        back = self.context.navigator.back
        self.context.tasks.run(
            self, lambda: packs.remove(pack_id), lambda _: back(), self.trouble, long=True
        )

    def help_text(self) -> str:
        return self.tr(
            "Press a speech pack to take it out. You are asked once more before it goes."
        )
