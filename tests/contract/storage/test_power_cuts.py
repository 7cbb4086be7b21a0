"""The power fails: on a simulated disk that drops, reorders and tears what was not written out."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drill_power import ROOT, PowerDrill
from tests.simulated_disk import Cut, Disk, put, record
from tests.unit.storage.build import NOON, House

#: What must be seen to lose words, or this disk proves nothing.
TOO_WEAK = {
    "synchronous off": ("off", True),
    "a rollback journal that is FULL alone": ("full", True),
    "a write-ahead log that is NORMAL": ("wal-normal", True),
    "folders that are not written out": ("", False),
}


@pytest.fixture
def unheard() -> Iterator[None]:
    """What a store says that was made too weak on purpose is not looked at."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("journal", ["", "wal"])
def test_nothing_acknowledged_is_lost_or_doubled(journal: str) -> None:
    """`python3 dev.py drill --power-cuts 1000` does the same for longer."""
    outcome = PowerDrill(2026, journal).run(30, a_day=15, steps=40)
    assert outcome.problems == []
    assert outcome.done > 200


@pytest.mark.parametrize("how", TOO_WEAK)
@pytest.mark.usefixtures("unheard")
def test_the_simulated_disk_bites(how: str) -> None:
    weaker, folder_syncs = TOO_WEAK[how]
    drill = PowerDrill(7, weaker, folder_syncs=folder_syncs)
    assert drill.run(15, steps=15).problems != []


@pytest.mark.usefixtures("unheard")
def test_a_seed_brings_the_same_cuts_again() -> None:
    first, again = (PowerDrill(5, "off").run(8, steps=8).problems for _ in range(2))
    assert first == again != []


@pytest.mark.expected_log("the store was broken|is damaged")
def test_the_power_fails_while_a_broken_store_is_healed(tmp_path: Path) -> None:
    """At every call of the healing: the copy's words come back, the broken file is kept."""
    top = tmp_path / "top"
    data = top / "data"
    house = House(data)
    house.send("Said before the copy")
    house.store.daily_copy()
    house.store.close()
    broken = b"A letter to my sister. " * 500
    house.path.write_bytes(broken)
    before: dict[str, bytes | None] = {
        str(path.relative_to(top)): path.read_bytes() if path.is_file() else None
        for path in top.rglob("*")
    }
    child = [sys.executable, "-m", "tests.drill_power_child", str(data), "1", "0"]
    calls = record(child, tmp_path / "calls", ROOT)
    disk = Disk(top, before, folder_syncs=True)
    cuts = 0
    for call in calls:
        if not disk.changes(call):
            continue
        cuts += 1
        after = tmp_path / "after"
        put(after, disk.after(Cut.of(cuts)))
        house = House(after / "data")
        assert [row.payload for row in house.outbox.due(NOON)] == [b"Said before the copy"]
        house.store.close()
        kept = [path.read_bytes() for path in (after / "data").glob("*.db")]
        assert broken in kept
        shutil.rmtree(after)
    assert cuts > 40
