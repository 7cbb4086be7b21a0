"""`prune_deletions`: forgets deletions that are long over; to be run now and then."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from server.announcements import feed, publishing, snapshots
from server.communities.models import Community


class Command(BaseCommand):
    """Moves the horizon."""

    help = (
        "Forget which notices were deleted more than so many days ago. A computer that was not"
        " connected since then fetches all notices anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=400, help="400 unless told")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 0:
            raise CommandError("--days must be 0 or more.")
        before = timezone.now() - timedelta(days=options["days"])
        for community in Community.objects.all():
            gone = publishing.forget_deletions(community.pk, before)
            if gone:
                # Whoever has to begin anew finds it ready.
                snapshots.make(community.pk, feed.head(community.pk))
            self.stdout.write(f"{community.slug}: {gone} entries forgotten")
