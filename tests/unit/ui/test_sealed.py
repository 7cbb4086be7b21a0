"""What a person sees of a message that nobody on this computer can read any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.feedback import Conversation, Draft, FeedbackKind
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from app.domain.profile import Profile
from app.events import ConversationsChanged
from app.paths import Paths
from app.services import build_services
from tests.fakes.signing import Keys
from tests.sample_store import ADDRESS
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on, started
from tests.unit.ui.test_messages import state_shown
from ui.context import Route

WORDS = "The lamp by the willow is dark."
SEALED = "What you said is sealed. Only the office can read it."


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        keys = Keys()
        made.services.trust.pin(ADDRESS, keys.code, confirmed=True)
        made.services.trust.keep(keys.document(), keys.code, ())
        made.services.share_always()
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def sent(hands: Hands) -> str:
    """Sent from the summary, as a person does."""
    services = hands.running.services
    draft = Draft(
        kind=FeedbackKind.PROBLEM,
        topic="buses",
        text=WORDS,
        place_asked=True,
        answer_wanted=False,
        step="send",
    )
    services.drafts.save(draft)
    hands.window.go(Route.to("tell-kind"))
    hands.settle()
    hands.press("go-on")
    assert WORDS in hands.words()
    assert "Once it is sent, only the office can read it." in hands.words()
    hands.press("send")
    assert hands.where == "receipt"
    return draft.id


def look_again(hands: Hands) -> None:
    hands.running.services.events.emit(ConversationsChanged())
    hands.settle()


def the_one(hands: Hands) -> Conversation:
    (conversation,) = hands.running.services.conversations.all()
    return conversation


def test_receipt_state_and_answer_are_shown_and_the_words_are_not(hands: Hands) -> None:
    key, services = sent(hands), hands.running.services
    shown = "".join(letter for letter in hands.words() if letter.isalnum())
    assert the_one(hands).claim_code.replace("-", "") in shown
    assert "Your message is kept" in hands.words()
    (row,) = services.outbox.due(services.clock.now())
    assert WORDS.encode() not in row.payload
    services.outbox.taken(key, Receipt(key, row.sha256, services.clock.now(), "1234"))
    look_again(hands)
    assert "Your message was received" in hands.words()
    assert "Number: 1234" in hands.words()
    hands.press("to-messages")
    assert "A problem, sealed" in hands.words()
    hands.press(f"message-{key}")
    assert hands.screen.title == "A problem, sealed"
    assert SEALED in hands.words()
    assert SEALED in [part.text for part in hands.screen.describe().passages("en")]
    reply = Reply("r", "It is mended.", "en", {"en": "Office"}, services.clock.now())
    state = the_one(hands).state
    services.outbox.apply_mailbox([MailboxEntry(key, state, "1234", replies=(reply,))])
    look_again(hands)
    assert "It is mended." in hands.words()
    assert WORDS not in hands.words()


def test_what_is_refused_is_said_again_since_it_can_not_be_shown(hands: Hands) -> None:
    key, services = sent(hands), hands.running.services
    services.outbox.refused(key, {"en": "Too long for us."})
    look_again(hands)
    hands.window.go(Route.to("conversation", conversation_id=key))
    hands.settle()
    assert state_shown(hands).endswith("The reason: Too long for us.")
    assert hands.names() == ["say-anew", "remove"]
    assert "what is sealed can't be shown again" in hands.words()
    hands.press("say-anew")
    hands.press("kind-problem")
    hands.press("topic-buses")
    assert hands.where == "tell-words"


@pytest.mark.expected_log("a draft can't be opened any more")
def test_a_draft_whose_veil_is_lost_is_told_on_home(qapp: QApplication, tmp_path: Path) -> None:
    services = build_services(Paths(tmp_path), offline=True, voice="silence")
    services.save_profile(Profile(started=True, shared=True))
    services.drafts.save(Draft(kind=FeedbackKind.PROBLEM, text=WORDS))
    services.close()
    (tmp_path / "veil").unlink()
    with started(tmp_path) as hands:
        assert "can't be opened any more. Please say it anew." in hands.banner()
        assert hands.running.services.drafts.current() is None
