"""`create_staff`: an account for somebody who writes notices and answers messages."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from server.communities.models import Community, StaffMembership
from server.config import roles


class Command(BaseCommand):
    """Run again for the same name, it sets a new password and adds the community."""

    help = "Make (or renew) a staff account for one community."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--community", required=True, metavar="SLUG")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from input"
        )
        parser.add_argument("--shown-as", help="name that people see under answers, in English")
        parser.add_argument("--shown-as-zh", help="the same, in Chinese")
        parser.add_argument(
            "--manager", action="store_true", help="may change topics, places and lessons"
        )
        parser.add_argument(
            "--confidential", action="store_true", help="may read messages sent in confidence"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            known = ", ".join(Community.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no community '{options['community']}'. Known: {known}.")
        password = self._password(from_input=options["password_stdin"])
        user = User.objects.filter(username=options["name"]).first() or User(
            username=options["name"]
        )
        if user.is_superuser:
            raise CommandError(
                "This name belongs to an administrator; its password stays as it is."
            )
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._save(user, password, community, options)
        self.stdout.write(
            f"{user.username} can now sign in at {reverse('admin:index')} and works for"
            f" {community.slug}.\nNext: open the server's address in a browser and press"
            ' "For staff: sign in".'
        )

    @staticmethod
    def _password(*, from_input: bool) -> str:
        try:
            return sys.stdin.readline().rstrip("\r\n") if from_input else getpass()
        except EOFError as error:
            raise CommandError(
                "No password was given. Type it when asked, or give it with --password-stdin."
            ) from error

    @staticmethod
    @transaction.atomic
    def _save(user: User, password: str, community: Community, options: dict[str, Any]) -> None:
        user.is_staff = True
        user.set_password(password)
        user.save()
        shown = {"en": options["shown_as"], "zh-CN": options["shown_as_zh"]}
        words = {tag: name for tag, name in shown.items() if name}
        membership, _made = StaffMembership.objects.get_or_create(user=user, community=community)
        if words:
            membership.display_name = words
            membership.save()
        user.groups.add(roles.group(roles.STAFF))
        if options["manager"]:
            user.groups.add(roles.group(roles.MANAGERS))
        if options["confidential"]:
            user.groups.add(roles.group(roles.CONFIDENTIAL))
