"""What still has to reach the community, and what comes back from it."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.feedback import RecordingState
from app.domain.language import Words
from app.domain.mailbox import MailboxEntry, Receipt
from app.errors import BadData
from app.storage import blobs
from app.storage.belonging import MAY_GO, address_in_force, adopt
from app.storage.codec import encode_words, seal_of
from app.storage.couriers import heard
from app.storage.database import Store
from app.storage.mailbox_rows import Watched, apply, erase, is_newer, some_of
from app.storage.mending import mend
from app.storage.outcomes import finish, refuse
from app.storage.rows import next_news
from app.storage.veil import LostVeilError, is_veiled
from app.storage.waiting import ABSURD_S, has_come, moments, put_off
from app.storage.withdrawals import TO_TELL

log = logging.getLogger(__name__)

#: Messages here whose words wait and can be sent.
_WAITING = (
    "outbox AS o JOIN conversation AS c ON c.number = o.conversation"  # noqa: S608
    " WHERE o.words_at IS NULL AND NOT o.damaged"
    " AND NOT EXISTS (SELECT 1 FROM outbox AS first WHERE first.id = c.id AND first.damaged)"
    f" AND {MAY_GO} AND c.withdrawal IS NULL"
)
#: Of each conversation here the first message whose words wait and can be sent. Words need not
#: wait for what goes along with those before them.
_FIRST_OF_EACH = (
    f"{_WAITING} AND o.number IN (SELECT min(number) FROM outbox WHERE NOT damaged"  # noqa: S608
    " AND words_at IS NULL GROUP BY conversation)"
)

#: Messages here whose words are taken and with which something goes along that waits.
_WITH_BLOBS = (
    "outbox AS o JOIN conversation AS c ON c.number = o.conversation"
    f" WHERE o.words_at IS NOT NULL AND NOT o.damaged AND {MAY_GO}"
)
_DUE = f"{has_come('o.next_try')} AND {has_come('o.not_before')}"
_NEXT = "max(coalesce(o.next_try, 0), coalesce(o.not_before, 0))"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to send: `id` in the address, `token` as the bearer, `payload` as the body."""

    id: str
    conversation_id: str
    token: str = field(repr=False)
    payload: bytes = field(repr=False)
    sha256: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class BlobRow:
    """Something that goes along with the message `id`, whose words are taken.

    `sent` bytes of its `size` were taken when the other side was last heard of it. `sealed`: the
    file goes as it is.
    """

    id: str
    token: str = field(repr=False)
    sha256: str
    size: int
    file: str
    sent: int
    sealed: bool
    attempts: int = 0


