"""Sets a test server's data up in one process; run by tests/servers.py, accounts on stdin."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")


def main() -> None:
    """Migrates, loads the sample, and makes a member of staff and an administrator."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from server.communities.models import Community, StaffMembership
    from server.config import roles

    told = json.load(sys.stdin)
    call_command("migrate", interactive=False, verbosity=0)
    if told["sample"]:
        call_command("load_community", told["sample"])
        staff = _account(User, told["staff_user"], told["staff_password"], superuser=False)
        staff.groups.add(roles.group(roles.STAFF))
        # The community that was loaded, not one that another sample brought before.
        source = Path(told["sample"]) / "community.json"
        slug = json.loads(source.read_text(encoding="utf-8"))["slug"]
        StaffMembership.objects.get_or_create(
            user=staff, community=Community.objects.get(slug=slug)
        )
    _account(User, told["admin_user"], told["admin_password"], superuser=True)


def _account(kind: "type[User]", name: str, password: str, *, superuser: bool) -> "User":
    found, made = kind.objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": superuser}
    )
    if made:
        found.set_password(password)
        found.save()
    return found


if __name__ == "__main__":
    main()
