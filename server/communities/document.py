"""`GET /community` as it goes out: made when something in it changes, not when it is read.

`/head` names its digest and is the most asked-for address of all, so the text and its digest lie
ready in the community's own row.
"""

import hashlib
import json
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from server.communities.models import (
    Community,
    FeedCounter,
    Issuer,
    Lesson,
    LessonStep,
    Part,
    Place,
    ReferenceCounter,
    Topic,
)


def wire(community: Community) -> dict[str, Any]:
    """The community as the wire has it."""

    def parts(kind: type[Part]) -> list[dict[str, Any]]:
        return [
            {"id": part.key, "name": part.name}
            for part in kind._default_manager.filter(community=community)
        ]

    topics = Topic.objects.filter(community=community)
    lessons = Lesson.objects.filter(community=community).prefetch_related("steps")
    return {
        "slug": community.slug,
        "name": community.name,
        "office": community.office,
        "help": {
            "name": community.help_name,
            "telephone": community.help_telephone,
            "hours": community.help_hours,
        },
        "issuers": parts(Issuer),
        "topics": [{"id": one.key, "name": one.name, "icon": one.icon} for one in topics],
        "places": parts(Place),
        "lessons": [
            {
                "id": lesson.key,
                "title": lesson.name,
                "steps": [{"title": step.title, "text": step.text} for step in lesson.steps.all()],
            }
            for lesson in lessons
        ],
    }


def refresh(community_id: int) -> None:
    """Makes the stored document anew."""
    with transaction.atomic():
        # The lock comes before the reading: of two editors at once, the later one sees both edits.
        community = Community.objects.select_for_update().filter(pk=community_id).first()
        if community is None:
            return
        text = json.dumps(wire(community), ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest != community.document_digest:
            Community.objects.filter(pk=community_id).update(document=text, document_digest=digest)


def _community_changed(
    sender: type[Community], instance: Community, raw: bool = False, **_: Any
) -> None:
    if raw:
        return
    FeedCounter.objects.get_or_create(community=instance)
    ReferenceCounter.objects.get_or_create(community=instance)
    refresh(instance.pk)


def _part_changed(sender: type[models.Model], instance: Part, raw: bool = False, **_: Any) -> None:
    if not raw:
        refresh(instance.community_id)


def _step_changed(
    sender: type[LessonStep], instance: LessonStep, raw: bool = False, **_: Any
) -> None:
    if raw:
        return
    lesson = Lesson.objects.filter(pk=instance.lesson_id).first()
    if lesson:  # absent while the lesson itself is being deleted
        refresh(lesson.community_id)


def connect() -> None:
    """Listens to every change of what the document says."""
    post_save.connect(_community_changed, Community)
    for kind in (Issuer, Topic, Place, Lesson):
        post_save.connect(_part_changed, kind)
        post_delete.connect(_part_changed, kind)
    post_save.connect(_step_changed, LessonStep)
    post_delete.connect(_step_changed, LessonStep)
