"""Stores of every earlier version are brought up to date, whole, with a copy of what they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.announcement import AnnouncementFilter
from app.domain.feedback import ConversationState, Sealed, SentRecording, Verdict, Withdrawal
from app.domain.language import Language
from app.storage import schema
from app.storage.couriers import CourierRepository
from app.storage.trust import TrustRepository
from tests.unit.storage.build import NOON, House, notice
from tests.unit.storage.make_old_store import FILES, TOKEN

FIRST_WITH_RECORDINGS = 3
FIRST_WITH_KEYS = 4
FIRST_WITH_WITHDRAWALS = 6
FIRST_WITH_SEALED = 7
FIRST_WITH_COURIER = 8
VERSIONS = range(1, schema.newest_version() + 1)

# What a next version might do; the real ones are proven by the files of old stores.
NEXT = schema.Migration(
    schema.newest_version() + 1,
    """
    -- Says; where; it stands.
    ALTER TABLE memo ADD COLUMN said_at TEXT;
    CREATE TRIGGER memo_said AFTER INSERT ON memo BEGIN
      UPDATE memo SET said_at = 'now; then' WHERE name = new.name;
      SELECT 1;
    END;
    UPDATE memo SET said_at = 'before';
    """,
)
FAILS = schema.Migration(
    NEXT.number, "DELETE FROM conversation;\nALTER TABLE nowhere ADD COLUMN x TEXT;"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def old_store(folder: Path, version: int) -> Path:
    folder.mkdir()
    path = folder / "footbridge.db"
    script = (FILES / f"v{version}.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path


def add(patch: pytest.MonkeyPatch, step: schema.Migration) -> None:
    steps = (*schema.migrations(), step)
    patch.setattr(schema, "migrations", lambda: steps)
    schema.expected_shape.cache_clear()


@pytest.mark.parametrize("version", VERSIONS)
def test_there_is_an_old_store_of_every_version(version: int) -> None:
    assert (FILES / f"v{version}.sql").exists()


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_store_has_all_it_had(folder: Path, version: int) -> None:
    old_store(folder, version)
    house = House(folder)
    newest = version == schema.newest_version()
    assert house.store.opened.migrated_from == (None if newest else version)
    assert house.store.opened.set_aside is None
    conversations = {one.id: one for one in house.conversations.all()}
    first, second = conversations["first"], conversations["second"]
    if version >= FIRST_WITH_WITHDRAWALS:
        third, machine = conversations["third"], house.devices.here()
        assert (third.withdrawal, third.withdrawn_at) == (Withdrawal.NEVER_SENT, NOON)
        assert machine is not None
        assert (machine.name, machine.token) == ("Reading room", TOKEN)
        assert house.announcements.older() == "{}"
    if version >= FIRST_WITH_SEALED:
        (sealed,) = conversations["fourth"].entries
        assert (sealed.text, sealed.sealed, sealed.has_words) == ("", Sealed.WORDS, True)
        assert sealed.recording == SentRecording(42.0, 65_536)
    assert (first.id, first.state, first.reference) == ("first", ConversationState.ANSWERED, "1234")
    assert [e.text for e in first.entries] == ["answered", "We come on Friday", ""]
    assert [e.verdict for e in first.entries] == [None, None, Verdict.NOT_SOLVED]
    assert (second.id, second.state) == ("second", ConversationState.KEPT)
    waiting = {b"sealed"} if version >= FIRST_WITH_SEALED else set()
    waiting |= {b"not solved", b"waiting"}
    assert {row.payload for row in house.outbox.due(NOON)} == waiting
    spoken = SentRecording(42.0, 12_345) if version >= FIRST_WITH_RECORDINGS else None
    assert [entry.recording for entry in second.entries] == [spoken]
    if version >= FIRST_WITH_COURIER:
        assert second.entries[0].on_stick == NOON
        assert CourierRepository(house.store).here().number == 7
    draft = house.drafts.current()
    assert draft is not None
    assert (draft.text, draft.token) == ("half a message", TOKEN)
    assert house.announcements.cursor() == "g1.2"
    found = house.announcements.cards(AnnouncementFilter(search="停水"), "en").cards
    assert [(c.announcement.id, c.read_revision) for c in found] == [(notice("Water off").id, 1)]
    assert [m.sha256 for m in house.announcements.missing_media()] == ["0" * 64]
    assert house.communities.digest() == "digest"
    assert house.profiles.load().language is Language.CHINESE
    assert house.memos.get("last_contact") == "2026-12-01"
    trust = TrustRepository(house.store).current()
    if version >= FIRST_WITH_KEYS:
        assert trust is not None
        assert (trust.code, trust.confirmed) == ("ABCD-EFGH-JKMN-PQRS", True)
        assert found[0].checked
    else:
        assert trust is None
        assert not found[0].checked
    house.store.close()


@pytest.mark.parametrize("version", range(1, FIRST_WITH_WITHDRAWALS))
def test_what_an_older_program_sent_may_have_left(folder: Path, version: int) -> None:
    """So that nobody may say of it that it never did."""
    old_store(folder, version)
    house = House(folder)
    assert house.withdrawals.take_back("second", NOON).withdrawal is Withdrawal.WANTED
    assert {row.payload for row in house.outbox.due(NOON)} == {b"not solved"}
    house.store.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_store_has_the_shape_of_a_fresh_one(folder: Path, version: int) -> None:
    old_store(folder, version)
    house = House(folder)
    with house.store.read() as connection:
        assert schema.shape(connection) == schema.expected_shape(schema.newest_version())
    house.store.close()


def in_version_1(folder: Path, settings: bytes) -> House:
    """An old store with these settings, as the program opens it today."""
    path = old_store(folder, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE profile SET content = ?", (settings,))
        connection.commit()
    return House(folder)


def test_from_1_to_2_messages_belong_to_the_community_that_was_joined(folder: Path) -> None:
    house = in_version_1(folder, b'{"community_url": "https://willow-lane.example"}')
    assert len(house.outbox.due(NOON)) == 2
    house.profiles.move("https://other.example")
    assert house.outbox.due(NOON) == ()
    second, first = house.conversations.all()
    assert first.elsewhere is not None
    assert second.elsewhere is not None
    assert first.elsewhere.name == {"en": "Willow Lane"}
    house.store.close()


@pytest.mark.parametrize(
    "settings",
    [b"", b"{", b'{"community_url": 7}', b'{"community_url": ""}', b"[]", b"\xff\x00", b"null"],
)
def test_from_1_to_2_with_settings_that_name_no_community(folder: Path, settings: bytes) -> None:
    house = in_version_1(folder, settings)
    assert house.store.opened.set_aside is None
    house.profiles.move("https://first.example")
    assert len(house.outbox.due(NOON)) == 2
    house.profiles.move("https://other.example")
    assert house.outbox.due(NOON) == ()
    house.store.close()


def test_a_migration_keeps_a_copy_of_what_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folder)
    draft = house.send()
    house.memos.put("a", "b")
    house.store.close()
    version = schema.newest_version()
    with monkeypatch.context() as patch:
        add(patch, NEXT)
        house = House(folder)
        assert house.store.opened.migrated_from == version
        assert house.conversations.get(draft.id) is not None
        house.memos.put("c", "d")
        with house.store.read() as connection:
            said = connection.execute("SELECT name, said_at FROM memo ORDER BY name").fetchall()
        assert said == [("a", "before"), ("c", "now; then")]
        (copy,) = house.copies.glob(f"before-migration-from-{version}-*.db")
        house = house.again()
        assert house.store.opened.migrated_from is None
        house.store.close()
    with closing(sqlite3.connect(copy)) as connection:
        assert schema.version_of(connection) == version
        assert connection.execute("SELECT id FROM conversation").fetchall() == [(draft.id,)]


def test_a_migration_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folder)
    draft = house.send()
    house.store.close()
    with monkeypatch.context() as patch:
        add(patch, FAILS)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            House(folder)
    house = House(folder)
    assert house.store.opened.migrated_from is None
    assert house.conversations.get(draft.id) is not None
    house.store.close()


def test_a_copy_of_an_older_version_is_restored_and_migrated(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folder)
    draft = house.send()
    house.store.daily_copy()
    house.store.close()
    house.path.unlink()
    with monkeypatch.context() as patch:
        add(patch, NEXT)
        house = House(folder)
        assert house.store.opened.restored_from is not None
        assert house.conversations.get(draft.id) is not None
        with house.store.read() as connection:
            assert schema.version_of(connection) == NEXT.number
        house.store.close()
