"""What the stand-ins for a system's own voices share: the words, the clock, the child."""

from __future__ import annotations

import sys
from collections.abc import Iterator

SECONDS_A_WORD = 0.05


def utf16_words(text: str) -> Iterator[tuple[int, int]]:
    """The (place, length) of each word between spaces, in UTF-16 units as systems count."""
    place = 0
    for word in text.split(" "):
        units = len(word.encode("utf-16-le")) // 2
        if units:
            yield place, units
        place += units + 1


def run_child(name: str) -> None:
    """The voice child with that system's driver as the only one."""
    from app.speech import synthesiser, voice_child

    synthesiser.all_drivers = lambda _voices=None: (synthesiser.SystemDriver(name, sys.platform),)
    voice_child.main([])
