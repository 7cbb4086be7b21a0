"""The fixed data behind tests/contract/golden; `python -m tests.contract.golden_data` writes it.

Runs in a process of its own on the database that the environment names. The days are those of
25 November 2026 in Shanghai, whatever today is.
"""

import hashlib
import os
import uuid
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.communities.models import Community
    from server.feedback.models import Feedback

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")

GOLDEN = Path(__file__).resolve().parent / "golden"
LOAD_DAY = date(2026, 11, 25)
SHANGHAI = timezone(timedelta(hours=8))
ENVIRONMENT = {"FOOTBRIDGE_TIME_ZONE": "Asia/Shanghai"}

# 32 bytes 00 01 02 … and, for the second conversation, 32 bytes of ff.
TOKEN = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
OTHER_TOKEN = "__________________________________________8"
MESSAGE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
FOLLOW_UP = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
OTHER_MESSAGE = "cccccccc-cccc-4ccc-8ccc-cccccccccccc"
ERASED = "77777777-7777-4777-8777-777777777777"
MACHINE = "99999999-9999-4999-8999-999999999999"
SENT_AWAY = "88888888-8888-4888-8888-888888888888"
VOICE_MESSAGE = "ffffffff-ffff-4fff-8fff-ffffffffffff"
#: What a client calls its question to the mailbox.
QUESTION = "5f1c0b7e9a2d4c38"
SEALED_MESSAGE = "abababab-abab-4bab-8bab-abababababab"
UNKNOWN = "dddddddd-dddd-4ddd-8ddd-dddddddddddd"


def main() -> None:
    """Loads the source and stores two conversations with fixed times."""
    import django

    django.setup()
    from django.core.management import call_command

    from server.announcements import loading, publishing
    from server.announcements.models import Announcement
    from server.communities import source
    from server.communities.models import Community
    from server.signing import keyring
    from tests.contract.golden_signed import BOX

    call_command("migrate", interactive=False, verbosity=0)
    loading.load(source.read(GOLDEN / "source"), LOAD_DAY)
    publishing.delete(Announcement.objects.get(pk="55555555-5555-4555-8555-555555555555"))
    community = Community.objects.get()
    first = _message(community, MESSAGE, TOKEN, "feedback.json", 9)
    _message(community, FOLLOW_UP, TOKEN, "follow_up.json", 15)
    _message(community, OTHER_MESSAGE, OTHER_TOKEN, "thanks.json", 11)
    _message(community, VOICE_MESSAGE, OTHER_TOKEN, "voice.json", 12)
    keyring.keep(community.slug, boxes=[BOX])
    _message(community, SEALED_MESSAGE, OTHER_TOKEN, "sealed_feedback.json", 13)
    _answer(first)
    _erase()
    _machine(community, MACHINE)
    _machine(community, SENT_AWAY, datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI))


def _erase() -> None:
    from server.feedback import tokens
    from server.feedback.models import ErasedFeedback

    ErasedFeedback.objects.create(
        pk=uuid.UUID(ERASED),
        token_hash=tokens.token_hash(tokens.decode(TOKEN)),
        erased_at=datetime(2026, 11, 24, 16, 0, tzinfo=SHANGHAI),
    )


def _machine(community: "Community", key: str, revoked_at: datetime | None = None) -> None:
    from server.devices.models import Device
    from server.feedback import tokens

    joined = datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI)
    device = Device.objects.create(
        id=uuid.UUID(key),
        community=community,
        name="Reading room",
        token_hash=tokens.token_hash(tokens.decode(OTHER_TOKEN)),
        revoked_at=revoked_at,
    )
    Device.objects.filter(pk=device.pk).update(joined_at=joined)


def _message(community: "Community", key: str, token: str, file: str, hour: int) -> "Feedback":
    from server.api import reading
    from server.feedback import receiving, tokens
    from server.feedback.models import Feedback

    body = (GOLDEN / file).read_bytes()
    given = receiving.Envelope(
        uuid.UUID(key), tokens.decode(token), hashlib.sha256(body).hexdigest()
    )
    fields = reading.message(community.slug, given.id, body).fields()
    receiving.take(community, given, fields)
    Feedback.objects.filter(pk=key).update(
        received_at=datetime(2026, 11, 24, hour, 12, tzinfo=SHANGHAI)
    )
    return Feedback.objects.get(pk=key)


def _answer(first: "Feedback") -> None:
    from django.contrib.auth.models import User

    from server.feedback.models import Feedback, Reply

    worker = User.objects.create(username="golden", is_staff=True)
    Reply.objects.create(
        id=uuid.UUID("eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee"),
        feedback=first,
        text="The tap is mended.\n\nThank you for telling us.",
        language="en",
        author=first.community.office,
        sent_at=datetime(2026, 11, 24, 14, 0, tzinfo=SHANGHAI),
    )
    Feedback.objects.filter(pk=first.pk).update(
        state="in_progress", assigned_to=worker, promised_by=date(2026, 11, 27)
    )


if __name__ == "__main__":
    main()
