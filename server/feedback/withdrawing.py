"""A sender takes a message back."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from server.communities.models import Community, ReferenceCounter
from server.feedback import answering, tokens
from server.feedback.models import ErasedFeedback, Feedback
from server.feedback.receiving import Refusal, RefusedError


def withdraw(community: Community, message_id: uuid.UUID, token: bytes) -> datetime | None:
    """Erases the conversation and returns when; None when staff are asked to erase it instead.

    As often as asked, with the same answer. An id that is not known is dead from now on: the
    message may still be on its way, and must not arrive after it was taken back. Raises
    RefusedError for another token (as for another message under this id) and for a follow-up.
    """
    with transaction.atomic():
        # Taken by each new message too (receiving.py), so that the two can't pass each other.
        ReferenceCounter.objects.select_for_update().get(community=community)
        gone = ErasedFeedback.objects.filter(pk=message_id).first()
        if gone is not None:
            return _again(gone, token)
        stored = Feedback.objects.select_for_update().filter(pk=message_id).first()
        if stored is None:
            now = timezone.now()
            ErasedFeedback.objects.create(
                pk=message_id, token_hash=tokens.token_hash(token), erased_at=now
            )
            return now
        if stored.community_id != community.pk or not tokens.fits(stored.token_hash, token):
            raise RefusedError(Refusal.CONFLICT)
        if stored.follows_id is not None:
            raise RefusedError(Refusal.PART)
        if not _looked_at(stored):
            return answering.erase(stored)
        _ask(stored)
        return None


def _again(gone: ErasedFeedback, token: bytes) -> datetime:
    # What was erased before hashes were kept has none: there is nothing to protect.
    if gone.token_hash and not tokens.fits(gone.token_hash, token):
        raise RefusedError(Refusal.CONFLICT)
    return gone.erased_at or timezone.now()


def _looked_at(stored: Feedback) -> bool:
    return (
        stored.looked_at is not None
        or stored.assigned_to_id is not None
        or stored.state != Feedback.State.RECEIVED
        or stored.replies.exists()
    )


def _ask(stored: Feedback) -> None:
    """Puts it before the staff as something that waits for them."""
    now = timezone.now()
    stored.erase_asked_at = stored.erase_asked_at or now
    stored.waiting_since = stored.waiting_since or now
    stored.save(update_fields=["erase_asked_at", "waiting_since"])
