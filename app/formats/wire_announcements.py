"""The wire's page of announcements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.announcement import (
    Announcement,
    AnnouncementState,
    AnnouncementText,
    Change,
    Deleted,
    Media,
    MediaRole,
)
from app.errors import BadData
from app.formats.fields import (
    Fields,
    SetAside,
    by_language,
    clean_text,
    id_of,
    load_json,
    one_line,
    size_of,
)
from app.formats.wire_community import Cursor, named

PAGE_LIMIT = 16 * 1024 * 1024
ANNOUNCEMENT_LIMIT = 1024 * 1024
MOST_IN_SHORT = 3
MOST_CHANGES = 1000
#: Letters of the body that stand for a title that is missing.
LONGEST_MADE_TITLE = 60

#: Reads one item, whose place is said by the text; raises BadData.
Read = Callable[[object, str], Announcement | Deleted]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the feed. One item that is bad is set aside, the others stay good."""

    changes: tuple[Announcement | Deleted, ...]
    next: Cursor
    more: bool
    set_aside: tuple[SetAside, ...] = ()


def parse_announcements_page(data: bytes, read: Read | None = None) -> Page:
    """A page; raises BadData when the page as a whole is none.

    `read` reads one item; it is `parse_change` unless the community signs its notices.
    """
    fields = Fields(load_json(data, "page", PAGE_LIMIT), "page")
    after = Cursor.parse(fields.raw("next"), "page.next")
    changes, set_aside = parse_items(fields, len(data), read)
    return Page(changes, after, fields.flag("more"), set_aside)


def parse_items(
    fields: Fields, size: int, read: Read | None = None
) -> tuple[tuple[Announcement | Deleted, ...], tuple[SetAside, ...]]:
    """The items of a page or a snapshot of `size` bytes; raises BadData when there are none.

    `read` is as for `parse_announcements_page`.
    """
    read = read or parse_change
    if not isinstance(fields.raw("items"), list):
        raise fields.bad("items", "not a list")
    changes: list[Announcement | Deleted] = []
    set_aside: list[SetAside] = []
    may_be_large = size > ANNOUNCEMENT_LIMIT
    for item, where in fields.items("items"):
        try:
            if may_be_large:
                _check_size(item, where)
            changes.append(read(item, where))
        except BadData as error:
            reason = getattr(error, "reason", "")
            set_aside.append(SetAside(id_of(item), str(error), reason))
    return tuple(changes), tuple(set_aside)


def parse_change(value: object, where: str) -> Announcement | Deleted:
    """One item of a page; raises BadData."""
    fields = Fields(value, where)
    if fields.flag("deleted"):
        return Deleted(fields.identifier("id"), fields.integer("seq"))
    issuer = named(fields.raw("issuer"), fields.path("issuer"))
    return Announcement(
        id=fields.identifier("id"),
        seq=fields.integer("seq"),
        revision=fields.integer("revision"),
        state=_state(fields),
        issuer_id=issuer.id,
        issuer_name=issuer.name,
        published_at=fields.time("published_at"),
        texts=_texts(fields),
        urgent=fields.flag("urgent"),
        topic=fields.optional_identifier("topic"),
        revised_at=fields.optional_time("revised_at"),
        expires_on=fields.optional_day("expires_on"),
        change_note=fields.optional_words("change_note"),
        media=tuple(_media(fields)),
        changes=fields.each("changes", _change, MOST_CHANGES),
    )


def _change(value: object, where: str) -> Change:
    fields = Fields(value, where)
    return Change(fields.integer("revision"), fields.words("note"))


def _check_size(item: object, where: str) -> None:
    if size_of(item) > ANNOUNCEMENT_LIMIT:
        raise BadData(f"{where}: larger than {ANNOUNCEMENT_LIMIT} bytes")


def _state(fields: Fields) -> AnnouncementState:
    try:
        return AnnouncementState(fields.identifier("state"))
    except ValueError as error:
        raise fields.bad("state", "not a state that this program knows") from error


def _texts(fields: Fields) -> dict[str, AnnouncementText]:
    texts: dict[str, AnnouncementText] = {}
    for tag, value in by_language(fields.raw("texts"), fields.path("texts")):
        text = Fields(value, fields.path(f"texts.{tag}"))
        body = text.text("body").strip() if text.raw("body") is not None else ""
        # A card needs words to be pressed and read aloud by.
        title = text.line("title") or _made_title(body)
        if title:
            texts.setdefault(
                tag, AnnouncementText(title, body, text.each("in_short", _line)[:MOST_IN_SHORT])
            )
    if not texts:
        raise fields.bad("texts", "no words in any language")
    return texts


def _made_title(body: str) -> str:
    words = one_line(body)
    if len(words) <= LONGEST_MADE_TITLE:
        return words
    return f"{words[:LONGEST_MADE_TITLE].rstrip()}…"


def _line(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadData(f"{where}: not a text")
    return one_line(clean_text(value, where))


def _media(fields: Fields) -> Iterator[Media]:
    for value, where in fields.items("media", most=100):
        medium = Fields(value, where)
        role = medium.identifier("role")
        if role not in list(MediaRole):
            continue
        yield Media(
            role=MediaRole(role),
            sha256=medium.sha256("sha256"),
            media_type=medium.media_type("type"),
            size=medium.integer("size"),
            description=medium.some_words("description"),
            language=medium.language("language") if medium.raw("language") is not None else None,
        )
