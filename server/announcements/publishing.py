"""Publishing: the only way into the feed.

Promise: whoever pulls up to a cursor has every change up to it, whatever is published at the same
time. Each publication is one transaction, and its **last** step takes the next number from the
community's single counter row and writes the entry. The row stays locked until the commit, so
numbers become visible in their own order and without gaps. A sequence or a clock gives its number
out before the commit, and a reader between the two would miss a change for ever.
"""

import hashlib
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from server.announcements.models import Announcement, FeedEntry, PublishedMedia
from server.communities.models import FeedCounter
from server.communities.words import Words
from server.signing import keyring, notices

log = logging.getLogger(__name__)

State = Announcement.State
#: More corrections than anybody makes between two backups.
REVISION_LEAP = 1000
#: How many earlier corrections a notice tells of.
MOST_CHANGES = 10


@dataclass(frozen=True)
class Revision:
    """What a publication says about itself; `steps` is how far the revision number goes up."""

    state: str
    published_at: datetime
    revised_at: datetime | None
    change_note: Words | None
    steps: int = 1


def take_number(community_id: int) -> tuple[int, int]:
    """The next number of the community's feed and its generation; locks the row until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communities_feedcounter SET n = n + 1 WHERE community_id = %s"
            " RETURNING generation, n",
            [community_id],
        )
        generation, number = cursor.fetchone()
    return int(generation), int(number)


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339 in local time, whole seconds."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def content(announcement: Announcement) -> dict[str, Any]:
    """The part of the wire that staff write."""
    issuer = announcement.issuer
    media = []
    for one in announcement.media.select_related("file"):
        item: dict[str, Any] = {
            "role": one.role,
            "sha256": one.file.sha256,
            "type": one.file.type,
            "size": one.file.size,
            "description": one.description,
        }
        if one.language:
            item["language"] = one.language
        media.append(item)
    return {
        "urgent": announcement.urgent,
        "topic": announcement.topic.key if announcement.topic else None,
        "issuer": {"id": issuer.key, "name": issuer.name},
        "expires_on": announcement.expires_on.isoformat() if announcement.expires_on else None,
        "texts": {
            row.language: {
                "title": row.title,
                "in_short": row.lines(),
                "body": row.body.replace("\r\n", "\n").strip(),
            }
            for row in announcement.translations.all()
        },
        "media": media,
    }


def digest(part: dict[str, Any]) -> str:
    """SHA-256 of a content, the same for the same content."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()


def has_unsent_changes(announcement: Announcement) -> bool:
    """Whether the staff changed something since the last publication."""
    return bool(announcement.sent_digest) and announcement.sent_digest != digest(
        content(announcement)
    )


def publish(announcement: Announcement, at: datetime | None = None) -> Announcement:
    """Sends a draft, or a withdrawn notice once more. Raises ValidationError when it may not go."""
    with transaction.atomic():
        locked = _lock(announcement)
        if locked.state == State.PUBLISHED:
            raise ValidationError(_("This notice is published already. Publish a correction."))
        moment = at or timezone.now()
        first = locked.published_at or moment
        again = moment if locked.revision else None
        return _send(locked, Revision(State.PUBLISHED, first, again, None))


def correct(announcement: Announcement, note: Words, at: datetime | None = None) -> Announcement:
    """Sends the changed texts of a published notice, with words on what changed."""
    with transaction.atomic():
        locked = _lock(announcement)
        if locked.state != State.PUBLISHED or locked.published_at is None:
            raise ValidationError(_("Only a published notice can be corrected."))
        if not note:
            raise ValidationError(_("Say what changed."))
        moment = at or timezone.now()
        return _send(locked, Revision(State.PUBLISHED, locked.published_at, moment, note))


def withdraw(announcement: Announcement, reason: Words, at: datetime | None = None) -> Announcement:
    """Takes a published notice back, with words on why. Its texts stay as they were last sent."""
    with transaction.atomic():
        locked = _lock(announcement)
        if locked.state != State.PUBLISHED or locked.published_at is None:
            raise ValidationError(_("Only a published notice can be withdrawn."))
        if not reason:
            raise ValidationError(_("Say why it is withdrawn."))
        latest = FeedEntry.objects.get(announcement_id=locked.pk, superseded_by=None)
        moment = at or timezone.now()
        return _send(
            locked,
            Revision(State.WITHDRAWN, locked.published_at, moment, reason),
            sent=json.loads(latest.wire),
        )


def put(announcement: Announcement, revision: Revision) -> Announcement:
    """Sends the notice in the state that `revision` says, whatever it was before."""
    with transaction.atomic():
        return _send(_lock(announcement), revision)


def delete(announcement: Announcement) -> None:
    """Deletes the notice for good; where it was ever published a tombstone takes its place."""
    with transaction.atomic():
        locked = _lock(announcement)
        key, community_id = locked.pk, locked.community_id
        locked.delete()
        if FeedEntry.objects.filter(announcement_id=key).exists():
            _enter(community_id, key, None)


