"""--self-check: what it says of a whole installation, and of one that is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import ui.self_check
import ui.theme
from ui.screens import SCREENS

ROOT = Path(__file__).resolve().parents[3]


def test_a_whole_installation_passes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", "--self-check"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["reasons"]) == (0, [])
    assert told["home"]["shown"]
    assert told["fonts"] == ["Atkinson Hyperlegible", "Noto Sans CJK SC"]
    assert all(told["translations"].values())
    assert told["screens"] == len(SCREENS)
    assert told["sqlite"]["journal"] in ("delete", "wal")
    assert all(result["ok"] for result in told["voice"]["synthesis"].values())
    assert told["voice"]["hearing"]["ok"]
    assert "The ear can work." in told["remarks"]
    assert "en: heard by pocketsphinx." in told["remarks"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_named(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    for module in (ui.self_check, ui.theme):
        monkeypatch.setattr(module, "resources_folder", lambda: tmp_path)
    assert ui.self_check.self_check() == 1
    told = json.loads(capfdbinary.readouterr().out)
    assert not told["ok"]
    assert "The font Noto Sans CJK SC is missing." in told["reasons"]
    assert "The pictures for the buttons are missing." in told["reasons"]
    assert "The translation footbridge_zh_CN is missing." in told["reasons"]


def test_a_screen_that_the_bundle_lacks_is_named(
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setitem(SCREENS, "find", ("no_such_module", "FindScreen"))
    assert ui.self_check.self_check() == 1
    told = json.loads(capfdbinary.readouterr().out)
    assert told["reasons"] == ["The screen find is missing."]


def test_a_folder_that_cannot_be_made_is_a_reason(
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", "/proc/no-such-folder")
        assert ui.self_check.self_check() == 1
    told = json.loads(capfdbinary.readouterr().out)
    assert told["reasons"][0].startswith("No folder for a trial can be made")
