"""Every driver, in the real child process: one contract."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.speech.child_process import VOICES_ARGUMENT, child_command, child_environment
from tests.contract.speech.conftest import wait_until
from tests.fakes.piper_voice import make_voice
from tests.sound import VirtualSound

COMMANDS = {
    "espeak": child_command("espeak"),
    "piper": child_command("piper"),
    "silence": child_command("silence"),
    "sapi5": [sys.executable, "-m", "tests.fakes.sapi"],
}
TEXT = "Tea is served today"
LONG = "one two three four five six seven eight nine ten " * 8


class Child:
    """The child, its events as they come."""

    def __init__(self, command: list[str]) -> None:
        self.events: list[dict[str, Any]] = []
        self._number = 0
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=child_environment(),
            start_new_session=True,
        )
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def tell(self, **command: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def say(self, text: str, language: str = "en") -> int:
        self._number += 1
        number = self._number
        self.tell(op="say", id=number, text=text, language=language, rate=400, volume=1.0)
        return number

    def of(self, kind: str, number: int | None = None) -> list[dict[str, Any]]:
        return [
            event
            for event in list(self.events)
            if event["ev"] == kind and (number is None or event.get("id") == number)
        ]

    def wait_for(self, kind: str, number: int | None = None) -> dict[str, Any]:
        wait_until(lambda: bool(self.of(kind, number)), f"no {kind}: {self.events}")
        return self.of(kind, number)[0]

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(20)
        finally:
            self.process.kill()
            self._thread.join(20)
            self.process.stdout.close()


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The argument for a folder with a voice for each language, for the one driver that asks."""
    folder = tmp_path_factory.mktemp("voices")
    make_voice(folder, "anna", "en_GB")
    make_voice(folder, "mei", "zh_CN", 300.0)
    return f"{VOICES_ARGUMENT}{folder}"


@pytest.fixture(params=sorted(COMMANDS), scope="module")
def shared_child(
    request: pytest.FixtureRequest, card: VirtualSound, voices: str
) -> Iterator[Child]:
    """One child a driver, for the tests that do not end it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in card.environment.items():
            patch.setenv(name, value)
        made = Child([*COMMANDS[request.param], voices])
        made.wait_for("ready")
    yield made
    made.close()


@pytest.fixture
def child(shared_child: Child) -> Child:
    """The child, with nothing told yet but its beginning."""
    shared_child.tell(op="stop")
    return shared_child


@pytest.fixture(params=sorted(COMMANDS))
def own_child(request: pytest.FixtureRequest, sound: VirtualSound, voices: str) -> Iterator[Child]:
    """A child for the test alone."""
    made = Child([*COMMANDS[request.param], voices])
    yield made
    made.close()


def test_it_says_what_it_is(child: Child) -> None:
    ready = child.wait_for("ready")
    assert len(ready["drivers"]) == 1
    assert isinstance(ready["tells_words"], bool)
    child.tell(op="voices")
    assert child.wait_for("voices")["voices"]


def test_words_come_in_order_each_at_its_place_and_then_the_end(child: Child) -> None:
    number = child.say(TEXT)
    assert child.wait_for("end", number)["ok"] is True
    heard = [TEXT[event["loc"] : event["loc"] + event["len"]] for event in child.of("word", number)]
    assert heard == TEXT.split()
    kinds = [event["ev"] for event in child.events if event.get("id") == number]
    assert kinds == ["start", *["word"] * 4, "end"]


def test_places_are_code_points_behind_an_emoji(child: Child) -> None:
    text = "Good 😀 day 𠮷 Li"
    number = child.say(text)
    child.wait_for("end", number)
    heard = [text[event["loc"] : event["loc"] + event["len"]] for event in child.of("word", number)]
    assert heard[0] == "Good"
    assert {"day", "Li"} <= set(heard)


def test_one_after_another_all_are_said(child: Child) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(child.say(TEXT))
        assert child.wait_for("end", numbers[-1])["ok"] is True
    assert [event["id"] for event in child.of("start")][-3:] == numbers
    assert [event["id"] for event in child.of("end")][-3:] == numbers


def test_stop_ends_it_and_the_next_is_said_whole(child: Child) -> None:
    first = child.say(LONG)
    child.wait_for("word", first)
    child.tell(op="stop")
    assert child.wait_for("end", first)["ok"] is False
    second = child.say(TEXT)
    assert child.wait_for("end", second)["ok"] is True
    assert len(child.of("word", second)) == 4
    assert len(child.of("word", first)) < 80


def test_a_new_one_takes_the_place_of_the_old(child: Child) -> None:
    first = child.say(LONG)
    child.wait_for("word", first)
    second = child.say(TEXT)
    assert child.wait_for("end", second)["ok"] is True
    assert child.wait_for("end", first)["ok"] is False
    assert len(child.of("word", second)) == 4


def test_chinese_has_its_voice(child: Child) -> None:
    number = child.say("今天停水。", "zh")
    assert child.wait_for("end", number)["ok"] is True
    assert child.of("word", number)


def test_it_beats_while_it_has_nothing_to_do(child: Child) -> None:
    before = len(child.of("hb"))
    wait_until(lambda: len(child.of("hb")) >= before + 2)


def test_nonsense_on_the_line_is_passed_over(child: Child) -> None:
    assert child.process.stdin is not None
    child.process.stdin.write('nonsense\n[]\n"x"\n{"op": "dance"}\n{}\n')
    number = child.say(TEXT)
    assert child.wait_for("end", number)["ok"] is True


def test_it_ends_by_itself_when_its_parent_is_gone(own_child: Child) -> None:
    number = own_child.say(LONG)
    own_child.wait_for("word", number)
    assert own_child.process.stdin is not None
    own_child.process.stdin.close()
    assert own_child.process.wait(20) == 0


def test_quit_ends_it(own_child: Child) -> None:
    own_child.wait_for("ready")
    own_child.tell(op="quit")
    assert own_child.process.wait(20) == 0
