"""`tidy_feedback`: throws away halves of recordings and photos that nobody goes on with."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from server.feedback import tidying


class Command(BaseCommand):
    """To be run now and then, for example once a day; `serve` does it when it starts."""

    help = "Throw away half-sent recordings and photos, and files that no message names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=float, default=30.0, help="how long a half may wait for its other half"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["days"])
        halves, strays = tidying.drop_halves(before), tidying.drop_strays(before)
        self.stdout.write(f"halves thrown away: {halves}; files without a message: {strays}")
