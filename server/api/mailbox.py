"""The mailbox: how each conversation stands, for whoever holds its token."""

from typing import Any

from server.announcements.publishing import stamp
from server.api.schemas import MailboxIn
from server.communities.access import display_name
from server.communities.models import Community
from server.feedback import tokens
from server.feedback.models import ErasedFeedback, Feedback


def answer(community: Community, asked: MailboxIn) -> dict[str, Any]:
    """The mailbox's answer; an id that is not known and a token that does not fit look alike."""
    ids = {one.id for one in asked.messages}
    found = (
        Feedback.objects.filter(pk__in=ids, community=community, follows=None)
        .select_related("assigned_to")
        .prefetch_related("replies")
    )
    by_id = {one.pk: one for one in found}
    gone = ErasedFeedback.objects.in_bulk(ids - by_id.keys())
    messages = []
    for one in asked.messages:
        stored = by_id.get(one.id)
        erased = gone.get(one.id)
        if stored is not None and _fits(stored.token_hash, one.token):
            messages.append(_conversation(community, stored))
        elif erased is not None and _fits(erased.token_hash, one.token):
            messages.append(
                {"id": str(one.id), "state": "erased", "erased_at": stamp(erased.erased_at)}
            )
        else:
            messages.append({"id": str(one.id), "state": "unknown"})
    # The question's own name, so that an answer to an earlier one can be told from this.
    return {"messages": messages, **({} if asked.asked is None else {"asked": asked.asked})}


def _fits(token_hash: str, token: str) -> bool:
    try:
        return tokens.fits(token_hash, tokens.decode(token))
    except tokens.TokenError:
        return False


def _conversation(community: Community, stored: Feedback) -> dict[str, Any]:
    handler = None
    if stored.assigned_to is not None:
        handler = display_name(stored.assigned_to, community) or community.office
    return {
        "id": str(stored.pk),
        "state": stored.state,
        "reference": str(stored.reference),
        "received_at": stamp(stored.received_at),
        "handler": handler,
        "promised_by": stored.promised_by.isoformat() if stored.promised_by else None,
        "replies": [
            {
                "id": str(reply.pk),
                "text": reply.text,
                "language": reply.language,
                "author": reply.author,
                "sent_at": stamp(reply.sent_at),
            }
            for reply in stored.replies.all()
        ],
    }
