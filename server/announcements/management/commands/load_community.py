"""`load_community`: brings a community's source files in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from server.announcements import loading
from server.communities import source


class Command(BaseCommand):
    """Safe to run again: only what changed in the files is published anew."""

    help = "Load a community, its lessons and its notices from a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder with community.json")
        parser.add_argument(
            "--fresh-dates", action="store_true", help="tell all dates anew, from today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = source.read(options["path"].resolve())
            report = loading.load(told, timezone.localdate(), options["fresh_dates"])
        except source.SourceError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write(
            f"{told.community.slug}: {len(report.published)} notices published,"
            f" {report.untouched} left as they were."
        )
