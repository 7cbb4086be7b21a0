"""Where a stick is found, and the packs on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from app.errors import PackProblem
from app.speech.pack_reading import Offer, look_into

_MOST_LOOKED_AT = 200  # things at the top of a stick, and in a folder `footbridge` there
MOST_OFFERED = 20
OWN_FOLDER = "footbridge"


def packs_on(places: Iterable[Path]) -> list[Offer]:
    """The packs at the tops of these places, or in a folder `footbridge` there.

    Those that can be checked come first.

    What is no pack is passed over. Looks at names and sizes, copies nothing. Never raises.
    """
    found: dict[Path, Offer] = {}
    for place in places:
        for folder in (place, place / OWN_FOLDER):
            for candidate in _candidates(folder):
                if len(found) < MOST_OFFERED:
                    with contextlib.suppress(PackProblem):
                        found.setdefault(candidate, look_into(candidate))
    return sorted(found.values(), key=lambda offer: not offer.pack.checked)


def _candidates(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            seen = sorted(
                Path(entry.path)
                for _, entry in zip(range(_MOST_LOOKED_AT), entries, strict=False)
                if not entry.name.startswith(".")
            )
    except OSError:
        return []
    return [
        path
        for path in seen
        if path.suffix.lower() in (".zip", ".onnx") or (path.name != OWN_FOLDER and _is_pack(path))
    ]


def _is_pack(folder: Path) -> bool:
    """Quickly: a stick may hold folders with a hundred thousand pictures."""
    signs = ("footbridge-pack.json", "am/final.mdl", "model.bin")
    return any((folder / sign).is_file() for sign in signs)
