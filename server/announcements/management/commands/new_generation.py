"""`new_generation`: to be run once after a database was restored from an older copy."""

from typing import Any

from django.core.management import BaseCommand

from server.announcements import publishing
from server.communities.models import Community


class Command(BaseCommand):
    """Makes every client pull the notices anew."""

    help = "After restoring the database from a copy: make every client fetch the notices anew."

    def handle(self, *args: Any, **options: Any) -> None:
        for community in Community.objects.all():
            generation = publishing.new_generation(community.pk)
            self.stdout.write(f"{community.slug}: generation {generation}")
