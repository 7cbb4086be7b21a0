"""The keys of the community that is joined, what they proved, and what was refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from app.domain.announcement import Announcement, Deleted
from app.domain.trust import Proof, Refusal, RefusedNotice, Trust
from app.storage.belonging import address_in_force
from app.storage.database import Store

#: As an SQL value for a row of `announcement`, with the parameter `here`: whether a signature was
#: found good for it, and a person vouched for the community's code.
CHECKED = (
    "coalesce((SELECT t.confirmed FROM notice_proof AS p JOIN trust AS t USING (address)"
    " WHERE p.address = :here AND p.id = announcement.id"
    " AND p.revision = announcement.revision), 0)"
)
#: In `notice_proof.gone`: it stands; the community deleted it, for good; its signed list of what
#: stands did not name it, so that an item up to the list's number does not bring it back.
_STANDS, _DELETED, _NOT_LISTED = 0, 1, 2
#: More are not counted: something is thoroughly wrong by then.
_MOST_REFUSED = 1000


class TrustRepository:
    """Keys by community; all but `pin` speak of the one that is joined."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self) -> Trust | None:
        """What is known of its keys; None where it never showed any."""
        with self._store.read() as connection:
            return _trust(connection, address_in_force(connection))

    def pin(self, address: str, code: str, *, confirmed: bool) -> None:
        """Know the community at that address by this code from now on.

        The same code again never becomes less sure; another one forgets the former keys.
        """
        with self._store.write() as connection:
            before = _trust(connection, address)
            if before is not None and before.code == code:
                connection.execute(
                    "UPDATE trust SET confirmed = max(confirmed, ?) WHERE address = ?",
                    (int(confirmed), address),
                )
                return
            connection.execute("DELETE FROM notice_proof WHERE address = ?", (address,))
            connection.execute("DELETE FROM notice_refused WHERE address = ?", (address,))
            connection.execute(
                "INSERT OR REPLACE INTO trust (address, code, confirmed, document, problem,"
                " roll_generation, roll_number) VALUES (?, ?, ?, x'', '', -1, -1)",
                (address, code, int(confirmed)),
            )

    def confirm(self) -> None:
        """A person compared the code, and it is the same."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE trust SET confirmed = 1 WHERE address = ?", (address_in_force(connection),)
            )

    def of(self, address: str) -> Trust | None:
        """What is known of the keys of the community at that address."""
        with self._store.read() as connection:
            return _trust(connection, address)

    def keep(self, document: bytes, code: str, revoked: Sequence[str]) -> None:
        """Keep a chain of keysets that was followed to its end, and the code of its last root.

        What a revoked key signed counts no more: the notice is not checked until it comes again,
        and no revision number of it holds the true ones back.
        """
        with self._store.write() as connection:
            here = address_in_force(connection)
            connection.execute(
                "UPDATE trust SET document = ?, code = ?, problem = '' WHERE address = ?",
                (document, code, here),
            )
            for key in revoked:
                connection.execute(
                    "UPDATE announcement SET revision = 0 WHERE id IN"
                    " (SELECT id FROM notice_proof WHERE address = ? AND key = ?)",
                    (here, key),
                )
                connection.execute(
                    "DELETE FROM notice_proof WHERE address = ? AND key = ?", (here, key)
                )

    def note_problem(self, problem: str) -> None:
        """What was wrong with the keys that came last; empty for nothing."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE trust SET problem = ? WHERE address = ?",
                (problem, address_in_force(connection)),
            )

    def refuse(self, refused: Iterable[RefusedNotice], good: Iterable[str]) -> None:
        """Remember what came and is not shown; what has come as it should is taken off."""
        with self._store.write() as connection:
            here = address_in_force(connection)
            connection.executemany(
                "DELETE FROM notice_refused WHERE address = ? AND id = ?",
                [(here, key) for key in good],
            )
            (there,) = connection.execute(
                "SELECT count(*) FROM notice_refused WHERE address = ?", (here,)
            ).fetchone()
            connection.executemany(
                "INSERT OR REPLACE INTO notice_refused (address, id, reason) VALUES (?, ?, ?)",
                [(here, one.key, one.reason) for one in refused][: _MOST_REFUSED - there],
            )

    def refused_only(self, keys: Iterable[str]) -> None:
        """All was asked for again, and only these were refused again."""
        with self._store.write() as connection:
            here = address_in_force(connection)
            marks = set(keys)
            rows = connection.execute("SELECT id FROM notice_refused WHERE address = ?", (here,))
            connection.executemany(
                "DELETE FROM notice_refused WHERE address = ? AND id = ?",
                [(here, key) for (key,) in rows.fetchall() if key not in marks],
            )

    def refused(self) -> tuple[RefusedNotice, ...]:
        """What came and is not shown."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT id, reason FROM notice_refused WHERE address = ? ORDER BY id",
                (address_in_force(connection),),
            ).fetchall()
        return tuple(RefusedNotice(key, Refusal(reason)) for key, reason in rows)

    def begin_anew(self, generation: int) -> None:
        """The feed of that generation is read from its beginning.

        What the last list did not name may be there again when the list was of another generation:
        a backup came back.
        """
        with self._store.write() as connection:
            connection.execute(
                "UPDATE notice_proof SET gone = ? WHERE gone = ? AND address IN"
                " (SELECT address FROM trust WHERE address = ? AND roll_generation <> ?)",
                (_STANDS, _NOT_LISTED, address_in_force(connection), generation),
            )

    def accept_roll(self, generation: int, number: int) -> bool:
        """Whether a roll of that head is newer than all that was proved here; it then counts.

        An old one, played back, would take away what came after it.
        """
        with self._store.write() as connection:
            here = address_in_force(connection)
            row = connection.execute(
                "SELECT roll_generation, roll_number FROM trust WHERE address = ?", (here,)
            ).fetchone()
            if row is None or generation < row[0]:
                return False
            if generation == row[0]:
                (proved,) = connection.execute(
                    "SELECT coalesce(max(seq), 0) FROM notice_proof WHERE address = ?", (here,)
                ).fetchone()
                if number < max(row[1], proved):
                    return False
            connection.execute(
                "UPDATE trust SET roll_generation = ?, roll_number = ? WHERE address = ?",
                (generation, number, here),
            )
        return True


def note_not_listed(connection: sqlite3.Connection, here: str, ids: Iterable[str]) -> None:
    """The list that was accepted last does not name them. Inside somebody's transaction."""
    connection.executemany(
        "UPDATE notice_proof SET gone = ?, seq = max(seq, (SELECT roll_number FROM trust"
        " WHERE trust.address = notice_proof.address)) WHERE address = ? AND id = ? AND gone = ?",
        [(_NOT_LISTED, here, id_, _STANDS) for id_ in ids],
    )


