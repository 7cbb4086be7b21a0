"""The communities and what each of them calls its things."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    """Communities, issuers, topics, places, lessons and who may work for which community."""

    name = "server.communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from server.communities import document

        document.connect()
