"""Taking a message in: once, whole, and never overwritten."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from server.communities.models import Community
from server.config import together
from server.config.together import Rows
from server.feedback import blobs, first, tokens
from server.feedback.models import ErasedFeedback, Feedback

Kind, State, Verdict = Feedback.Kind, Feedback.State, Feedback.Verdict


class Refusal(Enum):
    """Why a message is not taken, each with its own status on the wire."""

    CONFLICT = "conflict"
    ERASED = "erased"
    NOT_KNOWN_YET = "follows"
    PART = "part"


class RefusedError(Exception):
    """What was asked is not done; nothing was written. `erased_at` comes with ERASED."""

    def __init__(self, refusal: Refusal, erased_at: datetime | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal, self.erased_at = refusal, erased_at


@dataclass(frozen=True)
class Envelope:
    """A message's id, its token, and the digest of the very bytes that came."""

    id: uuid.UUID
    token: bytes
    digest: str


def envelope(message_id: uuid.UUID, token: bytes, body: bytes) -> Envelope:
    """Takes the digest of the raw body."""
    return Envelope(message_id, token, hashlib.sha256(body).hexdigest())


def known(community: Community, given: Envelope) -> Feedback | None:
    """The message, when it was taken before; None for a new one.

    Raises RefusedError for an id with other content, another token or another community, and for
    an erased id.
    """
    there, erased = _traces(given.id)
    if erased:
        check_not_erased(given.id)
    stored = Feedback.objects.filter(pk=given.id).first() if there else None
    if stored is None:
        return None
    same = (
        tokens.fits(stored.token_hash, given.token)
        and stored.body_digest == given.digest
        and stored.community_id == community.pk
    )
    if not same:
        raise RefusedError(Refusal.CONFLICT)
    return stored


def check_not_erased(message_id: uuid.UUID) -> None:
    """Raises RefusedError for an id that is dead."""
    gone = ErasedFeedback.objects.filter(pk=message_id).first()
    if gone is not None:
        raise RefusedError(Refusal.ERASED, gone.erased_at)


def take(community: Community, given: Envelope, fields: dict[str, Any]) -> tuple[Feedback, bool]:
    """Stores the message and says whether it is new. Raises RefusedError.

    One transaction. Of two equal requests at once one stores the message; the other one runs into
    its id, and finds it.
    """
    fields = dict(fields)
    follows, announced = fields.pop("follows", None), fields.pop("blobs", ())
    for last in (False, True):
        try:
            with transaction.atomic():
                before = known(community, given)
                if before is not None:
                    return before, False
                message = _made(given, fields)
                if message.kind == Kind.FOLLOW_UP:
                    _store_after(_conversation(community, given, follows), message)
                else:
                    stored, _ = first.store(message, first.of_id(community.pk))
                    if not stored:
                        raise IntegrityError  # somebody was faster
                blobs.note(message, announced)
                return message, True
        except IntegrityError:
            if last:
                raise
    raise AssertionError


def take_at_once(
    gate: first.Gate, given: Envelope, fields: dict[str, Any]
) -> tuple[Feedback | None, list[Rows]]:
    """Stores a message that is nothing but new, in a single step, with what the gate brings along.

    Returns None for one that needs a closer look, with `take`: taken before, erased, refused by the
    gate, a follow-up, or one that names recordings or photos; and the rows of `gate.before`.
    """
    fields = dict(fields)
    follows, announced = fields.pop("follows", None), fields.pop("blobs", ())
    if follows is not None or announced:
        return None, together.run(gate.before)
    message = _made(given, fields)
    try:
        stored, before = first.store(message, gate)
    except IntegrityError:
        return None, together.run(gate.before)
    return message if stored else None, before


def _traces(message_id: uuid.UUID) -> tuple[bool, bool]:
    """Whether a message of that id is there, and whether one was erased; nearly always neither."""
    key = Feedback._meta.pk.get_db_prep_value(message_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM feedback_feedback WHERE id = %s),"
            " EXISTS (SELECT 1 FROM feedback_erasedfeedback WHERE id = %s)",
            [key, key],
        )
        there, erased = cursor.fetchone()
    return bool(there), bool(erased)


def _made(given: Envelope, fields: dict[str, Any]) -> Feedback:
    """The message, not yet stored, as the first of a conversation."""
    now = timezone.now()
    return Feedback(
        id=given.id,
        received_at=now,
        waiting_since=now,
        body_digest=given.digest,
        token_hash=tokens.token_hash(given.token),
        claim_hash=tokens.claim_hash(str(given.id), tokens.claim_code(given.token)),
        **fields,
    )


def _store_after(start: Feedback, message: Feedback) -> None:
    """Stores a follow-up, which has its conversation's number and no state of its own."""
    _follow(start, message.verdict, message.received_at)
    message.community_id, message.follows = start.community_id, start
    message.reference, message.waiting_since = start.reference, None
    message.save(force_insert=True)


def _conversation(community: Community, given: Envelope, follows: uuid.UUID) -> Feedback:
    """The first message of the conversation; a wrong token learns no more than a wrong id."""
    check_not_erased(follows)
    start = (
        Feedback.objects.select_for_update()
        .filter(pk=follows, community=community, follows=None)
        .first()
    )
    if start is None or not tokens.fits(start.token_hash, given.token):
        raise RefusedError(Refusal.NOT_KNOWN_YET)
    return start


def _follow(start: Feedback, verdict: str, now: datetime) -> None:
    """What a follow-up does to its conversation."""
    if verdict == Verdict.SOLVED:
        start.state, start.waiting_since = State.CLOSED, None
    else:
        # A verdict against the answer opens the conversation again, and so does any new word.
        if start.state in {State.ANSWERED, State.CLOSED}:
            start.state = State.IN_PROGRESS if start.assigned_to_id else State.RECEIVED
        start.waiting_since = start.waiting_since or now
    start.save(update_fields=["state", "waiting_since"])