def enter_again(community_id: int) -> None:
    """Enters all that stands once more, as it is: with the signature of today's key."""
    latest = FeedEntry.objects.filter(community_id=community_id, superseded_by=None)
    for entry in list(latest.order_by("seq")):
        wire = None if entry.deleted else notices.plain(entry.wire)
        _enter(community_id, entry.announcement_id, wire)


def new_generation(community_id: int) -> int:
    """Begins a new generation of the feed, so that every client pulls it anew.

    Needed after the database was restored from an older copy: numbers given out since then would
    be given out twice. The number comes from the clock, so that restoring the same copy twice
    does not bring the same generation back. Revision numbers leap, too: one that was given out
    since the copy was made must never mean something else.
    """
    Announcement.objects.filter(community_id=community_id, revision__gt=0).update(
        revision=F("revision") + REVISION_LEAP
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communities_feedcounter SET generation ="
            " CASE WHEN generation >= %s THEN generation + 1 ELSE %s END"
            " WHERE community_id = %s RETURNING generation",
            [now := int(timezone.now().timestamp()), now, community_id],
        )
        (generation,) = cursor.fetchone()
    return int(generation)


def forget_deletions(community_id: int, before: datetime) -> int:
    """Forgets what was deleted or superseded before that moment; returns how many entries.

    Whoever has not seen one of them is told to begin anew (410): the horizon moves in the same
    transaction.
    """
    with transaction.atomic():
        counter = FeedCounter.objects.select_for_update().get(community_id=community_id)
        entries = FeedEntry.objects.filter(community_id=community_id)
        old = entries.filter(deleted=True, entered_at__lt=before).aggregate(Max("seq"))["seq__max"]
        if old is None:
            return 0
        gone, _ = entries.filter(Q(deleted=True, seq__lte=old) | Q(superseded_by__lte=old)).delete()
        counter.horizon = max(counter.horizon, old)
        counter.save(update_fields=["horizon"])
    return gone


def _lock(announcement: Announcement) -> Announcement:
    return (
        Announcement.objects.select_for_update(of=("self",))
        .select_related("issuer", "topic")
        .get(pk=announcement.pk)
    )


def _send(
    announcement: Announcement, revision: Revision, sent: dict[str, Any] | None = None
) -> Announcement:
    part = content(announcement)
    if not part["texts"]:
        raise ValidationError(_("Write the notice in at least one language first."))
    announcement.state = revision.state
    announcement.revision += revision.steps
    announcement.published_at = revision.published_at
    announcement.revised_at = revision.revised_at
    announcement.change_note = revision.change_note or {}
    if sent is None:
        announcement.sent_digest = digest(part)
        _open_media(announcement, part)
    announcement.save()
    before = FeedEntry.objects.filter(announcement_id=announcement.pk, superseded_by=None).first()
    earlier = _changes_before(before)
    wire = {
        "id": str(announcement.pk),
        "revision": announcement.revision,
        "state": announcement.state,
        "published_at": stamp(announcement.published_at),
        "revised_at": stamp(announcement.revised_at),
        "change_note": revision.change_note,
        # A withdrawal sends what people have read, not what the staff wrote since.
        **{name: (sent or part)[name] for name in part},
        **({"changes": earlier} if earlier else {}),
    }
    _enter(announcement.community_id, announcement.pk, wire)
    return announcement


def _changes_before(entry: FeedEntry | None) -> list[dict[str, Any]]:
    """What earlier corrections changed, for people who have read what stood before all of them."""
    if entry is None or entry.deleted:
        return []
    told = json.loads(entry.wire)
    found: list[dict[str, Any]] = told.get("changes", [])
    if told["change_note"] and told["state"] == State.PUBLISHED:
        found = [*found, {"revision": told["revision"], "note": told["change_note"]}]
    return found[-MOST_CHANGES:]


def _open_media(announcement: Announcement, part: dict[str, Any]) -> None:
    PublishedMedia.objects.bulk_create(
        [
            PublishedMedia(community_id=announcement.community_id, file_id=one["sha256"])
            for one in part["media"]
        ],
        ignore_conflicts=True,
    )


def _enter(community_id: int, key: uuid.UUID, wire: dict[str, Any] | None) -> None:
    """Writes the feed's entry: the last step of its transaction. No `wire`: a tombstone."""
    number = take_number(community_id)[1]
    text = {**(wire or {"deleted": True}), "id": str(key), "seq": number}
    try:
        signed = notices.signed_notice(community_id, text)
    except keyring.KeyMissingError as error:
        log.error("nothing can be published: %s", error)
        raise ValidationError(
            _("The key that signs notices is missing on this server. Nothing was sent.")
        ) from error
    if signed is not None:
        text["signed"] = signed
    if wire is None:
        # What is deleted is gone: no old page may still say it.
        FeedEntry.objects.filter(announcement_id=key).delete()
    else:
        FeedEntry.objects.filter(announcement_id=key, superseded_by=None).update(
            superseded_by=number
        )
    FeedEntry.objects.create(
        community_id=community_id,
        seq=number,
        announcement_id=key,
        wire=json.dumps(text, ensure_ascii=False, separators=(",", ":")),
        deleted=wire is None,
    )
