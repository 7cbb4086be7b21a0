"""PUT, GET and HEAD of a message's recordings and photos: what the headers say, and the answers."""

import json
import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from server.api import acts
from server.api.errors import WireError
from server.feedback import blobs
from server.feedback.models import Blob

#: RFC 9110, section 14.4.
CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


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
    response = HttpResponse(
        json.dumps(acts.blob_status(blob)), status=code, content_type="application/json"
    )
    response.headers["Upload-Complete"] = "?1" if blob.complete else "?0"
    response.headers["Upload-Length"] = str(blob.size)
    return _dressed(response, blob.offset)


def not_taken(problem: blobs.NotTakenError, about: Mapping[str, str | int]) -> HttpResponse:
    """Why a piece was not taken and, where there is a way on, from where.

    `about` says of which blob.
    """
    refusal = acts.refusal_of(problem)
    offset = refusal.more.get("offset")
    response = refusal.response(about)
    return response if offset is None else _dressed(response, int(offset))


def _dressed(response: HttpResponse, offset: int) -> HttpResponse:
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Cache-Control"] = "no-store"
    return response
