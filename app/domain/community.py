"""A community: who speaks, about what, where, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.language import Words


@dataclass(frozen=True, slots=True)
class Named:
    """An issuer or a place: an id and its name."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message can be about; `icon` is the name of a file in `resources/icons`."""

    id: str
    name: Words
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One screen of a lesson."""

    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Lesson:
    """A short lesson, a step a screen."""

    id: str
    title: Words
    steps: tuple[LessonStep, ...]


@dataclass(frozen=True, slots=True)
class HelpContact:
    """A person to reach: name, telephone, hours."""

    name: Words = field(default_factory=dict)
    telephone: str = ""
    hours: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Community:
    """What `GET /community` says."""

    slug: str
    name: Words
    office: Words
    help: HelpContact = field(default_factory=HelpContact)
    issuers: tuple[Named, ...] = ()
    topics: tuple[Topic, ...] = ()
    places: tuple[Named, ...] = ()
    lessons: tuple[Lesson, ...] = ()
