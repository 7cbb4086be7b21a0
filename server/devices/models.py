"""Join codes, and the machines that joined with them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from server.communities.models import Community


class JoinCode(models.Model):
    """A code that somebody types on a machine; only a keyed digest of it is kept."""

    community = models.ForeignKey(Community, models.CASCADE, verbose_name=_("community"))
    name = models.CharField(
        _("name of the machine"),
        max_length=80,
        help_text=_("Where it stands, for example: reading room. Not a person's name."),
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    uses_left = models.PositiveIntegerField(_("machines it still joins"), default=1)
    expires_at = models.DateTimeField(_("good until"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("join code")
        verbose_name_plural = _("join codes")
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A machine that joined. What is sent from it is not marked with it."""

    # The machine makes the id itself.
    id = models.UUIDField(primary_key=True, editable=False)
    community = models.ForeignKey(
        Community, models.CASCADE, editable=False, verbose_name=_("community")
    )
    name = models.CharField(_("name of the machine"), max_length=80)
    token_hash = models.CharField(max_length=64, editable=False)
    program = models.CharField(_("program"), max_length=40, blank=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    last_seen_at = models.DateTimeField(_("last contact"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("sent away"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        verbose_name=_("sent away by"),
    )

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering: ClassVar[list[str]] = ["name", "joined_at"]

    def __str__(self) -> str:
        return self.name
