"""A notice as it is set and as it is read: its parts, in short, its picture, its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QImage

from app.domain.announcement import AnnouncementCard, MediaRole
from app.domain.language import Language, pick_text
from ui.description import Spoken
from ui.theme import Tone
from ui.widgets.parts import Part, PartKind
from ui.wording.announcements import day_of, from_whom, notes

#: What the program says about a notice, in the interface's language and not in the notice's own.
_OWN = ("in-short", "whole", "meta", "caption", "note-", "own-", "trouble", "gone")


def title_parts(
    card: AnnouncementCard, language: Language, locale: QLocale, today: date
) -> list[Part]:
    """The title, from whom and when, and what must be said before the text."""
    announcement = card.announcement
    meta = f"{day_of(announcement, locale, today)} · {from_whom(card, language)}"
    parts = [
        Part(PartKind.TITLE, "notice-title", announcement.text(language).title),
        Part(PartKind.META, "meta", meta, Tone.INK2),
    ]
    for number, (words, tone) in enumerate(notes(card, language, locale, today)):
        parts.append(Part(PartKind.NOTE, f"note-{number}", words, tone))
    return parts


def short_parts(card: AnnouncementCard, language: Language) -> list[Part]:
    """The lines in short, under their heading; nothing where the issuer gave none."""
    lines = card.announcement.text(language).in_short
    if not lines:
        return []
    heading = QCoreApplication.translate("ReadingScreen", "In short")
    points = [Part(PartKind.POINT, f"short-{n}", line) for n, line in enumerate(lines)]
    return [Part(PartKind.HEADING, "in-short", heading, Tone.PRIMARY), *points]


def body_parts(card: AnnouncementCard, language: Language) -> list[Part]:
    """The paragraphs; under a heading where lines in short stand before them."""
    text = card.announcement.text(language)
    whole = QCoreApplication.translate("ReadingScreen", "The whole notice")
    heading = [Part(PartKind.HEADING, "whole", whole, Tone.PRIMARY)] if text.in_short else []
    return heading + [
        Part(PartKind.PARAGRAPH, f"body-{number}", paragraph)
        for number, paragraph in enumerate(text.paragraphs)
    ]


def picture_parts(card: AnnouncementCard, language: Language, picture: QImage | None) -> list[Part]:
    """The picture, where it has come, and its description."""
    medium = card.announcement.medium(MediaRole.PICTURE, language)
    if medium is None:
        return []
    words = pick_text(medium.description, language)
    shown = [Part(PartKind.PICTURE, "picture", "", image=picture)] if picture else []
    caption = QCoreApplication.translate("ReadingScreen", "The picture shows: {words}")
    described = Part(PartKind.CAPTION, "caption", caption.format(words=words), Tone.INK2)
    return [*shown, described] if words else shown


def notice_parts(
    card: AnnouncementCard,
    language: Language,
    locale: QLocale,
    today: date,
    picture: QImage | None = None,
) -> list[Part]:
    """The whole of it."""
    return [
        *title_parts(card, language, locale, today),
        *short_parts(card, language),
        *picture_parts(card, language, picture),
        *body_parts(card, language),
    ]


def spoken_parts(
    parts: Sequence[Part], card: AnnouncementCard | None, language: Language
) -> tuple[Spoken, ...]:
    """The same for the voice, each part in the language it is written in.

    A key may begin with the number of its notice: "2:body-0".
    """
    shown = card.announcement.language_shown(language) if card else None
    return tuple(
        Spoken(part.key, part.text, None if part.key.split(":")[-1].startswith(_OWN) else shown)
        for part in parts
        if part.text
    )
