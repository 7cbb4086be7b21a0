"""Messages belong to the community they were written for, and go nowhere else."""

from __future__ import annotations

import pytest

from app.domain.community import Community
from app.domain.feedback import ConversationState
from app.domain.mailbox import Receipt
from app.domain.profile import Profile, Theme
from app.storage.outbox import Outbox
from tests.unit.storage.build import NOON, House, a_draft

WILLOW, OTHER = "https://willow-lane.example", "https://other.example"
NAME, OFFICE = {"en": "Willow Lane", "zh-CN": "柳巷社区"}, {"en": "Street Office"}


def due(outbox: Outbox) -> list[bytes]:
    return [row.payload for row in outbox.due(NOON)]


def received(house: House, text: str) -> str:
    """Send it and have it received; its id."""
    id_ = house.send(text).id
    (row,) = (row for row in house.outbox.due(NOON) if row.id == id_)
    house.outbox.taken(id_, Receipt(id_, row.sha256, NOON, "1"))
    return id_


def test_what_waits_goes_to_its_own_community_alone(house: House) -> None:
    house.profiles.move(WILLOW)
    house.communities.save(Community("willow-lane", NAME, OFFICE), "digest")
    house.send("for Willow Lane")
    house.profiles.move(OTHER)
    house.send("for the other")
    assert due(house.outbox) == [b"for the other"]
    assert (house.outbox.waiting(), house.outbox.waiting_elsewhere()) == (1, 1)
    here, elsewhere = house.conversations.all()
    assert here.elsewhere is None
    assert elsewhere.elsewhere is not None
    assert (elsewhere.elsewhere.name, elsewhere.elsewhere.office) == (NAME, OFFICE)
    house.profiles.move(WILLOW)
    assert due(house.outbox) == [b"for Willow Lane"]
    assert [c.elsewhere is None for c in house.conversations.all()] == [False, True]


def test_it_stays_so_after_a_start(house: House) -> None:
    house.profiles.move(WILLOW)
    house.send("for Willow Lane")
    house.profiles.move(OTHER)
    house = house.again()
    assert due(house.outbox) == []
    assert house.outbox.seconds_to_next(NOON) is None
    house.store.close()


def test_the_tokens_of_another_community_are_not_asked_with(house: House) -> None:
    house.profiles.move(WILLOW)
    id_ = received(house, "received by Willow Lane")
    assert [watched.id for watched in house.outbox.watched()] == [id_]
    house.profiles.move(OTHER)
    assert house.outbox.watched() == ()
    house.profiles.move(WILLOW)
    assert [watched.id for watched in house.outbox.watched()] == [id_]


def test_what_is_written_back_goes_where_the_conversation_is(house: House) -> None:
    house.profiles.move(WILLOW)
    id_ = received(house, "received by Willow Lane")
    house.profiles.move(OTHER)
    house.conversations.write_back(id_, "more", "And more.", "en", None, b"and more", NOON)
    assert due(house.outbox) == []
    assert house.outbox.waiting_elsewhere() == 1
    house.profiles.move(WILLOW)
    assert due(house.outbox) == [b"and more"]


def test_sent_before_any_community_it_goes_to_the_first_one_joined(house: House) -> None:
    id_ = house.send("for whoever comes first").id
    assert house.outbox.waiting() == 1
    house.profiles.move(WILLOW)
    assert due(house.outbox) == [b"for whoever comes first"]
    house.profiles.move(OTHER)
    assert due(house.outbox) == []
    found = house.conversations.get(id_)
    assert found is not None
    assert found.elsewhere is not None
    assert found.elsewhere.name == {}


def test_a_crash_between_joining_and_giving_is_made_good(house: House) -> None:
    house.send("for whoever comes first")
    house.profiles.save(Profile(community_url=WILLOW))
    assert house.outbox.waiting() == 1
    house.outbox.adopt()
    house.profiles.move(OTHER)
    assert due(house.outbox) == []


def test_with_no_community_any_more_nothing_goes(house: House) -> None:
    house.profiles.move(WILLOW)
    house.send("for Willow Lane")
    house.profiles.move("")
    assert due(house.outbox) == []
    assert house.outbox.waiting_elsewhere() == 1


def test_settings_kept_meanwhile_do_not_change_the_community(house: House) -> None:
    before = house.profiles.load()
    house.profiles.move(WILLOW)
    kept = house.profiles.save_settings(Profile(theme=Theme.DARK, community_url=OTHER))
    assert before.community_url == ""
    assert kept.community_url == house.profiles.load().community_url == WILLOW
    assert house.profiles.load().theme is Theme.DARK


def test_a_draft_goes_to_the_community_that_is_joined_when_it_is_sent(house: House) -> None:
    house.profiles.move(WILLOW)
    draft = a_draft("about a notice of Willow Lane", about="a-notice-of-willow-lane")
    house.drafts.save(draft)
    house.profiles.move(OTHER)
    assert house.drafts.current() == draft
    sent = house.conversations.send(draft, b"about a notice", NOON)
    assert sent.state is ConversationState.KEPT
    assert sent.elsewhere is None
    assert due(house.outbox) == [b"about a notice"]


@pytest.mark.expected_log("damaged on the disk")
def test_nothing_goes_behind_a_first_message_that_the_disk_spoilt(house: House) -> None:
    first = house.send("first")
    house.conversations.write_back(first.id, "more", "more", "en", None, b"more", NOON)
    with house.store.write() as connection:
        connection.execute("UPDATE outbox SET payload = x'00' WHERE id = ?", (first.id,))
    assert due(house.outbox) == []
    (found,) = house.conversations.all()
    assert [entry.damaged for entry in found.entries] == [True, False]


@pytest.mark.expected_log("the store was broken")
def test_a_community_is_known_after_healing(house: House) -> None:
    house.profiles.move(WILLOW)
    house.communities.save(Community("willow-lane", NAME, OFFICE), "digest")
    id_ = house.send("for Willow Lane").id
    house.profiles.move(OTHER)
    with house.store.write() as connection:
        connection.execute("UPDATE feed SET one = 1")
        connection.execute("DELETE FROM feed")
    house = house.again()
    assert house.store.opened.set_aside is not None
    found = house.conversations.get(id_)
    assert found is not None
    assert found.elsewhere is not None
    assert found.elsewhere.name == NAME
    assert due(house.outbox) == []
    house.store.close()
