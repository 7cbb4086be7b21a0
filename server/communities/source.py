"""A community's source files, read and checked before anything is written.

A folder holds `community.json` (the shape of `GET /community`) and `announcements.json`; see
docs/operating.md.
"""

import json
import uuid
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from django.conf import settings
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator


class SourceError(Exception):
    """The files are not right; the text says where, for whoever wrote them."""


def _known_languages(words: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(words) - set(settings.WIRE_LANGUAGES))
    if unknown or not words:
        known = ", ".join(settings.WIRE_LANGUAGES)
        raise ValueError(f"expected texts in {known}; found {', '.join(unknown) or 'none'}")
    return words


Words = Annotated[dict[str, str], AfterValidator(_known_languages)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Strict(BaseModel):
    """Refuses fields it does not know: a slip of the pen must not go unnoticed."""

    model_config = ConfigDict(extra="forbid")


class PartSource(Strict):
    """An issuer or a place."""

    id: Key
    name: Words


class TopicSource(PartSource):
    """A topic."""

    icon: Key


class StepSource(Strict):
    """A step of a lesson."""

    title: Words
    text: Words


class LessonSource(Strict):
    """A lesson."""

    id: Key
    title: Words
    steps: list[StepSource]


class HelpSource(Strict):
    """How to reach a person."""

    name: Words
    telephone: Annotated[str, Field(max_length=40)]
    hours: Words


class CommunitySource(Strict):
    """`community.json`."""

    slug: Key
    name: Words
    office: Words
    help: HelpSource
    issuers: list[PartSource]
    topics: list[TopicSource]
    places: list[PartSource]
    lessons: list[LessonSource]


class TextSource(Strict):
    """A notice in one language."""

    title: Annotated[str, Field(max_length=200)]
    in_short: Annotated[list[str], Field(max_length=3)]
    body: Annotated[str, Field(min_length=1)]


Texts = Annotated[dict[str, TextSource], AfterValidator(_known_languages)]


class MediaSource(Strict):
    """A picture or a sound."""

    role: Literal["picture", "sound"]
    file: str
    type: str
    description: Words
    language: str = ""


class CorrectionSource(Strict):
    """A correction, with the whole texts."""

    published: str
    change_note: Words
    texts: Texts


class WithdrawalSource(Strict):
    """A withdrawal."""

    published: str
    reason: Words


class NoticeSource(Strict):
    """One of `announcements.json`."""

    id: uuid.UUID
    issuer: Key
    topic: Key | None = None
    urgent: bool = False
    published: str
    expires: str | None = None
    texts: Texts
    media: list[MediaSource] = []
    corrections: list[CorrectionSource] = []
    withdrawn: WithdrawalSource | None = None


class Source(Strict):
    """Both files, and the folder that media paths start from."""

    folder: Path
    community: CommunitySource
    announcements: list[NoticeSource]

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        """Every notice names an issuer and a topic of the community, and has an id of its own."""
        issuers = {one.id for one in self.community.issuers}
        topics = {one.id for one in self.community.topics} | {None}
        seen: set[uuid.UUID] = set()
        for notice in self.announcements:
            if notice.id in seen:
                raise ValueError(f"the id {notice.id} is there twice")
            seen.add(notice.id)
            if notice.issuer not in issuers or notice.topic not in topics:
                raise ValueError(f"{notice.id}: no issuer or topic of this name in community.json")
            for one in notice.media:
                if not (self.folder / one.file).resolve().is_relative_to(self.folder.resolve()):
                    raise ValueError(f"{notice.id}: {one.file} lies outside the folder")
        return self


Shape = TypeVar("Shape", bound=BaseModel)


def read(folder: Path) -> Source:
    """Raises SourceError with the file and the place in it."""
    community = _load(folder / "community.json")
    path = folder / "announcements.json"
    announcements = _load(path) if path.exists() else []
    try:
        return Source.model_validate(
            {"folder": folder, "community": community, "announcements": announcements}
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{folder}: {where}: {first['msg']}") from error


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(f"{path} is not JSON: {error}") from error
