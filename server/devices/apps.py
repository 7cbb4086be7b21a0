"""Machines that joined with a code."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    """A shared machine is registered, seen, and sent away again."""

    name = "server.devices"
    verbose_name = _("Machines")
