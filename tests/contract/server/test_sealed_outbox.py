"""A shared machine: told, crashed, healed, sent, answered, and nothing of it left to read."""

from __future__ import annotations

import json
import logging
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from nacl.bindings import crypto_secretbox_open
from nacl.exceptions import CryptoError

from app.domain.feedback import Conversation, ConversationState, Draft, Sealed
from app.domain.profile import Profile
from app.log import start_log
from app.services import Services
from app.storage import connections
from app.storage.veil import MAGIC
from tests.contract.server import shared_machine as told
from tests.contract.server.browser import Browser
from tests.contract.server.conftest import RUIS_PASSWORD
from tests.contract.server.test_blobs import stored_blobs
from tests.contract.server.test_staff import MESSAGES
from tests.fakes.client import client, run_once
from tests.servers import ROOT, RunningServer

SAID = (told.TEXT, told.NAME, told.TELEPHONE, told.PLACE)
WRITTEN_BACK = "And my neighbour of 柳巷 fell, too."


@pytest.fixture(autouse=True)
def journal(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of SQLite's journals once."""
    on_postgres = any(value.startswith("postgres") for value in server.environment.values())
    name = "WAL" if on_postgres else "DELETE"
    monkeypatch.setattr(connections, "journal_mode", lambda version=(): name)
    return name


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Iterator[None]:
    """The program's own log, in its place."""
    handler = start_log(tmp_path / "data" / "logs", logging.INFO)
    yield
    logging.getLogger().removeHandler(handler)
    handler.close()


@dataclass
class Machine:
    """What lies on its disk."""

    folder: Path

    def files(self) -> dict[str, bytes]:
        """Every file, by its name."""
        there = [path for path in self.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in there}

    def holding(self, *wanted: bytes) -> list[str]:
        """The files that hold any of these."""
        return sorted(n for n, data in self.files().items() if any(one in data for one in wanted))

    def holding_words(self, *words: str) -> list[str]:
        """The files that hold any of these words as any program would write them."""
        written = [
            *(word.encode(how) for word in words for how in ("utf-8", "utf-16-le", "utf-16-be")),
            *(json.dumps(word)[1:-1].encode() for word in words),
        ]
        return self.holding(*written)

    def opened(self) -> bytes:
        """Whatever the veil's keys that lie here open, in any file, copies and journals too."""
        files = self.files()
        keys = [data for name, data in files.items() if name.startswith("veil")]
        found = b""
        for data in files.values():
            at = data.find(MAGIC)
            while at >= 0:
                found += b"".join(_tried(data[at + len(MAGIC) :], key) for key in keys)
                at = data.find(MAGIC, at + 1)
        return found


def _tried(data: bytes, key: bytes) -> bytes:
    """What one key makes of it: where it ends is not told, so each length is tried."""
    nonce, rest = data[:24], data[24:]
    for length in range(16, min(len(rest), 1200) + 1):
        try:
            return crypto_secretbox_open(rest[:length], nonce, key)
        except (CryptoError, ValueError):
            continue
    return b""


def killed_while_speaking(folder: Path, journal: str) -> None:
    """Somebody told all of it, spoke for six seconds, and the machine died."""
    words = (sys.executable, "-m", "tests.contract.server.shared_machine", str(folder), journal)
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGKILL)


def shared(folder: Path, address: str) -> Services:
    services = client(folder, address)
    services.share_always()
    return services


def with_its_voice(services: Services, draft: Draft) -> Draft:
    """The draft with the recording that is there, as the summary shows it."""
    recording = services.recordings.measured(draft.id, 5.0)
    assert recording is not None
    found = replace(draft, recording=recording, send_voice=True)
    services.drafts.save(found)
    return found


