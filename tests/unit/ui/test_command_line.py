"""The program started by hand, with what a person may get wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "ui.main", *words],
        cwd=ROOT,
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "screen",
    [{}, {"DISPLAY": ":64321"}, {"WAYLAND_DISPLAY": "none"}, {"WAYLAND_DISPLAY": "/dev/null"}],
    ids=str,
)
def test_without_a_screen_it_says_how_to_get_one(screen: dict[str, str], tmp_path: Path) -> None:
    done = start("--data", str(tmp_path / "data"), **screen)
    assert done.returncode == 2
    assert done.stderr.startswith("Footbridge needs a screen:")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("typed", ["not an address!", "ftp://willow-lane.example", "http://"])
def test_what_cant_be_an_address_is_said(typed: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = start("--data", str(data), "--community", typed, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert typed in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not data.exists()
