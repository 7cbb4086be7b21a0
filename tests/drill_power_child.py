"""A person's day, in a process of its own, while every call to the disk is recorded.

    python -m tests.drill_power_child FOLDER SEED STEPS [WEAKER]

It says on its standard output what it is about to do, `{"begin": …}`, and that it is done,
`{"done": true}`: from then on it must be on the disk. `WEAKER` makes the store less durable, to
see that the drill notices: `off` and `full` (SQLite's synchronous), `wal-normal`, or `wal` (which
is not less durable, but the journal that newer machines use).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.feedback import ConversationState, Draft, FeedbackKind
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from app.formats import wire
from app.storage.recordings import RecordingRepository
from app.storage.rows import Kept
from tests.unit.storage.build import NOON, House, notice

Step = dict[str, Any]

#: What is executed instead.
WEAKER = {
    "": {},
    "full": {"PRAGMA synchronous = EXTRA": "PRAGMA synchronous = FULL"},
    "off": {"PRAGMA synchronous = EXTRA": "PRAGMA synchronous = OFF"},
    "wal": {"PRAGMA journal_mode = DELETE": "PRAGMA journal_mode = WAL"},
    "wal-normal": {
        "PRAGMA journal_mode = DELETE": "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = EXTRA": "PRAGMA synchronous = NORMAL",
    },
}
_WORDS = ("the", "lamp", "by", "pond", "is", "broken", "池塘边的路灯又坏了", "请看一看")


class Day:
    """Does one thing after another, chosen by chance among those that can be done."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.house = House(folder)
        self.chance = random.Random(seed)
        self.recordings = RecordingRepository(folder / "recordings")
        self.moment = NOON
        # Every other day on a machine that many people use.
        self.shared = self.house.store.veil.on = bool(seed % 2)
        self.house.store.veil.renew(self.house.store)

    def step(self) -> None:
        """The next thing."""
        self.moment += timedelta(seconds=1)
        draft = self.house.drafts.current()
        conversations = self.house.conversations.all()
        open_ones = [c for c in conversations if c.state is not ConversationState.REFUSED]
        answered = [c for c in open_ones if c.state is not ConversationState.KEPT]
        may: list[tuple[int, Callable[[], None]]] = [(3, self.page), (1, self.copy), (1, self.save)]
        may.append((4, partial(self.write, draft)))
        if draft is not None and draft.text:
            may += [(4, partial(self.send, draft)), (1, partial(self.discard, draft))]
            if draft.recording is None:
                may.append((2, partial(self.record, draft)))
        if open_ones:
            may.append((2, lambda: self.write_back(self.chance.choice(open_ones).id)))
        if answered:
            may.append((2, lambda: self.answer(self.chance.choice(answered).id)))
        if self.house.outbox.due(self.moment):
            may += [(4, self.carried), (1, self.put_off), (1, self.refuse)]
        weights, acts = zip(*may, strict=True)
        self.chance.choices(acts, weights)[0]()

    def write(self, draft: Draft | None) -> None:
        """Begin a draft, or write on in it."""
        text = self.words()
        if draft is None or self.chance.random() < 0.2:
            draft = Draft(id=self.id(), token=self.token(), kind=FeedbackKind.PROBLEM)
        draft = replace(draft, text=text)
        self.do("draft", lambda: self.house.drafts.save(draft), id=draft.id, text=text)

    def record(self, draft: Draft) -> None:
        """Say it into the microphone: the ear writes the file, and what it came to is kept."""
        sound = self.chance.randbytes(3000)
        path = self.recordings.path_for(draft.id)
        path.write_bytes(sound)

        def keep() -> None:
            said = self.recordings.measured(draft.id, 2.0)
            self.house.drafts.save(replace(draft, recording=said))

        digest = hashlib.sha256(sound).hexdigest()
        self.do("record", keep, id=draft.id, sha256=digest)

    def discard(self, draft: Draft) -> None:
        self.do("discard", lambda: self.house.drafts.discard(draft.id), id=draft.id)

    def send(self, draft: Draft) -> None:
        payload = wire.feedback_payload(draft, self.moment)
        kept = self.kept()
        self.do(
            "send",
            lambda: self.house.conversations.send(draft, payload, self.moment, kept),
            id=draft.id,
            text=draft.text if kept is Kept.OPEN else "",
            payload=hashlib.sha256(payload).hexdigest(),
        )

    def write_back(self, conversation: str) -> None:
        text, entry, kept = self.words(), self.id(), self.kept()
        payload = wire.follow_up_payload(conversation, text, Language.ENGLISH, None, self.moment)
        self.do(
            "send",
            lambda: self.house.conversations.write_back(
                *(conversation, entry, text, Language.ENGLISH, None, payload, self.moment, kept)
            ),
            id=entry,
            text=text if kept is Kept.OPEN else "",
            payload=hashlib.sha256(payload).hexdigest(),
        )

    def kept(self) -> Kept:
        """How what is sent now is kept."""
        return self.chance.choice((Kept.SEALED, Kept.VEILED)) if self.shared else Kept.OPEN

    def carried(self) -> None:
        row = self.chance.choice(self.house.outbox.due(self.moment))
        receipt = Receipt(row.id, row.sha256, self.moment, str(self.chance.randrange(10**6)))
        self.do("receipt", lambda: self.house.outbox.taken(row.id, receipt), id=row.id)

    def put_off(self) -> None:
        row = self.chance.choice(self.house.outbox.due(self.moment))
        when = self.moment + timedelta(seconds=2)
        self.do("put off", lambda: self.house.outbox.failed(row.id, when, "no_connection"))

    def refuse(self) -> None:
        row = self.chance.choice(self.house.outbox.due(self.moment))
        behind = [row.id]
        if row.id == row.conversation_id:
            with self.house.store.read() as connection:
                found = connection.execute(
                    "SELECT id FROM outbox WHERE conversation ="
                    " (SELECT conversation FROM outbox WHERE id = ?)",
                    (row.id,),
                )
                behind = [id_ for (id_,) in found]
        refused = lambda: self.house.outbox.refused(row.id, {"en": "Too long."})  # noqa: E731
        self.do("refuse", refused, ids=behind)

    def answer(self, conversation: str) -> None:
        reply = Reply(self.id(), self.words(), "en", {"en": "Lin"}, self.moment)
        said = MailboxEntry(conversation, ConversationState.ANSWERED, replies=(reply,))
        answered = lambda: self.house.outbox.apply_mailbox([said])  # noqa: E731
        self.do("reply", answered, id=reply.id, text=reply.text)

    def page(self) -> None:
        """The next page of the feed, of a refill too; now and then a refill begins or ends."""
        notices, number = self.house.announcements, int((self.cursor() or "g1.0")[3:])
        if notices.refilling() and self.chance.random() < 0.3:
            self.do("refilled", lambda: notices.finish_refill(f"g1.{number}"))
        elif self.chance.random() < 0.15:
            self.do("refill", notices.begin_refill)
        else:
            titles = [f"Notice {self.chance.randrange(40)}" for _ in range(4)]
            made = {t: notice(t, number + n + 1, body=self.words()) for n, t in enumerate(titles)}
            page, cursor = list(made.values()), f"g1.{number + 4}"
            ids = [one.id for one in page]
            self.do("page", lambda: notices.apply(page, cursor), ids=ids, cursor=cursor)

    def copy(self) -> None:
        self.house.clock.moment += timedelta(days=1)
        self.do("copy", self.house.store.daily_copy)

    def save(self) -> None:
        speed = self.chance.randrange(5)
        profile = replace(self.house.profiles.load(), speed=speed)
        self.do("settings", lambda: self.house.profiles.save(profile), speed=speed)

    def do(self, what: str, act: Callable[[], object], **about: Any) -> None:
        """Do it, saying so before and after."""
        say({"begin": {"what": what, **about}})
        act()
        say({"done": True})

    def cursor(self) -> str | None:
        return self.house.announcements.cursor()

    def words(self) -> str:
        return " ".join(self.chance.choices(_WORDS, k=self.chance.choice((5, 50, 700))))

    def id(self) -> str:
        return str(uuid.UUID(bytes=self.chance.randbytes(16), version=4))

    def token(self) -> str:
        return hashlib.sha256(self.chance.randbytes(8)).hexdigest()[:43]


def say(words: object) -> None:
    """One line, at once and in one call."""
    os.write(1, json.dumps(words).encode() + b"\n")


def weaken(weaker: str) -> None:
    """Have every connection of this process made so."""
    instead = WEAKER[weaker]

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            return super().execute(instead.get(sql, sql), *given)

    sqlite3.connect = partial(sqlite3.connect, factory=Connection)  # type: ignore[assignment]


def main() -> None:
    """Open the store and live a day of so many steps."""
    folder, seed, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    weaken(sys.argv[4] if len(sys.argv) > 4 else "")
    day = Day(folder, seed)
    say({"open": True})
    for _ in range(steps):
        day.step()
    day.house.store.close()


if __name__ == "__main__":
    main()