def break_store(folder: Path) -> None:
    """The disk spoils a page of the store in which nothing of the message stands."""
    with closing(sqlite3.connect(folder / "footbridge.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'announcement_list'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with (folder / "footbridge.db").open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)


def sound_of(services: Services, draft: Draft) -> list[bytes]:
    """Parts of the plain sound, which only its key gives."""
    size = draft.recording.size if draft.recording else 0
    plain = services.recordings.piece(f"{draft.id}.ogg", 0, size)
    assert plain.startswith(b"OggS")
    cuts = [plain[at : at + 24] for at in range(0, len(plain) - 24, 997)]
    return [b"OggS", b"OpusHead", *(cut for cut in cuts if len(set(cut)) > 12)]


def the_one(services: Services) -> Conversation:
    (conversation,) = services.conversations.all()
    return conversation


@pytest.mark.expected_log("the store was broken")
def test_nothing_of_it_can_be_read_on_the_machine_that_sent_it(
    server: RunningServer, sealing_community: str, tmp_path: Path, journal: str
) -> None:
    machine = Machine(tmp_path / "data")
    services = shared(machine.folder, sealing_community)
    assert run_once(services).problem is None
    services.close()
    # --- told, copied, killed, broken, healed
    killed_while_speaking(machine.folder, journal)
    assert machine.holding_words(*SAID) == []
    assert machine.holding(b"OggS", b"OpusHead") == []
    assert told.TELEPHONE.encode() in machine.opened()
    break_store(machine.folder)
    services = shared(machine.folder, sealing_community)
    assert services.store.opened.set_aside is not None
    draft = services.drafts.current()
    assert draft is not None
    assert (draft.text, draft.telephone) == (told.TEXT, told.TELEPHONE)
    draft = with_its_voice(services, draft)
    assert told.TELEPHONE.encode() in machine.opened()
    sound, key = sound_of(services, draft), services.recordings.key_of(draft.id)
    assert key is not None
    services.store.daily_copy()
    # --- sent
    veils = {name: data for name, data in machine.files().items() if name.startswith("veil")}
    kept = services.send(draft)
    (entry,) = kept.entries
    assert (entry.text, entry.sealed, kept.state) == ("", Sealed.WORDS, ConversationState.KEPT)
    assert services.drafts.current() is None
    code = kept.claim_code

    def nothing_left() -> None:
        assert machine.holding_words(*SAID, WRITTEN_BACK) == []
        assert machine.holding(*sound) == []
        assert machine.holding(key.key) == []  # type: ignore[union-attr]
        assert machine.opened() == b""
        assert machine.holding(*veils.values()) == []

    nothing_left()
    assert len((machine.folder / "recordings" / f"{draft.id}.ogg").read_bytes()) % 65_536 == 0
    # --- broken once more, healed from a copy in which it was a draft, and received
    services.close()
    break_store(machine.folder)
    services = shared(machine.folder, sealing_community)
    assert services.store.opened.set_aside is not None
    assert not services.store.opened.draft_lost
    assert services.drafts.current() is None
    assert the_one(services).entries == kept.entries
    nothing_left()
    report = run_once(services)
    assert (report.problem, report.sent, report.recordings) == (None, 1, 1)
    received = the_one(services)
    assert (received.state, received.claim_code) == (ConversationState.RECEIVED, code)
    _read_heard_and_answered(server, received, sound)
    run_once(services)
    answered = the_one(services)
    assert [entry.text for entry in answered.entries] == ["", "We see to it."]
    services.write_back(answered.id, WRITTEN_BACK, "en")
    assert run_once(services).sent == 1
    assert the_one(services).entries[-1].sealed is Sealed.WORDS
    services.sync._tasks.tidy()
    assert services.recordings.path_of(draft.id) is None
    nothing_left()
    services.close()
    nothing_left()
    # What is on the server is what was said.
    page = _page(server, received)
    assert WRITTEN_BACK in page


def _page(server: RunningServer, conversation: Conversation) -> str:
    staff = Browser(server.address)
    staff.sign_in("rui", RUIS_PASSWORD)
    page = staff.open(f"{MESSAGES}{conversation.id}/change/")
    staff.close()
    return page


def _read_heard_and_answered(
    server: RunningServer, conversation: Conversation, sound: list[bytes]
) -> None:
    staff = Browser(server.address)
    staff.sign_in("rui", RUIS_PASSWORD)
    page = staff.open(f"{MESSAGES}{conversation.id}/change/")
    for words in (told.NAME, told.TELEPHONE, told.PLACE, told.TEXT.partition('"')[0]):
        assert words in page
    assert "<audio" in page
    assert any(all(part in one for part in sound) for one in stored_blobs(server))
    staff.send({"text": "We see to it.", "language": "en", "author": "office"}, form="answer")
    staff.close()


def test_at_home_it_stays_readable(
    server: RunningServer, sealing_community: str, tmp_path: Path
) -> None:
    """So that the search above can find something."""
    machine = Machine(tmp_path / "data")
    services = client(machine.folder, sealing_community)
    draft = told.contact(told.steps()[-1])
    told.speak(services, draft, 30).close()
    draft = with_its_voice(services, draft)
    sound = sound_of(services, draft)
    services.send(draft)
    assert "footbridge.db" in {name[:13] for name in machine.holding_words(told.TEXT)}
    assert machine.holding(*sound) == [f"recordings/{draft.id}.ogg"]
    assert run_once(services).recordings == 1
    assert the_one(services).entries[0].text == told.TEXT
    # Shared from now on: what is said from now on.
    services.save_profile(Profile(shared=True))
    later = services.send(told.steps()[-1])
    assert later.entries[0].sealed is Sealed.WORDS
    assert run_once(services).sent == 1
    services.close()


def test_before_the_communitys_key_is_known(
    server: RunningServer, sealing_community: str, tmp_path: Path
) -> None:
    machine = Machine(tmp_path / "data")
    services = shared(machine.folder, "")
    draft = told.contact(told.steps()[-1])
    told.speak(services, draft, 30).close()
    kept = services.send(with_its_voice(services, draft))
    assert (kept.entries[0].text, kept.entries[0].sealed) == ("", Sealed.WORDS)
    assert machine.holding_words(*SAID) == machine.holding(b"OggS") == []
    assert told.TELEPHONE.encode() in machine.opened()
    services.close()
    services = shared(machine.folder, sealing_community)
    report = run_once(services)
    assert (report.problem, report.sent, report.recordings) == (None, 1, 1)
    assert machine.opened() == b""
    assert told.PLACE in _page(server, the_one(services))
    assert any(data.startswith(b"OggS") for data in stored_blobs(server))
    services.close()


def test_a_community_without_keys_gets_it_as_it_is(server: RunningServer, tmp_path: Path) -> None:
    machine = Machine(tmp_path / "data")
    services = shared(machine.folder, server.address)
    draft = told.contact(told.steps()[-1])
    told.speak(services, draft, 30).close()
    draft = with_its_voice(services, draft)
    sound = sound_of(services, draft)
    kept = services.send(draft)
    services.close()
    services = shared(machine.folder, server.address)
    assert services.sync._tasks.count().unsealed
    report = run_once(services)
    assert (report.problem, report.sent, report.recordings) == (None, 1, 1)
    services.sync._tasks.tidy()
    assert the_one(services).state is ConversationState.RECEIVED
    assert services.conversations.get(kept.id).entries[0].text == ""  # type: ignore[union-attr]
    assert machine.holding_words(*SAID) == machine.holding(*sound[2:]) == []
    assert machine.opened() == b""
    assert not [name for name in machine.files() if name.startswith(("veil", "recordings/"))]
    services.close()
