"""Sealed recordings in the store: opened while they are there, by nobody once they are gone."""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.feedback import Draft
from app.errors import StoreProblem
from app.storage import connections
from app.storage.connections import connect
from app.storage.recording_names import SET_ASIDE
from app.storage.sealed_sound import Sealing, SealKey, plain_pieces
from app.storage.stray_recordings import tidy_recordings
from tests.unit.storage.build import House, a_draft

SOUND = os.urandom(300_000)


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path / "data")
    tidy_recordings(made.store, made.recordings)
    made.recordings.set_sealing(True)
    return made


def write(path: Path, key: SealKey | None, sound: bytes = SOUND) -> None:
    """As the ear does."""
    assert key is not None
    sealing = Sealing(key)
    pages = [sealing.add(sound[at : at + 4000]) for at in range(0, len(sound), 4000)]
    path.write_bytes(sealing.head + b"".join(pages) + sealing.end())


def spoken(house: House, **more: object) -> Draft:
    draft = a_draft("", send_voice=True, **more)
    path = house.recordings.path_for(draft.id)
    write(path, house.keys.for_writing(path))
    kept = replace(draft, recording=house.recordings.measured(draft.id, 42.0))
    house.drafts.save(kept)
    return kept


def key_of(house: House, draft: Draft) -> bytes:
    key = house.recordings.key_of(draft.id)
    assert key is not None
    return key.key


def holders(house: House, key: bytes) -> list[str]:
    """The files in the data folder that hold those bytes."""
    files = [path for path in house.folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if key in path.read_bytes())


def test_digest_size_and_pieces_are_those_of_what_was_said(house: House) -> None:
    draft = spoken(house)
    house = house.again()  # with the setting off
    recording = draft.recording
    assert recording is not None
    assert (recording.sha256, recording.size) == (hashlib.sha256(SOUND).hexdigest(), len(SOUND))
    house.recordings.secure(draft.id, recording)
    name = f"{draft.id}.ogg"
    assert SOUND[:100] not in (house.recordings.folder / name).read_bytes()
    for start, length in ((0, 10), (3_999, 2), (0, len(SOUND)), (299_990, 50), (131_072, 131_072)):
        assert house.recordings.piece(name, start, length) == SOUND[start : start + length]


