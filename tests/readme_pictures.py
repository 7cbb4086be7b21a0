"""The six pictures of the README, made anew: `python -m tests.readme_pictures`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
#: Name in the README to the case, language, size and theme of `tests.screens`.
PICTURES = {
    "home": ("home", "en", 24, "light"),
    "reading": ("reading-aloud-1", "en", 24, "light"),
    "notices-zh": ("notices-1", "zh_CN", 24, "light"),
    "tell": ("tell-kind", "en", 24, "light"),
    "answer-dark": ("conversation-answered", "zh_CN", 24, "dark"),
    "home-yellow-48": ("home-read-1", "en", 48, "yellow"),
}


def main() -> None:
    """Draw the screens, and keep each as a small PNG."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (case, language, size, theme) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [
                    *(sys.executable, "-m", "tests.screens", folder, "--only", plain(case)),
                    *("--language", language, "--size", str(size), "--theme", theme),
                ],
                check=True,
            )
            drawn = Path(folder) / f"{case}-{language}-{size}-{theme}.png"
            Image.open(drawn).convert("RGB").quantize(64).save(
                FOLDER / f"{name}.png", optimize=True
            )


def plain(case: str) -> str:
    """The case's name without the page's number."""
    head, _, tail = case.rpartition("-")
    return head if tail.isdigit() else case


if __name__ == "__main__":
    main()
