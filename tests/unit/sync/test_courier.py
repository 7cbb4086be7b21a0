"""The program's end of a stick: pulled, full, old, broken, strange: harmless, and told."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.domain.announcement import AnnouncementFilter
from app.domain.community import Community
from app.domain.feedback import ConversationState, RecordingState, Withdrawal
from app.domain.swap import News
from app.errors import CourierProblem
from app.services import Services
from app.sync import stick as sticks
from tests.contract.golden_data import GOLDEN
from tests.fakes.client import client, idea, with_voice
from tests.fakes.fault_server import Fault, FaultServer, notice
from tests.fakes.post import ADDRESS, Post
from tests.fakes.pulled import pulled
from tests.fakes.signing import Keys, key
from tests.servers import wait_until

VOICE = (GOLDEN / "voice.ogg").read_bytes()


@pytest.fixture
def post() -> Post:
    made = Post()
    made.publish(notice(1), notice(2), notice(3), notice(4))
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def services(tmp_path: Path, post: Post) -> Iterator[Services]:
    made = client(tmp_path / "data", post.address)
    yield made
    made.close()


def told(services: Services) -> dict[str, int]:
    """What is here: each notice's number by its id."""
    page = services.announcements.cards(AnnouncementFilter(), "en")
    assert all(card.checked for card in page.cards)
    return {card.announcement.id: card.announcement.seq for card in page.cards}


def outs(stick: Path) -> list[Path]:
    return sorted((stick / "Footbridge").glob("*.fbout"))


def test_there_and_back(services: Services, post: Post, stick: Path) -> None:
    assert services.swap(stick).problem == "stick_no_key"
    post.put_news(stick)
    kept = services.send(with_voice(services, idea(), VOICE))
    swap = services.swap(stick)
    assert (swap.brought.news, swap.brought.notices, swap.problem) == (News.TAKEN, 4, None)
    assert (swap.taken.messages, swap.taken.recordings) == (1, 1)
    assert len(told(services)) == 4
    (file,) = outs(stick)
    listed, bodies = post.open(file)
    assert [one["kind"] for one in listed["requests"]] == ["message", "blob"]
    assert bodies[1] == VOICE
    assert listed["mailbox"] == [{"id": kept.id, "token": listed["requests"][0]["token"]}]
    reply = {
        "id": "12121212-1212-4212-8212-121212121212",
        "text": "On Friday.",
        "language": "en",
        "author": {"en": "Office"},
        "sent_at": "2026-11-24T10:00:00+08:00",
    }
    entry = {"id": kept.id, "state": "answered", "reference": "1234", "replies": [reply]}
    box = {"kind": "mailbox", "status": 200, "body": {"messages": [entry]}}
    post.answer(stick, file, more=[box])
    brought = services.swap(stick).brought
    assert (brought.news, brought.received, brought.answers) == (News.SAME, 1, 1)
    (now,) = services.conversations.all()
    assert (now.state, now.unread_answers) == (ConversationState.ANSWERED, 1)
    assert now.entries[0].recording is not None
    assert now.entries[0].recording.state is RecordingState.RECEIVED
    # The file for the community was made anew, with only the question in it; the old one is gone.
    (again,) = outs(stick)
    assert again != file
    assert post.open(again)[0]["requests"] == []
    assert services.swap(stick).brought.anything is False


def test_what_the_disk_spoilt_of_where_the_feed_was_is_read_anew(
    services: Services, post: Post, stick: Path, expected_log: Any
) -> None:
    """A machine that has only sticks must not be left with none that it takes."""
    post.put_news(stick)
    services.swap(stick)
    with services.store.write() as connection:
        connection.execute("UPDATE feed SET cursor = 'g1'")
    expected_log("where the notices were followed to is damaged")
    post.publish(notice(5))
    post.put_news(stick)
    assert services.swap(stick).brought.news is News.TAKEN
    cards = services.announcements.cards(AnnouncementFilter(), "en").cards
    assert len(cards) == 5


