"""Headers for every answer, and the staff pages' language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

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


class StaffLocaleMiddleware(LocaleMiddleware):
    """Chooses a language for pages that people read.

    The wire carries every language at once; a `Vary: Accept-Language` there would only spoil
    the caches between us and the clients.
    """

    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith("/api/"):
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info.startswith("/api/") or not isinstance(response, HttpResponse):
            return response
        return super().process_response(request, response)
