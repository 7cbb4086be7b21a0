"""Makes `files/v<version>.sql`: a store of this version with something in every table.

Run once for each version, when it is about to be followed by another, and keep the file for ever:
    python -m tests.unit.storage.make_old_store
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from app.domain.announcement import Media, MediaRole
from app.domain.community import Community
from app.domain.device import Device
from app.domain.feedback import ConversationState, Recording, Verdict
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from app.domain.profile import Profile
from app.domain.trust import Proof, Refusal, RefusedNotice
from app.storage import schema
from app.storage.couriers import CourierRepository
from app.storage.rows import Kept
from app.storage.trust import TrustRepository
from tests.unit.storage.build import NOON, House, a_draft, notice

FILES = Path(__file__).with_name("files")
ADDRESS = "https://willow-lane.example"
TOKEN = "b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE"


def fill(house: House) -> None:
    """Something in every table."""
    media = (Media(MediaRole.PICTURE, "0" * 64, "image/png", 1, {"en": "A gate"}),)
    house.announcements.apply(
        [
            notice("Water off", 1, zh="停水通知", media=media, expires_on=date(2026, 12, 5)),
            notice("Storm", 2, urgent=True),
        ],
        "g1.2",
    )
    house.announcements.mark_read(notice("Water off").id, 1)
    house.profiles.save(Profile(Language.CHINESE, 36, community_url=ADDRESS, started=True))
    house.communities.save(Community("willow-lane", {"en": "Willow Lane"}, {}), "digest")
    trust = TrustRepository(house.store)
    trust.pin(ADDRESS, "ABCD-EFGH-JKMN-PQRS", confirmed=True)
    trust.keep(b"{}", "ABCD-EFGH-JKMN-PQRS", ())
    signed = notice("Water off", 1, zh="停水通知", media=media, expires_on=date(2026, 12, 5))
    house.announcements.apply([signed], "g1.2", {signed.id: Proof("0" * 16, "d" * 64)})
    trust.refuse([RefusedNotice("x", Refusal.CHANGED)], ())
    house.memos.put("last_contact", "2026-12-01")
    first = house.send("answered", id="first", token=TOKEN)
    digest = sha256(b"answered").hexdigest()
    house.outbox.taken(first.id, Receipt(first.id, digest, NOON, "1234"))
    reply = Reply("reply", "We come on Friday", "en", {"en": "Street Office"}, NOON)
    answered = MailboxEntry("first", ConversationState.ANSWERED, "1234", replies=(reply,))
    house.outbox.apply_mailbox([answered])
    verdict = Verdict.NOT_SOLVED
    house.conversations.write_back("first", "more", "", "en", verdict, b"not solved", NOON)
    recording = Recording("5" * 64, 12_345, 42.0)
    house.send("waiting", id="second", token=TOKEN, recording=recording, send_voice=True)
    with house.store.write() as connection:
        connection.execute(
            "INSERT INTO recording_key (name, key) VALUES (?, ?)", (b"n" * 16, b"k" * 32)
        )
    _version_6(house)
    _version_7(house)
    _version_8(house)
    house.drafts.save(a_draft("half a message", id="draft", token=TOKEN))


def _version_6(house: House) -> None:
    """A message that was taken back, a machine's registration, half of a snapshot."""
    house.send("taken back", id="third", token=TOKEN)
    house.withdrawals.take_back("third", NOON)
    house.devices.save(Device(ADDRESS, "machine", TOKEN, "Reading room", NOON))
    with house.store.write() as connection:
        connection.execute("UPDATE feed SET older = '{}'")
        connection.execute("INSERT INTO deleted_meanwhile (id) VALUES ('gone')")


def _version_7(house: House) -> None:
    """A message with a recording that nobody here can read."""
    spoken = a_draft("secret", id="fourth", token=TOKEN, send_voice=True)
    spoken = replace(spoken, recording=Recording("7" * 64, 65_536, 42.0))
    house.conversations.send(spoken, b"sealed", NOON, Kept.SEALED)


def _version_8(house: House) -> None:
    """A message that was copied to a stick."""
    couriers = CourierRepository(house.store)
    couriers.here()
    couriers.begin(["second"], 6)
    couriers.copied(["second"], NOON)


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """The store as SQL: its tables, its rows, its marks.

    The index of words is written as the texts that were indexed.
    """
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE 'announcement\\_words\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    for kind in ("table", "index"):
        for (sql,) in connection.execute(
            "SELECT sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite%'"
            " AND name NOT LIKE 'announcement\\_words\\_%' ESCAPE '\\' ORDER BY rowid",
            (kind,),
        ):
            yield f"{sql};"
    for (table,) in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        names = ", ".join(["rowid", *columns] if table == "announcement_words" else columns)
        quoted = " || ', ' || ".join(f"quote({name})" for name in names.split(", "))
        for (values,) in connection.execute(f"SELECT {quoted} FROM {table}"):
            yield f"INSERT INTO {table} ({names}) VALUES ({values});"
    for pragma in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        yield f"PRAGMA {pragma} = {value};"


def main() -> None:
    """Write the file of this version, unless it is there."""
    target = FILES / f"v{schema.newest_version()}.sql"
    if target.exists():
        raise SystemExit(f"{target} is there already and is never changed")
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        fill(house)
        house.store.close()
        with closing(sqlite3.connect(house.path)) as connection:
            target.write_text("\n".join(dump(connection)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