def test_deletions_a_new_generation_and_an_old_stick(
    services: Services, post: Post, stick: Path
) -> None:
    old = stick.with_name("old")
    post.put_news(stick)
    shutil.copytree(stick, old)
    services.swap(stick)
    post.publish({"id": notice(2)["id"], "deleted": True}, {**notice(1), "revision": 2})
    post.put_news(stick)
    assert services.swap(stick).brought.news is News.TAKEN
    before = told(services)
    assert before == {notice(1)["id"]: 6, notice(3)["id"]: 3, notice(4)["id"]: 4}
    brought = services.swap(old).brought
    assert (brought.news, brought.notices) == (News.OLD, 0)
    # The server's deletion is forgotten there: who was away so long reads all of it anew.
    post.items = [
        one for one in post.items if "deleted" not in one and one["id"] != notice(3)["id"]
    ]
    post.number, post.horizon = 9, 8
    post.put_news(stick)
    assert services.swap(stick).brought.news is News.TAKEN
    assert told(services).keys() == {notice(1)["id"], notice(4)["id"]}
    post.generation, post.number = 2, 6
    for file in (stick / "Footbridge").glob("*.fbnews"):
        file.unlink()
    post.put_news(stick)
    assert services.swap(stick).brought.news is News.TAKEN
    assert services.announcements.cursor() == "g2.6"
    assert services.swap(old).brought.news is News.OLD
    assert services.memos.get("last_contact") is None


@pytest.mark.parametrize("community", ["willow-lane", "other-lane"])
def test_somebody_elses_news(services: Services, stick: Path, community: str) -> None:
    """With this community's name, or with their own: nothing of it is taken."""
    stranger = Post(Keys(community, root=key("stranger"), publisher=key("other")))
    stranger.publish(notice(7))
    stranger.put_news(stick)
    brought = services.swap(stick).brought
    assert (brought.news, brought.for_others) == (News.NONE, 1)
    assert (told(services), services.trust.of(ADDRESS)) == ({}, services.trust.current())
    assert services.communities.current() is None


@pytest.mark.expected_log("answers on a stick are refused")
def test_news_and_answers_that_the_community_did_not_sign(
    services: Services, post: Post, stick: Path
) -> None:
    post.put_news(stick)
    services.swap(stick)
    services.send(idea())
    services.swap(stick)
    thief = Post(replace(post.keys, publisher=key("thief")), number=9)
    thief.put_news(stick)
    thief.answer(stick, outs(stick)[0])
    brought = services.swap(stick).brought
    assert (brought.news, brought.strange, brought.received) == (News.STRANGE, 1, 0)
    assert len(told(services)) == 4
    assert services.conversations.all()[0].state is ConversationState.KEPT


def test_answers_that_are_late_or_for_something_else(
    services: Services, post: Post, stick: Path
) -> None:
    post.put_news(stick)
    services.swap(stick)
    one, two = services.send(idea("One.")), services.send(idea("Two."))
    services.swap(stick)
    (file,) = outs(stick)
    digest = hashlib.sha256(b"else").hexdigest()
    receipt = {"id": one.id, "sha256": digest, "received_at": "2026-11-24T10:00:00+08:00"}
    odd = [
        {"kind": "message", "id": one.id, "sha256": digest, "status": 201, "body": receipt},
        {"kind": "message", "id": one.id, "status": 503, "body": {"code": "busy"}},
        {"kind": "message", "id": "never-sent", "status": 422, "body": {"code": "empty"}},
        {"kind": "mailbox", "status": 200, "body": {"messages": "none"}},
        {"kind": "to-come", "status": 200, "body": {}},
    ]
    place = post.answer(stick, file)
    genuine = place.read_bytes()
    services.take_back(two.id)
    # The list in the place of the answers: none of it says anything for good.
    post.answer(stick, file, answers=odd, number=1)
    shutil.move(stick / "Footbridge" / place.name, stick / "true")
    assert services.swap(stick).brought.settled == 0
    assert services.outbox.waiting() == 1
    place.write_bytes(genuine)
    assert services.swap(stick).brought.received == 1
    found = {c.id: c for c in services.conversations.all()}
    assert found[one.id].state is ConversationState.RECEIVED
    assert found[two.id].withdrawal is Withdrawal.WANTED


