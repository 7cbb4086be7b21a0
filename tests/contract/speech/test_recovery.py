"""When the voice breaks: it goes on at the word, or says honestly that there is none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.segment import words
from app.speech import task as task_module
from app.speech.child_process import child_environment
from app.speech.reader import Finished, Passage, Reader, ReaderState, State, WordStarted
from app.speech.voice import Voice
from tests.contract.speech.conftest import Listener, wait_until
from tests.sound import VirtualSound

TEXT = "We walk along the lane and over the bridge."
FAST = (500.0, 500.0)
CHILD = "from app.speech.voice_child import main; main([])"


def child(*lines: str) -> list[str]:
    """A voice child with something done before it."""
    return [sys.executable, "-c", "\n".join(["import sys", *lines])]


@pytest.mark.expected_log("the voice failed: (the child ended|no heartbeat)")
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_broken_voice_goes_on_at_the_word(
    reader: Reader, voice: Voice, listener: Listener, sound: VirtualSound, blow: signal.Signals
) -> None:
    reader.read([Passage("a", TEXT)])
    listener.wait_for(WordStarted("a", 8, 13))
    first = voice.pid
    assert first is not None
    os.kill(first, blow)
    listener.wait_for(ReaderState(State.STARTING), ReaderState(State.SPEAKING), Finished(True))
    lit = [event.start for event in listener.words()]
    assert lit == sorted(set(lit)), "a word was lit twice, or out of order"
    assert lit == [word.start for word in words(TEXT)]
    assert voice.pid != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


@pytest.mark.expected_log("the voice failed: the child ended")
def test_a_voice_that_broke_while_idle_is_there_for_the_next_text(
    reader: Reader, voice: Voice, listener: Listener, sound: VirtualSound
) -> None:
    reader.set_rate(*FAST)
    reader.read([Passage("a", "Tea.")])
    at = listener.wait_for(Finished(True))
    assert voice.pid is not None
    os.kill(voice.pid, signal.SIGKILL)
    wait_until(lambda: voice.pid is None)
    reader.read([Passage("a", "Tea.")])
    listener.wait_for(WordStarted, Finished(True), after=at)


@pytest.mark.expected_log("the voice failed: no (heartbeat|progress)")
def test_a_stalled_sound_server_is_outlived(
    reader: Reader, listener: Listener, sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VirtualSound() as other:
        for name, value in other.environment.items():
            monkeypatch.setenv(name, value)
        reader.read([Passage("a", TEXT)])
        listener.wait_for(WordStarted("a", 8, 13))
        os.kill(other.server_pid, signal.SIGSTOP)
        listener.wait_for(ReaderState(State.STARTING), ReaderState(State.STARTING))
        os.kill(other.server_pid, signal.SIGCONT)
        listener.wait_for(Finished(True))
    assert [event.start for event in listener.words()] == [word.start for word in words(TEXT)]


@pytest.mark.expected_log("no voice: |the voice failed: the child ended|the voice does not start")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (child("sys.modules['espeakng_loader'] = None", CHILD), "no_voice"),
        (child("sys.modules['sounddevice'] = None", CHILD), "no_sound"),
        (child("raise SystemExit(3)"), "voice_failed"),
        (["/nonexistent/voice"], "voice_failed"),
    ],
)
def test_without_a_voice_the_reason_is_told_and_all_else_goes_on(
    command: list[str], reason: str, listener: Listener, sound: VirtualSound
) -> None:
    reader = Reader(Voice(command=command), listener)
    try:
        reader.read([Passage("a", TEXT)])
        at = listener.wait_for(ReaderState(State.UNAVAILABLE, reason), Finished(False))
        assert reader.state is State.UNAVAILABLE
        reader.stop()
        reader.pause()
        reader.resume()
        reader.read([Passage("a", TEXT)])
        listener.wait_for(ReaderState(State.UNAVAILABLE, reason), Finished(False), after=at)
        assert listener.words() == []
    finally:
        reader.close()


@pytest.fixture
def no_card(sound: VirtualSound, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A computer without a sound card: no sound server, as no card of this machine is used."""
    with monkeypatch.context() as patch:
        patch.setenv("PULSE_SERVER", "unix:/nonexistent")
        yield patch


@pytest.mark.expected_log("no voice: no_sound")
def test_no_sound_card_is_told_and_a_later_one_is_used(
    reader: Reader, listener: Listener, no_card: pytest.MonkeyPatch
) -> None:
    reader.set_rate(*FAST)
    reader.read([Passage("a", TEXT)])
    at = listener.wait_for(ReaderState(State.UNAVAILABLE, "no_sound"), Finished(False))
    no_card.undo()
    reader.read([Passage("a", TEXT)])
    listener.wait_for(WordStarted, Finished(True), after=at)
    assert reader.state is State.IDLE


