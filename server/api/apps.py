"""The wire of docs/protocol.md."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Says the other parts' things on the wire; its one table counts who knocks how often."""

    name = "server.api"