# --- pulled, full, read-only ----------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.ENOENT])
def test_pulled_at_any_moment(services: Services, post: Post, stick: Path, number: int) -> None:
    """Each deed on the stick fails once, for good; then the next swap makes it good."""
    code = {
        errno.EIO: "stick_gone",
        errno.ENOENT: "stick_gone",
        errno.ENOSPC: "stick_full",
        errno.EROFS: "stick_read_only",
    }[number]
    post.put_news(stick)
    services.swap(stick)
    kept = services.send(with_voice(services, idea(), VOICE))
    at = 0
    while True:
        with pulled(sticks, at, OSError(number, "pulled")) as system:
            try:
                problem = services.swap(stick).problem
            except CourierProblem as error:
                problem = error.code
        for file in outs(stick):
            # Whatever bears the name of a file for the community is whole.
            assert len(post.open(file)[0]["requests"]) == 2
        assert services.conversations.all()[0].state is ConversationState.KEPT
        if system.left >= 0:
            break
        assert problem in (code, None)
        at += 1
    assert at > 8
    assert problem is None
    (file,) = outs(stick)
    post.answer(stick, file)
    assert services.swap(stick).brought.received == 1
    assert services.conversations.all()[0].id == kept.id


def test_a_small_stick_that_is_full(services: Services, post: Post, tmp_path: Path) -> None:
    """A real file system of 1 MB: words go without the recording; then not even words have room."""
    place = tmp_path / "small"
    place.mkdir()
    _mount(place)
    try:
        post.put_news(place)
        services.swap(place)
        services.send(with_voice(services, idea(), VOICE * 400))
        swap = services.swap(place)
        assert (swap.problem, swap.taken.messages, swap.taken.left_out) == (None, 1, 1)
        (file,) = outs(place)
        _fill(place)
        services.send(idea("x" * 9_000))
        assert services.swap(place).problem == "stick_full"
        assert outs(place) == [file]
        assert len(post.open(file)[0]["requests"]) == 1
        (place / "holiday.jpg").unlink()
        assert services.swap(place).taken.messages == 2
        (file,) = outs(place)
        post.answer(place, file)
        assert services.swap(place).brought.received == 2
        assert not list(place.rglob("*.part"))
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _mount(place: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=True)


def _fill(place: Path) -> None:
    """Not a byte more fits."""
    with contextlib.suppress(OSError), (place / "holiday.jpg").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def test_stopped_in_the_middle(services: Services, post: Post, stick: Path) -> None:
    post.put_news(stick)

    def stop(at: int) -> Callable[[int], None]:
        left = iter(range(at))

        def step(_: int) -> None:
            if next(left, None) is None:
                raise CourierProblem("stick_stopped")

        return step

    services.send(idea())
    for at in range(60):
        try:
            problem = services.swap(stick, stop(at)).problem
        except CourierProblem as error:
            problem = error.code
        if problem is None:
            break
        assert problem == "stick_stopped"
    assert 3 < at < 59
    assert len(told(services)) == 4
    assert len(outs(stick)) == 1


def test_links_pipes_and_folders_are_never_opened(
    services: Services, post: Post, stick: Path, tmp_path: Path
) -> None:
    post.put_news(stick)
    services.swap(stick)
    folder = stick / "Footbridge"
    os.mkfifo(folder / "a-00000000-1.fbin")
    (folder / "b-00000000-1.fbin").symlink_to("/dev/zero")
    (folder / "c.fbnews").symlink_to("/dev/zero")
    (folder / "d.fbnews").mkdir()
    os.mkfifo(folder / "e.fbnews")
    brought = services.swap(stick).brought
    assert (brought.news, brought.damaged) == (News.SAME, 0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "Footbridge").symlink_to(elsewhere)
    with pytest.raises(CourierProblem) as caught:
        services.swap(other)
    assert caught.value.code == "stick_unsafe"
    assert not list(elsewhere.iterdir())


