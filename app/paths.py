"""Where things lie on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def resources_folder() -> Path:
    """The folder `resources/`, from a checkout and from a PyInstaller bundle alike."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one installation; `data` is the one that is backed up and moved."""

    data: Path

    @classmethod
    def default(cls) -> Paths:
        """The usual place for a person's data on this system."""
        return cls(Path(platformdirs.user_data_dir("footbridge", appauthor=False)))

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.data / "footbridge.db"

    @property
    def copies(self) -> Path:
        """The folder of daily copies of the store."""
        return self.data / "copies"

    @property
    def media(self) -> Path:
        """The folder of pictures and sounds, each named by its digest."""
        return self.data / "media"

    @property
    def speech(self) -> Path:
        """What a helper added for the ear: a folder for each language, with its models."""
        return self.data / "speech"

    @property
    def voices(self) -> Path:
        """What a helper added for the voice."""
        return self.data / "voices"

    @property
    def recordings(self) -> Path:
        """The folder of what people have said: each message's recording, named by its id."""
        return self.data / "recordings"

    @property
    def trial(self) -> Path:
        """The recording of somebody who tries the microphone; gone as soon as they are done."""
        return self.data / "trial.ogg"

    @property
    def logs(self) -> Path:
        """The folder of the log."""
        return self.data / "logs"
