"""The program's entry: `footbridge`. Also the child processes, for voice and ear, and the self-check."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """The command line's options."""
    made = argparse.ArgumentParser(
        prog="footbridge", description="Read your community's notices, and say something back."
    )
    made.add_argument("--language", choices=["en", "zh_CN"], help="the interface's language")
    made.add_argument("--data", metavar="DIR", help="the folder that keeps everything")
    made.add_argument("--community", metavar="URL", help="the community's address")
    made.add_argument("--offline", action="store_true", help="do not use the network")
    made.add_argument("--kiosk", action="store_true", help="full screen")
    made.add_argument("--self-check", action="store_true", help="check this installation and leave")
    return made


def has_display() -> bool:
    """Whether Qt can open a window here. Asks the X server itself, so that Qt never aborts."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _x_answers(os.environ["DISPLAY"])


def _x_answers(display: str) -> bool:
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


NO_DISPLAY = (
    "Footbridge needs a screen: log in to a desktop and start it there, "
    "or type “xvfb-run -a” before the command."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--voice-child"]:
        from app.speech.voice_child import main as voice_main

        return voice_main(words[1:])
    if words[:1] == ["--ear-child"]:
        from app.speech.ear.ear_child import main as ear_main

        return ear_main(words[1:])
    given = parser().parse_args(words)
    if given.self_check:
        from ui.self_check import self_check

        return self_check()
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201
        return 2
    # Before PySide6: once that is loaded, every import reads the module's source as well.
    import app.services  # noqa: F401
    from ui.run import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
