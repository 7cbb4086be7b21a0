"""Rows for the server's bench, made inside the database: `python -m tests.bench_server_fill`.

    python -m tests.bench_server_fill notices COUNT SIZE
    python -m tests.bench_server_fill changes COUNT
    python -m tests.bench_server_fill messages COUNT

Runs with the environment of the server whose database it fills.
"""

from __future__ import annotations

import os
import random
import sys
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from server.announcements.models import FeedEntry  # noqa: E402
from server.communities.models import Community, FeedCounter  # noqa: E402

_POSTGRES = connection.vendor == "postgresql"
_NUMBERS = (
    "generate_series(%(first)s, %(last)s) AS numbers(n)"
    if _POSTGRES
    else "(WITH RECURSIVE numbers(n) AS (SELECT %(first)s UNION ALL SELECT n + 1 FROM numbers"
    " WHERE n < %(last)s) SELECT n FROM numbers)"
)
_UUID = "gen_random_uuid()" if _POSTGRES else "lower(hex(randomblob(16)))"
_WORDS = (
    "water",
    "is",
    "off",
    "on",
    "Tuesday",
    "until",
    "noon",
    "停水",
    "通知",
    "社区",
    "明天上午",
)
_NO = "false" if _POSTGRES else "0"


def words(number: int, size: int) -> str:
    """A wire text of about that many bytes, no two alike."""
    chance, text = random.Random(number), f'{{"id":"{uuid.UUID(int=number)}","text":"'
    while len(text.encode()) < size - 10:
        text += chance.choice(_WORDS) + " "
    return text + '"}'


def notices(count: int, size: int) -> None:
    """So many changes of the feed, each a wire text of about that size."""
    community = Community.objects.get()
    counter = FeedCounter.objects.get(community=community)
    FeedEntry.objects.bulk_create(
        (
            FeedEntry(
                community=community,
                seq=counter.n + number,
                announcement_id=uuid.UUID(int=number),
                wire=words(number, size),
            )
            for number in range(1, count + 1)
        ),
        batch_size=2000,
    )
    _counted(counter, count)


def changes(count: int) -> None:
    """So many short changes more, made inside the database."""
    community = Community.objects.get()
    counter = FeedCounter.objects.get(community=community)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO announcements_feedentry"
            " (community_id, seq, announcement_id, wire, deleted, entered_at)"
            f' SELECT %(community)s, n, {_UUID}, \'{{"text":"{"x" * 80}"}}\', {_NO},'
            f" CURRENT_TIMESTAMP FROM {_NUMBERS}",
            {"community": community.pk, "first": counter.n + 1, "last": counter.n + count},
        )
    _counted(counter, count)


def _counted(counter: FeedCounter, count: int) -> None:
    counter.n += count
    counter.save()
    if _POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE announcements_feedentry")


def messages(count: int) -> None:
    """So many messages that were taken before."""
    community = Community.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feedback_feedback (id, community_id, kind, verdict, text, language,"
            " made_at, topic, place, place_words, answer_wanted, name, telephone, received_at,"
            " body_digest, token_hash, claim_hash, reference, state)"
            f" SELECT {_UUID}, %(community)s, 'idea', '', 'A bench.', 'en', '', '', '', '', {_NO},"
            " '', '', CURRENT_TIMESTAMP, 'd', 't', 'c', 1000000 + n, 'received'"
            f" FROM {_NUMBERS}",
            {"community": community.pk, "first": 1, "last": count},
        )
        if _POSTGRES:
            cursor.execute("ANALYZE feedback_feedback")


if __name__ == "__main__":
    {"notices": notices, "changes": changes, "messages": messages}[sys.argv[1]](
        *map(int, sys.argv[2:])
    )
