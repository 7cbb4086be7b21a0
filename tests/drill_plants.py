"""Errors planted on purpose, to see that the drill finds them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any


def _any_200_is_a_receipt() -> None:
    """A client that takes every good answer for a receipt."""
    from app.domain.mailbox import Receipt
    from app.storage.outbox import OutboxRow
    from app.sync import mail
    from app.sync.answer import Answer

    def take(self: mail.Mail, row: OutboxRow, answer: Answer) -> None:
        assert answer.good
        now = self._counter.now()
        self._outbox.taken(row.id, Receipt(row.id, row.sha256, now, "1"))

    mail.Mail._take = take  # type: ignore[method-assign]


def _the_cursor_runs_ahead() -> None:
    """A client that keeps where it is in the feed before it has kept what came."""
    from app.storage.announcements import AnnouncementRepository

    apply = AnnouncementRepository.apply

    def ahead(
        self: AnnouncementRepository,
        changes: Sequence[Any],
        cursor: str,
        proofs: Mapping[str, Any] | None = None,
    ) -> list[Any]:
        rest = changes[1:]
        kept = {one.id for one in rest}
        proved = {id_: proof for id_, proof in (proofs or {}).items() if id_ in kept}
        return apply(self, rest, cursor, proved)

    AnnouncementRepository.apply = ahead  # type: ignore[method-assign]


def _what_is_on_a_stick_was_received() -> None:
    """A client that takes a copy on a stick for the community's receipt."""
    from app.domain.mailbox import Receipt
    from app.storage.couriers import CourierRepository
    from app.storage.outbox import Outbox

    copied = CourierRepository.copied

    def believed(self: CourierRepository, ids: Collection[str], at: datetime) -> None:
        copied(self, ids, at)
        outbox = Outbox(self._store)
        for row in outbox.all_waiting():
            if row.id in ids:
                outbox.taken(row.id, Receipt(row.id, row.sha256, at, "1"))

    CourierRepository.copied = believed  # type: ignore[method-assign]


PLANTS: Mapping[str, Callable[[], None]] = {
    "": lambda: None,
    "any 200 is a receipt": _any_200_is_a_receipt,
    "the cursor runs ahead": _the_cursor_runs_ahead,
    "what is on a stick was received": _what_is_on_a_stick_was_received,
}
