"""Whether a window can be opened here: asked of the screen itself, so that Qt never aborts."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

NO_DISPLAY = (
    "Footbridge needs a screen: log in to a desktop and start it there, "
    "or type “xvfb-run -a” before the command."
)


def has_display() -> bool:
    """Whether Qt can open a window here."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    wayland, x = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    return bool(wayland and _wayland_answers(wayland)) or bool(x and _x_answers(x))


def _wayland_answers(display: str) -> bool:
    # A name is one of the run-time folder's, a path stands for itself (wl_display_connect).
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / display
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        try:
            attempt.connect(str(path))
        except (OSError, ValueError):
            return False
    return True


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