@pytest.mark.expected_log("the voice failed: no progress")
def test_a_voice_that_lives_but_says_nothing_is_given_up(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_module, "PROGRESS_LIMIT", 0.1)
    mute = child(
        "import time, json",
        "print(json.dumps({'ev': 'ready', 'drivers': ['mute'], 'tells_words': True}), flush=True)",
        "while True: time.sleep(0.1); print(json.dumps({'ev': 'hb'}), flush=True)",
    )
    reader = Reader(Voice(command=mute), listener)
    try:
        reader.read([Passage("a", "Tea.")])
        listener.wait_for(ReaderState(State.UNAVAILABLE, "voice_failed"), Finished(False))
    finally:
        reader.close()


@pytest.mark.expected_log("the voice failed: ended early")
def test_a_voice_that_ends_without_a_word_is_not_believed(listener: Listener) -> None:
    hasty = child(
        "import json",
        "print(json.dumps({'ev': 'ready', 'drivers': ['hasty'], 'tells_words': True}), flush=True)",
        "for line in sys.stdin:",
        "    number = json.loads(line).get('id')",
        "    print(json.dumps({'ev': 'start', 'id': number}), flush=True)",
        "    print(json.dumps({'ev': 'end', 'id': number, 'ok': True}), flush=True)",
    )
    reader = Reader(Voice(command=hasty), listener)
    try:
        reader.read([Passage("a", "Tea.")])
        listener.wait_for(ReaderState(State.UNAVAILABLE, "voice_failed"), Finished(False))
    finally:
        reader.close()


def test_events_of_what_was_stopped_are_dropped(listener: Listener) -> None:
    late = child(
        "import json, threading",
        "print(json.dumps({'ev': 'ready', 'drivers': ['late'], 'tells_words': True}), flush=True)",
        "def tell(**event): print(json.dumps(event), flush=True)",
        "old = None",
        "for line in sys.stdin:",
        "    command = json.loads(line)",
        "    if command['op'] != 'say': continue",
        "    number = command['id']",
        "    tell(ev='start', id=number)",
        "    if old is None: tell(ev='word', id=number, loc=0, len=2); old = number; continue",
        "    tell(ev='word', id=old, loc=3, len=4); tell(ev='end', id=old, ok=True)",
        "    tell(ev='word', id=number, loc=0, len=3); tell(ev='end', id=number, ok=True)",
    )
    reader = Reader(Voice(command=late), listener)
    try:
        reader.read([Passage("old", TEXT)])
        listener.wait_for(WordStarted("old", 0, 2))
        reader.read([Passage("new", "Tea.")])
        listener.wait_for(Finished(True))
        assert listener.words() == [WordStarted("old", 0, 2), WordStarted("new", 0, 3)]
    finally:
        reader.close()


def test_close_in_the_middle_leaves_no_process_and_no_sound(
    reader: Reader, voice: Voice, listener: Listener, sound: VirtualSound
) -> None:
    reader.read([Passage("a", TEXT * 5)])
    listener.wait_for(WordStarted)
    pid = voice.pid
    assert pid is not None
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    wait_until(lambda: sound.players() == 0)
    reader.read([Passage("a", TEXT)])  # forgotten, without an error
    reader.close()
    assert voice.pid is None


def test_the_child_ends_when_the_program_is_killed(sound: VirtualSound) -> None:
    program = (
        "import sys, time\n"
        "from app.speech.reader import Passage, Reader, WordStarted\n"
        "from app.speech.voice import Voice\n"
        "voice = Voice()\n"
        "def emit(event):\n"
        "    if isinstance(event, WordStarted): print(voice.pid, flush=True)\n"
        f"Reader(voice, emit).read([Passage('a', {TEXT * 5!r})])\n"
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
    wait_until(lambda: sound.players() == 0)


def _alive(pid: int) -> bool:
    """Whether it runs; an orphan that ended may wait as a zombie for the system to collect it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def test_nothing_that_is_spoken_is_written(
    reader: Reader,
    listener: Listener,
    sound: VirtualSound,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    reader.set_rate(*FAST)
    reader.read([Passage("a", TEXT), Passage("b", "今天停水。")])
    listener.wait_for(Finished(True))
    reader.close()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "cookie"]
    assert left == []
