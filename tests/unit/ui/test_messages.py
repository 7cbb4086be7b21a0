"""My messages, a conversation, writing back: one honest sentence everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.feedback import Conversation, Entry, Verdict
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, Reply
from app.domain.profile import Profile
from app.events import ConversationsChanged
from tests.loud import ExpectedLog
from tests.sample_store import OFFICE, conversation_id, fill_draft, fill_messages
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on, started
from tests.unit.ui.test_tell import field_text, no_room, receive, write
from ui.context import Route
from ui.wording.message_state import state_of

NAMES = ("kept", "received", "in-progress", "answered", "solved", "refused")


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        fill_messages(made.services, made.clock, made.language)
        made.window.home()
        made.settle()
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def conversation(hands: Hands, name: str) -> Conversation:
    """One of the sample's conversations, as it is stored now."""
    found = hands.running.services.conversations.get(conversation_id(name))
    assert found is not None
    return found


def last(hands: Hands, name: str) -> Entry:
    """The newest entry of a conversation."""
    return conversation(hands, name).entries[-1]


def go(hands: Hands, name: str) -> None:
    """Open one of them from the list."""
    hands.window.home()
    hands.window.go(Route.to("messages"))
    hands.press(f"message-{conversation_id(name)}")
    assert hands.where == "conversation"


def answer(
    hands: Hands, name: str, text: str, reply_id: str = "new-reply", language: str = "en"
) -> None:
    """An answer comes from the community."""
    services, there = hands.running.services, conversation(hands, name)
    reply = Reply(reply_id, text, language, OFFICE, services.clock.now())
    entry = MailboxEntry(there.id, there.state, there.reference, replies=(reply,))
    assert services.outbox.apply_mailbox([entry])
    services.events.emit(ConversationsChanged())
    hands.settle()


def state_shown(hands: Hands) -> str:
    """The sentence on the conversation or the receipt."""
    label = hands.screen.findChild(QLabel, "state")
    assert label is not None
    return label.text()


# --- the list -------------------------------------------------------------------------------------


def test_unread_answers_come_first_and_are_marked(hands: Hands) -> None:
    hands.window.go(Route.to("messages"))
    hands.settle()
    first, *others = hands.names()
    assert first == f"message-{conversation_id('answered')}"
    assert hands.button(first).filled
    assert hands.button(first).note.startswith("New answer from Willow Lane Street Office")
    assert not any(hands.button(name).filled for name in others)
    assert "6 messages · 1 new answer" in hands.screen.where


def test_an_empty_list_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    with staged(tmp_path, "joined") as stage:
        hands = hands_on(stage)
        hands.window.replace(Route.to("messages"))
        hands.settle()
        assert "You have not sent a message yet." in hands.words()
        hands.press("tell")
        assert hands.where == "tell-kind"


@pytest.mark.parametrize("name", NAMES)
def test_card_receipt_and_conversation_say_the_same(hands: Hands, name: str) -> None:
    sentence = state_of(hands.running.context, conversation(hands, name)).sentence
    hands.window.go(Route.to("messages"))
    hands.settle()
    assert hands.button(f"message-{conversation_id(name)}").note == sentence
    hands.window.go(Route.to("receipt", conversation_id=conversation_id(name)))
    hands.settle()
    assert state_shown(hands) == sentence
    assert sentence in [part.text for part in hands.screen.describe().text]
    go(hands, name)
    assert state_shown(hands) == sentence


def test_a_card_turns_when_the_receipt_comes(hands: Hands) -> None:
    hands.window.go(Route.to("messages"))
    hands.settle()
    card = f"message-{conversation_id('kept')}"
    assert "Kept on this computer" in hands.button(card).note
    hands.screen.flow.show_block(hands.button(card))
    hands.button(card).setFocus()
    receive(hands, "1300")
    assert hands.button(card).note == (
        "Received by Willow Lane Street Office, today, 10:12. Number 1300."
    )
    assert hands.window.focusWidget() in hands.screen.focus_order()


# --- a conversation -------------------------------------------------------------------------------


def test_a_new_answer_is_first_and_counts_as_opened(hands: Hands) -> None:
    go(hands, "answered")
    read = [part.text for part in hands.screen.describe().text]
    told = conversation(hands, "answered")
    assert read.index(told.entries[1].text) < read.index(told.entries[0].text)
    assert told.unread_answers == 0
    assert hands.running.services.conversations.answers_waiting() == 0
    go(hands, "answered")
    read = [part.text for part in hands.screen.describe().text]
    assert read.index(told.entries[0].text) < read.index(told.entries[1].text)


