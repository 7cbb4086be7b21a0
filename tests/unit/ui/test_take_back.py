"""Taking a message back, removing what is over, and what is said of it everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.feedback import Conversation, ConversationState, Withdrawal
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, TakenBack
from app.events import ConversationsChanged
from tests.sample_store import NOW, conversation_id, fill_messages
from tests.stage import staged
from tests.unit.ui.hands import Hands, hands_on
from tests.unit.ui.test_messages import (
    conversation,
    go,
    last,
    sentence,
    state_shown,
    write,
)
from ui.context import Route

OFFICE = "Willow Lane Street Office"


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[Hands]:
    with staged(tmp_path, "joined") as stage:
        fill_messages(stage.services, stage.clock, stage.language)
        stage.window.home()
        stage.settle()
        yield hands_on(stage)


def told(hands: Hands) -> None:
    hands.running.services.events.emit(ConversationsChanged())
    hands.settle()


def test_an_unsent_message_is_taken_back_and_then_removed(hands: Hands) -> None:
    go(hands, "kept")
    hands.press("take-back")
    assert "Then it is not sent." in hands.words()
    hands.press("keep")
    assert conversation(hands, "kept").withdrawal is None
    hands.press("take-back")
    hands.press("yes")
    assert hands.where == "conversation"
    assert state_shown(hands) == "You took it back, today, 10:12. It never left this computer."
    assert hands.names() == ["write-anew", "remove"]
    assert hands.running.services.outbox.waiting() == 0
    hands.press("remove")
    hands.press("yes")
    assert hands.where == "messages"
    assert f"message-{conversation_id('kept')}" not in hands.names()


def test_a_received_one_says_each_step_of_its_going(hands: Hands) -> None:
    go(hands, "received")
    hands.press("take-back")
    assert "If nobody has looked at it yet, it is erased." in hands.words()
    hands.press("yes")
    assert state_shown(hands) == (
        f"You took it back, today, 10:12. {OFFICE} is told when there is a connection."
    )
    assert "write-back" not in hands.names()
    services = hands.running.services
    services.withdrawals.told(TakenBack(conversation_id("received")))
    told(hands)
    assert state_shown(hands) == (
        f"You took it back, today, 10:12. Somebody had seen it: {OFFICE} is asked to erase it."
    )
    gone = MailboxEntry(conversation_id("received"), ConversationState.ERASED, erased_at=NOW)
    services.outbox.apply_mailbox([gone])
    told(hands)
    assert state_shown(hands) == f"You took it back, today, 10:12. {OFFICE} has erased it."
    hands.window.go(Route.to("receipt", conversation_id=conversation_id("received")))
    hands.settle()
    assert "You took your message back" in hands.screen.title


def test_what_the_office_erased_while_one_was_asked_says_so(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("take-back")
    gone = MailboxEntry(
        conversation_id("in-progress"), ConversationState.ERASED, erased_at=NOW - timedelta(days=1)
    )
    hands.running.services.outbox.apply_mailbox([gone])
    told(hands)
    assert "Something happened to this message meanwhile." in hands.words()
    hands.press("keep")
    assert state_shown(hands) == f"Erased by {OFFICE}, yesterday, 10:12."
    assert conversation(hands, "in-progress").entries[0].text in hands.words()


def test_refused_words_are_thrown_away_and_the_rest_stays(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    hands.press("send")
    services = hands.running.services
    services.outbox.refused(last(hands, "in-progress").id, {"en": "Too many words today."})
    told(hands)
    hands.press("throw-words")
    hands.press("yes")
    assert hands.where == "conversation"
    assert len(conversation(hands, "in-progress").entries) == 1
    assert "Being looked at by" in state_shown(hands)


def variants(there: Conversation) -> dict[str, Conversation]:
    """The conversation in every way of being gone or held."""
    erased = replace(there, state=ConversationState.ERASED)
    first = there.entries[0]
    gone = {
        f"{kind}": replace(there, withdrawal=kind, withdrawn_at=NOW, erased_at=NOW)
        for kind in Withdrawal
    }
    held = {
        code: replace(
            there,
            state=ConversationState.KEPT,
            entries=(replace(first, received=False, held_by=code),),
        )
        for code in ("too_old", "not_joined")
    }
    return {
        **gone,
        **held,
        "erased": replace(erased, erased_at=NOW),
        "erased-some-day": replace(erased, erased_at=None),
    }


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_each_new_state_has_a_sentence_of_its_own_in_both_languages(
    qapp: QApplication, tmp_path: Path, language: Language
) -> None:
    with staged(tmp_path, "joined", language=language) as stage:
        fill_messages(stage.services, stage.clock, stage.language)
        hands = hands_on(stage)
        said = {n: sentence(hands, c) for n, c in variants(conversation(hands, "received")).items()}
    assert len(set(said.values())) == len(said) == 8
    for one in said.values():
        assert "{" not in one
        assert "None" not in one
        letters = [c for c in one.replace(OFFICE, "") if c.isascii() and c.isalpha()]
        assert bool(letters) is (language is Language.ENGLISH), one
