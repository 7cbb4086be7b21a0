"""Where everything is: the wire below /api/v1, the staff pages below /staff, a plain front page."""

from django.contrib import admin
from django.urls import include, path

from server.api.routes import api
from server.config import views

urlpatterns = [
    path("", views.front_page, name="front"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.health, name="health"),
    path("language/", include("django.conf.urls.i18n")),
    path("staff/", admin.site.urls),
    path("api/v1/", api.urls),
]