def test_an_answer_is_read_by_the_voice_of_its_language(hands: Hands) -> None:
    answer(hands, "received", "明天就修。", language="zh-CN")
    go(hands, "received")
    spoken = {part.text: part.language for part in hands.screen.describe().text}
    assert spoken["明天就修。"] == "zh-CN"


def test_an_answer_that_comes_while_one_looks_is_shown(hands: Hands) -> None:
    go(hands, "received")
    answer(hands, "received", "It is mended now.")
    assert "It is mended now." in hands.words()
    assert "solved" in hands.names()
    assert hands.running.services.conversations.answers_waiting() == 1  # the sample's own
    answer(hands, "received", "And painted.", "second")
    assert "And painted." in hands.words()
    assert "It is mended now." in hands.words()


def test_solved_is_said_once_thanked_for_and_can_be_taken_back(hands: Hands) -> None:
    go(hands, "answered")
    solved = hands.button("solved")
    solved.click()
    solved.click()
    hands.settle()
    entries = conversation(hands, "answered").entries
    assert [entry.verdict for entry in entries] == [None, None, Verdict.SOLVED]
    assert hands.banner().startswith("Thank you.")
    assert hands.names() == ["not-solved", "write-back", "take-back"]
    assert hands.window.focusWidget() in hands.screen.focus_order()
    assert state_shown(hands).startswith("You said it is solved, today, 10:12.")
    receive(hands)
    assert state_shown(hands) == "Solved. You said so today, 10:12."
    hands.press("not-solved")
    write(hands, "It is dark again.")
    hands.press("send")
    assert hands.where == "conversation"
    assert last(hands, "answered").verdict is Verdict.NOT_SOLVED
    assert hands.names() == ["write-back", "take-back"]


def test_not_solved_asks_for_a_word_of_why(hands: Hands) -> None:
    go(hands, "answered")
    hands.press("not-solved")
    assert hands.screen.title == "What is not solved yet?"
    hands.press("send")
    assert hands.banner() == "There are no words yet. Write some, then press Send."
    assert hands.screen.typing()
    write(hands, "Nobody came.")
    hands.press("send")
    said = last(hands, "answered")
    assert (said.text, said.verdict) == ("Nobody came.", Verdict.NOT_SOLVED)
    assert "Your last words are kept on this computer" in state_shown(hands)
    assert "You said: not solved." in hands.words()


def test_not_understood_needs_no_word(hands: Hands) -> None:
    go(hands, "answered")
    hands.press("not-understood")
    hands.press("send")
    said = last(hands, "answered")
    assert (said.text, said.verdict) == ("", Verdict.NOT_UNDERSTOOD)