def prove(
    connection: sqlite3.Connection,
    changes: Mapping[str, Announcement | Deleted],
    proofs: Mapping[str, Proof],
) -> list[RefusedNotice]:
    """Remember what was proved; returns what must not be stored: a revision never goes back.

    Inside somebody's transaction.
    """
    here = address_in_force(connection)
    refused: list[RefusedNotice] = []
    for id_, proof in proofs.items():
        change = changes[id_]
        gone = isinstance(change, Deleted)
        revision = 0 if isinstance(change, Deleted) else change.revision
        row = connection.execute(
            "SELECT revision, gone, digest, seq FROM notice_proof WHERE address = ? AND id = ?",
            (here, id_),
        ).fetchone()
        if row is not None and not gone:
            unlisted = row[1] == _NOT_LISTED and change.seq <= row[3]
            if row[1] == _DELETED or unlisted or revision < row[0]:
                refused.append(RefusedNotice(id_, Refusal.OLDER))
                continue
            if revision == row[0] and proof.digest != row[2]:
                refused.append(RefusedNotice(id_, Refusal.CHANGED))
                continue
        connection.execute(
            "INSERT OR REPLACE INTO notice_proof (address, id, revision, seq, gone, key, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (here, id_, revision, change.seq, int(gone), proof.key, proof.digest),
        )
    return refused


def _trust(connection: sqlite3.Connection, address: str) -> Trust | None:
    row = connection.execute(
        "SELECT address, code, confirmed, document, problem FROM trust WHERE address = ?",
        (address,),
    ).fetchone()
    return Trust(row[0], row[1], bool(row[2]), bytes(row[3]), row[4]) if row else None
