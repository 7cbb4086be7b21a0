"""Bringing a community's source files in; again and again, changing only what changed."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from server.announcements import media, publishing
from server.announcements.models import Announcement, FeedEntry, SampleNotice, Translation
from server.communities import sample_dates as dates
from server.communities.models import (
    Community,
    Issuer,
    Lesson,
    LessonStep,
    Part,
    Place,
    Topic,
)
from server.communities.source import NoticeSource, Source, SourceError

Kind = TypeVar("Kind", bound=Part)
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Report:
    """What was done."""

    published: list[str] = field(default_factory=list)
    untouched: int = 0


def load(source: Source, today: date, fresh_dates: bool = False) -> Report:
    """Brings everything in, in one transaction. Raises SourceError; then nothing was written.

    A notice whose source is as it was the last time is left alone, also when staff have changed
    or deleted it since. `fresh_dates` tells every date anew from `today`.
    """
    report = Report()
    with transaction.atomic():
        community = _community(source)
        due = []
        for notice in source.announcements:
            known = SampleNotice.objects.filter(pk=notice.id).first()
            digest = _digest(source, notice)
            if known and known.community_id != community.pk:
                raise SourceError(f"{notice.id} belongs to another community")
            if known and known.source_digest == digest and not fresh_dates:
                report.untouched += 1
                continue
            day = known.load_day if known and not fresh_dates else today
            due.append((_moments(notice, day)[-1], notice, digest, day))
        # In the order in which they would have been published.
        for _moment, notice, digest, day in sorted(due, key=lambda one: (one[0], str(one[1].id))):
            if _notice(community, source, notice, day):
                report.published.append(str(notice.id))
            SampleNotice.objects.update_or_create(
                announcement_id=notice.id,
                defaults={"community": community, "source_digest": digest, "load_day": day},
            )
    return report


def _digest(source: Source, notice: NoticeSource) -> str:
    text = hashlib.sha256(notice.model_dump_json().encode())
    for one in notice.media:
        text.update(hashlib.sha256(_bytes(source, one.file)).digest())
    return text.hexdigest()


def _bytes(source: Source, name: str) -> bytes:
    try:
        return (source.folder / name).read_bytes()
    except OSError as error:
        raise SourceError(f"{source.folder / name} cannot be read: {error.strerror}") from error


def _community(source: Source) -> Community:
    told = source.community
    community = _saved(
        Community.objects.filter(slug=told.slug).first() or Community(slug=told.slug),
        name=told.name,
        office=told.office,
        help_name=told.help.name,
        help_telephone=told.help.telephone,
        help_hours=told.help.hours,
    )
    for place, one in enumerate(told.issuers):
        _part(Issuer, community, one.id, name=one.name, position=place)
    for place, topic in enumerate(told.topics):
        _part(Topic, community, topic.id, name=topic.name, icon=topic.icon, position=place)
    for place, one in enumerate(told.places):
        _part(Place, community, one.id, name=one.name, position=place)
    for place, lesson in enumerate(told.lessons):
        row = _part(Lesson, community, lesson.id, name=lesson.title, position=place)
        steps = [(number, step.title, step.text) for number, step in enumerate(lesson.steps)]
        if list(row.steps.values_list("position", "title", "text")) != steps:
            row.steps.all().delete()
            for number, title, text in steps:
                LessonStep.objects.create(lesson=row, position=number, title=title, text=text)
    return community


def _part(kind: type[Kind], community: Community, key: str, **values: Any) -> Kind:
    found = kind._default_manager.filter(community=community, key=key).first()
    return _saved(found or kind(community=community, key=key), **values)


def _saved(row: Row, **values: Any) -> Row:
    """Sets the values and saves the row if that changes anything."""
    changed = row.pk is None
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    if changed:
        row.save()
    return row


def _moments(notice: NoticeSource, day: date) -> list[Any]:
    told = [notice.published, *(one.published for one in notice.corrections)]
    if notice.withdrawn:
        told.append(notice.withdrawn.published)
    try:
        dates.day(notice.expires, day)
        return [dates.moment(one, day) for one in told]
    except ValueError as error:
        raise SourceError(f"{notice.id}: {error}") from error


def _notice(community: Community, source: Source, notice: NoticeSource, day: date) -> bool:
    """Writes the notice in its last state and publishes that; False where staff deleted it."""
    latest = FeedEntry.objects.filter(announcement_id=notice.id, superseded_by=None).first()
    if latest and latest.deleted:
        return False
    row, _made = Announcement.objects.update_or_create(
        pk=notice.id,
        defaults={
            "community": community,
            "issuer": Issuer.objects.get(community=community, key=notice.issuer),
            "topic": Topic.objects.filter(community=community, key=notice.topic).first(),
            "urgent": notice.urgent,
            "expires_on": dates.day(notice.expires, day),
        },
    )
    texts = notice.corrections[-1].texts if notice.corrections else notice.texts
    row.translations.all().delete()
    for tag, text in texts.items():
        Translation.objects.create(
            announcement=row,
            language=tag,
            title=dates.expand(text.title, tag, day),
            in_short="\n".join(dates.expand(line, tag, day) for line in text.in_short),
            body=dates.expand(text.body, tag, day),
        )
    _media(row, source, notice, day)
    publishing.put(row, _revision(notice, day))
    return True


def _media(row: Announcement, source: Source, notice: NoticeSource, day: date) -> None:
    row.media.all().delete()
    for position, one in enumerate(notice.media):
        words = {tag: dates.expand(text, tag, day) for tag, text in one.description.items()}
        try:
            made = media.attach(row, _bytes(source, one.file), words, one.language, position)
        except ValidationError as error:
            raise SourceError(f"{notice.id}: {one.file}: {' '.join(error.messages)}") from error
        if (made.role, made.file.type) != (one.role, one.type):
            found = f"a {made.role} of type {made.file.type}"
            raise SourceError(f"{notice.id}: {one.file} is {found}")


def _revision(notice: NoticeSource, day: date) -> publishing.Revision:
    moments = _moments(notice, day)
    note = notice.corrections[-1].change_note if notice.corrections else None
    if notice.withdrawn:
        note = notice.withdrawn.reason
    return publishing.Revision(
        state=publishing.State.WITHDRAWN if notice.withdrawn else publishing.State.PUBLISHED,
        published_at=moments[0],
        revised_at=moments[-1] if len(moments) > 1 else None,
        change_note=(
            {tag: dates.expand(text, tag, day) for tag, text in note.items()} if note else None
        ),
        steps=len(moments),
    )
