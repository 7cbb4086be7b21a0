"""Sticks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourierConfig(AppConfig):
    """What USB sticks carry between the server and machines without a connection."""

    name = "server.courier"
    verbose_name = _("Sticks")
