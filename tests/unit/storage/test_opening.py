"""What the program does about whatever lies where its store should be."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import StoreProblem
from app.storage import connections, opening, salvage, schema
from app.storage.database import Store
from tests.unit.storage.build import House, SetClock, a_draft, notice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def refusal(folder: Path) -> str:
    with pytest.raises(StoreProblem) as caught:
        House(folder)
    return caught.value.code


def files(folder: Path) -> dict[str, bytes]:
    """All but the lock, which holds nothing."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def spoil(path: Path) -> None:
    """Make the file one that fails its checks, with most of it still readable."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP INDEX announcement_list")


def test_a_fresh_start(folder: Path) -> None:
    house = House(folder)
    assert house.store.opened.created
    house = house.again()
    assert house.store.opened == opening.OpenReport()
    house.store.close()


def test_the_settings_that_keep_words_safe(folder: Path) -> None:
    house = House(folder)
    with house.store.write() as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "trusted_schema")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
        assert values == [connections.journal_mode().lower(), 3, 1, 1, 0]
        assert connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    house.store.close()


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((4, 0, 0), "WAL")],
)
def test_the_write_ahead_log_only_where_it_is_sound(version: tuple[int, ...], mode: str) -> None:
    assert connections.journal_mode(version) == mode


@pytest.fixture(params=["DELETE", "WAL"])
def journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(connections, "journal_mode", lambda: request.param)
    return str(request.param)


def test_both_journals_carry_all_of_it(folder: Path, journal: str) -> None:
    house = House(folder)
    house.announcements.apply([notice("Water", 1)], "g1.1")
    draft = house.send()
    copy = house.store.daily_copy()
    house = house.again()
    assert house.conversations.get(draft.id) is not None
    assert house.announcements.cursor() == "g1.1"
    house.store.close()
    assert copy is not None
    assert sorted(path.name for path in house.copies.iterdir()) == [copy.name]


def test_what_a_killed_program_left_in_its_log_is_there(folder: Path, tmp_path: Path) -> None:
    """With a write-ahead log, the last words may lie beside the file only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "journal_mode", lambda: "WAL")
        house = House(folder)
        draft = house.send()
        left = tmp_path / "left"
        shutil.copytree(folder, left)
        house.store.close()
        house = House(left)
        assert house.store.opened == opening.OpenReport()
        assert house.conversations.get(draft.id) is not None
        house.store.close()


def test_a_store_of_a_newer_version_is_refused_and_not_touched(folder: Path) -> None:
    House(folder).store.close()
    with closing(sqlite3.connect(folder / "footbridge.db")) as connection:
        connection.execute(f"PRAGMA user_version = {schema.newest_version() + 1}")
    before = files(folder)
    assert refusal(folder) == "store_newer"
    assert files(folder) == before


def test_another_programs_database_is_refused_and_not_touched(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "footbridge.db")) as connection:
        connection.execute("CREATE TABLE recipes (soup TEXT)")
    before = files(folder)
    assert refusal(folder) == "store_not_ours"
    assert files(folder) == before
    House(folder.with_name("elsewhere")).store.close()


@pytest.mark.expected_log("the store was broken")
@pytest.mark.parametrize(
    "content", [b"Dear diary", b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 999]
)
def test_a_file_that_is_no_database_is_set_aside(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "footbridge.db").write_bytes(content)
    house = House(folder)
    opened = house.store.opened
    assert opened.set_aside == folder / "footbridge-broken-2026-12-01.db"
    assert opened.set_aside.read_bytes() == content
    assert opened.restored_from is None
    house.send()
    house.store.close()


@pytest.mark.expected_log("the store was broken")
def test_a_second_broken_file_does_not_take_the_place_of_the_first(folder: Path) -> None:
    for n in range(3):
        folder.mkdir(exist_ok=True)
        (folder / "footbridge.db").write_bytes(b"broken %d" % n)
        House(folder).store.close()
    kept = sorted(path.read_bytes() for path in folder.glob("footbridge-broken-*.db"))
    assert kept == [b"broken 0", b"broken 1", b"broken 2"]


def test_an_empty_file_is_a_fresh_start(folder: Path) -> None:
    folder.mkdir()
    (folder / "footbridge.db").touch()
    house = House(folder)
    assert house.store.opened.created
    house.store.close()


@pytest.mark.parametrize("left", ["nothing", "empty file"])
def test_a_store_that_is_not_there_any_more_comes_back_from_its_copy(
    folder: Path, left: str
) -> None:
    house = House(folder)
    draft = house.send()
    house.store.daily_copy()
    house.store.close()
    house.path.unlink()
    if left == "empty file":
        house.path.touch()
    house = House(folder)
    assert house.store.opened.restored_from == house.clock.today()
    assert not house.store.opened.created
    assert house.conversations.get(draft.id) is not None
    house.store.close()


def test_a_journal_without_its_store_is_not_played_into_a_new_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "footbridge.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"x" * 600)
    house = House(folder)
    assert (folder / "footbridge-left-2026-12-01.db-journal").exists()
    house.send()
    house.store.close()


