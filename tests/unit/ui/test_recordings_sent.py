"""What is said of a message with a recording: one honest sentence, at every stage of its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.feedback import RecordingState
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, Reply
from app.events import ConversationsChanged
from tests.sample_store import fill_spoken
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from tests.unit.ui.test_messages import state_shown
from ui.context import Route
from ui.wording.message_state import state_of
from ui.wording.voice import duration_in_words

OFFICE = "Willow Lane Street Office"
REASON = {"en": "It is no recording.", "zh-CN": "这不是录音。"}


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def settle(hands: Hands, key: str, state: RecordingState) -> None:
    """What becomes of the recording."""
    outbox = hands.running.services.outbox
    (row,) = outbox.blobs_of(key)
    reason = REASON if state is RecordingState.REFUSED else None
    outbox.blob_settled(key, row.sha256, state, reason)
    hands.running.services.events.emit(ConversationsChanged())
    hands.settle()


def open_receipt(hands: Hands, text: bool = True) -> str:
    services = hands.running.services
    key = fill_spoken(services, hands.running.context.language, text)
    hands.window.go(Route.to("receipt", conversation_id=key))
    hands.settle()
    return key


def test_words_that_are_there_and_a_voice_that_is_not(hands: Hands) -> None:
    key = open_receipt(hands)
    sentence = f"{OFFICE} has your words. Your recording is still on its way. Number 1240."
    assert state_shown(hands) == sentence
    assert "Your message is kept" in hands.words()
    assert "received" not in hands.words()
    settle(hands, key, RecordingState.RECEIVED)
    assert state_shown(hands).startswith(f"Received by {OFFICE}, today")
    assert "Your message was received" in hands.words()


def test_a_voice_alone_on_its_way(hands: Hands) -> None:
    key = open_receipt(hands, text=False)
    assert state_shown(hands) == (
        f"Your recording is on its way to {OFFICE}. It is not all there yet."
    )
    settle(hands, key, RecordingState.REFUSED)
    assert state_shown(hands) == f"{OFFICE} could not take it. The reason: It is no recording."
    assert "Your message was not taken" in hands.words()


@pytest.mark.parametrize("text", [True, False])
def test_a_voice_that_the_disk_damaged(hands: Hands, text: bool) -> None:
    key = open_receipt(hands, text)
    settle(hands, key, RecordingState.DAMAGED)
    said = state_shown(hands)
    assert "This computer's disk damaged your recording, so it can't be sent." in said
    assert said.startswith(f"{OFFICE} has your words.") is text
    assert "Your message was received" not in hands.words()


def test_a_voice_that_is_refused_after_the_words_were_taken(hands: Hands) -> None:
    key = open_receipt(hands)
    settle(hands, key, RecordingState.REFUSED)
    assert state_shown(hands) == (
        f"{OFFICE} has your words, but could not take your recording. "
        "The reason: It is no recording. Number 1240."
    )
    assert "Your words were received" in hands.words()


def test_an_answer_to_the_words_is_news_before_the_voice_is_there(hands: Hands) -> None:
    services = hands.running.services
    key = open_receipt(hands)
    found = services.conversations.get(key)
    assert found is not None
    reply = Reply("r", "We listen.", "en", {"en": "Office"}, services.clock.now())
    services.outbox.apply_mailbox([MailboxEntry(key, found.state, "1240", replies=(reply,))])
    services.events.emit(ConversationsChanged())
    hands.settle()
    assert state_shown(hands).startswith("New answer from Office")


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.2, "1 second", "1秒"),
        (42.4, "42 seconds", "42秒"),
        (60.0, "1 minute", "1分钟"),
        (125.0, "2 minutes 5 seconds", "2分钟5秒"),
    ],
)
def test_a_length_is_said_as_one_says_it(
    qapp: QApplication, tmp_path: Path, seconds: float, english: str, chinese: str
) -> None:
    for language, wanted in ((Language.ENGLISH, english), (Language.CHINESE, chinese)):
        with staged(tmp_path / language, "joined", language):
            assert duration_in_words(seconds) == wanted


def test_the_conversation_says_that_it_was_spoken_and_how_long(hands: Hands) -> None:
    key = open_receipt(hands, text=False)
    hands.window.go(Route.to("conversation", conversation_id=key))
    hands.settle()
    assert "A message in your own voice, 42 seconds" in hands.words()
    assert "A message in your own voice, 42 seconds" in [
        part.text for part in hands.screen.describe().text
    ]


def test_the_helper_sees_how_far_it_is(hands: Hands) -> None:
    key = open_receipt(hands)
    hands.running.services.sync._count()
    hands.window.go(Route.to("helper"))
    hands.settle()
    assert "A recording is on its way: 60 %." in hands.words()
    settle(hands, key, RecordingState.RECEIVED)
    hands.running.services.sync._count()
    hands.wait(lambda: "on its way" not in hands.words())


def test_it_is_said_in_chinese(qapp: QApplication, tmp_path: Path) -> None:
    with staged(tmp_path, "joined", Language.CHINESE) as stage:
        hands = hands_on(stage)
        key = open_receipt(hands)
        found = hands.running.services.conversations.get(key)
        assert found is not None
        sentence = state_of(hands.running.context, found).sentence
        assert "已收到您写的话，录音还在路上。" in sentence
        assert "1240" in sentence
