"""Notices as the staff write them, and the feed that carries what was published."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from server.announcements.checks import check_lines, check_plain
from server.communities.models import Community, Issuer, Topic
from server.communities.words import WordsField


def language_choices() -> list[tuple[str, str]]:
    """The languages of the wire, each under its own name."""
    names = {"en": "English", "zh-CN": "中文"}
    return [(tag, names.get(tag, tag)) for tag in settings.WIRE_LANGUAGES]


class Announcement(models.Model):
    """A notice; what people see of it is the feed's entry, made when it is published."""

    class State(models.TextChoices):
        """Where a notice is in its life."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(
        Community, models.CASCADE, verbose_name=_("community"), editable=False
    )
    issuer = models.ForeignKey(Issuer, models.PROTECT, verbose_name=_("issuer"))
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, verbose_name=_("topic")
    )
    urgent = models.BooleanField(
        _("urgent"), default=False, help_text=_("Urgent notices are read out first.")
    )
    expires_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After this day the notice is over.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    revised_at = models.DateTimeField(_("changed"), null=True, editable=False)
    change_note = WordsField(_("what changed"), blank=True, editable=False)
    # SHA-256 of the content last published; tells whether there are changes not yet sent.
    sent_digest = models.CharField(max_length=64, default="", editable=False)
    changed_at = models.DateTimeField(_("last edit"), auto_now=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar[list[str]] = ["-changed_at"]

    def __str__(self) -> str:
        rows = {row.language: row.title for row in self.translations.all()}
        start = (get_language() or "en").split("-")[0]
        own = [title for tag, title in rows.items() if tag.split("-")[0] == start]
        return next(iter([*own, *rows.values()]), str(_("(no title yet)")))


class Translation(models.Model):
    """A notice's text in one language."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=35, choices=language_choices)
    title = models.CharField(_("title"), max_length=200, validators=[check_plain])
    in_short = models.TextField(
        _("in short"),
        blank=True,
        validators=[check_plain, check_lines],
        help_text=_("At most three lines, one thing each."),
    )
    body = models.TextField(
        _("text"),
        validators=[check_plain],
        max_length=50_000,
        help_text=_("Plain text. An empty line starts a new paragraph."),
    )

    class Meta:
        verbose_name = _("text in one language")
        verbose_name_plural = _("texts")
        ordering: ClassVar[list[str]] = ["language"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["announcement", "language"], name="one_text_a_language")
        ]

    def __str__(self) -> str:
        return self.title

    def lines(self) -> list[str]:
        """The lines of *in short*, without empty ones."""
        return [line.strip() for line in self.in_short.splitlines() if line.strip()]


class MediaFile(models.Model):
    """The bytes of a picture or a sound, once each, named by what they are."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")

    def __str__(self) -> str:
        return f"{self.type} {self.sha256[:12]}"


class Media(models.Model):
    """A picture or a sound of one notice."""

    class Role(models.TextChoices):
        """What it is to the notice."""

        PICTURE = "picture", _("Picture")
        SOUND = "sound", _("Sound")

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="media")
    file = models.ForeignKey(MediaFile, models.PROTECT, editable=False)
    role = models.CharField(_("role"), max_length=12, choices=Role, editable=False)
    description = WordsField(_("description"), help_text=_("For people who cannot see or hear it."))
    language = models.CharField(
        _("language spoken"), max_length=35, choices=language_choices, blank=True
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("picture or sound")
        verbose_name_plural = _("pictures and sounds")
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.file_id[:12]}"


class PublishedMedia(models.Model):
    """Says that a community has published these bytes, so that anybody may fetch them."""

    community = models.ForeignKey(Community, models.CASCADE)
    file = models.ForeignKey(MediaFile, models.CASCADE)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "file"], name="one_publication")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.file_id[:12]}"


class FeedEntry(models.Model):
    """One change of the feed, as it goes over the wire.

    A later change of the same announcement leaves the row and marks it with `superseded_by`, so
    that a page with an upper bound stays the same for ever and may be cached for a year.
    """

    community = models.ForeignKey(Community, models.CASCADE)
    seq = models.PositiveBigIntegerField()
    # No foreign key: the tombstone of a deleted announcement outlives it.
    announcement_id = models.UUIDField()
    wire = models.TextField()
    deleted = models.BooleanField(default=False)
    superseded_by = models.PositiveBigIntegerField(null=True)
    # Only to forget what is long over; nothing is ordered by it.
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "seq"], name="one_entry_a_number"),
            models.UniqueConstraint(
                fields=["community", "announcement_id"],
                condition=models.Q(superseded_by__isnull=True),
                name="one_latest_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}"


class Snapshot(models.Model):
    """All that was published as of one number of the feed; see server.announcements.snapshots.

    `files` is what head says of its newest file, None while it is being made.
    """

    community = models.ForeignKey(Community, models.CASCADE)
    generation = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    files = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["community", "generation", "number"], name="one_snapshot_a_number"
            )
        ]

    def __str__(self) -> str:
        return str(self.cursor)

    @property
    def cursor(self) -> str:
        """Where in the feed it stands."""
        return f"g{self.generation}.{self.number}"


class SnapshotFile(models.Model):
    """One file of a snapshot; the same file may belong to several."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE)
    sha256 = models.CharField(max_length=64, db_index=True)
    encoding = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["snapshot", "sha256"], name="one_file_a_snapshot")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class SampleNotice(models.Model):
    """What `load_community` remembers of a notice it loaded, to leave it alone the next time."""

    announcement_id = models.UUIDField(primary_key=True)
    community = models.ForeignKey(Community, models.CASCADE)
    source_digest = models.CharField(max_length=64)
    load_day = models.DateField()

    def __str__(self) -> str:
        return str(self.announcement_id)
