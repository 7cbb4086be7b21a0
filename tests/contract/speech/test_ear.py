"""The ear through a real process and a real (virtual) microphone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.commands import Command
from app.speech.ear.ear import (
    Ear,
    EarState,
    HeardCommand,
    HeardText,
    Level,
    NothingHeard,
    NotUnderstood,
    PartialText,
    Recorded,
    State,
)
from app.speech.ear.link import Limits
from app.speech.ear.process import ear_command
from app.speech.ear.sound_file import seconds_of
from app.speech.reader import Passage, Reader, ReaderState, WordStarted
from app.speech.reader import State as ReaderIs
from tests.contract.speech.conftest import PATIENCE, Listener, wait_until
from tests.sound import VirtualSound
from tests.spoken import speak

LISTENING, THINKING = EarState(State.LISTENING), EarState(State.THINKING)
IDLE = EarState(State.IDLE)
LAMP = "the street lamp near the school is broken"


@pytest.fixture(scope="module")
def shared_ear(card: VirtualSound) -> Iterator[Ear]:
    """One ear for the tests that do not break it: loading what dictates takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in card.environment.items():
            patch.setenv(name, value)
        made = Ear(lambda _event: None)
        made.warm_up("en")
        made.warm_up("en", commands=False)
        wait_until(lambda: made.pid is not None)
    yield made
    made.close()
    assert made.pid is None


@pytest.fixture
def ear(shared_ear: Ear, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """The shared ear, idle, telling this test's listener."""
    monkeypatch.setattr(shared_ear, "_emit_to", listener)
    yield shared_ear
    shared_ear.cancel()
    done = threading.Event()
    shared_ear._link.post(done.set)
    assert done.wait(PATIENCE)


def say(sound: VirtualSound, text: str, folder: Path, voice: str = "flite/rms") -> None:
    """Say it into the microphone."""
    sound.speak_into_microphone(speak(text, voice, folder))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("next page", Command.NEXT_PAGE),
        ("help me", Command.HELP),
        ("number five", Command.NUMBER_5),
    ],
)
def test_a_command_is_heard(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path, text: str, command: Command
) -> None:
    ear.listen_for_command("en")
    at = listener.wait_for(EarState(State.STARTING), LISTENING)
    say(sound, text, tmp_path)
    listener.wait_for(Level, THINKING, IDLE, HeardCommand(command), after=at)


