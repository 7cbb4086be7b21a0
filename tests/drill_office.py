"""The community's office, in a process of its own: publishes, corrects, answers.

A child of `drill_nursery`, on the data of a running server and through the functions that the admin
uses. It answers each line when its transaction is committed.
"""

from __future__ import annotations

import io
import os
import socket
import traceback
from typing import TYPE_CHECKING

from tests.drill_nursery import Line, lines_of

if TYPE_CHECKING:
    from server.announcements.models import Announcement
    from server.feedback.models import Feedback


class Office:
    """Each method is one thing that it can be told."""

    def __init__(self, slug: str) -> None:
        from django.contrib.auth.models import User

        from server.communities.models import Community, Issuer

        self.community = Community.objects.get(slug=slug)
        self.issuer = Issuer.objects.filter(community=self.community).earliest("pk")
        self.worker = User.objects.get(username="lin")

    def publish(self, told: Line) -> Line:
        """A new notice."""
        from server.announcements import publishing
        from server.announcements.models import Announcement, Translation

        notice = Announcement.objects.create(
            id=told["id"], community=self.community, issuer=self.issuer, urgent=told["urgent"]
        )
        for language in ("en", "zh-CN"):
            Translation.objects.create(
                announcement=notice,
                language=language,
                title=told["text"][:80].strip(),
                body=told["text"],
            )
        return _sent(publishing.publish(notice), told["text"])

    def correct(self, told: Line) -> Line:
        from server.announcements import publishing

        notice = self._notice(told)
        notice.translations.update(title=told["text"][:80].strip(), body=told["text"])
        return _sent(publishing.correct(notice, {"en": "A number was wrong."}), None)

    def withdraw(self, told: Line) -> Line:
        from server.announcements import publishing

        return _sent(publishing.withdraw(self._notice(told), {"en": "It is off."}), None)

    def publish_again(self, told: Line) -> Line:
        from server.announcements import publishing

        return _sent(publishing.publish(self._notice(told)), None)

    def delete(self, told: Line) -> Line:
        from server.announcements import publishing

        publishing.delete(self._notice(told))
        return {}

    def new_generation(self, _told: Line) -> Line:
        from server.announcements import publishing

        publishing.new_generation(self.community.pk)
        return {}

    def forget_deletions(self, _told: Line) -> Line:
        from django.utils import timezone

        from server.announcements import publishing

        publishing.forget_deletions(self.community.pk, timezone.now())
        return {}

    def answer(self, told: Line) -> Line:
        from server.feedback import answering

        first = self._feedback(told)
        reply = answering.answer(first, self.worker, told["text"], "en", {"en": "Lin"})
        return {"reply": str(reply.pk)}

    def assign(self, told: Line) -> Line:
        from server.feedback import answering

        answering.assign(self._feedback(told), self.worker)
        return {}

    def look_at(self, told: Line) -> Line:
        from server.feedback import answering

        answering.look_at(self._feedback(told))
        return {}

    def close(self, told: Line) -> Line:
        from server.feedback import answering

        answering.close(self._feedback(told))
        return {}

    def erase(self, told: Line) -> Line:
        from server.feedback import answering

        answering.erase(self._feedback(told))
        return {}

    def courier(self, told: Line) -> Line:
        """`manage.py courier FOLDER`; what it would not do."""
        from django.core.management import CommandError, call_command

        try:
            call_command("courier", told["folder"], stdout=io.StringIO())
        except CommandError as error:
            return {"bad": str(error).splitlines()}
        return {"bad": []}

    def _notice(self, told: Line) -> Announcement:
        from server.announcements.models import Announcement

        return Announcement.objects.get(pk=told["id"])

    def _feedback(self, told: Line) -> Feedback:
        from server.feedback.models import Feedback

        return Feedback.objects.get(pk=told["id"])


def _sent(notice: Announcement, text: str | None) -> Line:
    return {"revision": notice.revision, "state": notice.state, "text": text}


def main(line: socket.socket, options: Line) -> None:
    """Do what is told until there is nobody any more who tells."""
    os.environ.update(options["environment"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
    import django

    django.setup()
    from django.core.exceptions import ObjectDoesNotExist, ValidationError

    hear, say = lines_of(line)
    office = Office(options["community"])
    say({})
    while (told := hear()) is not None:
        try:
            answer = getattr(office, told["do"])(told)
        except (ObjectDoesNotExist, ValidationError) as error:
            answer = {"no": type(error).__name__}
        except Exception:  # noqa: BLE001 - whatever it is, it is the drill's finding
            answer = {"broke": traceback.format_exc()}
        say(answer)
    os._exit(0)
