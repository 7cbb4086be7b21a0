"""What is not sent yet on a shared machine: readable while it is needed, and never after."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.feedback import RecordingState, Sealed
from app.domain.mailbox import Receipt
from app.errors import StoreProblem
from app.storage import veil as veils
from app.storage.connections import connect
from app.storage.rows import Kept
from app.storage.sealed_sound import STEP, plain_pieces
from app.storage.stray_recordings import tidy_recordings
from app.storage.veil import MAGIC, LostVeilError, Veil
from app.storage.waiting_for_key import WaitingForKey
from tests.unit.storage.build import NOON, House, a_draft

WORDS = "The lamp by the willow is dark."


@pytest.fixture
def shared(house: House) -> House:
    house.store.veil.on = True
    house.recordings.set_sealing(True)
    return house


def again(house: House) -> House:
    house = house.again()
    house.store.veil.on = True
    return house


def stored(house: House, what: str) -> bytes:
    with house.store.read() as connection:
        return bytes(connection.execute(f"SELECT {what}").fetchone()[0])


def key_in(house: House) -> bytes:
    return (house.folder / "veil").read_bytes()


def test_a_draft_is_veiled_in_the_store_and_its_copies(shared: House) -> None:
    draft = a_draft(WORDS, telephone="01632 960 123")
    shared.drafts.save(draft)
    copy = shared.store.daily_copy()
    assert copy is not None
    for path in (shared.path, copy):
        assert b"willow" not in path.read_bytes()
        assert MAGIC in path.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE((shared.folder / "veil").stat().st_mode) == 0o600
    house = again(shared)
    assert house.store.opened.set_aside is None
    assert house.drafts.current() == draft
    old = stored(house, "content FROM draft")
    house.drafts.discard(draft.id)
    assert not house.store.veil.in_use
    with pytest.raises(LostVeilError):
        house.store.veil.open(old)


def test_what_stays_is_put_under_another_key_when_something_ends(shared: House) -> None:
    stays, ends = a_draft("stays"), a_draft("ends")
    shared.drafts.save(stays)
    shared.drafts.save(ends)
    old, before = stored(shared, "content FROM draft ORDER BY saved DESC"), key_in(shared)
    shared.conversations.send(ends, b"sealed", NOON, Kept.SEALED)
    assert shared.drafts.current() == stays
    assert key_in(shared) != before
    assert not (shared.folder / "veil-next").exists()
    with pytest.raises(LostVeilError):
        shared.store.veil.open(old)
    assert again(shared).drafts.current() == stays


STEPS = ("_written", "_put_under", "_write_over", "replace")


@pytest.mark.expected_log("the veil's key stays for now")
@pytest.mark.parametrize("step", STEPS)
def test_a_change_of_the_key_that_stops_anywhere_goes_on_at_the_next(
    shared: House, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stays, ends = a_draft("stays"), a_draft("ends")
    shared.drafts.save(stays)
    shared.drafts.save(ends)
    old = stored(shared, "content FROM draft ORDER BY saved DESC")

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        owner: object = {"_put_under": Veil, "replace": Path}.get(step, veils)
        patch.setattr(owner, step, fails)
        shared.drafts.discard(ends.id)
        assert shared.drafts.current() == stays
    # As if it had been killed there: all that is left is what is on the disk.
    house = again(shared)
    assert house.drafts.current() == stays
    between = replace(stays, text="between")
    house.drafts.save(between)
    held = stored(house, "content FROM draft")
    house.store.veil.renew(house.store)
    assert house.drafts.current() == between
    for dead in (old, held):
        with pytest.raises(LostVeilError):
            house.store.veil.open(dead)
    assert again(house).drafts.current() == between


@pytest.mark.expected_log("is damaged on the disk")
def test_a_lost_veil_is_told_and_nothing_breaks(shared: House) -> None:
    shared.drafts.save(a_draft(WORDS))
    shared.conversations.send(sent := a_draft("veiled"), b"payload", NOON, Kept.VEILED)
    shared.store.close()
    (shared.folder / "veil").unlink()
    house = House(shared.folder)
    assert house.store.opened.set_aside is None
    assert house.drafts.current() is None
    assert (house.drafts.drop_lost(), house.drafts.drop_lost()) == (True, False)
    assert house.outbox.due(NOON) == ()
    assert house.outbox.damaged() == (sent.id,)
    house.store.close()


def test_a_veil_taken_away_while_running_is_put_back(shared: House) -> None:
    draft = a_draft(WORDS)
    shared.drafts.save(draft)
    (shared.folder / "veil").unlink()
    shared.drafts.save(replace(draft, text="more"))
    current = again(shared).drafts.current()
    assert current is not None
    assert current.text == "more"


def test_under_the_veil_until_the_receipt(shared: House) -> None:
    draft = a_draft(WORDS)
    sent = shared.conversations.send(draft, b"the very bytes", NOON, Kept.VEILED)
    assert (sent.entries[0].text, sent.entries[0].sealed) == ("", Sealed.WORDS)
    assert b"the very bytes" not in shared.path.read_bytes()
    house = again(shared)
    (row,) = house.outbox.due(NOON)
    assert row.payload == b"the very bytes"
    old = stored(house, "payload FROM outbox")
    house.outbox.taken(draft.id, Receipt(draft.id, row.sha256, NOON, "1234"))
    assert house.outbox.due(NOON) == ()
    assert not house.store.veil.in_use
    with pytest.raises(LostVeilError):
        house.store.veil.open(old)


def test_sealed_when_the_key_comes_unless_it_has_begun_to_leave(shared: House) -> None:
    waits, leaves = a_draft("waits"), a_draft("leaves")
    for draft in (waits, leaves):
        shared.conversations.send(draft, draft.text.encode(), NOON, Kept.VEILED)
    shared.outbox.begin(leaves.id)
    waiting = WaitingForKey(shared.store)
    (unsealed,) = waiting.all()
    assert (unsealed.id, unsealed.payload) == (waits.id, b"waits")
    assert waiting.seal(waits.id, b"sealed")
    assert not waiting.seal(leaves.id, b"sealed")
    assert [row.payload for row in again(shared).outbox.due(NOON)] == [b"sealed", b"leaves"]


def test_a_plain_recording_is_sealed_before_it_goes(shared: House) -> None:
    said = b"what was said" * 9000
    shared.recordings.set_sealing(False)
    draft = shared.spoken(content=said)
    assert draft.recording is not None
    sealed, key = shared.recordings.sealed(draft.id, draft.recording)
    path = shared.recordings.path_of(draft.id)
    assert path is not None
    data = path.read_bytes()
    assert (len(data), sealed.size, len(data) % STEP) == (len(data), len(data), 0)
    assert said[:40] not in data
    with path.open("rb") as file:
        assert b"".join(plain_pieces(file, key)) == said
    assert [one.name for one in shared.recordings.folder.iterdir()] == [path.name]
    # Done twice it is the same file.
    assert shared.recordings.sealed(draft.id, draft.recording) == (sealed, key)
    shared.conversations.send(
        replace(draft, recording=sealed), b"sealed", NOON, Kept.SEALED, key.name
    )
    shared.recordings.forget_key(draft.id, key)
    house = again(shared)
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.piece(path.name, 0, 9)
    assert house.recordings.piece(path.name, 3, 9, raw=True) == data[3:12]
    assert house.recordings.is_whole(path.name, sealed.sha256, raw=True)
    with closing(connect(house.path)) as connection:
        assert connection.execute("SELECT count(*) FROM recording_key").fetchone() == (0,)


@pytest.mark.parametrize("kept", [Kept.SEALED, Kept.VEILED])
def test_a_recording_that_needs_not_go_any_more_is_deleted(shared: House, kept: Kept) -> None:
    tidy_recordings(shared.store, shared.recordings)
    taken, refused, waits = (shared.spoken(content=b"said" * 99) for _ in range(3))
    for draft in (taken, refused, waits):
        shared.conversations.send(draft, b"the very bytes", NOON, kept)
    digest = next(row.sha256 for row in shared.outbox.due(NOON) if row.id == taken.id)
    shared.outbox.taken(taken.id, Receipt(taken.id, digest, NOON, "1234"))
    (row,) = shared.outbox.blobs_of(taken.id)
    assert row.sealed is (kept is Kept.SEALED)
    shared.outbox.blob_settled(taken.id, row.sha256, RecordingState.RECEIVED)
    shared.outbox.refused(refused.id, None)
    house = again(shared)
    tidy_recordings(house.store, house.recordings)
    assert [path.name for path in house.recordings.folder.iterdir()] == [f"{waits.id}.ogg"]


def test_drafts_from_before_it_was_shared_are_veiled_and_gone_from_the_copies(
    house: House,
) -> None:
    house.drafts.save(draft := a_draft(WORDS))
    copy = house.store.daily_copy()
    assert copy is not None
    assert b"willow" in copy.read_bytes()
    house.store.veil.on = True
    house.store.veil.cover(house.store)
    assert house.drafts.current() == draft
    for path in (house.path, copy):
        assert b"willow" not in path.read_bytes()
