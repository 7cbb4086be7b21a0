"""Recordings on the disk and in the store: kept with the message, honest when lost, tidied away."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.feedback import ConversationState, Draft, Entry, RecordingState, SentRecording
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from app.errors import StoreProblem
from app.storage.connections import connect
from app.storage.stray_recordings import SET_ASIDE, tidy_recordings
from tests.unit.storage.build import NOON, House

PAYLOAD = b"payload"
DIGEST = hashlib.sha256(PAYLOAD).hexdigest()
REASON = {"en": "Too long."}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data")


def send(house: House, draft: Draft) -> Draft:
    house.conversations.send(draft, PAYLOAD, NOON)
    return draft


def words_are_there(house: House, draft: Draft) -> None:
    house.outbox.taken(draft.id, Receipt(draft.id, DIGEST, NOON, "1234"))


def settle(
    house: House, draft: Draft, state: RecordingState, reason: dict[str, str] | None = None
) -> None:
    assert draft.recording is not None
    house.outbox.blob_settled(draft.id, draft.recording.sha256, state, reason)


def state(house: House, draft: Draft) -> ConversationState:
    found = house.conversations.get(draft.id)
    assert found is not None
    return found.state


def entry(house: House, draft: Draft) -> Entry:
    found = house.conversations.get(draft.id)
    assert found is not None
    return found.entries[0]


def test_a_message_says_that_it_has_a_recording_and_how_long(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    assert entry(house, draft).recording == SentRecording(42.0, 5)
    assert house.outbox.blobs_due(NOON) == ()
    (row,) = house.outbox.blobs_of(draft.id)
    assert house.recordings.piece(row.file, 1, 3) == b"oun"


def test_text_confirmed_without_the_voice_takes_no_recording_along(house: House) -> None:
    spoken = house.spoken("Words.")
    draft = Draft(
        id=spoken.id, kind=spoken.kind, text="Words.", recording=spoken.recording, send_voice=False
    )
    send(house, draft)
    assert entry(house, draft).recording is None
    words_are_there(house, draft)
    assert state(house, draft) is ConversationState.RECEIVED


def test_received_needs_the_words_and_the_recording(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    words_are_there(house, draft)
    found = house.conversations.get(draft.id)
    assert found is not None
    assert (found.state, found.reference) == (ConversationState.KEPT, "1234")
    assert (found.entries[0].received, found.entries[0].words_received) == (False, True)
    assert found.waiting
    (row,) = house.outbox.blobs_due(NOON)
    house.outbox.blob_moved(draft.id, row.sha256, 3)
    assert house.outbox.on_their_way() == (3, 5)
    house = house.again()
    assert house.outbox.blobs_due(NOON)[0].sent == 3
    settle(house, draft, RecordingState.RECEIVED)
    assert state(house, draft) is ConversationState.RECEIVED
    assert entry(house, draft).received
    assert (house.outbox.waiting(), house.outbox.on_their_way()) == (0, (0, 0))
    # Whatever is told later: what is there stays there.
    settle(house, draft, RecordingState.REFUSED, REASON)
    recording = entry(house, draft).recording
    assert recording is not None
    assert recording.state is RecordingState.RECEIVED


def test_words_behind_a_recording_on_its_way_do_not_wait_for_it(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    house.conversations.write_back(draft.id, "more", "More.", "en", None, b"more", NOON)
    assert [row.id for row in house.outbox.due(NOON)] == [draft.id]
    words_are_there(house, draft)
    assert [row.id for row in house.outbox.due(NOON)] == ["more"]
    assert house.outbox.seconds_to_next(NOON) == 0.0


def test_an_answer_to_the_words_comes_before_the_recording_is_there(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    assert house.outbox.watched() == ()
    words_are_there(house, draft)
    assert [one.id for one in house.outbox.watched()] == [draft.id]
    reply = Reply("reply", "We listen.", "en", {}, NOON)
    answered = MailboxEntry(draft.id, ConversationState.ANSWERED, "1234", replies=(reply,))
    assert house.outbox.apply_mailbox([answered])
    assert state(house, draft) is ConversationState.KEPT
    settle(house, draft, RecordingState.RECEIVED)
    house.outbox.apply_mailbox([answered])
    assert state(house, draft) is ConversationState.ANSWERED


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("lost", [RecordingState.REFUSED, RecordingState.DAMAGED])
def test_a_recording_that_never_comes_holds_up_no_words(
    house: House, lost: RecordingState, early: bool
) -> None:
    draft = send(house, house.spoken("Words too."))
    if early:
        settle(house, draft, lost, REASON)
        words_are_there(house, draft)
    else:
        words_are_there(house, draft)
        settle(house, draft, lost, REASON)
    found = house.conversations.get(draft.id)
    assert found is not None
    assert found.state is ConversationState.RECEIVED
    assert found.recording_lost
    recording = found.entries[0].recording
    assert recording is not None
    assert (recording.state, recording.refusal) == (lost, REASON)


def test_a_message_that_is_all_voice_is_refused_with_its_recording(house: House) -> None:
    draft = send(house, house.spoken())
    words_are_there(house, draft)
    settle(house, draft, RecordingState.REFUSED, REASON)
    found = house.conversations.get(draft.id)
    assert found is not None
    assert (found.state, found.refusal) == (ConversationState.REFUSED, REASON)
    assert house.outbox.waiting() == 0


def test_a_message_that_is_all_voice_is_damaged_with_its_recording(house: House) -> None:
    draft = send(house, house.spoken())
    settle(house, draft, RecordingState.DAMAGED)
    assert house.outbox.due(NOON) == ()
    assert house.outbox.damaged() == (draft.id,)
    assert entry(house, draft).damaged


def test_a_recording_that_is_not_what_it_was_is_not_called_kept(house: House) -> None:
    draft = house.spoken()
    assert draft.recording is not None
    house.recordings.secure(draft.id, draft.recording)
    path = house.recordings.path_of(draft.id)
    assert path is not None
    path.write_bytes(b"sounD")
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.secure(draft.id, draft.recording)
    path.unlink()
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.secure(draft.id, draft.recording)


# --- tidying --------------------------------------------------------------------------------------


def files(house: House) -> set[str]:
    return {path.name for path in house.recordings.folder.iterdir() if path.is_file()}


def test_only_what_nothing_needs_is_tidied_away(house: House) -> None:
    tidy_recordings(house.store, house.recordings)  # the store knows its folder from now on
    sent, kept = send(house, house.spoken()), house.spoken()
    house.drafts.save(kept)
    house.recordings.path_for("stray").write_bytes(b"x")
    house.recordings.path_for("others").with_suffix(".txt").write_bytes(b"x")
    house = house.again()
    house.recordings.path_for("in-hand").write_bytes(b"x")
    needed = {f"{sent.id}.ogg", f"{kept.id}.ogg", "in-hand.ogg", "others.txt"}
    assert tidy_recordings(house.store, house.recordings) == 1
    assert files(house) == needed
    assert tidy_recordings(house.store, house.recordings) == 0


@pytest.mark.expected_log("set aside")
@pytest.mark.parametrize("copied", [True, False])
def test_after_a_healing_what_nobody_knows_is_set_aside_and_never_deleted(
    house: House, copied: bool
) -> None:
    tidy_recordings(house.store, house.recordings)
    if copied:
        house.store.daily_copy()
    draft = send(house, house.spoken(content=b"the last words"))
    house.store.close()
    house.path.write_bytes(b"no database at all")
    house = House(house.folder)
    assert house.conversations.get(draft.id) is None
    for _ in range(2):
        tidy_recordings(house.store, house.recordings)
    aside = house.recordings.folder / SET_ASIDE / f"{draft.id}.ogg"
    assert aside.read_bytes() == b"the last words"


@pytest.mark.expected_log("set aside")
def test_healing_carries_over_what_goes_along(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    words_are_there(house, draft)
    house.store.close()
    with closing(connect(house.path)) as connection:
        # As if the disk had spoilt a row of somebody else's.
        connection.execute("INSERT INTO draft VALUES ('x', 9, x'00')")
    house = House(house.folder)
    assert house.store.opened.set_aside is not None
    (row,) = house.outbox.blobs_due(NOON)
    assert (row.id, row.size) == (draft.id, 5)
    settle(house, draft, RecordingState.RECEIVED)
    assert state(house, draft) is ConversationState.RECEIVED


def lose_rows(house: House) -> None:
    with house.store.write() as connection:
        connection.execute("DELETE FROM blob")


def test_rows_of_recordings_that_are_lost_come_back_from_a_copy(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    house.store.daily_copy()
    lose_rows(house)
    assert [row.id for row in house.outbox.due(NOON)] == [draft.id]
    assert len(house.outbox.blobs_of(draft.id)) == 1


@pytest.mark.expected_log("damaged on the disk")
def test_rows_of_recordings_that_are_lost_for_good_are_told(house: House) -> None:
    draft = send(house, house.spoken("Words too."))
    lose_rows(house)
    assert house.outbox.due(NOON) == ()
    assert house.outbox.damaged() == (draft.id,)


def test_a_copy_of_a_version_without_recordings_still_mends_words(house: House) -> None:
    draft = house.send()
    house.store.daily_copy()
    (copy,) = house.copies.glob("*.db")
    with closing(connect(copy)) as connection:
        connection.execute("DROP TABLE blob")
        connection.execute("PRAGMA user_version = 2")
    with house.store.write() as connection:
        connection.execute("UPDATE outbox SET payload = x'00'")
    assert [row.id for row in house.outbox.due(NOON)] == [draft.id]
