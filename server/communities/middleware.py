"""Which community an address speaks for: `/c/<slug>/api/v1/…`, or the first one for `/api/v1/…`."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from server.communities.models import Community

PREFIX = re.compile(r"^/c/(?P<slug>[^/]+)(?P<rest>/.*)?$")


def _find(slug: str | None) -> Community | None:
    # The document is large; only GET /community wants it.
    communities = Community.objects.defer("document").order_by("pk")
    return (communities if slug is None else communities.filter(slug=slug)).first()


def community_by_path(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Strips `/c/<slug>` and sets `request.community`, looked up when it is first asked for.

    It is falsy when there is no such community.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        slug = None
        match = PREFIX.match(request.path_info)
        rest = (match["rest"] or "/") if match else ""
        # Only the wire and the front page stand below a community's address.
        if match and (rest == "/" or rest.startswith("/api/")):
            slug = match["slug"]
            request.path_info = rest
        request.community_named = slug is not None  # type: ignore[attr-defined]
        request.community = (  # type: ignore[attr-defined]
            SimpleLazyObject(lambda: _find(slug))
        )
        return get_response(request)

    return middleware
