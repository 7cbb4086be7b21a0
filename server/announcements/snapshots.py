"""Snapshots: all that is published, as static packed files, for who begins or has to begin anew.

A snapshot is a chain. The newest file holds the last `WINDOW` notices and names the file of those
before them, and so on. Each file is named by the digest of its packed bytes and never changes;
those of old notices are the same from one snapshot to the next. They lie in Django's storage.
"""

import gzip
import hashlib
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from server.announcements.feed import Cursor, Head
from server.announcements.models import FeedEntry, Snapshot, SnapshotFile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

log = logging.getLogger(__name__)

#: What a first pull brings before anything older. Source: docs/protocol.md.
WINDOW = 500
#: The most notices, and characters of JSON, of one file: a client unpacks it in memory.
PART, PART_CHARACTERS = 5_000, 4_000_000
#: A new snapshot is made after so many changes; the few since then come as a page.
LAG = 50
#: Before so many changes a page is as small as a snapshot would be.
FROM = 50
#: A client that was cut off goes on with the old files for so long.
KEPT_FOR = timedelta(days=2)
#: Whoever began to make one and died does not keep others from it for longer.
MAKING_FOR = timedelta(minutes=5)

Files = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """The notices of one file: the first and the last of their numbers."""

    first: int
    last: int


def named(head: Head) -> dict[str, Any] | None:
    """What head says of the snapshot, which is made when there is none that is new enough.

    None where there is none: a short feed, or another request is making the first one. Costs
    nothing while the latest is new enough.
    """
    if head.feed.number < FROM and not head.horizon:
        return None
    made = None
    if head.snapshot is None or head.feed.number - head.snapshot[0] > LAG:
        made = _made(head)
    if made is not None:
        return {"feed": made.cursor, **(made.files or {})}
    if head.snapshot is None:
        return None
    number, files = head.snapshot
    return {"feed": str(Cursor(head.feed.generation, number)), **json.loads(files)}


def _made(head: Head) -> Snapshot | None:
    """A new one; None while somebody else makes one, or where there is no room for it."""
    making = Snapshot.objects.filter(
        community_id=head.community_id, generation=head.feed.generation, files__isnull=True
    )
    if making.filter(made_at__gt=timezone.now() - MAKING_FOR).exists():
        return None
    try:
        return make(head.community_id, head.feed)
    except OSError as error:
        # A full disk must not keep anybody from the notices.
        log.error("a snapshot could not be made: %s", type(error).__name__)
        return None


def make(community_id: int, head: Cursor) -> Snapshot | None:
    """Makes the snapshot as of `head`; None when somebody else is making this one."""
    Snapshot.objects.filter(files__isnull=True, made_at__lt=timezone.now() - MAKING_FOR).delete()
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                community_id=community_id, generation=head.generation, number=head.number
            )
    except IntegrityError:
        return None
    rows = _rows(community_id, head.number)
    older: Files | None = None
    try:
        parts = list(_parts(rows))
        for part in parts[:-1]:
            older = _keep(snapshot, _text(rows, part, None, older))
        last = parts[-1] if parts else Part(1, 0)
        snapshot.files = _keep(snapshot, _text(rows, last, head, older))
    except BaseException:
        snapshot.delete()
        raise
    snapshot.save(update_fields=["files"])
    _forget_old(snapshot)
    return snapshot


def path_of(sha256: str) -> str:
    """Where a file lies in the storage."""
    return f"snapshots/{sha256[:2]}/{sha256}"


def _rows(community_id: int, number: int) -> QuerySet[FeedEntry]:
    """Each notice in its state as of `number`; nothing of the deleted ones."""
    return FeedEntry.objects.filter(
        Q(superseded_by=None) | Q(superseded_by__gt=number),
        community_id=community_id,
        seq__lte=number,
        deleted=False,
    ).order_by("seq")


def _parts(rows: QuerySet[FeedEntry]) -> Iterator[Part]:
    """Where one file ends and the next begins, oldest first; cut from the oldest on."""
    sizes = list(rows.annotate(size=Length("wire")).values_list("seq", "size"))
    newest, characters = 0, 0
    for _seq, size in reversed(sizes):
        characters += size
        if newest == WINDOW or (newest and characters > PART_CHARACTERS):
            break
        newest += 1
    older, window = sizes[: len(sizes) - newest], sizes[len(sizes) - newest :]
    start = 0
    while start < len(older):
        end, characters = start, 0
        while end < len(older) and end - start < PART:
            characters += older[end][1]
            if end > start and characters > PART_CHARACTERS:
                break
            end += 1
        yield Part(older[start][0], older[end - 1][0])
        start = end
    if window:
        yield Part(window[0][0], window[-1][0])


def _text(rows: QuerySet[FeedEntry], part: Part, head: Cursor | None, older: Files | None) -> bytes:
    """A file as JSON; only the newest says where in the feed it stands."""
    inside = rows.filter(seq__gte=part.first, seq__lte=part.last)
    items = ",".join(inside.values_list("wire", flat=True))
    start = f'"feed":"{head}",' if head else ""
    text = f'{{{start}"items":[{items}],"older":{json.dumps(older, separators=(",", ":"))}}}'
    return text.encode()


def _keep(snapshot: Snapshot, text: bytes) -> Files:
    """Packs a file both ways, stores it, and says what it is called."""
    packed = {"zstd": zstd.compress(text, 9), "gzip": gzip.compress(text, 6, mtime=0)}
    files: Files = {}
    for encoding, data in packed.items():
        sha256 = hashlib.sha256(data).hexdigest()
        if not default_storage.exists(path_of(sha256)):
            default_storage.save(path_of(sha256), ContentFile(data))
        SnapshotFile.objects.get_or_create(
            snapshot=snapshot, sha256=sha256, defaults={"encoding": encoding, "size": len(data)}
        )
        files[encoding] = {"sha256": sha256, "size": len(data)}
    return files


def _forget_old(latest: Snapshot) -> None:
    old = Snapshot.objects.filter(
        community_id=latest.community_id, made_at__lt=timezone.now() - KEPT_FOR
    ).exclude(pk=latest.pk)
    gone = set(SnapshotFile.objects.filter(snapshot__in=old).values_list("sha256", flat=True))
    old.delete()
    gone -= set(SnapshotFile.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    for sha256 in gone:
        default_storage.delete(path_of(sha256))
