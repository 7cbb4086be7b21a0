"""Who knocked how often."""

from django.db import models


class Knock(models.Model):
    """How often one address, token or account knocked in one window; see server.api.throttle."""

    # A keyed digest: neither an address nor a token is kept.
    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    # Seconds since 1970; the row means nothing afterwards.
    until = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.count)
