"""The program's own sync against a real server process, on a network that is cut at random."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.domain.announcement import AnnouncementFilter
from app.domain.feedback import Conversation, ConversationState, Verdict
from app.events import ConversationsChanged
from app.services import Services
from tests.contract.golden_data import GOLDEN
from tests.contract.server.recordings import spoken
from tests.fakes.client import QUICK, client, idea, run_once, seeded, with_voice
from tests.fakes.fault_server import CuttingProxy
from tests.fakes.sync_client import VOICE
from tests.ledger import Ledger
from tests.servers import NO_LIMITS, ROOT, RunningServer, run_server, wait_until


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A real server on SQLite with the golden community."""
    running = run_server(
        tmp_path_factory.mktemp("server"), sample=GOLDEN / "source", environment=NO_LIMITS
    )
    yield running
    running.stop()


def port_of(server: RunningServer) -> int:
    return urlsplit(server.address).port or 0


def digest_of(services: Services, id_: str) -> str | None:
    """The digest of what waits under that id; None when nothing does."""
    with services.store.read() as connection:
        row = connection.execute("SELECT sha256 FROM outbox WHERE id = ?", (id_,)).fetchone()
    return str(row[0]) if row else None


def received(conversation: Conversation) -> bool:
    return conversation.state is not ConversationState.KEPT


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_messages_over_a_network_cut_at_random(
    server: RunningServer, tmp_path: Path, seed: int
) -> None:
    ledger, chance = Ledger(server), random.Random(seed)
    digests: dict[str, str] = {}
    too_early: list[str] = []
    seen: set[str] = set()
    with CuttingProxy(port_of(server), chance, most_bytes=12_000) as proxy:
        services = client(tmp_path / "data", proxy.address, QUICK)
        seeded(services, seed)

        def check(_event: ConversationsChanged) -> None:
            on_server = {id_: held.digest for id_, held in ledger.messages().items()}
            for one in services.conversations.all():
                if received(one) and one.id not in seen:
                    seen.add(one.id)
                    if on_server.get(one.id) != digests[one.id]:
                        too_early.append(one.id)

        for number in range(100):
            kept = services.send(idea(f"Message {number}. 留言{number}。"))
            digests[kept.id] = digest_of(services, kept.id) or ""
        services.events.subscribe(ConversationsChanged, check)
        services.sync.start()
        wait_until(lambda: services.outbox.waiting() == 0, 90)
        services.sync.stop(5)
        check(ConversationsChanged())
        services.close()
        assert proxy.cuts > 10
    assert too_early == []
    assert len(seen) == 100
    there = {id_: held.digest for id_, held in ledger.messages().items()}
    assert {id_: there.get(id_) for id_ in digests} == digests
    # None a second time under another id.
    texts = [held.text for id_, held in ledger.messages().items() if id_ in digests]
    assert len(set(texts)) == 100


def test_recordings_over_a_network_cut_at_random(server: RunningServer, tmp_path: Path) -> None:
    """Each arrives once, in the very bytes, and none is called received before."""
    ledger, chance = Ledger(server), random.Random(11)
    said: dict[str, str] = {}
    too_early: list[str] = []
    seen: set[str] = set()
    # On such a line a piece of full size never gets through.
    with CuttingProxy(port_of(server), chance, most_bytes=40_000) as proxy:
        services = client(tmp_path / "data", proxy.address, QUICK)
        seeded(services, 11)
        for number in range(6):
            draft = idea("" if number % 2 else f"Message {number}.")
            sound = spoken(4.0 + 2 * number, 200 + 10 * number)
            draft = with_voice(services, draft, sound)
            services.drafts.save(draft)
            said[services.send(draft).id] = hashlib.sha256(sound).hexdigest()

        def check(_event: ConversationsChanged) -> None:
            there = ledger.recordings()
            for one in services.conversations.all():
                if received(one) and one.id not in seen:
                    seen.add(one.id)
                    if there.get(one.id) != [said[one.id]]:
                        too_early.append(one.id)

        services.events.subscribe(ConversationsChanged, check)
        services.sync.start()
        wait_until(lambda: services.outbox.waiting() == 0, 90)
        services.sync.stop(5)
        check(ConversationsChanged())
        services.close()
        assert proxy.cuts > 10
    assert too_early == []
    assert seen == set(said)
    there = ledger.recordings()
    assert {id_: there[id_] for id_ in said} == {id_: [digest] for id_, digest in said.items()}


