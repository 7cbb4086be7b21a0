"""`courier FOLDER`: swaps with a USB stick: messages in, answers and notices out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from server.communities.models import Community
from server.courier.stick import StickError
from server.courier.swapping import Swapping


class Command(BaseCommand):
    """One stick a call."""

    help = (
        "Swap with a USB stick: take in the messages that it brings, then put answers, receipts and"
        " notices on it. As often as you like: what was taken in before is not taken in twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the stick, or the folder Footbridge on it")
        parser.add_argument("--community", metavar="SLUG", help="this one only")
        parser.add_argument(
            "--machine",
            metavar="ID",
            default="",
            help="answers for it only; its id or the beginning",
        )
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--import-only", action="store_true", help="put nothing on the stick")
        one.add_argument("--export-only", action="store_true", help="take nothing in")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Community.objects.order_by("pk")
        if options["community"]:
            found = found.filter(slug=options["community"])
        communities = list(found)
        if not communities:
            raise CommandError("There is no such community here.")
        try:
            swapping = Swapping(options["folder"], communities, options["machine"].lower())
            if not options["export_only"]:
                swapping.bring()
            if not options["import_only"]:
                swapping.take()
        except StickError as error:
            raise CommandError(str(error)) from error
        for line in swapping.report.lines:
            self.stdout.write(line)
        if swapping.report.bad:
            # Whatever else was on the stick was done.
            raise CommandError("\n".join(swapping.report.bad))
