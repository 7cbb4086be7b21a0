"""The community's end of the state machine: the server's own code on a database in memory.

`Site` does what staff and an operator do, and keeps beside it, in plain dictionaries, what must be
there then.
"""

from __future__ import annotations

import copy
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from server.announcements import publishing
from server.announcements.models import Announcement, Translation
from server.communities.models import Community, Issuer
from server.courier.swapping import Swapping
from server.feedback import answering
from server.feedback.models import Blob, Feedback, Reply
from server.signing import keysets
from server.signing.envelope import community_code, public_of

SLUG = "willow-lane"
ADDRESS = f"http://localhost/c/{SLUG}"


@dataclass(frozen=True)
class Notice:
    """What a reader must see of a notice."""

    revision: int
    state: str
    title: str


@dataclass
class Books:
    """What the server's database must hold; a copy of the database has its own."""

    notices: dict[str, Notice] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)


@dataclass
class Copy:
    """A backup: the database, and what it must hold."""

    database: sqlite3.Connection
    books: Books


class Site:
    """One community. `ever_…` is what was true once, whatever was restored or deleted since."""

    def __init__(self, empty: sqlite3.Connection, folder: Path) -> None:
        put_back(empty)
        settings.KEY_DIR = folder / "keys"
        self.community = Community.objects.get(slug=SLUG)
        self.let_in()
        self.staff = User.objects.get()
        self.books = Books()
        self.copy: Copy | None = None
        self.restored, self.revoked = 0, 0
        self.roots = [b"r" * 32]
        self.keysets: list[dict[str, Any]] = []
        self.ever_published: dict[str, set[Notice]] = {}
        self.ever_said: dict[str, str] = {}
        self.ever_whole: set[str] = set()
        self.ever_answered: dict[str, dict[str, str]] = {}
        #: The states of each conversation, one after the other.
        self.stood: dict[str, list[str]] = {}
        #: Notices and conversations that an old copy brought back after they were gone.
        self.risen: set[str] = set()

    # Notices.

    def publish(self, title: str) -> None:
        """A new notice."""
        issuer = Issuer.objects.get()
        row = Announcement.objects.create(community=self.community, issuer=issuer)
        Translation.objects.create(announcement=row, language="en", title=title, body="One.")
        self._note(publishing.publish(row), title)

    def change(self, number: int, title: str) -> None:
        """The one in that place is corrected, or, withdrawn as it was, sent once more."""
        row = self._notice(number)
        Translation.objects.filter(announcement=row).update(title=title)
        if row.state == Announcement.State.WITHDRAWN:
            self._note(publishing.publish(row), title)
        else:
            self._note(publishing.correct(row, {"en": "Another hour."}), title)

    def withdraw(self, number: int) -> None:
        """The one in that place is taken back, unless it was."""
        row = self._notice(number)
        if row.state == Announcement.State.PUBLISHED:
            title = self.books.notices[str(row.pk)].title
            self._note(publishing.withdraw(row, {"en": "A mistake."}), title)

    def delete(self, number: int) -> None:
        """The one in that place goes for good."""
        row = self._notice(number)
        key = str(row.pk)
        publishing.delete(row)
        del self.books.notices[key]
        self.books.deleted.add(key)

    def forget_deletions(self) -> None:
        """The horizon moves to today."""
        publishing.forget_deletions(self.community.pk, timezone.now() + timedelta(days=1))

    def _notice(self, number: int) -> Announcement:
        keys = list(self.books.notices)
        return Announcement.objects.get(pk=keys[number % len(keys)])

    def _note(self, row: Announcement, title: str) -> None:
        told = Notice(row.revision, row.state, title)
        self.books.notices[str(row.pk)] = told
        self.ever_published.setdefault(str(row.pk), set()).add(told)

    # Keys.

    @property
    def signs(self) -> bool:
        """Whether the community has keys."""
        return bool(self.keysets)

    @property
    def code(self) -> str:
        """The code of its root key as it is now."""
        return community_code(public_of(self.roots[-1]))

    def make_keys(self) -> None:
        """From now on all is signed."""
        self.keysets = keysets.make(self.community, self.roots[-1])

    def rotate(self, *, new_root: bool) -> None:
        """Another key signs from now on."""
        new = bytes([len(self.roots)]) * 32 if new_root else None
        self.keysets = keysets.rotate(self.community, self.roots[-1], new)
        self.roots += [new] if new else []

    def revoke(self) -> None:
        """The key that signs was stolen."""
        key = keysets.newest(self.keysets)["keys"][-1]["key"]
        self.keysets = keysets.revoke(self.community, self.roots[-1], key)
        self.revoked += 1

    # Conversations.

    def conversations(self) -> list[Feedback]:
        """The first messages that are here."""
        return list(Feedback.objects.filter(follows=None).order_by("reference"))

    def answer(self, first: Feedback, text: str, *, last: bool) -> None:
        """Staff answer."""
        reply = answering.answer(first, self.staff, text, "en", {"en": "Office"}, last)
        self.ever_answered.setdefault(str(first.pk), {})[str(reply.pk)] = text

    def erase(self, first: Feedback) -> None:
        """Staff erase the conversation."""
        answering.erase(first)

    def look(self) -> None:
        """Note what came: called after whatever may have brought something."""
        here = dict(Feedback.objects.values_list("pk", "text"))
        for key, text in here.items():
            assert self.ever_said.setdefault(str(key), text) == text
        for key, state in Feedback.objects.filter(follows=None).values_list("pk", "state"):
            stood = self.stood.setdefault(str(key), [])
            if stood[-1:] != [state]:
                stood.append(state)
        whole = Blob.objects.exclude(stored="").values_list("feedback_id", flat=True)
        self.ever_whole |= {str(key) for key in whole}

    # Sticks.

    def swap(self, stick: Path) -> list[str]:
        """The operator's `courier` command; returns what it could not do."""
        swapping = Swapping(stick, [self.community])
        swapping.bring()
        swapping.take()
        self.look()
        return swapping.report.bad

    # Operating.

    def let_in(self, *, newer: bool = False, joined: bool = False) -> None:
        """Everybody; or newer programs only, or joined machines only."""
        settings.MIN_CLIENT = "99.0" if newer else "0.1"
        Community.objects.filter(pk=self.community.pk).update(only_joined=joined)

    def back_up(self) -> None:
        """Take a copy of the database."""
        self.copy = Copy(taken(), copy.deepcopy(self.books))

    def restore(self) -> None:
        """The database is lost; its copy takes its place, as docs/operating.md has it done."""
        assert self.copy is not None
        gone = {str(key) for key in _erased()} | self.books.deleted
        put_back(self.copy.database)
        self.books = copy.deepcopy(self.copy.books)
        self.community = Community.objects.get(slug=SLUG)
        if self.signs:
            keysets.restore(self.community, self.keysets)
        publishing.new_generation(self.community.pk)
        self.restored += 1
        here = {str(key) for key in Feedback.objects.values_list("pk", flat=True)}
        self.risen |= gone & (here | set(self.books.notices))

    def state_of(self, key: str) -> dict[str, Any] | None:
        """How a conversation stands here; None where it does not."""
        row = Feedback.objects.filter(pk=key).first()
        if row is None:
            return None
        return {
            "state": row.state,
            "reference": str(row.reference),
            "asked": row.erase_asked_at is not None,
            "said": {
                str(one.pk): one.text for one in [row, *row.follow_ups.order_by("received_at")]
            },
            "answers": {str(one.pk): one.text for one in Reply.objects.filter(feedback=row)},
        }


def _erased() -> list[Any]:
    from server.feedback.models import ErasedFeedback

    return list(ErasedFeedback.objects.values_list("pk", flat=True))


def found(folder: Path) -> sqlite3.Connection:
    """A community with nothing in it; the database as it is then."""
    settings.KEY_DIR = folder / "no-keys"
    community = Community.objects.create(
        slug=SLUG,
        name={"en": "Willow Lane"},
        office={"en": "Office"},
        help_name={"en": "Desk"},
        help_telephone="555-0100",
        help_hours={"en": "Mornings"},
    )
    Issuer.objects.create(community=community, key="office", name={"en": "Office"})
    User.objects.create(username="staff", is_staff=True)
    return taken()


def taken() -> sqlite3.Connection:
    """A copy of the database as it is."""
    into = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(into)
    return into


def put_back(database: sqlite3.Connection) -> None:
    """The database is as it was when that copy was taken."""
    connection.ensure_connection()
    database.backup(connection.connection)
