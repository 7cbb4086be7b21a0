"""Drafts, messages and answers, as a person meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from app.domain.feedback import Conversation, ConversationState, FeedbackKind, Verdict, new_id
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from tests.unit.storage.build import NOON, House, a_draft


def received(house: House, text: str = "The lamp is broken") -> str:
    """A message that the community has; returns its id."""
    draft = house.send(text)
    receipt = Receipt(draft.id, sha256(text.encode()).hexdigest(), NOON, "1234")
    house.outbox.taken(draft.id, receipt)
    return draft.id


def conversation(house: House, conversation_id: str) -> Conversation:
    found = house.conversations.get(conversation_id)
    assert found is not None
    return found


def answer(
    conversation_id: str, *replies: str, state: str = "answered", **more: object
) -> MailboxEntry:
    author = {"en": "Street Office"}
    made = tuple(Reply(f"reply-{text}", text, "en", author, NOON) for text in replies)
    return MailboxEntry(conversation_id, ConversationState(state), replies=made, **more)  # type: ignore[arg-type]


def test_a_draft_is_there_after_every_step_and_a_new_start(house: House) -> None:
    assert house.drafts.current() is None
    draft = a_draft("", kind=None)
    for step in ("kind", "topic", "words"):
        draft = replace(draft, step=step, text=draft.text + "灯坏了 \U0001f600 ")
        house.drafts.save(draft)
        house = house.again()
        assert house.drafts.current() == draft
    house.store.close()


def test_the_draft_saved_last_is_the_current_one(house: House) -> None:
    first, second = a_draft("first"), a_draft("second")
    for draft in (first, second, first):
        house.drafts.save(draft)
    assert house.drafts.current() == first
    house.drafts.discard(first.id)
    assert house.drafts.current() == second


def test_half_an_emoji_costs_no_draft_and_no_message(house: House) -> None:
    house.drafts.save(a_draft("thanks \ud83d\ude00 \ud83d"))
    current = house.drafts.current()
    assert current is not None
    assert current.text == "thanks \U0001f600 \ufffd"
    sent = house.send("thanks \ud83d\ude00 \ud83d")
    assert conversation(house, sent.id).entries[0].text == "thanks \U0001f600 \ufffd"


def test_a_discarded_draft_is_not_left_in_the_file(house: House) -> None:
    draft = a_draft("my neighbour at number forty-two")
    house.drafts.save(draft)
    house.drafts.discard(draft.id)
    house.store.close()
    for path in house.folder.iterdir():
        assert path.is_dir() or b"forty-two" not in path.read_bytes()


def test_sending_keeps_the_message_and_ends_the_draft(house: House) -> None:
    draft = a_draft("The lamp", about="a-notice", answer_wanted=True)
    house.drafts.save(draft)
    sent = house.conversations.send(draft, b"payload", NOON)
    assert sent.state is ConversationState.KEPT
    assert sent.waiting
    assert sent.kind is FeedbackKind.PROBLEM
    assert (sent.topic, sent.about, sent.answer_wanted) == ("light", "a-notice", True)
    assert [(e.text, e.mine, e.received, e.sent_at) for e in sent.entries] == [
        ("The lamp", True, False, NOON)
    ]
    assert house.drafts.current() is None
    assert house.conversations.all() == (sent,)
    assert house.outbox.waiting() == 1


def test_sending_twice_is_sending_once(house: House) -> None:
    draft = a_draft()
    first = house.conversations.send(draft, b"one", NOON)
    assert house.conversations.send(draft, b"two", NOON) == first
    assert [row.payload for row in house.outbox.due(NOON)] == [b"one"]


def test_a_late_save_does_not_bring_a_sent_draft_back(house: House) -> None:
    draft = house.send()
    house.drafts.save(draft)
    assert house.drafts.current() is None


def test_a_draft_without_a_kind_is_not_sent(house: House) -> None:
    with pytest.raises(ValueError, match="kind"):
        house.conversations.send(a_draft(kind=None), b"", NOON)
    assert house.outbox.waiting() == 0


def test_no_answer_wanted_is_kept(house: House) -> None:
    assert not conversation(house, house.send(answer_wanted=False).id).answer_wanted


def test_a_receipt_makes_it_received(house: House) -> None:
    found = conversation(house, received(house))
    assert found.state is ConversationState.RECEIVED
    assert (found.reference, found.received_at, found.waiting) == ("1234", NOON, False)
    assert house.outbox.waiting() == 0


def test_a_refusal_is_told_with_its_reason(house: House) -> None:
    draft = house.send()
    house.outbox.refused(draft.id, {"en": "Too long"})
    found = conversation(house, draft.id)
    assert found.state is ConversationState.REFUSED
    assert found.refusal == found.entries[0].refusal == {"en": "Too long"}
    assert not found.waiting
    with pytest.raises(ValueError):
        house.conversations.write_back(draft.id, new_id(), "again", "en", None, b"", NOON)


def test_what_waited_behind_a_refused_first_message_does_not_wait_on(house: House) -> None:
    draft = house.send()
    house.conversations.write_back(draft.id, new_id(), "also", "en", None, b"also", NOON)
    house.outbox.refused(draft.id, None)
    assert house.outbox.waiting() == 0
    assert not conversation(house, draft.id).waiting


def test_a_refused_follow_up_leaves_its_conversation(house: House) -> None:
    first = received(house)
    more = new_id()
    house.conversations.write_back(first, more, "also", "en", None, b"also", NOON)
    house.outbox.refused(more, {"en": "No"})
    found = conversation(house, first)
    assert found.state is ConversationState.RECEIVED
    assert [entry.refusal for entry in found.entries] == [None, {"en": "No"}]


def test_writing_back_goes_with_the_conversations_token(house: House) -> None:
    first = received(house)
    more = new_id()
    made = house.conversations.write_back(
        first, more, "", "zh-CN", Verdict.NOT_SOLVED, b"not solved", NOON
    )
    assert made.entries[1].verdict is Verdict.NOT_SOLVED
    assert made.waiting
    (row,) = house.outbox.due(NOON)
    (watched,) = house.outbox.watched()
    assert (row.id, row.conversation_id, row.payload) == (more, first, b"not solved")
    assert row.token == watched.token
    again = house.conversations.write_back(first, more, "", "zh-CN", None, b"other", NOON)
    assert again == made
    assert house.outbox.waiting() == 1


def test_writing_back_to_nobody_is_a_mistake(house: House) -> None:
    with pytest.raises(ValueError):
        house.conversations.write_back("nobody", new_id(), "hi", "en", None, b"", NOON)


def test_an_answer_waits_until_it_is_opened(house: House) -> None:
    first = received(house)
    mailbox = answer(first, "We come on Friday", handler={"en": "Mr Lin"}, promised_by=date.max)
    assert house.outbox.apply_mailbox([mailbox])
    found = conversation(house, first)
    assert found.state is ConversationState.ANSWERED
    assert (found.handler, found.promised_by) == ({"en": "Mr Lin"}, date.max)
    assert found.entries[1].text == "We come on Friday"
    assert found.entries[1].author == {"en": "Street Office"}
    assert (found.unread_answers, house.conversations.answers_waiting()) == (1, 1)
    house.conversations.mark_opened(first)
    assert house.conversations.answers_waiting() == 0
    assert not house.outbox.apply_mailbox([mailbox])
    assert house.conversations.answers_waiting() == 0


def test_a_second_answer_waits_though_the_first_was_opened(house: House) -> None:
    first = received(house)
    house.outbox.apply_mailbox([answer(first, "One")])
    house.conversations.mark_opened(first)
    assert house.outbox.apply_mailbox([answer(first, "One", "Two")])
    assert [e.unread for e in conversation(house, first).entries] == [False, False, True]


def test_an_answer_whose_words_were_changed_waits_again(house: House) -> None:
    first = received(house)
    house.outbox.apply_mailbox([answer(first, "One")])
    house.conversations.mark_opened(first)
    changed = replace(answer(first, "One").replies[0], text="Not one but two")
    assert house.outbox.apply_mailbox([replace(answer(first), replies=(changed,))])
    entry = conversation(house, first).entries[1]
    assert (entry.text, entry.unread) == ("Not one but two", True)
    house.again().store.close()


def test_an_answer_can_not_write_over_my_own_words(house: House) -> None:
    first = received(house, "mine")
    forged = Reply(first, "not mine", "en", {}, NOON)
    house.outbox.apply_mailbox([replace(answer(first), replies=(forged,))])
    assert [e.text for e in conversation(house, first).entries] == ["mine"]


def test_the_mailbox_says_where_it_stands_but_never_before_a_receipt(house: House) -> None:
    kept = house.send("kept").id
    house.outbox.apply_mailbox([answer(kept, state="closed"), answer("unknown", "hello")])
    assert conversation(house, kept).state is ConversationState.KEPT
    first = received(house)
    for state in ("in_progress", "closed", "in_progress", "answered"):
        assert house.outbox.apply_mailbox([answer(first, state=state)])
        assert conversation(house, first).state == state
    assert not house.outbox.apply_mailbox([answer(first, state="answered")])


def test_what_the_mailbox_leaves_out_stays(house: House) -> None:
    first = received(house)
    house.outbox.apply_mailbox([answer(first)])
    found = conversation(house, first)
    assert (found.reference, found.received_at) == ("1234", NOON)


def test_the_newest_news_is_first_whatever_the_clock_says(house: House) -> None:
    first, second = received(house, "first"), received(house, "second")
    house.clock.moment -= timedelta(days=4000)
    third = house.send("third").id
    order = [c.id for c in house.conversations.all()]
    assert order == [third, second, first]
    house.outbox.apply_mailbox([answer(first, "answer")])
    assert [c.id for c in house.conversations.all()] == [first, third, second]
