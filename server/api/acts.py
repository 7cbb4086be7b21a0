"""What the wire does with a message, whichever road it came by: over a connection or on a stick.

Each act gives the status and the JSON of its answer. What is refused is raised; `refusal_of` says
with which status and words.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings

from server.announcements import feed
from server.announcements.publishing import stamp
from server.api import reading
from server.api.errors import WireError
from server.communities.models import Community
from server.devices import joining
from server.feedback import blobs, receiving, withdrawing
from server.feedback.models import Blob, Feedback

#: An answer: its status, and its JSON.
Said = tuple[int, dict[str, Any]]

_REFUSALS = {
    receiving.Refusal.CONFLICT: 409,
    receiving.Refusal.ERASED: 410,
    receiving.Refusal.NOT_KNOWN_YET: 424,
    receiving.Refusal.PART: 422,
}
_DEVICE_REFUSALS = {
    joining.Refusal.CODE: 403,
    joining.Refusal.CONFLICT: 409,
    joining.Refusal.REVOKED: 410,
    joining.Refusal.UNKNOWN: 404,
}
GO_ON = 409
_BLOB_REFUSALS = {
    "blob_too_large": 413,
    "blob_type": 415,
    "digest": GO_ON,
    "erased": 410,
    "not_picture": 415,
    "not_sound": 415,
    "offset": GO_ON,
    "range": 400,
    "sealed": 415,
}
#: What is raised where something is refused.
REFUSED = (WireError, receiving.RefusedError, joining.RefusedError, blobs.NotTakenError)


def refusal_of(problem: Exception) -> WireError:
    """The answer that one of `REFUSED` stands for."""
    if isinstance(problem, receiving.RefusedError):
        erased_at = stamp(problem.erased_at)
        more: dict[str, str | int] = {"erased_at": erased_at} if erased_at else {}
        return WireError(_REFUSALS[problem.refusal], problem.refusal.value, more=more)
    if isinstance(problem, joining.RefusedError):
        return WireError(_DEVICE_REFUSALS[problem.refusal], problem.refusal.value)
    if isinstance(problem, blobs.NotTakenError):
        status = _BLOB_REFUSALS[problem.code]
        go_on = status == GO_ON and problem.offset is not None
        return WireError(
            status, problem.code, more={"offset": problem.offset or 0} if go_on else {}
        )
    assert isinstance(problem, WireError)
    return problem


def head_value(found: feed.Head) -> dict[str, Any]:
    """The cursor of the last change, and the digest of the community's own words."""
    value: dict[str, Any] = {
        "feed": str(found.feed),
        "poll_after_s": settings.POLL_AFTER_S,
        "min_client": settings.MIN_CLIENT,
        "community": found.document,
    }
    if found.keyset is not None:
        value["keyset"] = found.keyset
    if found.only_joined:
        value["joined_only"] = True
    if found.join_codes:
        value["join_codes"] = True
    return value


def take_message(
    community: Community,
    given: receiving.Envelope,
    body: bytes,
    joined: Callable[[], bool],
) -> Said:
    """Takes the very bytes once; a receipt is given for the same bytes as often as asked.

    The message may be sealed. `joined` is asked only where none but joined machines may send.
    Raises one of `REFUSED`.
    """
    before = receiving.known(community, given)
    if before is not None:
        return 200, receipt(before)
    if community.only_joined and not joined():
        raise WireError(403, "device")
    message = reading.message(community.slug, given.id, body)
    stored, new = receiving.take(community, given, message.fields())
    return 201 if new else 200, receipt(stored)


def receipt(stored: Feedback) -> dict[str, Any]:
    """What a receipt says."""
    return {
        "id": str(stored.pk),
        "sha256": stored.body_digest,
        "received_at": stamp(stored.received_at),
        "reference": str(stored.reference),
    }


def take_back(community: Community, message_id: uuid.UUID, token: bytes) -> Said:
    """Erases a conversation that nobody has looked at; else staff are asked to erase it.

    Raises one of `REFUSED`.
    """
    erased_at = withdrawing.withdraw(community, message_id, token)
    value = {"id": str(message_id), "state": "erased" if erased_at else "asked"}
    if erased_at:
        value["erased_at"] = stamp(erased_at) or ""
    return 200 if erased_at else 202, value


def find_blob(community: Community, message_id: uuid.UUID, token: bytes, sha256: str) -> Blob:
    """The blob. Raises RefusedError for an erased message, else WireError, always the same 404."""
    receiving.check_not_erased(message_id)
    blob = blobs.find(community, message_id, token, sha256)
    if blob is None:
        raise WireError(404, "not_found")
    return blob


def blob_status(blob: Blob) -> dict[str, Any]:
    """How far it is here."""
    return {
        "id": str(blob.feedback_id),
        "sha256": blob.sha256,
        "size": blob.size,
        "offset": blob.offset,
        "complete": blob.complete,
    }