def test_killed_in_the_middle_of_sending_nothing_is_lost_or_doubled(
    server: RunningServer, tmp_path: Path
) -> None:
    ledger, chance = Ledger(server), random.Random(3)
    data, kept = tmp_path / "data", list[str]()
    before = ledger.messages().keys()
    with CuttingProxy(port_of(server), chance, most_bytes=40_000) as proxy:
        for _ in range(4):
            child = subprocess.Popen(
                [sys.executable, "-m", "tests.fakes.sync_client", data, proxy.address, "40"],
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            assert child.stdout is not None
            for _, line in zip(range(chance.randrange(5, 35)), child.stdout, strict=False):
                kept.append(line.strip())
            child.send_signal(signal.SIGKILL)
            kept += [line.strip() for line in child.stdout if len(line) == 37]
            child.wait(10)
            child.stdout.close()
        proxy.whole = True
        services = client(data, proxy.address)
        wait_until(lambda: run_once(services).problem is None)
        conversations = services.conversations.all()
        services.close()
    ids = [one.id for one in conversations]
    assert len(kept) > 15
    assert set(kept) <= set(ids)
    assert all(received(one) for one in conversations)
    assert ledger.messages().keys() - before == set(ids)
    with_voice = [one.id for one in conversations if one.entries[0].recording]
    there = ledger.recordings()
    assert len(with_voice) > 3
    digest = hashlib.sha256(VOICE).hexdigest()
    assert all(there[id_] == [digest] for id_ in with_voice)


def test_notices_pictures_and_a_new_generation(server: RunningServer, tmp_path: Path) -> None:
    services = client(tmp_path / "data", server.address)
    report = run_once(services)
    assert (report.problem, report.set_aside, report.media_failed) == (None, 0, 0)
    page = services.announcements.cards(AnnouncementFilter(), "en")
    assert page.total > 2
    assert services.announcements.missing_media() == ()
    read = page.cards[0].announcement
    services.announcements.mark_read(read.id, read.revision)
    server.manage("new_generation")
    again = run_once(services)
    assert again.problem is None
    assert again.announcements >= page.total
    after = services.announcements.cards(AnnouncementFilter(), "en")
    assert {c.announcement.id for c in after.cards} == {c.announcement.id for c in page.cards}
    card = services.announcements.get(read.id)
    assert card is not None
    assert card.read_revision == read.revision
    services.close()


def test_a_conversation_from_the_first_word_to_the_last(
    server: RunningServer, tmp_path: Path
) -> None:
    services = client(tmp_path / "data", server.address, QUICK)
    services.sync.start()
    kept = services.send(idea())
    back = services.write_back(kept.id, "By the east gate, I mean.", "en")
    services.write_back(kept.id, "", "en", Verdict.SOLVED)

    def closed() -> bool:
        found = services.conversations.get(kept.id)
        return found is not None and found.state is ConversationState.CLOSED

    wait_until(closed)
    wait_until(lambda: services.outbox.waiting() == 0)
    found = services.conversations.get(kept.id)
    assert found is not None
    assert found.reference is not None
    assert all(entry.received for entry in found.entries)
    assert back.entries[-1].id in Ledger(server).messages()
    services.close()


def test_a_server_that_is_killed_and_comes_back(tmp_path: Path) -> None:
    running = run_server(tmp_path / "server", sample=GOLDEN / "source", environment=NO_LIMITS)
    services = client(tmp_path / "data", running.address, QUICK)
    services.sync.start()
    kept = [services.send(idea(f"Number {number}")) for number in range(10)]
    wait_until(lambda: Ledger(running).messages())
    running.kill()
    kept += [services.send(idea(f"Later {number}")) for number in range(5)]
    wait_until(lambda: services.sync.status().problem == "no_connection")
    again = run_server(tmp_path / "server", port=port_of(running), environment=NO_LIMITS)
    wait_until(lambda: services.outbox.waiting() == 0, 60)
    services.close()
    assert Ledger(again).messages().keys() == {one.id for one in kept}
    again.stop()


def test_the_commands_without_a_window(server: RunningServer, tmp_path: Path) -> None:
    data = tmp_path / "data"
    services = client(data, server.address)
    kept = services.send(idea())
    services.close()

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", *arguments, "--data", data],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=False,
        )

    done = command("sync")
    assert (done.returncode, done.stderr) == (0, "")
    assert "messages sent: 1" in done.stdout
    assert kept.id in Ledger(server).messages()
    looked = command("check")
    assert (looked.returncode, looked.stderr) == (0, "")
    assert "Reed Court" in looked.stdout
    named = command("check", "--community", f"{server.address}/c/reed-court/")
    assert (named.returncode, named.stderr) == (0, "")
    unknown = command("check", "--community", f"{server.address}/c/elsewhere")
    assert unknown.returncode == 1
    assert "not that of a community" in unknown.stderr
    away = command("sync", "--community", "127.0.0.1:9")
    assert away.returncode == 1
    assert "no connection" in away.stderr
    assert "Traceback" not in away.stderr
    wrong = command("check", "--community", "ftp://x")
    assert wrong.returncode == 2
