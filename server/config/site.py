"""The staff pages: Django's admin under Footbridge's name, with a limit on guessing passwords."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from server.api import throttle


class StaffSite(admin.AdminSite):
    """Where staff write notices and answer messages."""

    site_header = _("Footbridge")
    site_title = _("Footbridge")
    index_title = _("What would you like to do?")
    site_url = "/"
    enable_nav_sidebar = False

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lets a person in; too many tries from one address or for one name have to wait."""
        if request.method == "POST":
            name = str(request.POST.get("username", "")).casefold()
            wait = throttle.too_often(
                ("login_address", throttle.client_address(request)), ("login_name", name)
            )
            if wait is not None:
                context = {**self.each_context(request), "minutes": -(-wait // 60)}
                response = render(request, "footbridge/wait.html", context, status=429)
                response.headers["Retry-After"] = str(wait)
                return response
        return super().login(request, extra_context)
