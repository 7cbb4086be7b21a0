"""Sending kept bytes, whole or in the one range that was asked for (RFC 9110, section 14)."""

import io
import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

#: A number that no file is as long as is none: the whole file is an answer, too.
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
PIECE = 64 * 1024
FOR_EVER = "public, max-age=31536000, immutable"


class RangeError(ValueError):
    """No byte of the file lies in the range."""


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file. Raises RangeError.

    Several ranges, and other units, may be answered with the whole file.
    """
    match = RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        length = int(match[2])
        if length == 0 or size == 0:
            raise RangeError
        return max(0, size - length), size - 1
    first, last = int(match[1]), int(match[2]) if match[2] else size - 1
    if match[2] and last < first:
        return None
    if first >= size:
        raise RangeError
    return first, min(last, size - 1)


def is_unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether the asker has this already (RFC 9110, section 13.1.2; weak tags count as equal)."""
    asked = request.headers.get("If-None-Match", "")
    return asked.strip() == "*" or tag in asked


def not_modified() -> HttpResponse:
    """304: no body, and no type of one."""
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    return response


def send(
    request: HttpRequest, file: IO[bytes] | Any, kind: str, size: int, sha256: str
) -> HttpResponseBase:
    """The answer with the bytes of `file`, which it closes."""
    tag = f'"{sha256}"'
    if is_unchanged(request, tag):
        file.close()
        return _dressed(not_modified(), tag)
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        header = ""
    try:
        part = wanted_range(header, size) if header else None
    except RangeError:
        file.close()
        refused = HttpResponse(status=416, content_type=kind)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = part or (0, size - 1)
    if request.META["REQUEST_METHOD"] == "HEAD":
        file.close()
        file = io.BytesIO()
    response = StreamingHttpResponse(
        _pieces(file, first, last - first + 1), status=206 if part else 200, content_type=kind
    )
    response.headers["Content-Length"] = str(last - first + 1)
    if part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _dressed(response, tag)


def _dressed(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = FOR_EVER
    return response


def _pieces(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
