"""Reading what a stranger sent: size, text and JSON, each refused in words and never with a 500."""

import json
import logging
import re
import uuid
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from pydantic import BaseModel, ValidationError

from server.api import schemas
from server.api.errors import WireError
from server.feedback import sealed

log = logging.getLogger(__name__)

# 10,000 characters, each perhaps written as two \uXXXX escapes, and the other fields: 131 kB, which
# are 175 kB when they are sealed and in base64.
MAX_BODY = 256 * 1024
LENGTH = re.compile(r"[0-9]+")

Model = TypeVar("Model", bound=BaseModel)


def raw(request: HttpRequest) -> bytes:
    """The request's body. Raises WireError 411, 413 or 400."""
    length = request.META.get("CONTENT_LENGTH")
    if not length and request.headers.get("Transfer-Encoding"):
        raise WireError(411, "length_required")
    if length and LENGTH.fullmatch(length) and (len(length) > 18 or int(length) > MAX_BODY):
        raise WireError(413, "too_large")
    try:
        return request.body
    except RequestDataTooBig as error:
        raise WireError(413, "too_large") from error
    except UnreadablePostError as error:
        raise WireError(400, "bad_request") from error


def parse(body: bytes) -> Any:
    """The JSON value.

    Raises WireError 422 for broken JSON, double keys, U+0000 and half characters.
    """
    try:
        value = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse)
        clean = _is_clean(value)
    except (ValueError, RecursionError) as error:
        raise WireError(422, "json") from error
    if not clean:
        raise WireError(422, "nul")
    return value


def message(community: str, message_id: uuid.UUID, body: bytes) -> schemas.FeedbackIn:
    """A message, plain or sealed for the community of that slug; whichever road it came.

    Raises WireError 422, and 424 while this machine lacks the secret to open it with.
    """
    value = parse(body)
    if sealed.is_sealed(value):
        try:
            given = checked(schemas.SealedIn, value).sealed
            value = parse(sealed.opened(community, given.to, given.box))
            sealed.check_id(message_id, value)
        except sealed.SealedError as error:
            raise WireError(422, "sealed") from error
        except sealed.KeyAwayError as error:
            # Its sender may not have it in plain any more: the operator can bring the secret back.
            log.error("a sealed message waits: %s", error)
            raise WireError(424, "key") from error
    return checked(schemas.FeedbackIn, value)


def checked(model: type[Model], value: Any) -> Model:
    """The value in its shape. Raises WireError 422 with the code of what is wrong first."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise WireError(422, _code(first["type"], first["loc"], first["msg"])) from None


def _code(kind: str, where: tuple[int | str, ...], message: str) -> str:
    field = where[0] if where else ""
    if kind == "value_error":
        said = message.rpartition(" ")[2]
        return said if said in {"empty", "blob_type", "blob_too_large"} else "invalid"
    if kind == "string_too_long" and field != "blobs":
        return "too_long"
    return str(field) if field in {"kind", "place", "sealed"} else "invalid"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("double key")
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _is_clean(value: Any) -> bool:
    """No U+0000 anywhere, and every text can be written in UTF-8 (raises ValueError if not)."""
    if isinstance(value, str):
        value.encode()
        return "\0" not in value
    if isinstance(value, dict):
        return all(_is_clean(key) and _is_clean(part) for key, part in value.items())
    if isinstance(value, list):
        return all(_is_clean(part) for part in value)
    return True
