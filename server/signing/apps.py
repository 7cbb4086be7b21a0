"""Keys and signatures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    """Who may speak for a community, and the proof that a notice is from them."""

    name = "server.signing"
    verbose_name = _("Keys")
