"""The disk fills, the folder goes or may not be written: the words stay, and it is said."""

from __future__ import annotations

import logging
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.feedback import ConversationState, FeedbackKind
from app.domain.language import Language
from app.services import Services
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from tests.unit.ui.test_tell import LIFT, walk, write
from ui.context import Route
from ui.wording.problems import problem_text

BOTH = [Language.ENGLISH, Language.CHINESE]
STILL = ("Your message is still here, not sent.", "您的消息还在这里，没有发出。")


@contextmanager
def full(services: Services) -> Iterator[None]:
    """No file of this process may grow: how a full disk looks to it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(services: Services) -> Iterator[None]:
    """A file that can't be written any more. Root may write anywhere, so SQLite is told."""
    with services.store.write() as connection:
        writer = connection
    writer.execute("PRAGMA query_only = ON")
    yield
    writer.execute("PRAGMA query_only = OFF")


@contextmanager
def gone(services: Services) -> Iterator[None]:
    """The stick with the folder is taken out, and put in again."""
    data = services.paths.data
    away = data.with_name("away")
    data.rename(away)
    yield
    shutil.rmtree(data, ignore_errors=True)
    away.rename(data)


FAULTS: dict[str, tuple[Callable[[Services], AbstractContextManager[None]], str]] = {
    "full": (full, "disk_full"),
    "read-only": (read_only, "folder_read_only"),
    "gone": (gone, "folder_gone"),
}


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Hands]:
    with staged(tmp_path / "data", "joined", request.param) as stage:
        yield hands_on(stage)


@pytest.mark.parametrize("hands", BOTH, indirect=True)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.expected_log("a task failed|folder is gone")
def test_send_keeps_the_words_and_says_what_to_do(
    hands: Hands, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    services = hands.running.services
    break_it, code = FAULTS[fault]
    walk(hands)
    with break_it(services):
        hands.press("send")
        assert hands.where == "tell-send"
        assert problem_text(code) in hands.banner()
        assert STILL[BOTH.index(hands.running.context.language)] in hands.banner()
        assert LIFT in hands.words()
        hands.press("send")
        assert hands.where == "tell-send"
    hands.press("send")
    assert hands.where == "receipt"
    (sent,) = services.conversations.all()
    assert (sent.entries[0].text, sent.state) == (LIFT, ConversationState.KEPT)
    assert services.drafts.current() is None
    assert LIFT not in caplog.text
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("hands", [Language.ENGLISH], indirect=True)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("until", ["tell-topic", "tell-words", "tell-place", "tell-answer"])
@pytest.mark.expected_log("a task failed|folder is gone")
def test_every_step_goes_on_with_what_is_on_the_screen(
    hands: Hands, fault: str, until: str
) -> None:
    """Nothing can be kept, but the message can still be made, and is kept when it can be."""
    services = hands.running.services
    break_it, code = FAULTS[fault]
    walk(hands, until)
    with break_it(services):
        if until == "tell-words":
            write(hands, LIFT)
        press = {
            "tell-topic": "topic-homes",
            "tell-words": "go-on",
            "tell-place": "place-none",
            "tell-answer": "answer-yes",
        }[until]
        hands.press(press)
        assert problem_text(code) in hands.banner(), hands.words()
        assert hands.where != until
    # The next thing that is said brings all of it to the disk.
    hands.window.back()
    hands.press(press)
    kept = services.drafts.current()
    assert kept is not None
    assert kept.kind is FeedbackKind.PROBLEM
    assert kept.text == ("" if until == "tell-topic" else LIFT)


@pytest.mark.parametrize("hands", BOTH, indirect=True)
@pytest.mark.parametrize("route", ["home", "notices", "messages", "tell-kind"])
@pytest.mark.expected_log("a task failed|folder is gone")
def test_screens_say_it_when_nothing_can_be_read(hands: Hands, route: str) -> None:
    hands.settle()
    with gone(hands.running.services):
        # Files that are open go on to be read after a mere renaming.
        hands.running.services.store._drop_idle()
        hands.window.go(Route.to(route))
        hands.settle()
        assert problem_text("folder_gone") in hands.words()
    hands.window.home()
    hands.settle()
    assert hands.banner() == ""