def test_listening_all_day_hears_commands_without_a_tone_and_tells_no_level(
    listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear = Ear(listener, limits=Limits(hear=2.0))
    ear.set_cues(True)
    try:
        with sound.record() as recording:
            ear.listen_for_command("en", always=True)
            listener.wait_for(LISTENING)
            begun = recording.seconds  # longer in silence than a microphone may be dumb
            wait_until(lambda: recording.seconds > begun + 3.0)
            say(sound, "next page", tmp_path)
            listener.wait_for(HeardCommand(Command.NEXT_PAGE))
            assert recording.voiced_seconds() == 0.0
        assert not any(isinstance(event, Level) for event in listener.events)
    finally:
        ear.close()


def test_something_else_is_no_command(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.listen_for_command("en")
    listener.wait_for(LISTENING)
    say(sound, "my neighbour has a new cat", tmp_path)
    listener.wait_for(THINKING, IDLE, NotUnderstood())


def test_a_dictation_is_written_down_and_recorded(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = tmp_path / "message.ogg"
    ear.dictate("en", recording)
    at = listener.wait_for(LISTENING)
    say(sound, LAMP, tmp_path)
    listener.wait_for(PartialText, after=at)
    wait_until(lambda: recording.exists())
    ear.finish()
    listener.wait_for(THINKING, Recorded, IDLE, HeardText, after=at)
    heard = next(event for event in listener.events if isinstance(event, HeardText))
    assert len(set(LAMP.split()) & set(heard.text.split())) >= 5, heard.text
    assert 0.0 < heard.confidence <= 1.0
    recorded = next(event for event in listener.events if isinstance(event, Recorded))
    assert recorded.path == recording
    assert seconds_of(recording) == pytest.approx(recorded.seconds, abs=0.1)
    ear.discard(recording)
    wait_until(lambda: not recording.exists())
    levels = [event.value for event in listener.events if isinstance(event, Level)]
    assert min(levels) < 0.1 < 0.5 < max(levels) <= 1.0


def test_pauses_do_not_cut_a_dictation(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.set_pause(1.5)
    ear.dictate("en")
    at = listener.wait_for(LISTENING)
    say(sound, "the water is cold", tmp_path)
    say(sound, "the water is cold", tmp_path)
    listener.wait_for(THINKING, IDLE, HeardText, after=at)
    ear.set_pause(3.0)
    heard = [event for event in listener.events if isinstance(event, HeardText)]
    assert len(heard) == 1
    assert heard[0].text.split().count("water") == 2, heard[0].text


def test_silence_is_nothing_and_never_words(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = tmp_path / "message.ogg"
    ear.dictate("en", recording)
    at = listener.wait_for(LISTENING)
    listener.wait_for(Level, IDLE, NothingHeard(), after=at)
    assert not any(isinstance(event, HeardText | PartialText) for event in listener.events)
    assert not recording.exists()


def test_finished_without_a_word_is_nothing(
    ear: Ear, listener: Listener, sound: VirtualSound
) -> None:
    ear.listen_for_command("en")
    ear.finish()  # before it even began
    listener.wait_for(EarState(State.STARTING), IDLE, NothingHeard())


def test_never_mind_leaves_nothing(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = tmp_path / "message.ogg"
    ear.dictate("en", recording)
    listener.wait_for(LISTENING, Level)
    ear.cancel()
    at = listener.wait_for(IDLE)
    assert ear.state is State.IDLE
    # The next one is heard, and nothing of the old one is told meanwhile.
    ear.listen_for_command("en")
    at = listener.wait_for(LISTENING, after=at)
    say(sound, "next page", tmp_path)
    listener.wait_for(HeardCommand(Command.NEXT_PAGE), after=at)
    assert not any(isinstance(event, HeardText | Recorded) for event in listener.events)
    assert not recording.exists()


def test_a_language_that_cannot_be_written_down_is_recorded(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = tmp_path / "message.ogg"
    ear.dictate("zh", recording)
    at = listener.wait_for(LISTENING)
    say(sound, LAMP, tmp_path)
    ear.finish()
    listener.wait_for(THINKING, Recorded, IDLE, NotUnderstood("no_recogniser"), after=at)
    assert seconds_of(recording) > 1.0


def test_cues_are_heard_outside_of_listening(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.set_cues(True)
    with sound.record() as speaker:
        ear.listen_for_command("en")
        at = listener.wait_for(LISTENING)
        wait_until(lambda: speaker.voiced_seconds() > 0.05)
        say(sound, "next page", tmp_path)
        listener.wait_for(HeardCommand, after=at)
        wait_until(lambda: len(speaker.stretches(0.5)) == 2)
    ear.set_cues(False)


def test_the_voice_is_silent_first(
    shared_reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear = Ear(listener, shared_reader)
    try:
        shared_reader.read([Passage("a", "We walk along the lane and over the bridge. " * 5)])
        at = listener.wait_for(WordStarted)
        ear.listen_for_command("en")
        listener.wait_for(ReaderState(ReaderIs.IDLE), LISTENING, after=at)
        say(sound, "next page", tmp_path)
        at = listener.wait_for(HeardCommand(Command.NEXT_PAGE), after=at)
        # When the voice begins to speak all the same, listening ends.
        ear.listen_for_command("en")
        at = listener.wait_for(LISTENING, after=at)
        shared_reader.read([Passage("a", "We walk along the lane and over the bridge.")])
        listener.wait_for(IDLE, after=at)
        listener.wait_for(WordStarted, after=at)
    finally:
        ear.close()


class _Deaf:
    """A reader that does not stop."""

    state = ReaderIs.SPEAKING

    def stop(self) -> None:
        """No."""


def test_it_does_not_listen_to_the_voice(listener: Listener, sound: VirtualSound) -> None:
    ear = Ear(listener, _Deaf())
    try:
        ear.listen_for_command("en")
        listener.wait_for(EarState(State.UNAVAILABLE, "voice_speaks"))
        assert LISTENING not in listener.events
    finally:
        ear.close()


def _sockets(pid: int) -> set[str]:
    """The inodes of the sockets of a process."""
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(entry.readlink())
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def _unix_sockets(pid: int) -> set[str]:
    return {line.split()[6] for line in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]}


def test_while_listening_only_the_sound_server_is_spoken_to(
    ear: Ear, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear.dictate("en")
    listener.wait_for(LISTENING)
    pid = ear.pid
    assert pid is not None
    speaking = threading.Thread(target=say, args=(sound, LAMP, tmp_path))
    speaking.start()
    looks = 0
    while speaking.is_alive():
        mine = _sockets(pid)
        assert mine, "it must at least speak to the sound server"
        assert mine <= _unix_sockets(pid) | (_sockets(pid) ^ mine)
        looks += 1
    speaking.join()
    assert looks > 3


GUARDED = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        sys.stderr.write(event); sys.stderr.flush()
        import os; os._exit(9)
sys.addaudithook(watch)
from app.speech.ear.ear_child import main
main([])
"""


def test_a_child_that_may_open_no_socket_hears_as_well(
    listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    ear = Ear(listener, command=[sys.executable, "-c", GUARDED])
    try:
        ear.listen_for_command("en")
        at = listener.wait_for(LISTENING)
        say(sound, "next page", tmp_path)
        at = listener.wait_for(HeardCommand(Command.NEXT_PAGE), after=at)
        ear.dictate("en")
        at = listener.wait_for(LISTENING, after=at)
        say(sound, LAMP, tmp_path)
        ear.finish()
        listener.wait_for(HeardText, after=at)
    finally:
        ear.close()


def test_the_guard_bites() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARDED.replace("main([])", "import socket; socket.socket()")],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 9


def test_what_is_heard_is_written_nowhere(
    listener: Listener, sound: VirtualSound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(own))
    monkeypatch.chdir(own)
    ear = Ear(listener)
    try:
        ear.listen_for_command("en")
        at = listener.wait_for(LISTENING)
        say(sound, "next page", tmp_path)
        at = listener.wait_for(HeardCommand, after=at)
        ear.dictate("en")
        listener.wait_for(LISTENING, after=at)
        say(sound, LAMP, tmp_path)
        ear.finish()
        listener.wait_for(HeardText)
    finally:
        ear.close()
    left = [path for path in own.rglob("*") if path.is_file() and path.name != "cookie"]
    assert left == []


def test_the_program_is_its_own_ear(
    listener: Listener, sound: VirtualSound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a bundle, which has no Python to call."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "frozen", True, raising=False)
        assert ear_command(None) == [sys.executable, "--ear-child"]
        _, *arguments = ear_command(tmp_path)
    ear = Ear(listener, command=[sys.executable, "-m", "ui.main", *arguments])
    try:
        ear.listen_for_command("en")
        at = listener.wait_for(LISTENING)
        say(sound, "next page", tmp_path)
        listener.wait_for(HeardCommand(Command.NEXT_PAGE), after=at)
    finally:
        ear.close()
