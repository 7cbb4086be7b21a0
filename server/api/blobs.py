"""PUT, GET and HEAD of a message's recordings and photos: what the headers say, and the answers."""

import json
import re
import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from server.api.errors import WireError, error
from server.communities.models import Community
from server.feedback import blobs, receiving
from server.feedback.models import Blob

#: RFC 9110, section 14.4.
CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
GO_ON = 409
STATUS = {
    "blob_too_large": 413,
    "blob_type": 415,
    "digest": GO_ON,
    "erased": 410,
    "not_picture": 415,
    "not_sound": 415,
    "offset": GO_ON,
    "range": 400,
}


def found(community: Community, message_id: uuid.UUID, token: bytes, sha256: str) -> Blob:
    """The blob. Raises RefusedError for an erased message, else WireError, always the same 404."""
    receiving.check_not_erased(message_id)
    blob = blobs.find(community, message_id, token, sha256)
    if blob is None:
        raise WireError(404, "not_found")
    return blob


def piece_of(request: HttpRequest, body: bytes) -> blobs.Piece:
    """What came and where it belongs; without `Content-Range` it is the whole.

    Raises WireError 400.
    """
    header = request.headers.get("Content-Range")
    if header is None:
        return blobs.Piece(0, len(body), body)
    match = CONTENT_RANGE.fullmatch(header.strip())
    if match is None:
        raise WireError(400, "range")
    first, last, total = (int(part) for part in match.groups())
    if last - first + 1 != len(body):
        raise WireError(400, "range")
    return blobs.Piece(first, total, body)


def status(blob: Blob, code: int = 200) -> HttpResponse:
    """How far it is here, in words and in the headers of draft-ietf-httpbis-resumable-upload."""
    value = {
        "id": str(blob.feedback_id),
        "sha256": blob.sha256,
        "size": blob.size,
        "offset": blob.offset,
        "complete": blob.complete,
    }
    response = HttpResponse(json.dumps(value), status=code, content_type="application/json")
    response.headers["Upload-Complete"] = "?1" if blob.complete else "?0"
    response.headers["Upload-Length"] = str(blob.size)
    return _dressed(response, blob.offset)


def not_taken(problem: blobs.NotTakenError, about: Mapping[str, str | int]) -> HttpResponse:
    """Why a piece was not taken and, where there is a way on, from where.

    `about` says of which blob.
    """
    code = STATUS[problem.code]
    if code != GO_ON or problem.offset is None:
        return error(code, problem.code, more=about)
    more = {**about, "offset": problem.offset}
    return _dressed(error(code, problem.code, more=more), problem.offset)


def _dressed(response: HttpResponse, offset: int) -> HttpResponse:
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Cache-Control"] = "no-store"
    return response
