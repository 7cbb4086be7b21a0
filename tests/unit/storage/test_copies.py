"""Daily copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from app.errors import StoreProblem
from app.storage.copies import copies_in
from tests.unit.storage.build import NOON, House


def days(house: House) -> list[date]:
    return [copy.day for copy in copies_in(house.copies)]


def test_one_copy_a_day_that_holds_all(house: House) -> None:
    draft = house.send("words")
    path = house.store.daily_copy()
    assert path is not None
    assert house.store.daily_copy() is None
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT id, payload FROM outbox").fetchall() == [(draft.id, b"words")]


def test_seven_are_kept(house: House) -> None:
    for _ in range(9):
        house.store.daily_copy()
        house.clock.moment += timedelta(days=1)
    last = house.clock.today() - timedelta(days=1)
    assert days(house) == [last - timedelta(days=n) for n in range(7)]


def test_a_clock_that_was_wrong_does_not_make_an_old_copy_the_newest(house: House) -> None:
    today = house.clock.moment
    house.clock.moment = today + timedelta(days=9999)
    house.store.daily_copy()
    house.clock.moment = today
    draft = house.send()
    house.store.daily_copy()
    assert days(house)[0] == today.date()
    house.store.close()
    house.path.unlink()
    house = House(house.folder)
    assert house.conversations.get(draft.id) is not None
    house.store.close()


def test_other_files_in_the_folder_are_left_alone(house: House) -> None:
    house.copies.mkdir()
    for name in ("holiday.jpg", "footbridge-1.db", "footbridge-000001-2026-13-45.db"):
        (house.copies / name).write_text("mine")
    for _ in range(9):
        house.store.daily_copy()
        house.clock.moment += timedelta(days=1)
    assert len(list(house.copies.iterdir())) == 10


def test_a_store_that_broke_while_open_does_not_push_good_copies_out(house: House) -> None:
    house.store.daily_copy()
    before = days(house)
    with house.store.write() as connection:
        connection.execute("DROP INDEX announcement_list")
    house.clock.moment += timedelta(days=1)
    with pytest.raises(StoreProblem, match="store_damaged"):
        house.store.daily_copy()
    assert days(house) == before
    assert len(list(house.copies.iterdir())) == 1


def test_what_was_removed_does_not_come_back_with_an_older_copy(house: House) -> None:
    removed, stays = house.send("removed", id="removed"), house.send("stays")
    house.withdrawals.take_back(removed.id, NOON)
    house.store.daily_copy()
    house.withdrawals.remove(removed.id)
    house.store.close()
    house.path.unlink()
    house = House(house.folder, house.clock)
    assert house.store.opened.restored_from is not None
    assert [one.id for one in house.conversations.all()] == [stays.id]
    house.store.close()