@pytest.mark.expected_log("the store was broken")
@pytest.mark.parametrize("copied", [True, False])
def test_a_broken_store_is_healed_and_nothing_readable_is_lost(folder: Path, copied: bool) -> None:
    house = House(folder)
    before = house.send("before the copy")
    if copied:
        house.store.daily_copy()
    after = house.send("after the copy")
    house.announcements.apply([notice("Water", 1)], "g1.1")
    house.announcements.mark_read(notice("Water").id, 1)
    draft = a_draft("half a mess")
    house.drafts.save(draft)
    house.store.close()
    spoil(house.path)
    house = House(folder)
    opened = house.store.opened
    assert opened.set_aside is not None
    assert opened.set_aside.exists()
    assert opened.restored_from == (house.clock.today() if copied else None)
    assert opened.carried_over == (1 if copied else 2)
    assert {c.id for c in house.conversations.all()} == {before.id, after.id}
    assert [row.payload for row in house.outbox.due(house.clock.now())] == [
        b"before the copy",
        b"after the copy",
    ]
    assert house.drafts.current() == draft
    card = house.announcements.get(notice("Water").id)
    assert card is not None
    assert card.read_revision == 1
    # The feed is read again from where the copy stood.
    assert house.announcements.cursor() is None
    assert house.again().store.opened == opening.OpenReport()


@pytest.mark.expected_log("the store was broken")
def test_a_broken_copy_is_passed_over_for_an_older_one(folder: Path) -> None:
    house = House(folder)
    draft = house.send()
    good = house.store.daily_copy()
    house.clock.moment += timedelta(days=1)
    bad = house.store.daily_copy()
    assert good is not None
    assert bad is not None
    bad.write_bytes(bad.read_bytes()[:5000])
    house.store.close()
    house.path.write_bytes(b"?")
    house = House(folder, house.clock)
    assert str(house.store.opened.restored_from) in good.name
    assert house.conversations.get(draft.id) is not None
    house.store.close()


@pytest.mark.expected_log("the store was broken")
def test_one_flipped_letter_in_my_words_is_noticed_and_the_copy_is_better(folder: Path) -> None:
    house = House(folder)
    draft = house.send("meet me at nine")
    house.store.daily_copy()
    house.store.close()
    raw = house.path.read_bytes()
    assert raw.count(b"meet me at nine") == 2
    house.path.write_bytes(raw.replace(b"meet me at nine", b"meet me at five"))
    house = House(folder)
    found = house.conversations.get(draft.id)
    assert found is not None
    assert found.entries[0].text == "meet me at nine"
    assert [row.payload for row in house.outbox.due(house.clock.now())] == [b"meet me at nine"]
    house.store.close()


@pytest.mark.expected_log("the store was broken")
def test_without_a_copy_a_damaged_text_is_kept_but_never_sent(folder: Path) -> None:
    house = House(folder)
    draft = house.send("meet me at nine")
    house.store.close()
    raw = house.path.read_bytes()
    house.path.write_bytes(raw.replace(b"meet me at nine", b"meet me at five"))
    house = House(folder)
    assert house.conversations.get(draft.id) is not None
    assert house.outbox.due(house.clock.now()) == ()
    assert house.outbox.damaged() == (draft.id,)
    house = house.again()
    assert house.store.opened == opening.OpenReport()
    house.store.close()


@pytest.mark.parametrize("step", ["carry_over", "_free_name", "_rename_side_files"])
@pytest.mark.expected_log("the store was broken")
def test_healing_that_is_cut_off_begins_again(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folder)
    draft = house.send()
    house.store.close()
    spoil(house.path)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(salvage if step == "carry_over" else opening, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            House(folder)
    house = House(folder)
    assert house.store.opened.set_aside is not None
    assert house.conversations.get(draft.id) is not None
    house.store.close()


def test_healing_that_is_cut_off_at_its_last_step_is_finished(folder: Path) -> None:
    house = House(folder)
    draft = house.send()
    house.store.close()
    house.path.rename(folder / "footbridge.db.healed")
    house = House(folder)
    assert house.conversations.get(draft.id) is not None
    assert not (folder / "footbridge.db.healed").exists()
    house.store.close()


def test_the_same_store_is_not_opened_twice(folder: Path) -> None:
    house = House(folder)
    assert refusal(folder) == "store_busy"
    house.send()
    house.store.close()
    House(folder).store.close()


def test_a_folder_that_is_a_file(folder: Path) -> None:
    folder.write_text("a file")
    assert refusal(folder) == "folder_gone"


def test_a_transaction_is_undone_whole(folder: Path) -> None:
    house = House(folder)

    def half_a_change() -> None:
        with house.store.write() as connection:
            connection.execute("INSERT INTO memo VALUES ('a', 'b')")
            raise KeyError

    with pytest.raises(KeyError):
        half_a_change()
    assert house.memos.get("a") is None
    house.store.close()


def test_a_transaction_inside_a_transaction_is_a_mistake(folder: Path) -> None:
    house = House(folder)
    with house.store.write(), pytest.raises(RuntimeError):
        house.memos.put("a", "b")
    house.memos.put("a", "c")
    assert house.memos.get("a") == "c"
    house.store.close()


def test_closing_twice_is_closing(folder: Path) -> None:
    store = Store.open(folder / "footbridge.db", folder / "copies", SetClock())
    store.close()
    store.close()
