"""The pages that belong to no part: the front page, robots.txt and the health check."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from server.communities.models import Community
from server.communities.words import say


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """Says whose server this is and where the staff go in."""
    chosen: Community | None = getattr(request, "community", None)
    named = getattr(request, "community_named", False)
    communities = [chosen] if named and chosen else list(Community.objects.order_by("pk"))
    language = get_language() or "en"
    names = [{"name": say(one.name, language), "slug": one.slug} for one in communities]
    return render(request, "front.html", {"communities": names})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Asks every search engine to stay away."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 `ok` while the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
