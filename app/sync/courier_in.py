"""What a stick brings in: notices by the way of all notices, answers by the way of all answers."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from app.domain.swap import Brought
from app.errors import BadData, ConnectionProblem
from app.formats.bundle import IN, IN_LIMIT, Answers, Given, parse_in
from app.formats.envelope import RefusedData
from app.formats.keyset import Keyset, key_id
from app.formats.sealing import Unopened, open_stream, public_of, recipient_of
from app.storage.couriers import CourierRepository, CourierRow
from app.storage.outbox import BlobRow, Outbox, OutboxRow
from app.storage.withdrawals import ToTell, WithdrawalRepository
from app.sync.answer import Answer
from app.sync.mail import Mail
from app.sync.parcels import Parcels
from app.sync.stick import Stick
from app.sync.take_back import TakeBack

_log = logging.getLogger(__name__)

_MOST_FILES = 200
#: With padding, and the seal of each chunk.
_SEALED_LIMIT = IN_LIMIT + 1024 * 1024
_HEAD = 16
#: Only joined machines may send: the one refusal that time may end.
_NOT_JOINED = 403


class CourierIn:
    """Settles the answers on a stick with what settles those of a connection.

    Answers about what waits no longer are passed over; whatever means "later" changes nothing.
    """

    def __init__(
        self,
        couriers: CourierRepository,
        outbox: Outbox,
        withdrawals: WithdrawalRepository,
        mail: Mail,
        parcels: Parcels,
        take_back: TakeBack,
    ) -> None:
        self._couriers = couriers
        self._outbox = outbox
        self._withdrawals = withdrawals
        self._mail, self._parcels, self._take_back = mail, parcels, take_back

    def settle_all(
        self, stick: Stick, keyset: Keyset | None, brought: Brought, step: Callable[[], None]
    ) -> None:
        """All files of answers on it. Raises CourierProblem when it is gone, and StoreProblem."""
        here = self._couriers.here()
        found: list[Answers] = []
        for name in stick.names(IN)[:_MOST_FILES]:
            step()
            with stick.opened(name) as file:
                answers = _read(file, here, keyset, brought)
            if answers is not None:
                found.append(answers)
        for answers in sorted(found, key=lambda one: one.number):
            step()
            if answers.number <= here.answered:
                brought.old_answers += 1
            self._settle(answers, here, brought)
            self._couriers.came(answers.number)

    def _settle(self, answers: Answers, here: CourierRow, brought: Brought) -> None:
        # What was heard over a connection since it was asked for is newer than what was written
        # down on the other side: no clock tells, so the later question counts.
        fresh = answers.number >= here.answered and answers.answers_to > here.heard_at
        words = {row.id: row for row in self._outbox.all_waiting()}
        wishes = {one.id: one for one in self._withdrawals.to_tell()}
        for given in answers.given:
            if given.kind == "message":
                self._message(given, words.get(given.id), brought, fresh=fresh)
            elif given.kind == "take_back":
                self._wish(given, wishes.get(given.id), brought)
        # Before the words are there, nothing that goes along can be.
        missing = {row.id for row in self._outbox.all_waiting()}
        blobs = {
            (row.id, row.sha256): row for row in self._outbox.all_blobs() if row.id not in missing
        }
        for given in answers.given:
            if given.kind == "blob":
                self._blob(given, blobs.get((given.id, given.sha256)), brought)
        asked = {one.id for one in self._outbox.all_watched()}
        for given in answers.given:
            if given.kind == "mailbox" and _answer(given).good:
                apply = partial(self._outbox.apply_mailbox_on_stick, fresh=fresh)
                with _later():
                    self._mail.settle_mailbox(_answer(given), asked, apply)

    def _message(
        self, given: Given, row: OutboxRow | None, brought: Brought, *, fresh: bool
    ) -> None:
        if row is None or row.sha256 != given.sha256:
            return
        if given.status == _NOT_JOINED and not fresh:
            return  # it may have joined since
        with _later():
            self._mail.settle(row, _answer(given))
            brought.settled += 1
            brought.received += _answer(given).good
            brought.refused += not _answer(given).good

    def _wish(self, given: Given, wish: ToTell | None, brought: Brought) -> None:
        if wish is not None:
            with _later():
                self._take_back.settle(wish, _answer(given))
                brought.settled += 1

    def _blob(self, given: Given, row: BlobRow | None, brought: Brought) -> None:
        if row is not None:
            with _later():
                self._parcels.settle(row, _answer(given), -1)
                brought.settled += 1


def _answer(given: Given) -> Answer:
    return Answer(given.status, given.body, is_json=True)


@contextmanager
def _later() -> Iterator[None]:
    """What says neither yes nor no for good changes nothing: it goes again."""
    try:
        yield
    except ConnectionProblem as problem:
        _log.info("an answer on a stick: %s", problem)


def _read(
    file: BinaryIO, here: CourierRow, keyset: Keyset | None, brought: Brought
) -> Answers | None:
    """The answers in a file; None, and counted, for one that is not ours or can't be read."""
    head = file.read(_HEAD)
    try:
        if recipient_of(head) != key_id(public_of(here.secret)):
            brought.for_others += 1
            return None
        file.seek(0)
        data = _opened(file, here.secret)
        if keyset is None:
            brought.strange += 1
            return None
        return parse_in(data, here.id, keyset)
    except RefusedData as error:
        _log.warning("answers on a stick are refused: %s", error)
        brought.strange += 1
    except BadData as error:
        _log.info("a file of answers is damaged: %s", error)
        brought.damaged += 1
    return None


def _opened(file: BinaryIO, secret: bytes) -> bytes:
    """The whole content: nothing of it counts before its end was found good."""
    data = io.BytesIO()
    for piece in open_stream(file, secret):
        data.write(piece)
        if data.tell() > _SEALED_LIMIT:
            raise Unopened("too large")
    return data.getvalue()
