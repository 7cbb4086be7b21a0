"""The USB stick on the screen: which one, what it brought, what to do next, and every bad end."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import ui.screens.join_file
from app.domain.swap import Brought, News, Swap, Taken
from app.errors import CourierProblem
from tests.fakes.client import idea
from tests.fakes.fault_server import notice
from tests.fakes.post import ADDRESS, Post
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.join_files import find
from ui.widgets.words import Words
from ui.wording.message_state import state_of
from ui.wording.problems import problem_text


@pytest.fixture
def post() -> Post:
    made = Post()
    made.publish(notice(1), notice(2), notice(3))
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "WILLOW"
    place.mkdir()
    return place


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path, post: Post) -> Iterator[Hands]:
    with staged(tmp_path / "stage", "empty") as stage:
        stage.services.join_unseen(post.address)
        yield hands_on(stage)


def open_(hands: Hands, *places: Path) -> None:
    hands.window.go(Route.to("stick", folders=list(places)))
    hands.settle()


def sentence(hands: Hands) -> str:
    (one,) = hands.running.services.conversations.all()
    return state_of(hands.running.context, one).sentence


def test_one_press_both_ways(hands: Hands, post: Post, stick: Path) -> None:
    post.put_news(stick)
    hands.running.services.send(idea())
    open_(hands)
    assert "No stick was found." in hands.words()
    open_(hands, stick)
    assert "The stick: WILLOW" in hands.words()
    hands.press("swap-0")
    hands.wait(lambda: "3 notices are new or were changed." in hands.words())
    assert "1 message was copied to the stick." in hands.words()
    assert "You may take the stick out now. Bring it to the office." in hands.words()
    assert "It arrives with the stick, or when there is a connection." in sentence(hands)
    assert "Copied to a USB stick, " in sentence(hands)
    (file,) = (stick / "Footbridge").glob("*.fbout")
    post.answer(stick, file)
    open_(hands, stick)
    assert "A stick last brought something " in hands.words()
    hands.press("swap-0")
    hands.wait(lambda: "The office has received 1 message." in hands.words())
    assert "USB stick" not in sentence(hands)
    services = hands.running.services
    (one,) = services.conversations.all()
    services.write_back(one.id, "One more thing.", "en")
    services.swap(stick)
    assert sentence(hands).startswith("Your last words are kept on this computer, ")
    assert "Copied to a USB stick, " in sentence(hands)
    hands.press("swap-notices")
    assert hands.where == "notices"


def test_a_machine_without_a_connection_joins_by_the_file(
    qapp: QApplication, tmp_path: Path, post: Post, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's file and its notices on one stick are all that it takes."""
    root = base64.b64encode(bytes(post.keys.root.verify_key)).decode()
    told = {"type": "footbridge-join", "address": ADDRESS, "name": {"en": "Willow Lane"}}
    (stick / "lane.footbridge").write_text(json.dumps(told | {"root": root}))
    post.put_news(stick)
    monkeypatch.setattr(ui.screens.join_file, "find", lambda: find([stick]))
    with staged(tmp_path / "stage", "empty") as stage:
        hands = hands_on(stage)
        hands.window.go(Route.to("helper"))
        hands.window.go(Route.to("join-file"))
        hands.wait(lambda: "file-0" in hands.names())
        hands.press("file-0")
        hands.wait(lambda: "join-unseen" in hands.names())
        hands.press("join-unseen")
        hands.wait(lambda: hands.where == "helper")
        open_(hands, stick)
        hands.press("swap-0")
        hands.wait(lambda: "3 notices" in hands.words())
        trust = stage.services.trust.current()
        assert trust is not None
        assert (trust.code, trust.confirmed) == (post.keys.code, True)


def ends_with(hands: Hands, code: str) -> Callable[[], None]:
    """The next swap ends so; returns what lets them be as they are again."""
    services, real = hands.running.services, hands.running.services.swap

    def swap(_top: Path, _step: object = None) -> Swap:
        raise CourierProblem(code)

    services.swap = swap  # type: ignore[method-assign]

    def heal() -> None:
        services.swap = real  # type: ignore[method-assign]

    return heal


@pytest.mark.parametrize(
    "code", ["stick_gone", "stick_full", "stick_read_only", "stick_unsafe", "stick_busy"]
)
def test_every_bad_end_is_told_and_can_be_tried_again(
    hands: Hands, post: Post, stick: Path, code: str
) -> None:
    post.put_news(stick)
    heal = ends_with(hands, code)
    open_(hands, stick)
    hands.press("swap-0")
    hands.wait(lambda: hands.banner() == problem_text(code))
    assert "Nothing is lost." in hands.banner()
    heal()
    hands.press("swap-again")
    hands.press("swap-0")
    hands.wait(lambda: "3 notices" in hands.words())


def test_what_there_is_nothing_to_say_of_takes_no_room(hands: Hands, stick: Path) -> None:
    def nothing_good(_top: Path, _step: Callable[[int], None]) -> Swap:
        return Swap(Brought(News.DAMAGED, not_shown=1), Taken())

    hands.running.services.swap = nothing_good  # type: ignore[method-assign]
    open_(hands, stick)
    hands.press("swap-0")
    hands.wait(lambda: "damaged" in hands.words())
    assert [one.objectName() for one in hands.screen.findChildren(Words) if not one.text()] == []


def test_without_notices_first_it_says_who_can_help(hands: Hands, stick: Path) -> None:
    hands.running.services.send(idea())
    open_(hands, stick)
    hands.press("swap-0")
    hands.wait(lambda: hands.banner() == problem_text("stick_no_key"))


def test_stopped_and_left_alone(hands: Hands, post: Post, stick: Path) -> None:
    """It goes on while another screen is open, and ends when somebody says so."""
    post.put_news(stick)
    services, real, go = hands.running.services, hands.running.services.swap, threading.Event()

    def slow(top: Path, step: Callable[[int], None] = lambda _: None) -> Swap:
        step(3_000_000)
        go.wait(20.0)
        return real(top, step)

    services.swap = slow  # type: ignore[method-assign]
    open_(hands, stick)
    hands.press("swap-0")
    hands.wait(lambda: "Copied so far: 3 MB." in hands.words())
    hands.window.home()
    open_(hands, stick)
    assert "Swapping news." in hands.words()
    hands.press("swap-stop")
    go.set()
    hands.wait(lambda: hands.banner() == problem_text("stick_stopped"))


def test_a_public_machine_opens_no_window_for_choosing(hands: Hands, stick: Path) -> None:
    open_(hands, stick, stick)
    assert "There is more than one stick." in hands.words()
    assert "another-folder" in hands.names()
    hands.running.context.kiosk = True
    open_(hands, stick)
    assert "another-folder" not in hands.names()
    hands.running.context.kiosk = False
