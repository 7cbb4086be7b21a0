"""Communities and the words each of them uses for its issuers, topics, places and lessons."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from server.communities.words import WordsField, say

KEY = RegexValidator(r"^[a-z0-9][a-z0-9-]{0,62}$", _("Use small letters, digits and hyphens."))


class Community(models.Model):
    """A community with its own notices, messages and staff; other communities see none of them."""

    slug = models.CharField(
        _("short name in the address"), max_length=63, unique=True, validators=[KEY]
    )
    name = WordsField(_("name"))
    office = WordsField(_("office that answers"))
    help_name = WordsField(_("who helps"))
    help_telephone = models.CharField(_("telephone for help"), max_length=40)
    help_hours = WordsField(_("hours of help"))
    only_joined = models.BooleanField(
        _("only joined machines may send"),
        default=False,
        help_text=_("Then messages are taken only from machines that joined with a code."),
    )
    # GET /community as it goes out, kept by server.communities.document.
    document = models.TextField(editable=False, default="")
    document_digest = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return say(self.name, get_language() or "en") or self.slug


class Part(models.Model):
    """Something a community names; `key` is its id on the wire."""

    community = models.ForeignKey(Community, models.CASCADE, verbose_name=_("community"))
    key = models.CharField(_("id"), max_length=63, validators=[KEY])
    name = WordsField(_("name"))
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "key"], name="%(class)s_key")
        ]

    def __str__(self) -> str:
        return say(self.name, get_language() or "en") or self.key


class Issuer(Part):
    """Who a notice comes from."""

    class Meta(Part.Meta):
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")


class Topic(Part):
    """What a notice or a message is about."""

    icon = models.CharField(_("icon"), max_length=63, default="info-circle", validators=[KEY])

    class Meta(Part.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Place(Part):
    """Where in the community something is."""

    class Meta(Part.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")


class Lesson(Part):
    """A short lesson, read one step at a time; `name` is its title."""

    class Meta(Part.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class LessonStep(models.Model):
    """One screen of a lesson."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="steps", verbose_name=_("lesson")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    title = WordsField(_("title"))
    text = WordsField(_("text"), rows=4)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return say(self.title, get_language() or "en")


class FeedCounter(models.Model):
    """The number of the community's last change and the generation it counts in: one row each.

    See server.announcements.publishing for how it is used and why it is no sequence.
    """

    community = models.OneToOneField(
        Community, models.CASCADE, primary_key=True, related_name="feed_counter"
    )
    generation = models.PositiveBigIntegerField(default=1)
    n = models.PositiveBigIntegerField(default=0)
    # Deletions up to this number are forgotten: who has not seen them must begin anew.
    horizon = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"g{self.generation}.{self.n}"


class ReferenceCounter(models.Model):
    """The last reference number given to a message; four digits from the start."""

    community = models.OneToOneField(
        Community, models.CASCADE, primary_key=True, related_name="reference_counter"
    )
    n = models.PositiveBigIntegerField(default=1000)

    def __str__(self) -> str:
        return str(self.n)


class StaffMembership(models.Model):
    """Says that a person works for a community, and the name under which they answer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    community = models.ForeignKey(
        Community, models.CASCADE, related_name="memberships", verbose_name=_("community")
    )
    display_name = WordsField(
        _("name shown to people"),
        blank=True,
        help_text=_("Left empty: the office's name is shown."),
    )

    class Meta:
        verbose_name = _("staff membership")
        verbose_name_plural = _("staff memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "community"], name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.community}"
