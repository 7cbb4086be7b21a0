"""A killed program, a full disk, a folder without rights or gone, two programs at once."""

from __future__ import annotations

import errno
import fcntl
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.announcement import AnnouncementFilter
from app.errors import OPEN_ALREADY, StoreProblem
from tests.loud import ExpectedLog
from tests.unit.storage.build import NOON, House, a_draft, notice

ROOT = Path(__file__).resolve().parents[3]


def command(what: str, folder: Path, number: int = 0) -> list[str]:
    return [sys.executable, "-m", "tests.contract.storage.children", what, str(folder), str(number)]


@contextmanager
def child(what: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command(what, folder),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def run(what: str, folder: Path, number: int = 0) -> list[str]:
    done = subprocess.run(
        command(what, folder, number), cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def killed(what: str, folder: Path, after: int) -> list[str]:
    """All lines that a child acknowledged until it was killed, `after` lines or a little later."""
    with child(what, folder) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        assert process.wait() == -signal.SIGKILL
    return [line for line in lines if line.endswith("\n")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    with tempfile.TemporaryDirectory(prefix="footbridge-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "data"
        folder.mkdir(mode=0o755)
        yield folder
        folder.chmod(0o755)


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(folder: Path) -> None:
    chance = random.Random(2026)
    sent: set[str] = set()
    for _ in range(5):
        lines = [line.split() for line in killed("messages", folder, chance.randrange(4, 40))]
        sent |= {id_ for word, id_ in lines if word == "sent"}
        house = House(folder)
        assert house.store.opened.set_aside is None
        here = {c.id for c in house.conversations.all()}
        assert here >= sent
        waiting = {row.id: row.payload for row in house.outbox.due(NOON)}
        assert set(waiting) == here
        assert all(payload == id_.encode() * 100 for id_, payload in waiting.items())
        # The last draft is either still a draft or a message, never both and never neither.
        draft = house.drafts.current()
        last = [id_ for word, id_ in lines if word == "draft"][-1]
        assert (draft is not None and draft.id == last) != (last in here) or (
            draft is not None and draft.id not in here
        )
        assert draft is None or draft.id not in here
        house.store.close()


def test_the_cursor_never_runs_ahead_of_the_notices(folder: Path) -> None:
    chance = random.Random(7)
    for _ in range(4):
        lines = killed("feed", folder, chance.randrange(2, 25))
        acknowledged = int(lines[-1].split()[1])
        house = House(folder)
        assert house.store.opened.set_aside is None
        cursor = int((house.announcements.cursor() or "").split(".")[1])
        assert cursor >= acknowledged
        everything = house.announcements.cards(AnnouncementFilter(), "en", 0, 1)
        assert everything.total == cursor
        found = house.announcements.cards(AnnouncementFilter(search="long"), "en", 0, 1)
        assert found.total == cursor
        house.store.close()


def test_a_full_disk_loses_nothing_and_is_told(folder: Path) -> None:
    """No file may grow: SQLite meets a write that fails, as on a disk that is full."""
    first, second, state, ids = run("starve", folder, 600_000)
    assert (first, second) == ("disk_full", "disk_full")
    assert state == "None True"
    house = House(folder)
    assert house.store.opened.set_aside is None
    assert {c.id for c in house.conversations.all()} == set(ids.split())
    assert len(house.outbox.due(NOON)) == len(ids.split()) > 1
    house.store.close()


def test_a_full_store_is_a_full_disk_too(folder: Path) -> None:
    """The same by SQLite's other word for it, SQLITE_FULL."""
    house = House(folder)
    draft = a_draft("words " * 20_000)
    house.drafts.save(draft)
    with house.store.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreProblem) as caught:
        house.conversations.send(draft, b"p" * 100_000, NOON)
    assert caught.value.code == "disk_full"
    assert house.conversations.all() == ()
    assert house.outbox.waiting() == 0
    assert house.drafts.current() == draft
    house.store.close()


def test_a_folder_that_may_not_be_written_in(open_folder: Path) -> None:
    House(open_folder).store.close()
    open_folder.chmod(0o555)
    assert run("without_rights", open_folder) == ["folder_read_only"]


def test_a_place_where_no_folder_may_be_made(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert run("without_rights", open_folder / "data") == ["folder_read_only"]


def test_a_folder_that_may_not_be_written_in_any_more(open_folder: Path) -> None:
    assert run("rights_lost", open_folder) == ["folder_read_only", "1", "1 None"]


@pytest.mark.expected_log("the store's folder is gone")
def test_a_folder_that_vanishes_and_comes_back(folder: Path) -> None:
    """A memory stick is pulled out, and put in again."""
    house = House(folder)
    house.announcements.apply([notice()], "g1.1")
    draft = a_draft()
    house.drafts.save(draft)
    away = folder.with_name("away")
    folder.rename(away)
    for _ in range(2):
        with pytest.raises(StoreProblem) as caught:
            house.conversations.send(draft, b"payload", NOON)
        assert caught.value.code == "folder_gone"
    assert not folder.exists()
    away.rename(folder)
    house.conversations.send(draft, b"payload", NOON)
    assert len(house.conversations.all()) == 1
    with pytest.raises(StoreProblem, match="store_busy"):
        House(folder)
    house.store.close()


@pytest.mark.expected_log("the store's folder is gone")
def test_an_empty_folder_in_the_place_of_the_old_one_takes_no_message(folder: Path) -> None:
    house = House(folder)
    folder.rename(folder.with_name("away"))
    folder.mkdir()
    with pytest.raises(StoreProblem) as caught:
        house.send()
    assert caught.value.code == "folder_gone"
    with pytest.raises(StoreProblem) as caught:
        house.conversations.all()
    assert caught.value.code == "folder_gone"
    assert not (folder / "footbridge.db").exists()
    house.store.close()


def test_a_copy_that_can_not_be_made_leaves_nothing_half(folder: Path) -> None:
    house = House(folder)
    house.store.daily_copy()
    house.copies.rename(folder / "elsewhere")
    house.copies.write_text("a file where the folder was")
    house.clock.moment += timedelta(days=1)
    with pytest.raises(StoreProblem) as caught:
        house.store.daily_copy()
    assert caught.value.code == "folder_gone"
    house.send()
    house.store.close()


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """`python -m app check`, the program without a window."""
    words = [sys.executable, "-m", "app", "check", "--data", str(folder)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_two_programs_at_once(folder: Path) -> None:
    with child("hold", folder):
        with pytest.raises(StoreProblem) as caught:
            House(folder)
        second = check(folder)
    assert caught.value.code == "store_busy"
    assert second.returncode == OPEN_ALREADY
    assert "Footbridge is open already." in second.stderr
    # A program that was killed holds nothing, though its lock's file is still there.
    assert (folder / "footbridge.db.lock").exists()
    assert check(folder).returncode == 1
    House(folder).store.close()


def refused(_descriptor: int, _how: int) -> None:
    """As a share answers that knows no locks (NFS without its lock daemon)."""
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.mark.parametrize("flock", [refused, lambda _descriptor, _how: None], ids=["none", "all"])
def test_a_share_where_locks_hold_nobody(
    folder: Path, flock: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locks are refused there, or given to everybody who asks. It is said, and nothing is made."""
    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(StoreProblem) as caught:
        House(folder)
    assert caught.value.code == "folder_no_lock"
    assert not (folder / "footbridge.db").exists()
    monkeypatch.undo()
    House(folder).store.close()


def test_readers_see_whole_pages_while_one_writes(folder: Path) -> None:
    """As the window does while the sync thread stores a first pull."""
    house = House(folder)
    pages = [[notice(f"N{n}", n) for n in range(k, k + 50)] for k in range(0, 1000, 50)]
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            page = house.announcements.cards(AnnouncementFilter(), "en")
            if page.total % 50 or len(page.cards) != min(60, page.total):
                wrong.append(page.total)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number, page in enumerate(pages):
            house.announcements.apply(page, f"g1.{number}")
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert house.announcements.counts("en").total == 1000
    house.store.close()


def test_closing_does_not_cut_off_a_message_under_way(folder: Path) -> None:
    house = House(folder)
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with house.store.write() as connection:
            connection.execute("INSERT INTO memo VALUES ('a', 'b')")
            inside.set()
            go_on.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait(10)
    house.store.close()
    go_on.set()
    writer.join()
    again = House(folder)
    assert again.memos.get("a") == "b"
    again.store.close()


@pytest.mark.parametrize("seed", range(16))
def test_random_damage_is_survived(
    folder: Path, seed: int, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    house, texts, copied = lived_in(folder)
    chance = random.Random(seed)
    raw = bytearray(house.path.read_bytes())
    pages = len(raw) // 4096
    for _ in range(chance.choice([1, 1, 3])):
        page = chance.randrange(pages) * 4096
        size = chance.choice([64, 512, 4096])
        start = page + chance.randrange(0, 4096 - size + 1)
        raw[start : start + size] = chance.randbytes(size)
    house.path.write_bytes(raw)
    before = bytes(raw)
    house = House(folder, house.clock)
    if house.store.opened.set_aside is not None:
        assert house.store.opened.set_aside.read_bytes() == before
    # All that the copy had is there, word for word; what is due is what was written.
    here = {c.id: c for c in house.conversations.all()}
    for id_ in copied:
        assert here[id_].entries[0].text == texts[id_]
    for row in house.outbox.due(NOON):
        assert row.payload.decode() == texts[row.id]
    for card in house.announcements.cards(AnnouncementFilter(), "en", 0, 1000).cards:
        assert card.announcement.text("en").body == "Long. " * 300
    # Whether the damage hit anything is the seed's affair; what was noticed must not stay unsaid.
    said = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert bool(house.store.opened.set_aside) == any("was broken" in line for line in said)
    expected_log(*(re.escape(line) for line in said if line.startswith(("the store", "mended"))))
    house.send("life goes on")
    house.announcements.apply([notice("Fresh", 999)], "g1.999")
    assert house.announcements.cards(AnnouncementFilter(search="fresh"), "en").total == 1
    house = house.again()
    assert house.store.opened.set_aside is None
    house.store.close()


def lived_in(folder: Path) -> tuple[House, dict[str, str], list[str]]:
    """A closed store with a daily copy and something written since.

    Returns also what was said, by id, and the ids of what is in the copy.
    """
    house = House(folder)
    said = {}
    for n in range(12):
        text = f"message {n} " * 100 * (n % 4 + 1)
        said[house.send(text).id] = text
    notices = [notice(f"N{n}", n, body="Long. " * 300) for n in range(60)]
    house.announcements.apply(notices, "g1.60")
    house.store.daily_copy()
    copied = list(said)
    for n in range(4):
        text = f"later {n} " * 50
        said[house.send(text).id] = text
    house.store.close()
    return house, said, copied


def test_sqlite_here_knows_what_we_use() -> None:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    assert "ENABLE_FTS5" in options
    assert "THREADSAFE=0" not in options
