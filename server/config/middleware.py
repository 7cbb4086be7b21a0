"""Headers for every answer, and what only the pages of the staff need."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.deprecation import MiddlewareMixin

from server.api.middleware import is_wire

Handler = Callable[[HttpRequest], HttpResponseBase]

# Plain forms and our own files only; pictures are shown from our own address.
PAGES = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
    " form-action 'self'"
)


def headers(get_response: Handler) -> Handler:
    """Adds the content security policy, and asks search engines to stay away."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.META["REQUEST_METHOD"] == "HEAD":
            _without_body(response)
        response.headers.setdefault("Content-Security-Policy", PAGES)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return middleware


def _without_body(response: HttpResponseBase) -> None:
    """Leaves the headers of an answer to HEAD, with the length that GET would have."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""


class ForPages(MiddlewareMixin):
    """What only pages that people read have a need of: the wire passes it by, untouched.

    The wire knows no sessions and no forms, and carries every language at once; a `Vary:
    Accept-Language` there would only spoil the caches between us and the clients.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """Straight on for the wire."""
        if is_wire(request):
            return self.get_response(request)
        return super().__call__(request)


class Sessions(ForPages, SessionMiddleware):
    """Who is at the staff pages."""


class Staff(ForPages, AuthenticationMiddleware):
    """Whether it is somebody of the staff."""


class Messages(ForPages, MessageMiddleware):
    """What a staff page says once."""


class StaffLocale(ForPages, LocaleMiddleware):
    """Chooses a language for pages that people read."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Adds the language, also for caches; a file that is sent has none."""
        if not isinstance(response, HttpResponse):
            return response
        return super().process_response(request, response)
