"""Whether this installation is whole: `footbridge --self-check`.

Says what it found as JSON on standard output; `reasons` says in plain words what does not work.
Works from a checkout and from the bundle, with or without a screen. Asks nothing of the network,
and writes only into a folder of its own that is gone afterwards.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QLibraryInfo, QTranslator, qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app import __version__
from app.errors import EnvironmentProblem
from app.paths import Paths, resources_folder
from app.services import Services, build_services
from app.speech.check import self_check as check_voice
from ui.application import Options, Running, prepare_qt
from ui.icons import FALLBACK, has_icon
from ui.main_window import HOME
from ui.screens import SCREENS
from ui.theme import FAMILIES, load_fonts

#: How long Home may take until it has asked the store for everything, in seconds.
_PATIENCE_S = 20.0
#: A blank window has one colour, words have hundreds: smooth edges.
_LEAST_COLOURS = 32
_LEAST_ICONS = 40


def self_check() -> int:
    """Check everything, print it; 0 when all that is essential works, else 1."""
    found, reasons, remarks = examine()
    told = {"ok": not reasons, "reasons": reasons, "remarks": remarks, **found}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    # In bytes: a terminal's or a pipe's own encoding may not know every letter.
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
    return 1 if reasons else 0


def examine() -> tuple[dict[str, Any], list[str], list[str]]:
    """What was found, what essential does not work, and what else is worth knowing."""
    found: dict[str, Any] = {
        "version": __version__,
        "python": platform.python_version(),
        "qt": qVersion(),
        "system": platform.platform(),
        "bundle": bool(getattr(sys, "frozen", False)),
    }
    reasons: list[str] = []
    remarks: list[str] = []
    parts: tuple[Callable[[dict[str, Any], list[str], list[str]], None], ...] = (
        _check_voice,
        _check_resources,
        _check_screens,
        _check_window,
    )
    for part in parts:
        part(found, reasons, remarks)
    return found, reasons, remarks


def _check_voice(found: dict[str, Any], reasons: list[str], remarks: list[str]) -> None:
    voice = check_voice()
    found["voice"] = voice
    synthesis = voice.get("synthesis", {})
    if not synthesis:
        reasons.append("The voice could not be started.")
    for language, result in synthesis.items():
        if not result.get("ok"):
            reasons.append(f"The voice can't say anything in the language {language}.")
    if synthesis and not voice.get("ok"):
        # A machine without a loudspeaker is no fault of this installation.
        remarks.append("There is a voice, but no loudspeaker to hear it.")
    _judge_hearing(voice.get("hearing") or {}, reasons, remarks)


def _judge_hearing(hearing: dict[str, Any], reasons: list[str], remarks: list[str]) -> None:
    if not hearing.get("ok"):
        broken = [part for part, works in hearing.get("parts", {}).items() if not works]
        reasons.append(f"The ear can't work: {', '.join(broken) or 'it could not be tried'}.")
        return
    remarks.append("The ear can work.")
    if not hearing["microphones"]:
        remarks.append("There is no microphone to speak into.")
    remarks.extend(
        f"{language}: {'heard by ' + name if name else 'nothing hears it yet'}."
        for language, name in hearing["hears"].items()
    )


def _application() -> QApplication:
    from ui.display import has_display

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])


def _check_resources(found: dict[str, Any], reasons: list[str], remarks: list[str]) -> None:
    found["platform"] = _application().platformName()
    families = load_fonts()
    found["fonts"] = sorted(set(families))
    reasons += [f"The font {name} is missing." for name in FAMILIES if name not in families]
    icons = len(list((resources_folder() / "icons").glob("*.svg")))
    found["icons"] = icons
    if icons < _LEAST_ICONS or not has_icon(FALLBACK):
        reasons.append("The pictures for the buttons are missing.")
    found["translations"] = {}
    ours = str(resources_folder() / "translations")
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (
        ("footbridge_en", ours),
        ("footbridge_zh_CN", ours),
        ("qtbase_zh_CN", qt),
    ):
        there = QTranslator().load(name, folder)
        found["translations"][name] = there
        if not there:
            reasons.append(f"The translation {name} is missing.")


def _check_screens(found: dict[str, Any], reasons: list[str], remarks: list[str]) -> None:
    """Screens are looked up by name when they are opened, so a bundle may lack one unseen."""
    found["screens"] = 0
    for name, (module, class_name) in SCREENS.items():
        try:
            there = hasattr(import_module(f"ui.screens.{module}"), class_name)
        except ImportError:
            there = False
        found["screens"] += there
        if not there:
            reasons.append(f"The screen {name} is missing.")


def _check_window(found: dict[str, Any], reasons: list[str], remarks: list[str]) -> None:
    if reasons:
        remarks.append("The window was not tried, because of what is missing.")
        return
    try:
        with tempfile.TemporaryDirectory(prefix="footbridge-check.") as folder:
            _check_store(Path(folder), found, reasons)
    except OSError as error:
        reasons.append(f"No folder for a trial can be made: {error.strerror}.")


def _check_store(folder: Path, found: dict[str, Any], reasons: list[str]) -> None:
    try:
        services = build_services(Paths(folder), offline=True)
    except EnvironmentProblem as problem:
        reasons.append(f"The store can't be opened in {folder}: {problem}.")
        return
    found["sqlite"] = _engine(services)
    found["home"] = _show_home(services)
    if not found["home"]["shown"]:
        reasons.append("The window stays blank.")
    if not found["home"]["ready"]:
        reasons.append("The window did not get an answer from the store.")


def _engine(services: Services) -> dict[str, str]:
    """The database's version, and the journal that the store chose for it."""
    with services.store.read() as connection:
        version = connection.execute("SELECT sqlite_version()").fetchone()[0]
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return {"version": str(version), "journal": str(journal)}


def _show_home(services: Services) -> dict[str, Any]:
    """Open the real window at Home, and look at the picture."""
    application = _application()
    prepare_qt(application)
    running = Running(services, services.profiles.load(), Options(offline=True))
    begun = time.monotonic()
    try:
        running.open(HOME)
        application.processEvents()
        while not _is_ready(running) and time.monotonic() - begun < _PATIENCE_S:
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        picture = running.window.grab().toImage()
        choices = len(running.window.screen_now.choices()) if running.window.screen_now else 0
        colours = _colours(picture)
        return {
            "shown": colours >= _LEAST_COLOURS and choices > 0,
            "ready": _is_ready(running),
            "choices": choices,
            "colours": colours,
            "size": [picture.width(), picture.height()],
            "milliseconds": round((time.monotonic() - begun) * 1000),
        }
    finally:
        running.close()


def _is_ready(running: Running) -> bool:
    return running.window.isVisible() and running.tasks.under_way == 0


def _colours(picture: QImage) -> int:
    """How many colours every third dot of the picture has."""
    return len(
        {
            picture.pixel(x, y)
            for x in range(0, picture.width(), 3)
            for y in range(0, picture.height(), 3)
        }
    )
