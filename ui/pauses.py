"""Keeping Python's own pauses out of the window's way."""

from __future__ import annotations

import gc
import sys

from ui.application import Running

#: How long a thread may go on while another one waits for its turn, in seconds (usual: 0.005).
SWITCH_S = 0.001


def keep_pauses_short(running: Running) -> None:
    """Have the window wait less while other threads are at work.

    A full collection of garbage looks at every object there is while all threads wait, a tenth of
    a second on a busy computer: what the start has made stays anyway and is left out. And a
    thread that wants to go on does so after a millisecond: to show a screen takes many turns.
    """
    sys.setswitchinterval(SWITCH_S)
    running.loaded.connect(gc.freeze)
