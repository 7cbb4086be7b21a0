"""Our own pyttsx3 drivers, reachable by name through `pyttsx3.init`."""

from __future__ import annotations

import importlib
import sys

ESPEAK = "footbridge_espeak"
SILENCE = "footbridge_silence"

_MODULES = {ESPEAK: "app.speech.drivers.espeak", SILENCE: "app.speech.drivers.silence"}


def register() -> None:
    """Make `pyttsx3.init(ESPEAK)` and `pyttsx3.init(SILENCE)` find our modules.

    pyttsx3 imports "pyttsx3.drivers.<name>"; a module already known by that name is taken.
    Raises ImportError when a driver's own library is absent.
    """
    for name, module in _MODULES.items():
        sys.modules.setdefault(f"pyttsx3.drivers.{name}", importlib.import_module(module))
