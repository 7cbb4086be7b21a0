"""Our own pyttsx3 drivers, reachable by name through `pyttsx3.init`."""

from __future__ import annotations

import importlib
import sys

ESPEAK = "footbridge_espeak"
PIPER = "footbridge_piper"
SILENCE = "footbridge_silence"

_MODULES = {
    ESPEAK: "app.speech.drivers.espeak",
    PIPER: "app.speech.drivers.piper",
    SILENCE: "app.speech.drivers.silence",
}


def register() -> None:
    """Make `pyttsx3.init` find our modules by these names.

    pyttsx3 imports "pyttsx3.drivers.<name>"; a module already known by that name is taken.
    Raises ImportError when a driver's own library is absent.
    """
    for name, module in _MODULES.items():
        sys.modules.setdefault(f"pyttsx3.drivers.{name}", importlib.import_module(module))
