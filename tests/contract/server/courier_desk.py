"""An operator at the server, in one process: runs commands, answers, publishes.

`python -m tests.contract.server.courier_desk` reads a line of JSON for each deed and writes one.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

from tests.servers import ROOT, RunningServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")


class Desk:
    """The operator, seen from a test; a context manager."""

    def __init__(self, server: RunningServer) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.server.courier_desk"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=server.environment,
        )

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)

    def courier(self, *args: object) -> tuple[str, str]:
        """What the command said, and what it said was wrong."""
        told = self._ask({"do": "courier", "args": [str(one) for one in args]})
        return told["out"], told["wrong"]

    def do(self, deed: str, **more: object) -> Any:
        """Another deed of `main`."""
        return self._ask({"do": deed, **more})

    def _ask(self, deed: dict[str, object]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(deed) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    """Do what is read until the input ends."""
    import django

    django.setup()
    from django.core.management import CommandError, call_command

    for line in sys.stdin:
        deed = json.loads(line)
        told: dict[str, object] = {}
        if deed["do"] == "courier":
            out, wrong = io.StringIO(), ""
            try:
                call_command("courier", *deed["args"], stdout=out)
            except CommandError as error:
                wrong = str(error)
            told = {"out": out.getvalue(), "wrong": wrong}
        else:
            told = {"done": DEEDS[deed.pop("do")](**deed)}
        print(json.dumps(told), flush=True)


def _answer(id: str, text: str) -> None:  # noqa: A002 - a name of the wire
    from django.contrib.auth.models import User

    from server.feedback import answering
    from server.feedback.models import Feedback

    first = Feedback.objects.get(pk=id)
    writer = User.objects.get(username="keeper")
    answering.answer(first, writer, text, "en", {"en": "Street Office"})


def _erase(id: str) -> None:  # noqa: A002
    from server.feedback import answering
    from server.feedback.models import Feedback

    answering.erase(Feedback.objects.get(pk=id))


def _publish(slug: str, title: str) -> str:
    from server.announcements import publishing
    from server.announcements.models import Announcement, Translation
    from server.communities.models import Issuer

    issuer = Issuer.objects.filter(community__slug=slug).first()
    assert issuer is not None
    one = Announcement.objects.create(community=issuer.community, issuer=issuer)
    Translation.objects.create(announcement=one, language="en", title=title, body="Now.")
    return str(publishing.publish(one).pk)


def _delete(id: str) -> None:  # noqa: A002
    from server.announcements import publishing
    from server.announcements.models import Announcement

    publishing.delete(Announcement.objects.get(pk=id))


def _count(id: str) -> list[int]:  # noqa: A002
    from server.feedback.models import Blob, Feedback

    stored = Feedback.objects.filter(pk=id).count()
    whole = Blob.objects.exclude(stored="").filter(feedback=id).count()
    return [stored, whole]


def _only_joined(slug: str, yes: bool) -> None:
    from server.communities.models import Community

    Community.objects.filter(slug=slug).update(only_joined=yes)


def _join_code(slug: str) -> str:
    from datetime import timedelta

    from django.utils import timezone

    from server.communities.models import Community
    from server.devices import joining
    from server.devices.models import JoinCode

    community, code = Community.objects.get(slug=slug), joining.new_code()
    JoinCode.objects.create(
        community=community,
        name="Reading room",
        code_hash=joining.code_hash(community.pk, code),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return code


DEEDS = {
    "only_joined": _only_joined,
    "join_code": _join_code,
    "answer": _answer,
    "erase": _erase,
    "publish": _publish,
    "delete": _delete,
    "count": _count,
}

if __name__ == "__main__":
    main()
