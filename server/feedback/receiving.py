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
from server.feedback import blobs, tokens
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
    its id, is rolled back whole, and finds it.
    """
    try:
        with transaction.atomic():
            before = known(community, given)
            if before is not None:
                return before, False
            return _store(community, given, dict(fields)), True
    except IntegrityError:
        before = known(community, given)
        if before is None:
            raise
        return before, False


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


def _next_reference(community_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communities_referencecounter SET n = n + 1 WHERE community_id = %s RETURNING n",
            [community_id],
        )
        (number,) = cursor.fetchone()
    return int(number)


def _store(community: Community, given: Envelope, fields: dict[str, Any]) -> Feedback:
    now = timezone.now()
    follows, announced = fields.pop("follows", None), fields.pop("blobs", ())
    first = _conversation(community, given, follows) if fields["kind"] == Kind.FOLLOW_UP else None
    if first is not None:
        _follow(first, fields["verdict"], now)
        number = first.reference
    else:
        number = _next_reference(community.pk)
        # The counter's row is ours until the commit; who takes a message back locks it first.
        check_not_erased(given.id)
    stored = Feedback.objects.create(
        id=given.id,
        community=community,
        follows=first,
        reference=number,
        received_at=now,
        waiting_since=None if first else now,
        body_digest=given.digest,
        token_hash=tokens.token_hash(given.token),
        claim_hash=tokens.claim_hash(str(given.id), tokens.claim_code(given.token)),
        **fields,
    )
    blobs.note(stored, announced)
    return stored


def _conversation(community: Community, given: Envelope, follows: uuid.UUID) -> Feedback:
    """The first message of the conversation; a wrong token learns no more than a wrong id."""
    check_not_erased(follows)
    first = (
        Feedback.objects.select_for_update()
        .filter(pk=follows, community=community, follows=None)
        .first()
    )
    if first is None or not tokens.fits(first.token_hash, given.token):
        raise RefusedError(Refusal.NOT_KNOWN_YET)
    return first


def _follow(first: Feedback, verdict: str, now: datetime) -> None:
    """What a follow-up does to its conversation."""
    if verdict == Verdict.SOLVED:
        first.state, first.waiting_since = State.CLOSED, None
    else:
        # A verdict against the answer opens the conversation again, and so does any new word.
        if first.state in {State.ANSWERED, State.CLOSED}:
            first.state = State.IN_PROGRESS if first.assigned_to_id else State.RECEIVED
        first.waiting_since = first.waiting_since or now
    first.save(update_fields=["state", "waiting_since"])
