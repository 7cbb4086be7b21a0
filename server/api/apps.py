"""The wire of docs/protocol.md."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Has no tables: it says the other parts' things on the wire."""

    name = "server.api"