def test_writing_back_twice_at_once_is_once(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    send = hands.button("send")
    send.click()
    send.click()
    hands.settle()
    assert len(conversation(hands, "in-progress").entries) == 2
    assert "It flickers, too." in hands.words()


def test_what_was_typed_to_write_back_is_still_there_later(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    hands.key(Qt.Key.Key_Escape)
    assert hands.where == "conversation"
    hands.press("write-back")
    assert field_text(hands) == "It flickers, too."


def test_a_full_disk_keeps_what_was_typed_to_write_back(
    hands: Hands, expected_log: ExpectedLog
) -> None:
    expected_log("disk_full")
    go(hands, "in-progress")
    hands.press("write-back")
    screen = hands.screen
    long = "It flickers. " * 700
    screen.field.set_text(long)  # type: ignore[attr-defined]
    no_room(hands.running.services.store)
    hands.press("send")
    assert hands.where == "write-back"
    assert "disk is full" in hands.banner()
    assert field_text(hands) == long
    no_room(hands.running.services.store, 1_000_000)
    hands.press("send")
    assert last(hands, "in-progress").text == long.strip()


def test_what_was_refused_says_why_and_is_written_anew(hands: Hands) -> None:
    go(hands, "refused")
    assert "This office may not take reports about bank cards." in state_shown(hands)
    assert hands.names() == ["write-anew", "remove"]
    hands.press("write-anew")
    hands.press("kind-problem")
    hands.press("topic-safety")
    assert field_text(hands) == conversation(hands, "refused").entries[0].text


def test_a_message_that_is_gone_says_so(hands: Hands) -> None:
    for screen in ("conversation", "receipt"):
        hands.window.go(Route.to(screen, conversation_id="nothing"))
        hands.settle()
        assert "This message is no longer on this computer." in hands.words()


# --- the sentence ---------------------------------------------------------------------------------


def sentence(hands: Hands, there: Conversation) -> str:
    """What is said of a conversation that looks like that."""
    return state_of(hands.running.context, there).sentence


def test_each_state_has_its_own_sentence(hands: Hands) -> None:
    said = {name: sentence(hands, conversation(hands, name)) for name in NAMES}
    office = "Willow Lane Street Office"
    assert said["kept"].endswith("It goes when there is a connection.")
    assert said["received"].startswith(f"Received by {office}, ")
    assert said["received"].endswith("Number 1234.")
    assert said["in-progress"] == (
        f"Being looked at by {office}. An answer is promised by Friday, 27 November."
    )
    assert said["answered"].startswith(f"New answer from {office}, ")
    assert said["solved"].startswith("Solved. You said so ")
    assert said["refused"].startswith(f"{office} could not take it. The reason: ")
    assert len(set(said.values())) == len(NAMES)


def test_missing_facts_leave_no_holes_in_the_sentence(hands: Hands) -> None:
    hands.running.context.community = None
    for name in NAMES:
        bare = replace(
            conversation(hands, name),
            reference=None,
            received_at=None,
            handler=None,
            promised_by=None,
            refusal=None,
        )
        said = sentence(hands, bare)
        assert said
        assert "None" not in said
        assert "{" not in said
        assert ", ." not in said
        assert "  " not in said


def test_a_refused_word_back_says_so(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    hands.press("send")
    services = hands.running.services
    services.outbox.refused(last(hands, "in-progress").id, {"en": "Too many words today."})
    services.events.emit(ConversationsChanged())
    hands.settle()
    assert state_shown(hands) == (
        "Your last words could not be taken. The reason: Too many words today."
    )
    hands.press("write-anew")
    hands.press("kind-problem")
    hands.press("topic-homes")
    assert field_text(hands) == "It flickers, too."


def test_words_back_that_arrived_are_told_of(hands: Hands) -> None:
    go(hands, "answered")
    hands.press("not-solved")
    write(hands, "Nobody came.")
    hands.press("send")
    receive(hands)
    assert state_shown(hands) == ("Willow Lane Street Office has the words you wrote today, 10:12.")


def test_what_was_typed_to_write_back_outlives_the_program(
    qapp: QApplication, tmp_path: Path
) -> None:
    with staged(tmp_path, "joined") as stage:
        fill_messages(stage.services, stage.clock, stage.language)
        stage.running.services.profiles.save(Profile(Language.ENGLISH, started=True))
        hands = hands_on(stage)
        stage.window.home()
        go(hands, "answered")
        hands.press("not-solved")
        write(hands, "Nobody came.")
        hands.settle()
    with started(tmp_path) as hands:
        assert "go on with your message" in hands.words()
        hands.press("tile-tell")
        assert "Nobody came." in hands.words()
        hands.press("go-on")
        assert hands.where == "write-back"
        assert hands.screen.title == "What is not solved yet?"
        assert field_text(hands) == "Nobody came."
        hands.press("send")
        said = last(hands, "answered")
        assert (said.text, said.verdict) == ("Nobody came.", Verdict.NOT_SOLVED)
        assert hands.running.services.drafts.current() is None
        hands.window.home()
        hands.window.go(Route.to("tell-kind"))
        hands.settle()
        assert "kind-idea" in hands.names()


def test_writing_back_leaves_a_new_message_alone(hands: Hands) -> None:
    draft = fill_draft(hands.running.services, hands.running.context.language)
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    hands.press("send")
    assert hands.running.services.drafts.current() == draft


def test_leaving_while_it_is_said_leaves_nothing_to_say_again(hands: Hands) -> None:
    go(hands, "in-progress")
    hands.press("write-back")
    write(hands, "It flickers, too.")
    hands.button("send").click()
    hands.window.home()
    hands.settle()
    assert last(hands, "in-progress").text == "It flickers, too."
    assert hands.running.services.drafts.current() is None
    go(hands, "in-progress")
    hands.press("write-back")
    assert field_text(hands) == ""


def test_opening_it_asks_for_answers_at_once_but_not_all_the_time(
    hands: Hands, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    now = [100.0]
    monkeypatch.setattr(stage.clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(stage.services.sync, "request_now", lambda: asked.append(now[0]))
    for now[0] in (100.0, 101.0, 129.0, 131.0):
        hands.window.home()
        hands.window.go(Route.to("messages"))
    assert asked == [100.0, 131.0]
