"""A message in a single step: what the address and the token may do, and the message itself.

The rule of each part stands where it belongs (throttle, schemas, receiving); here they come
together in one transaction, so that an everyday message costs one journey to the database.
"""

import uuid
from typing import Any

from django.http import HttpRequest

from server.api import reading, schemas, throttle
from server.api.errors import WireError
from server.config import together
from server.feedback import first, receiving, sealed, tokens
from server.feedback.models import Feedback


def at_once(request: HttpRequest, message_id: uuid.UUID, token: bytes) -> Feedback | None:
    """Counts the knock, and stores the message where nothing about it needs a closer look.

    None for all others, of which nothing but the knock is written: broken or too large, known,
    erased, not allowed, a part of a conversation. Raises WireError 429.
    """
    knocks = throttle.Knocks(
        ("feedback_address", throttle.client_address(request)),
        ("feedback_token", tokens.token_hash(token)),
    )
    counting = [statement for statement in [knocks.statement] if statement is not None]
    slug = getattr(request, "community_slug", None)
    fields = _fields(request)
    if fields is None:
        stored, counted = None, together.run(counting)
    else:
        gate = first.open_to_all(slug, knocks.hold, counting)
        given = receiving.envelope(message_id, token, request.body)
        stored, counted = receiving.take_at_once(gate, given, fields)
    wait = knocks.wait(counted[0]) if counted else None
    if wait is not None:
        raise WireError(429, "too_often", wait)
    return stored


def _fields(request: HttpRequest) -> dict[str, Any] | None:
    """What the message says; None for one that is sealed, or that can't be read as it is."""
    try:
        value = reading.parse(reading.raw(request))
        if sealed.is_sealed(value):
            return None
        return reading.checked(schemas.FeedbackIn, value).fields()
    except WireError:
        return None
