"""What people send in, conversations, and the answers to them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from server.communities.models import Community
from server.communities.words import WordsField


class Feedback(models.Model):
    """One message. The first of a conversation carries the conversation's state and number."""

    class Kind(models.TextChoices):
        """What the sender calls it."""

        IDEA = "idea", _("Idea")
        PROBLEM = "problem", _("Problem")
        QUESTION = "question", _("Question")
        THANKS = "thanks", _("Thanks")
        CONFIDENTIAL = "confidential", _("In confidence")
        FOLLOW_UP = "follow_up", _("Follow-up")

    class Verdict(models.TextChoices):
        """What the sender says about an answer."""

        SOLVED = "solved", _("Solved")
        NOT_SOLVED = "not_solved", _("Not solved")
        NOT_UNDERSTOOD = "not_understood", _("I don't understand the answer")

    class State(models.TextChoices):
        """Where the conversation is."""

        RECEIVED = "received", _("Received")
        IN_PROGRESS = "in_progress", _("Being looked at")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    # The sender's machine makes the id with the draft.
    id = models.UUIDField(primary_key=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("community"))
    follows = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="follow_ups", verbose_name=_("follows")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=35)
    made_at = models.CharField(_("written, by the sender's clock"), max_length=64, blank=True)
    # Ids, not foreign keys: a message from an old client is never refused for a place that was
    # renamed meanwhile.
    topic = models.CharField(_("topic"), max_length=63, blank=True)
    place = models.CharField(_("place"), max_length=63, blank=True)
    place_words = models.CharField(_("place in words"), max_length=500, blank=True)
    about = models.UUIDField(_("about the notice"), null=True)
    answer_wanted = models.BooleanField(_("answer wanted"), default=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("received"))
    body_digest = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64)
    claim_hash = models.CharField(max_length=64)

    # Of the conversation; follow-ups share the number and leave the rest alone.
    reference = models.PositiveBigIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.RECEIVED)
    waiting_since = models.DateTimeField(_("waiting since"), null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_feedback",
        verbose_name=_("looked at by"),
    )
    promised_by = models.DateField(_("promised by"), null=True, blank=True)
    # Until somebody opened its page, its sender can erase it alone.
    looked_at = models.DateTimeField(_("first looked at"), null=True, editable=False)
    erase_asked_at = models.DateTimeField(_("to be erased since"), null=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar[list[str]] = ["-received_at"]
        permissions = (("read_confidential", _("Can read messages sent in confidence")),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["community", "reference"],
                condition=models.Q(follows=None),
                name="one_conversation_a_number",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["community", "state", "waiting_since"], name="feedback_inbox")
        ]

    def __str__(self) -> str:
        # Goes into the staff's log: the number and the kind, never the words.
        return f"{self.reference} ({self.get_kind_display()})"


class Reply(models.Model):
    """An answer from the staff, shown in the sender's mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="replies")
    text = models.TextField(_("answer"))
    language = models.CharField(_("language"), max_length=35)
    author = WordsField(_("signed by"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar[list[str]] = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback.reference} · {self.sent_at:%Y-%m-%d}"


class Blob(models.Model):
    """A recording or a photo that a message names. Its bytes come after it, in pieces.

    Digest, size and type are what the sender announced. `offset` says how many bytes are here;
    when all are and their digest fits, they lie in the storage under `stored`, whose `seconds`
    and `stored_size` were measured here. `refusal` is the code of why it is never taken.
    """

    class Role(models.TextChoices):
        """What it is to the message."""

        RECORDING = "recording", _("Recording")
        PHOTO = "photo", _("Photo")

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="blobs")
    position = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=127)
    # A newer client may name one that is not known here; see blobs.refusal_of.
    role = models.CharField(max_length=32)
    seconds = models.FloatField(null=True)
    offset = models.PositiveBigIntegerField(default=0)
    stored = models.CharField(max_length=255, blank=True)
    stored_size = models.PositiveBigIntegerField(default=0)
    refusal = models.CharField(max_length=32, blank=True)
    # What opens one that comes sealed; empty as soon as it was opened, or can't be.
    key = models.BinaryField(default=b"", max_length=32)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("recording or photo")
        verbose_name_plural = _("recordings and photos")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["feedback", "sha256"], name="one_blob_a_digest")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stored", "changed_at"], name="blob_half")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.sha256[:12]}"

    @property
    def complete(self) -> bool:
        """Whether all of it is here and was checked."""
        return bool(self.stored)


class BlobPiece(models.Model):
    """Some bytes of a blob that is not complete yet.

    In the database and not in the storage: a piece is there together with the offset that counts
    it, or not at all, whichever process took it.
    """

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="pieces")
    start = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["blob", "start"], name="one_piece_a_start")
        ]

    def __str__(self) -> str:
        return f"{self.blob_id} {self.start}"


class ErasedFeedback(models.Model):
    """The id of an erased message: a late copy of it must not bring it back.

    The token's hash is kept for the sender alone, who is told of it. Who erased it stands in the
    staff's log.
    """

    id = models.UUIDField(primary_key=True)
    token_hash = models.CharField(max_length=64, default="")
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