class Outbox:
    """The messages that wait. All calls come from the sync thread; any thread may count."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self, now: datetime) -> tuple[OutboxRow, ...]:
        """What may be sent now to the community that is joined, oldest first.

        Of each conversation only the first that waits, and nothing behind a first message that is
        damaged. What belongs to another community is left out (`belonging.py`).

        A row whose seal does not fit was damaged on the disk: it is mended from a daily copy, else
        set aside and told by `damaged`; it is never sent. So is one whose veil was lost.
        """
        return self._whole(f"{_FIRST_OF_EACH} AND {_DUE}", now)

    def all_waiting(self) -> tuple[OutboxRow, ...]:
        """All words that wait for the community that is joined, in the order they were made.

        Whatever was to be waited for; damaged ones are treated as by `due`.
        """
        return self._whole(_WAITING)

    def _whole(self, which: str, now: datetime | None = None) -> tuple[OutboxRow, ...]:
        found = self._rows(which, now)
        broken = [row[0] for row in found if not self._is_whole(*row)]
        if broken:
            self._mend_or_set_aside(broken)
            found = self._rows(which, now)
        return tuple(self._unveiled(*row[:6]) for row in found if self._is_whole(*row))

    def _unveiled(
        self, id_: str, conversation: str, token: str, payload: bytes, sha256: str, attempts: int
    ) -> OutboxRow:
        if is_veiled(payload):
            payload = self._store.veil.open(payload)
            sha256 = hashlib.sha256(payload).hexdigest()
        return OutboxRow(id_, conversation, token, payload, sha256, attempts)

    def blobs_due(self, now: datetime) -> tuple[BlobRow, ...]:
        """What goes along with messages whose words are taken, and may be sent now; oldest first.

        What belongs to another community is left out.
        """
        due = f"o.id IN (SELECT o.id FROM {_WITH_BLOBS} AND {_DUE})"  # noqa: S608
        return self._blobs(due, now)

    def blobs_of(self, feedback_id: str) -> tuple[BlobRow, ...]:
        """What has to go along with that message; its words may still wait as well."""
        return self._blobs("b.entry = :entry", entry=feedback_id)

    def all_blobs(self) -> tuple[BlobRow, ...]:
        """All that goes along with messages for that community and waits, their words or not."""
        return self._blobs(f"NOT o.damaged AND {MAY_GO}")

    def _blobs(
        self, which: str, now: datetime | None = None, **given: object
    ) -> tuple[BlobRow, ...]:
        with self._store.read() as connection:
            found = connection.execute(
                "SELECT o.id, c.token, b.sha256, b.size, b.file, b.sent, b.sealed, o.attempts"  # noqa: S608
                " FROM blob AS b JOIN outbox AS o ON o.id = b.entry"
                " JOIN conversation AS c ON c.number = b.conversation"
                f" WHERE b.state = 'waiting' AND {which} ORDER BY b.number",
                given | self._moments(connection, now or self._store.clock.now()),
            ).fetchall()
        return tuple(BlobRow(*(*row[:6], bool(row[6]), row[7])) for row in found)

    def _rows(
        self, which: str, now: datetime | None = None
    ) -> list[tuple[str, str, str, bytes, str, int, str, int, int]]:
        with self._store.read() as connection:
            return connection.execute(
                "SELECT o.id, c.id, c.token, o.payload, o.sha256, o.attempts, o.seal,"  # noqa: S608
                " o.blobs, (SELECT count(*) FROM blob WHERE entry = o.id)"
                f" FROM {which} ORDER BY o.number",
                self._moments(connection, now or self._store.clock.now()),
            ).fetchall()

    @staticmethod
    def _moments(connection: sqlite3.Connection, now: datetime) -> dict[str, object]:
        return {**moments(now), "here": address_in_force(connection)}

    def waiting(self) -> int:
        """How many messages for the community that is joined have no receipt yet."""
        return self._count(MAY_GO)

    def waiting_elsewhere(self) -> int:
        """How many messages wait until another community is joined again."""
        return self._count(f"NOT ({MAY_GO})")

    def on_their_way(self) -> tuple[int, int]:
        """Bytes taken and bytes in all of what goes along with messages whose words are taken."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT coalesce(sum(b.sent), 0), coalesce(sum(b.size), 0) FROM blob AS b"  # noqa: S608
                f" WHERE b.state = 'waiting' AND b.entry IN (SELECT o.id FROM {_WITH_BLOBS})",
                {"here": address_in_force(connection)},
            ).fetchone()
        return int(row[0]), int(row[1])

    def _count(self, which: str) -> int:
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT count(*) FROM outbox AS o JOIN conversation AS c"  # noqa: S608
                f" ON c.number = o.conversation WHERE c.withdrawal IS NULL AND {which}",
                {"here": address_in_force(connection)},
            ).fetchone()
        return int(row[0])

    def adopt(self) -> None:
        """Messages that belong to no community yet belong to the one that is joined from now on."""
        with self._store.read() as connection:
            found = connection.execute("SELECT 1 FROM conversation WHERE community IS NULL LIMIT 1")
            if found.fetchone() is None:
                return
        with self._store.write() as connection:
            adopt(connection)

    def damaged(self) -> tuple[str, ...]:
        """The ids of messages that were damaged on the disk and can't be sent as they are."""
        with self._store.read() as connection:
            found = connection.execute("SELECT id FROM outbox WHERE damaged ORDER BY number")
            return tuple(row[0] for row in found)

    def seconds_to_next(self, now: datetime) -> float | None:
        """How long until something is due; 0.0 when something is, None when nothing waits."""
        moment = now.timestamp()
        with self._store.read() as connection:
            found = connection.execute(
                f"SELECT {_NEXT} FROM {_FIRST_OF_EACH} UNION ALL"  # noqa: S608
                f" SELECT {_NEXT} FROM {_WITH_BLOBS} UNION ALL"
                f" SELECT coalesce(c.telling_next, 0) FROM conversation AS c WHERE {TO_TELL}",
                {"here": address_in_force(connection)},
            ).fetchall()
        ahead = [row[0] - moment for row in found]
        return min((0.0 if s < 0 or s > ABSURD_S else s for s in ahead), default=None)

    def make_all_due(self) -> None:
        """There is a connection again, or the person pressed "try now".

        What the other side asked not to be tried before some time waits for that all the same.
        """
        with self._store.write() as connection:
            connection.execute("UPDATE outbox SET next_try = NULL WHERE next_try IS NOT NULL")
            connection.execute(
                "UPDATE conversation SET telling_next = NULL WHERE telling_next IS NOT NULL"
            )

    def begin(self, feedback_id: str) -> bool:
        """Note that its bytes leave now; returns False when it was taken back meanwhile."""
        with self._store.write() as connection:
            found = connection.execute("UPDATE outbox SET tried = 1 WHERE id = ?", (feedback_id,))
        return found.rowcount == 1

    def hold(self, code: str) -> None:
        """Note what keeps all of them from going to the community that is joined.

        `code` is that of a ConnectionProblem which no connection will end, such as `too_old`.
        """
        with self._store.write() as connection:
            connection.execute(
                "UPDATE outbox SET problem = :code WHERE problem IS NOT :code AND conversation IN"  # noqa: S608
                f" (SELECT number FROM conversation AS c WHERE {MAY_GO})",
                {"code": code, "here": address_in_force(connection)},
            )

    def release(self, *codes: str) -> bool:
        """It keeps them no longer; returns whether it did keep any."""
        marks = ", ".join("?" * len(codes))
        with self._store.write() as connection:
            found = connection.execute(
                f"UPDATE outbox SET problem = NULL WHERE problem IN ({marks})",  # noqa: S608
                codes,
            )
        return found.rowcount > 0

    def taken(self, feedback_id: str, receipt: Receipt) -> None:
        """The community has the words. It becomes *received* when all that goes along is there.

        Raises:
            BadData: the receipt is for another message or other bytes; nothing changes.
        """
        with self._store.veil.ending(self._store) as connection:
            row = connection.execute(
                "SELECT conversation, payload, sha256 FROM outbox WHERE id = ?", (feedback_id,)
            ).fetchone()
            if row is None:
                return
            if receipt.id != feedback_id or receipt.sha256 != self._digest_of(*row[1:]):
                raise BadData("receipt")
            at, number = receipt.received_at.isoformat(), receipt.reference
            connection.execute(
                "UPDATE outbox SET words_at = ?, words_as = ?, next_try = NULL,"
                " not_before = NULL WHERE id = ?",
                (at, number, feedback_id),
            )
            connection.execute(
                "UPDATE conversation SET reference = ?, received_at = ?, news = ?"
                " WHERE number = ? AND id = ?",
                (number, at, next_news(connection), row[0], feedback_id),
            )
            finish(connection, feedback_id)

    def _digest_of(self, payload: bytes, sha256: str) -> str | None:
        """The digest of the bytes that went; None when they can't be told any more."""
        if not is_veiled(payload):
            return sha256
        try:
            return hashlib.sha256(self._store.veil.open(payload)).hexdigest()
        except LostVeilError:
            return None

    def words_unknown(self, feedback_id: str) -> None:
        """The community no longer knows the words (an old backup came back): they go once more."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE outbox SET words_at = NULL, words_as = NULL WHERE id = ?", (feedback_id,)
            )

    def blob_moved(self, feedback_id: str, sha256: str, offset: int) -> None:
        """The community has so many bytes of it; that makes up for one try that failed."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE blob SET sent = min(?, size) WHERE entry = ? AND sha256 = ?"
                " AND state = 'waiting'",
                (offset, feedback_id, sha256),
            )
            connection.execute(
                "UPDATE outbox SET attempts = max(attempts - 1, 0) WHERE id = ?", (feedback_id,)
            )

    def blob_settled(
        self, feedback_id: str, sha256: str, state: RecordingState, reason: Words | None = None
    ) -> None:
        """It is there, whole and with its digest; or it will never be, for this reason or that.

        A message of which nothing is left that could be taken is refused, or told as damaged.
        """
        with self._store.veil.ending(self._store) as connection:
            blobs.settle(connection, feedback_id, sha256, state, reason)
            finish(connection, feedback_id)

    def refused(self, feedback_id: str, reason: Words | None) -> None:
        """The community will never take it. What waited behind a refused first message goes too."""
        with self._store.veil.ending(self._store) as connection:
            refuse(connection, feedback_id, encode_words(reason or {}))

    def erased(self, feedback_id: str, erased_at: datetime | None) -> None:
        """The community says that it erased this message, or the one that it follows."""
        with self._store.veil.ending(self._store) as connection:
            row = connection.execute(
                "SELECT conversation FROM outbox WHERE id = ?", (feedback_id,)
            ).fetchone()
            if row is not None:
                erase(connection, row[0], erased_at)

    def failed(
        self, feedback_id: str, when: datetime, code: str, not_before: datetime | None = None
    ) -> None:
        """It could not go now: try again at `when`, at most an hour from now.

        `not_before` is what the other side asked for.
        """
        now = self._store.clock.now()
        held = None if not_before is None else put_off(not_before, now)
        with self._store.write() as connection:
            connection.execute(
                "UPDATE outbox SET attempts = attempts + 1, next_try = ?, problem = ?,"
                " not_before = ? WHERE id = ?",
                (put_off(when, now), code, held, feedback_id),
            )

    def watched(self, turn: int = 0) -> tuple[Watched, ...]:
        """The conversations whose first words the community that is joined has.

        Also those whose receipt was lost and that it was asked to erase.
        Those not closed, then some closed ones, others each time: who answers a closed one is
        heard after some rounds. `turn` is the number of the round. The tokens of another one's stay
        here.
        """
        found = self._watched()
        open_ones = [Watched(*row[:2]) for row in found if not row[2]]
        closed = [Watched(*row[:2]) for row in found if row[2]]
        return (*open_ones, *some_of(closed, turn))

    def all_watched(self) -> tuple[Watched, ...]:
        """All of them, the newest of each kind first."""
        return tuple(Watched(*row[:2]) for row in self._watched())

    def _watched(self) -> list[tuple[str, str, int]]:
        with self._store.read() as connection:
            return connection.execute(
                "SELECT id, token, state = 'closed' FROM conversation AS c"  # noqa: S608
                " WHERE state NOT IN ('refused', 'erased') AND (state <> 'kept' OR EXISTS"
                " (SELECT 1 FROM outbox WHERE id = c.id AND words_at IS NOT NULL)"
                # Taken back while its receipt was on its way: they have it, and were asked.
                " OR withdrawal = 'asked')"
                f" AND coalesce(withdrawal, '') <> 'wanted' AND {MAY_GO}"
                " ORDER BY state = 'closed', news DESC",
                {"here": address_in_force(connection)},
            ).fetchall()

    def apply_mailbox(self, answers: Sequence[MailboxEntry]) -> bool:
        """Store what the mailbox says, in one transaction; returns whether anything is new.

        The community's word on the state holds, except that only a receipt ends *kept*. A reply is
        stored once, by its id; one whose words were changed since asks to be opened again.
        """
        with self._store.veil.ending(self._store) as connection:
            heard(connection)
            changed = [apply(connection, answer) for answer in answers]
        return any(changed)

    def apply_mailbox_on_stick(self, answers: Sequence[MailboxEntry], *, fresh: bool) -> bool:
        """Like `apply_mailbox`, for what a stick brings.

        Where it is not `fresh`, it may be older than what is here: then it counts only for a
        conversation in which it has an answer more, or that was erased.
        """
        with self._store.veil.ending(self._store) as connection:
            changed = [
                apply(connection, answer)
                for answer in answers
                if fresh or is_newer(connection, answer)
            ]
        return any(changed)

    def _is_whole(
        self,
        id_: str,
        _conversation: str,
        token: str,
        payload: bytes,
        sha256: str,
        _attempts: int,
        seal: str,
        named: int,
        there: int,
    ) -> bool:
        same = (
            seal_of(id_, token, payload) == seal and hashlib.sha256(payload).hexdigest() == sha256
        )
        return same and there >= named and self._digest_of(payload, sha256) is not None

    def _mend_or_set_aside(self, ids: Sequence[str]) -> None:
        with self._store.write() as connection:
            for id_ in ids:
                if not mend(connection, id_, self._store.copies) or _lacks_blobs(connection, id_):
                    log.error("a message is damaged on the disk and set aside")
                    connection.execute("UPDATE outbox SET damaged = 1 WHERE id = ?", (id_,))


def _lacks_blobs(connection: sqlite3.Connection, id_: str) -> bool:
    found = connection.execute(
        "SELECT blobs > (SELECT count(*) FROM blob WHERE entry = outbox.id) FROM outbox"
        " WHERE id = ?",
        (id_,),
    ).fetchone()
    return bool(found[0])
