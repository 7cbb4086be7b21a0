"""The wire's head and community."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.community import Community, HelpContact, Lesson, LessonStep, Named, Topic
from app.errors import BadData
from app.formats.fields import Fields, load_json

HEAD_LIMIT = 64 * 1024
COMMUNITY_LIMIT = 4 * 1024 * 1024
#: What a client does when the head names no time, in seconds.
POLL_AFTER_S = 900

_CURSOR = re.compile(r"g([0-9]{1,18})\.([0-9]{1,18})")
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the feed: the generation and the number of a change."""

    generation: int
    number: int

    @classmethod
    def parse(cls, value: object, where: str) -> Cursor:
        """From `g1.1234`; raises BadData."""
        found = _CURSOR.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise BadData(f"{where}: not a cursor")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"g{self.generation}.{self.number}"


@dataclass(frozen=True, slots=True)
class Head:
    """What there is to fetch. `min_client` is the oldest version that may go on.

    `keyset` is the digest of the community's keys; None where it signs nothing. `joined_only`: only
    joined machines may send. `join_codes`: codes for machines were given out that are still good.
    """

    feed: Cursor
    poll_after_s: int
    min_client: tuple[int, ...]
    community: str
    keyset: str | None = None
    # As it came; `wire_snapshot.parse_name` reads it. A bad one must not cost the rest.
    snapshot: object = None
    joined_only: bool = False
    join_codes: bool = False


def parse_head(data: bytes) -> Head:
    """The head; raises BadData."""
    fields = Fields(load_json(data, "head", HEAD_LIMIT), "head")
    return Head(
        feed=Cursor.parse(fields.raw("feed"), "head.feed"),
        poll_after_s=(
            POLL_AFTER_S if fields.raw("poll_after_s") is None else fields.integer("poll_after_s")
        ),
        min_client=(
            (0,)
            if fields.raw("min_client") is None
            else parse_version(fields.raw("min_client"), "head.min_client")
        ),
        community=fields.sha256("community"),
        keyset=fields.sha256("keyset") if fields.raw("keyset") is not None else None,
        snapshot=fields.raw("snapshot"),
        joined_only=fields.flag("joined_only"),
        join_codes=fields.flag("join_codes"),
    )


def parse_version(value: object, where: str = "version") -> tuple[int, ...]:
    """`0.1.0` as numbers without zeros at the end, so that they compare; raises BadData."""
    if not isinstance(value, str) or _VERSION.fullmatch(value) is None:
        raise BadData(f"{where}: not a version")
    numbers = [int(part) for part in value.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def parse_community(data: bytes) -> Community:
    """The community; raises BadData."""
    fields = Fields(load_json(data, "community", COMMUNITY_LIMIT), "community")
    return Community(
        slug=fields.identifier("slug"),
        name=fields.words("name"),
        office=fields.some_words("office"),
        help=_help(fields),
        issuers=fields.each("issuers", named),
        topics=fields.each("topics", _topic),
        places=fields.each("places", named),
        # One without steps has nothing to show yet.
        lessons=tuple(one for one in fields.each("lessons", _lesson) if one.steps),
    )


def named(value: object, where: str) -> Named:
    """An issuer or a place; raises BadData."""
    fields = Fields(value, where)
    return Named(fields.identifier("id"), fields.words("name"))


def _help(community: Fields) -> HelpContact:
    if community.raw("help") is None:
        return HelpContact()
    fields = Fields(community.raw("help"), community.path("help"))
    return HelpContact(
        fields.some_words("name"), fields.line("telephone"), fields.some_words("hours")
    )


def _topic(value: object, where: str) -> Topic:
    fields = Fields(value, where)
    icon = fields.optional_identifier("icon") or ""
    return Topic(fields.identifier("id"), fields.words("name"), icon)


def _lesson(value: object, where: str) -> Lesson:
    fields = Fields(value, where)
    return Lesson(fields.identifier("id"), fields.words("title"), fields.each("steps", _step))


def _step(value: object, where: str) -> LessonStep:
    fields = Fields(value, where)
    return LessonStep(fields.some_words("title"), fields.some_text("text"))
