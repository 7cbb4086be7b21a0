"""What waits to be sent: when it is due, in which order, and that it is whole."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from app.domain.feedback import ConversationState, new_id
from app.domain.mailbox import MailboxEntry, Receipt
from app.errors import BadData
from tests.unit.storage.build import NOON, House

MINUTE = timedelta(minutes=1)


def due(house: House) -> list[bytes]:
    return [row.payload for row in house.outbox.due(house.clock.now())]


def take(house: House, id_: str, payload: bytes) -> None:
    house.outbox.taken(id_, Receipt(id_, sha256(payload).hexdigest(), NOON, "1"))


def damage(house: House, what: str) -> None:
    with house.store.write() as connection:
        connection.execute(what)


def test_a_row_holds_the_exact_bytes_and_their_digest(house: House) -> None:
    draft = house.send("灯坏了")
    (row,) = house.outbox.due(NOON)
    assert row.payload == "灯坏了".encode()
    assert row.sha256 == sha256(row.payload).hexdigest()
    assert (row.id, row.conversation_id, row.token) == (draft.id, draft.id, draft.token)


def test_the_token_and_the_words_are_not_in_a_rows_repr(house: House) -> None:
    draft = house.send("secret words")
    (row,) = house.outbox.due(NOON)
    assert draft.token not in repr(row)
    assert "secret" not in repr(row)


def test_oldest_first_and_of_a_conversation_only_the_first(house: House) -> None:
    first = house.send("one")
    house.conversations.write_back(first.id, "more", "one more", "en", None, b"one more", NOON)
    house.send("two")
    assert due(house) == [b"one", b"two"]
    house.outbox.failed(first.id, NOON + MINUTE, "no_connection")
    assert due(house) == [b"two"]
    house.clock.moment += MINUTE
    assert due(house) == [b"one", b"two"]
    take(house, first.id, b"one")
    assert due(house) == [b"one more", b"two"]


def test_a_failed_try_waits_and_is_counted(house: House) -> None:
    draft = house.send()
    house.outbox.failed(draft.id, NOON + MINUTE, "no_connection")
    house.outbox.failed(draft.id, NOON + MINUTE, "no_connection")
    assert due(house) == []
    assert house.outbox.seconds_to_next(NOON) == 60
    assert house.outbox.waiting() == 1
    house = house.again()
    house.outbox.make_all_due()
    (row,) = house.outbox.due(NOON)
    assert row.attempts == 2
    assert house.outbox.seconds_to_next(NOON) == 0
    house.store.close()


def test_nothing_waits_in_an_empty_outbox(house: House) -> None:
    assert house.outbox.seconds_to_next(NOON) is None
    assert house.outbox.due(NOON) == ()
    house.outbox.failed("nobody", NOON, "x")
    house.outbox.refused("nobody", None)
    take(house, "nobody", b"")


@pytest.mark.parametrize("jump", [timedelta(days=-9999), timedelta(days=9999)])
def test_a_clock_that_was_wrong_stalls_nothing(house: House, jump: timedelta) -> None:
    house.clock.moment = NOON + jump
    draft = house.send("words")
    house.outbox.failed(draft.id, house.clock.now() + MINUTE, "no_connection")
    house.clock.moment = NOON
    assert due(house) == [b"words"]
    assert house.outbox.seconds_to_next(NOON) == 0


def test_no_try_is_put_off_beyond_an_hour(house: House) -> None:
    draft = house.send("words")
    house.outbox.failed(draft.id, NOON + timedelta(days=30), "busy")
    assert due(house) == []
    house.clock.moment += timedelta(hours=1)
    assert due(house) == [b"words"]


@pytest.mark.parametrize("jump", [timedelta(days=-9999), timedelta(days=9999)])
def test_nor_does_it_keep_a_message_from_being_taken_back(house: House, jump: timedelta) -> None:
    draft = house.send("words")
    house.outbox.begin(draft.id)
    house.clock.moment = NOON + jump
    house.withdrawals.take_back(draft.id, house.clock.now())
    house.withdrawals.failed(draft.id, house.clock.now() + MINUTE)
    house.clock.moment = NOON
    assert [one.id for one in house.withdrawals.to_tell(NOON)] == [draft.id]
    assert house.outbox.seconds_to_next(NOON) == 0


def test_nor_is_taking_back_put_off_beyond_an_hour(house: House) -> None:
    draft = house.send("words")
    house.outbox.begin(draft.id)
    house.withdrawals.take_back(draft.id, NOON)
    house.withdrawals.failed(draft.id, NOON + timedelta(days=1))
    assert house.withdrawals.to_tell(NOON) == ()
    assert house.outbox.seconds_to_next(NOON) == 3600
    house.clock.moment += timedelta(hours=1)
    assert len(house.withdrawals.to_tell(house.clock.now())) == 1


@pytest.mark.parametrize("wrong", ["id", "digest"])
def test_only_a_receipt_for_these_very_bytes_is_one(house: House, wrong: str) -> None:
    draft = house.send("words")
    id_ = "another" if wrong == "id" else draft.id
    digest = sha256(b"other" if wrong == "digest" else b"words").hexdigest()
    with pytest.raises(BadData, match="receipt"):
        house.outbox.taken(draft.id, Receipt(id_, digest, NOON, "1"))
    assert due(house) == [b"words"]
    found = house.conversations.get(draft.id)
    assert found is not None
    assert found.state is ConversationState.KEPT


def test_a_receipt_that_comes_twice_is_one(house: House) -> None:
    draft = house.send("words")
    take(house, draft.id, b"words")
    take(house, draft.id, b"words")
    assert house.outbox.waiting() == 0


def test_what_was_sent_is_not_left_in_the_file(house: House) -> None:
    draft = house.send("words")
    damage(house, "UPDATE outbox SET payload = x'" + b"once-only-payload".hex() + "'")
    take(house, draft.id, b"words")
    house.store.close()
    assert b"once-only-payload" not in house.path.read_bytes()


DAMAGE = [
    "UPDATE outbox SET payload = CAST('wprds' AS BLOB)",
    "UPDATE outbox SET sha256 = replace(sha256, 'a', 'b')",
    "UPDATE conversation SET token = 'A' || substr(token, 2, 42) || 'A'",
    "UPDATE outbox SET seal = ''",
]


@pytest.mark.expected_log("a message is damaged on the disk and set aside")
@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_row_is_never_sent_and_is_told(house: House, what: str) -> None:
    draft = house.send("words")
    damage(house, what)
    assert due(house) == []
    assert house.outbox.damaged() == (draft.id,)
    assert house.outbox.waiting() == 1
    house.send("whole")
    assert due(house) == [b"whole"]


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_row_is_mended_from_a_daily_copy(house: House, what: str) -> None:
    draft = house.send("words")
    house.store.daily_copy()
    damage(house, what)
    assert due(house) == [b"words"]
    assert house.outbox.due(NOON)[0].token == draft.token
    assert house.outbox.damaged() == ()


def test_what_is_asked_about_are_conversations_that_the_community_has(house: House) -> None:
    house.send("kept")
    refused = house.send("refused")
    house.outbox.refused(refused.id, None)
    taken = house.send("taken")
    take(house, taken.id, b"taken")
    assert [(w.id, w.token) for w in house.outbox.watched()] == [(taken.id, taken.token)]


def test_of_closed_conversations_the_last_fifty_are_asked_about(house: House) -> None:
    ids = [house.send(f"message {n}").id for n in range(60)]
    for n, id_ in enumerate(ids):
        take(house, id_, f"message {n}".encode())
    closed = [MailboxEntry(id_, ConversationState.CLOSED) for id_ in ids[:55]]
    house.outbox.apply_mailbox(closed)
    watched = [w.id for w in house.outbox.watched()]
    assert watched == [*reversed(ids[55:]), *reversed(ids[5:55])]


def test_a_follow_up_has_its_own_id_and_its_conversations_token(house: House) -> None:
    first = house.send("words")
    take(house, first.id, b"words")
    house.conversations.write_back(first.id, more := new_id(), "more", "en", None, b"more", NOON)
    (row,) = house.outbox.due(NOON)
    assert (row.id, row.token) == (more, first.token)
    take(house, more, b"more")
    found = house.conversations.get(first.id)
    assert found is not None
    assert [entry.received for entry in found.entries] == [True, True]
    assert not found.waiting
