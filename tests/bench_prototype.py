"""The yardstick of the server's bench: the same three addresses in plain Django, and nothing more.

No communities, no throttle, no checks, no headers, no staff pages, and of Django's middleware only
the common one: what Django costs by itself on this machine, this database and this gunicorn. It
keeps its connections, and commits each message with the same care (synchronous=EXTRA on SQLite, the
same PostgreSQL), with as many processes and threads: nothing is cheaper there for being unsafe.

Started by `tests/bench_server.py`, which gives DATABASE_URL; its rows are made by `fill`.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from typing import Any

import dj_database_url
import django
from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse

settings.configure(
    SECRET_KEY="yardstick",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)},
)
if connection.vendor == "sqlite":
    # The same care for what was acknowledged, or the comparison would be none.
    settings.DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA synchronous=EXTRA;",
    }
django.setup()


class Item(models.Model):
    """A notice as it goes over the wire."""

    seq = models.BigIntegerField(primary_key=True)
    wire = models.TextField()

    class Meta:
        app_label = "yardstick"


class Message(models.Model):
    """A message as it came."""

    id = models.UUIDField(primary_key=True)
    body = models.TextField()

    class Meta:
        app_label = "yardstick"


def head(request: HttpRequest) -> HttpResponse:
    """The number of the last notice."""
    last = Item.objects.order_by("-seq").values_list("seq", flat=True).first()
    return HttpResponse(json.dumps({"feed": f"g1.{last or 0}"}), content_type="application/json")


def announcements(request: HttpRequest) -> HttpResponse:
    """A page."""
    after = int(request.GET.get("after", "g1.0").partition(".")[2])
    limit = int(request.GET.get("limit", "500"))
    found = Item.objects.filter(seq__gt=after).order_by("seq")
    rows = list(found.values_list("seq", "wire")[:limit])
    last = rows[-1][0] if rows else after
    text = f'{{"items":[{",".join(wire for _, wire in rows)}],"next":"g1.{last}"}}'
    return HttpResponse(text, content_type="application/json")


def feedback(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Takes a message once."""
    body = json.loads(request.body)
    _, new = Message.objects.get_or_create(pk=key, defaults={"body": json.dumps(body)})
    return HttpResponse(json.dumps({"id": str(key)}), status=201 if new else 200)


def fill(count: int, size: int) -> None:
    """Make the tables and so many notices."""
    with connection.schema_editor() as editor:
        editor.create_model(Item)
        editor.create_model(Message)
    wire = json.dumps({"text": "停水 water is off " * (size // 21)}, ensure_ascii=False)
    rows = (Item(seq=number, wire=wire) for number in range(1, count + 1))
    Item.objects.bulk_create(rows, batch_size=2000)


def serve(workers: int) -> None:
    """Under the same gunicorn as ours."""
    from django.core.handlers.wsgi import WSGIHandler

    from server.config.management.commands.serve import Gunicorn, announce

    class Plain(Gunicorn):
        def load(self) -> Any:
            return WSGIHandler()

    connection.close()
    Plain(
        {
            "bind": "127.0.0.1:0",
            "workers": workers,
            "threads": 8,
            "worker_class": "gthread",
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": announce,
        }
    ).run()


if __name__ == "__main__":
    from django.urls import path

    urlpatterns = [
        path("api/v1/head", head),
        path("api/v1/announcements", announcements),
        path("api/v1/feedback/<uuid:key>", feedback),
    ]
    settings.ROOT_URLCONF = "__main__"
    fill(int(sys.argv[1]), int(sys.argv[2]))
    serve(int(sys.argv[3]))
