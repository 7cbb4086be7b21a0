"""Every error below /api is JSON, also those that Django itself finds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from server.api.errors import error

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method"}


def is_wire(request: HttpRequest) -> bool:
    """Whether the address lies below /api."""
    return request.path_info.startswith("/api/")


def plain_errors(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Replaces Django's own error pages with the wire's errors."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        wire = is_wire(request)
        if wire and request.method == "HEAD":
            # Answered like GET; the outermost middleware keeps the body back.
            request.method = "GET"
        response = get_response(request)
        if not wire:
            return response
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        kind = response.headers.get("Content-Type", "")
        if response.status_code < 400 or kind.startswith("application/json"):
            return response
        if response.status_code == 416:
            return response
        replaced: HttpResponse = error(
            response.status_code, CODES.get(response.status_code, "server")
        )
        if "Allow" in response.headers:
            replaced.headers["Allow"] = response.headers["Allow"]
        return replaced

    return middleware
