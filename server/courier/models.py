"""The machines whose sticks came by, and of each what is needed to answer it once more."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from server.communities.models import Community


class CourierMachine(models.Model):
    """One machine, by the id that it gave itself for this community.

    `questions` is what its newest file asked and was answered, sealed for the community: whoever
    has the database alone does not learn which messages came from one machine.
    """

    community = models.ForeignKey(Community, models.CASCADE)
    machine = models.UUIDField()
    # X25519: what goes back is sealed for it. The first one that came is the machine's for ever.
    public = models.BinaryField(max_length=32)
    last_out = models.PositiveBigIntegerField(default=0)
    last_in = models.PositiveBigIntegerField(default=0)
    questions = models.TextField(default="")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "machine"], name="one_courier_machine")
        ]

    def __str__(self) -> str:
        return str(self.machine)[:8]