BOMB = """
import resource, sys, tempfile, zipfile
from pathlib import Path
from tests.fakes.client import client
from tests.fakes.post import Post
stick = Path(sys.argv[1])
services = client(stick / "data", Post().address)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
swap = services.swap(stick)
services.close()
print(swap.brought.news, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_bomb_of_ten_gigabytes(post: Post, stick: Path) -> None:
    """It is refused before it is unpacked: under 100 MB of memory, nothing on the disk."""
    bomb = post.put_news(stick)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("notices-9.json")
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as entry:
            piece = bytes(8 * 1024 * 1024)
            for _ in range(16):
                entry.write(piece)
    _say_it_has(bomb, 10 * 1024**3)
    assert bomb.stat().st_size < 1_000_000
    done = subprocess.run(
        [sys.executable, "-c", BOMB, str(stick)], capture_output=True, text=True, check=True
    )
    news, megabytes = done.stdout.split()
    assert news == News.UNSAFE
    assert int(megabytes) < 100
    assert sum(one.stat().st_size for one in (stick / "data").rglob("*") if one.is_file()) < 2**20


def _say_it_has(path: Path, size: int) -> None:
    """Write another size into the listing, as whoever makes such a thing would."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.getinfo("notices-9.json").file_size = size
        archive._didModify = True


def test_the_waits_of_a_connection_are_not_those_of_a_stick(
    services: Services, post: Post, stick: Path
) -> None:
    """What was put off, and held for good, goes out by stick all the same; nothing is held up."""
    post.put_news(stick)
    services.swap(stick)
    kept = services.send(idea())
    when = services.clock.now()
    services.outbox.failed(kept.id, when, "busy", when)
    services.outbox.hold("too_old")
    assert services.swap(stick).taken.messages == 1
    services.outbox.make_all_due()
    assert [row.id for row in services.outbox.due(services.clock.now())] == [kept.id]


@pytest.fixture
def log_of_our_own() -> Iterator[None]:
    """A program's main sets the log up for its whole process, which here is that of all tests."""
    root, raises = logging.getLogger(), logging.raiseExceptions
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)


@pytest.mark.usefixtures("log_of_our_own")
def test_without_a_window(
    post: Post, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m app courier FOLDER`: in plain words, with an exit code."""
    data = tmp_path / "data"
    services = client(data, post.address)
    services.send(idea())
    services.close()

    def run(folder: Path) -> tuple[int, str, str]:
        code = main(["courier", str(folder), "--data", str(data)])
        return code, *capsys.readouterr()

    code, _, wrong = run(stick)
    assert code == 1
    assert "Bring notices first" in wrong
    post.put_news(stick)
    code, out, wrong = run(stick)
    assert (code, wrong) == (0, "")
    assert "notices changed: 4" in out
    assert "messages copied: 1" in out
    assert run(stick / "nowhere")[0] == 1


def test_the_connection_rests_meanwhile(post: Post, stick: Path, tmp_path: Path) -> None:
    """A run that hangs is broken off for the stick; afterwards the connection goes on by itself."""
    with FaultServer() as server:
        server.answer("GET", "/head", Fault.BLACK_HOLE)
        services = client(tmp_path / "with", f"{server.address}#{post.keys.code}")
        try:
            services.sync.start()
            wait_until(lambda: server.requests)
            # That one hangs on; whoever asks anew is answered.
            server.heal()
            post.put_news(stick)
            assert services.swap(stick).brought.notices == 4
            wait_until(lambda: services.sync.status().last_contact)
        finally:
            services.close()


@pytest.mark.parametrize("code", [True, False], ids=["with its code", "without"])
def test_a_community_whose_keys_have_not_come_yet_is_not_said_to_take_no_messages(
    tmp_path: Path, post: Post, stick: Path, *, code: bool
) -> None:
    services = client(tmp_path / "other", post.address if code else ADDRESS)
    # The connection broke off between what it says of itself and its keys.
    services.communities.save(Community("willow-lane", {"en": "Willow Lane"}, {}), "digest")
    services.send(idea())
    assert services.swap(stick).problem == "stick_no_key"
    services.close()
