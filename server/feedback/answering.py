"""What staff do with a conversation; each call is one transaction on the conversation's row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from server.communities.words import Words
from server.feedback import blobs
from server.feedback.models import Blob, ErasedFeedback, Feedback, Reply

State = Feedback.State


@contextmanager
def _changing(first: Feedback) -> Iterator[Feedback]:
    with transaction.atomic():
        locked = Feedback.objects.select_for_update().get(pk=first.pk)
        yield locked
        locked.save(update_fields=["state", "waiting_since", "assigned_to", "promised_by"])


def answer(
    first: Feedback, writer: User, text: str, language: str, author: Words, last: bool = True
) -> Reply:
    """Sends an answer. Unless it is the `last` word, the conversation stays in progress."""
    with _changing(first) as row:
        reply = Reply.objects.create(
            feedback=row,
            text=text,
            language=language,
            author=author,
            written_by=writer,
            sent_at=timezone.now(),
        )
        row.state = State.ANSWERED if last else State.IN_PROGRESS
        row.waiting_since = None if last else row.waiting_since
    return reply


def assign(first: Feedback, worker: User) -> None:
    """Says who looks at it."""
    with _changing(first) as row:
        row.assigned_to = worker
        if row.state == State.RECEIVED:
            row.state = State.IN_PROGRESS


def release(first: Feedback) -> None:
    """Nobody looks at it any more."""
    with _changing(first) as row:
        row.assigned_to = None
        if row.state == State.IN_PROGRESS:
            row.state = State.RECEIVED


def promise(first: Feedback, day: date | None) -> None:
    """Says by when there will be an answer."""
    with _changing(first) as row:
        row.promised_by = day


def close(first: Feedback) -> None:
    """Ends the conversation; the sender may still open it again."""
    with _changing(first) as row:
        row.state, row.waiting_since = State.CLOSED, None


def reopen(first: Feedback) -> None:
    """Takes the conversation up again."""
    with _changing(first) as row:
        row.state = State.IN_PROGRESS if row.assigned_to_id else State.RECEIVED
        row.waiting_since = row.waiting_since or timezone.now()


def look_at(first: Feedback) -> None:
    """Somebody of the staff has its words before them."""
    Feedback.objects.filter(pk=first.pk, looked_at=None).update(looked_at=timezone.now())


def erase(first: Feedback) -> datetime:
    """Deletes the whole conversation; its ids stay dead, so that no late copy brings it back.

    Its recordings and photos go with it. Returns when.
    """
    now = timezone.now()
    with transaction.atomic():
        row = Feedback.objects.select_for_update().get(pk=first.pk)
        ids = [row.pk, *row.follow_ups.values_list("pk", flat=True)]
        ErasedFeedback.objects.bulk_create(
            [ErasedFeedback(pk=key, token_hash=row.token_hash, erased_at=now) for key in ids]
        )
        # Locked, so that none is put together between the look and the end.
        taken = Blob.objects.select_for_update().filter(feedback__in=ids)
        names = list(taken.values_list("stored", flat=True))
        row.delete()
        transaction.on_commit(lambda: blobs.drop(names))
    return now
