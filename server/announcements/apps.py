"""The notices and their feed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """Writing, publishing, correcting and withdrawing notices."""

    name = "server.announcements"
    verbose_name = _("Notices")
