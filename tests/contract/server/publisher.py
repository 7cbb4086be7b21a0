"""Publishes as fast as it can, in a process of its own: `… -m tests.contract.server.publisher 40`.

Writes each publication that was committed as a line of JSON: the notice's id and its revision.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")


def main() -> None:
    """New notices, each corrected once, every third one withdrawn."""
    import django

    django.setup()
    from server.announcements import publishing
    from server.announcements.models import Announcement, Translation
    from server.communities.models import Issuer

    issuer = Issuer.objects.filter(community__slug="reed-court").first()
    assert issuer is not None
    for number in range(int(sys.argv[1])):
        notice = Announcement.objects.create(community=issuer.community, issuer=issuer)
        Translation.objects.create(
            announcement=notice, language="en", title=f"Number {number}", body="One."
        )
        done = [publishing.publish(notice), publishing.correct(notice, {"en": "Two."})]
        if number % 3 == 0:
            done.append(publishing.withdraw(notice, {"en": "Three."}))
        for one in done:
            print(json.dumps([str(one.pk), one.revision]), flush=True)


if __name__ == "__main__":
    main()