def test_a_new_setting_leaves_what_is_there(house: House) -> None:
    sealed = spoken(house)
    house.recordings.set_sealing(False)
    plain = house.spoken(content=SOUND)
    assert house.keys.for_writing(house.recordings.path_for("plain")) is None
    house = house.again()
    house.recordings.set_sealing(True)
    for draft in (sealed, plain):
        assert draft.recording is not None
        house.recordings.secure(draft.id, draft.recording)
    assert house.recordings.key_of(plain.id) is None


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_what_is_discarded_is_opened_by_nothing_that_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    monkeypatch.setattr(connections, "journal_mode", lambda: journal)
    house = House(tmp_path / journal)
    house.recordings.set_sealing(True)
    kept, gone = spoken(house), spoken(house)
    house.store.daily_copy()
    keys = key_of(house, kept), key_of(house, gone)
    copy = next(house.copies.iterdir()).name
    assert copy in holders(house, keys[1])
    assert len(holders(house, keys[1])) == 2
    house.drafts.discard(gone.id)
    house.recordings.discard(gone.id)
    assert holders(house, keys[1]) == []
    assert len(holders(house, keys[0])) == 2
    house.recordings.secure(kept.id, kept.recording)  # type: ignore[arg-type]
    house = house.again()  # the copy is as sound as it was
    with closing(connect(house.copies / copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_recording_that_is_gone_has_no_key_and_that_is_no_trouble(house: House) -> None:
    """Whoever has it played throws it away a moment later: the voice asks for the key then."""
    draft = spoken(house)
    path = house.recordings.path_of(draft.id)
    assert path is not None
    house.recordings.discard(draft.id)
    assert house.keys.for_reading(path) is None


def test_a_second_recording_ends_the_first_ones_key(house: House) -> None:
    draft = spoken(house)
    first = key_of(house, draft)
    path = house.recordings.path_for(f"{draft.id}-new")
    write(path, house.keys.for_writing(path), b"again")
    assert key_of(house, draft) == first
    house.recordings.settle(draft.id, path)
    assert holders(house, first) == []
    second = house.recordings.measured(draft.id, 3.0)
    assert second is not None
    assert second.sha256 == hashlib.sha256(b"again").hexdigest()
    house = house.again()
    house.recordings.secure(draft.id, second)


def test_what_a_crash_left_is_tidied_from_the_copies_too(house: House) -> None:
    draft = spoken(house)
    key = key_of(house, draft)
    house.store.daily_copy()
    with house.store.write() as connection:
        connection.execute("DELETE FROM draft")
        connection.execute("DELETE FROM recording_key")
    house = house.again()
    assert len(holders(house, key)) == 1
    tidy_recordings(house.store, house.recordings)
    assert holders(house, key) == []
    # One for a recording that was never begun.
    house.recordings.set_sealing(True)
    made = house.keys.for_writing(house.recordings.path_for("never"))
    assert made is not None
    house = house.again()
    tidy_recordings(house.store, house.recordings)
    assert holders(house, made.key) == []


@pytest.mark.expected_log("the key of a recording is gone")
def test_a_key_that_is_gone_is_told(house: House) -> None:
    draft = spoken(house)
    assert draft.recording is not None
    house = house.again()
    with house.store.write() as connection:
        connection.execute("DELETE FROM recording_key")
    assert house.recordings.is_whole(f"{draft.id}.ogg", draft.recording.sha256) is False
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.secure(draft.id, draft.recording)
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.measured(draft.id, 1.0)
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.piece(f"{draft.id}.ogg", 0, 1)


@pytest.mark.parametrize("spoil", [lambda b: b[:-90_000], lambda b: b[:9000] + b"x" + b[9001:]])
def test_what_the_disk_spoilt_is_not_called_whole(house: House, spoil: object) -> None:
    draft = spoken(house)
    assert draft.recording is not None
    path = house.recordings.folder / f"{draft.id}.ogg"
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(StoreProblem, match="recording_lost"):
        house.recordings.secure(draft.id, draft.recording)


@pytest.mark.expected_log("set aside|can't be read")
@pytest.mark.parametrize("readable", [True, False])
def test_a_store_that_was_healed_opens_what_was_said(house: House, readable: bool) -> None:
    before = spoken(house)
    house.store.daily_copy()
    after = spoken(house)
    house.store.close()
    if readable:
        with closing(connect(house.path)) as connection:
            connection.execute("INSERT INTO draft VALUES ('x', 9, x'00')")
    else:
        house.path.write_bytes(b"no database at all")
    house = House(house.folder)
    assert house.store.opened.set_aside is not None
    tidy_recordings(house.store, house.recordings)
    assert before.recording is not None
    house.recordings.secure(before.id, before.recording)
    if readable:
        house.recordings.secure(after.id, after.recording)  # type: ignore[arg-type]
    else:  # nothing knows the message any more; what was said is there all the same
        house.recordings.discard(before.id)
        house = house.again()
        tidy_recordings(house.store, house.recordings)
        aside = house.recordings.folder / SET_ASIDE / f"{after.id}.ogg"
        with aside.open("rb") as file:
            assert b"".join(plain_pieces(file, house.keys.for_reading(aside))) == SOUND


def test_trying_the_microphone_leaves_no_key(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    keys = type(house.keys)(house.store, passing=tmp_path / "trial.ogg")
    assert keys.for_writing(tmp_path / "trial.ogg") is None
    keys.sealing = True
    key = keys.for_writing(tmp_path / "trial.ogg")
    write(tmp_path / "trial.ogg", key)
    assert keys.for_reading(tmp_path / "trial.ogg") == key
    assert key is not None
    assert holders(house, key.key) == []
