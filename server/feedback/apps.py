"""People's words and the answers to them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Messages, conversations and answers."""

    name = "server.feedback"
    verbose_name = _("Messages")
