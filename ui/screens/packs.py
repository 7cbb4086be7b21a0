"""Put in a speech pack: those that were found on a stick, or a file that is chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.places import removable_places
from app.speech.pack_places import packs_on
from app.speech.pack_reading import Offer
from ui.context import Route
from ui.screen import Screen
from ui.wording.hearing import pack_name, pack_note


class PacksScreen(Screen):
    """What lies on the sticks that are plugged in. Values: `folders` to look in instead."""

    name = "packs"

    def build(self) -> None:
        self.head(
            self.tr("Put in a speech pack"),
            self.tr("from a USB stick or a file"),
            self.tr("Plug in the stick with the speech pack, then press the pack's name."),
        )
        self.look_again()

    def look_again(self) -> None:
        """Look at what is plugged in now."""
        self.flow.clear()
        self.words(self.tr("Looking at the sticks …"), name="packs-found")
        self.flow.relayout()
        self.context.tasks.run(self, self._find, self._show, self.trouble, long=True)

    def _find(self) -> list[Offer]:
        folders = self.values.get("folders")
        return packs_on(folders if isinstance(folders, list) else removable_places())

    def _show(self, offers: list[Offer]) -> None:
        self.flow.clear()
        found = (
            self.tr("%n speech pack(s) found.", "", len(offers))
            if offers
            else self.tr("No speech pack was found. Plug in the stick, wait a moment, look again.")
        )
        self.words(found, name="packs-found")
        for number, offer in enumerate(offers):
            self.press(
                pack_name(offer.pack, self.context.language),
                lambda path=offer.path: self.open(path),
                icon="device-usb",
                note=pack_note(offer.pack),
                filled=number == 0,
                name=f"pack-{number}",
            )
        self._add_other_ways(filled=not offers)
        self.filled()
        self.context.navigator.announce(found)

    def _add_other_ways(self, *, filled: bool) -> None:
        self.press(
            self.tr("Look again"),
            self.look_again,
            icon="refresh",
            filled=filled,
            name="look-again",
            pairs=True,
        )
        if not self.context.kiosk:
            self.press(
                self.tr("Choose a file"),
                self.choose_file,
                icon="upload",
                name="choose-file",
                pairs=True,
            )

    def open(self, path: Path) -> None:
        """Show what it is, before it is put in."""
        self.context.navigator.go(Route.to("pack-add", path=str(path)))

    def choose_file(self) -> None:
        """The system's own window for choosing; not on a public machine."""
        dialog = QFileDialog(self, self.tr("Choose a speech pack"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kind = self.tr("Speech packs")
        pattern = "*.zip *.onnx footbridge-pack.json model.bin final.mdl"
        dialog.setNameFilter(f"{kind} ({pattern})")
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def help_text(self) -> str:
        return self.tr(
            "Plug in the stick and press Look again. Then press the pack you want to put in."
        )
