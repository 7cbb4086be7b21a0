"""The self-check says what is there, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.speech import child_process
from app.speech.check import self_check
from tests.sound import VirtualSound


def test_with_a_sound_card_reading_aloud_can_work(
    sound: VirtualSound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    found = self_check()
    assert found["ok"] is True
    assert found["reason"] is None
    assert found["drivers"] == ["espeak"]
    assert found["versions"]["espeak-ng"].startswith("1.52")
    assert any(speaker["default"] for speaker in found["speakers"])
    assert found["synthesis"]["en"]["ok"] is True
    assert found["synthesis"]["zh"]["ok"] is True
    assert found["hearing"]["ok"] is True, found["hearing"]
    assert any(one["default"] for one in found["hearing"]["microphones"])
    assert found["hearing"]["packs for"] == ["vosk", "faster-whisper"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_sound_card_it_says_so(
    sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    found = self_check()
    assert (found["ok"], found["reason"]) == (False, "no_sound")
    assert found["synthesis"]["en"]["ok"] is True


def test_what_hangs_or_fails_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    assert self_check(timeout=0.01)["reason"] == "voice_failed"
    monkeypatch.setattr(child_process, "child_command", lambda: ["/nonexistent"])
    assert self_check()["reason"] == "voice_failed"
