"""The signed keysets of each community, as they go out. No secret is ever in the database."""

from django.db import models

from server.communities.models import Community


class Keysets(models.Model):
    """All keysets of one community, oldest first, as `GET /keyset` gives them.

    A community without a row signs nothing.
    """

    community = models.OneToOneField(
        Community, models.CASCADE, primary_key=True, related_name="keysets"
    )
    document = models.TextField()
    digest = models.CharField(max_length=64)
    # What the newest keyset says, so that publishing reads one row.
    version = models.PositiveIntegerField()
    publisher = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.community_id} {self.version}"
