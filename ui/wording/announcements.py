"""What is said about a notice: whom it is from, when, and how it stands."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.announcement import (
    Announcement,
    AnnouncementCard,
    AnnouncementState,
    CardStatus,
)
from app.domain.language import Language, pick_text
from ui.theme import Tone
from ui.wording.dates import day_in_words, local_day, short_day


def from_whom(card: AnnouncementCard, language: Language) -> str:
    """“From the Street Office. Checked.”; without a proof “Not checked.”."""
    if card.checked:
        pattern = QCoreApplication.translate("Notices", "From {issuer}. Checked.")
    else:
        pattern = QCoreApplication.translate("Notices", "From {issuer}. Not checked.")
    return pattern.format(issuer=pick_text(card.announcement.issuer_name, language))


def checked_word(card: AnnouncementCard) -> str:
    """The same in a word, where there is little room."""
    if card.checked:
        return QCoreApplication.translate("Notices", "Checked")
    return QCoreApplication.translate("Notices", "Not checked")


def day_of(announcement: Announcement, locale: QLocale, today: date) -> str:
    """The day of its latest revision, in words."""
    moment = announcement.revised_at or announcement.published_at
    return day_in_words(local_day(moment), locale, today)


def status_word(card: AnnouncementCard) -> str:
    """“New”, “Read”, “Corrected” or “Withdrawn”."""
    return {
        CardStatus.NEW: QCoreApplication.translate("Notices", "New"),
        CardStatus.READ: QCoreApplication.translate("Notices", "Read"),
        CardStatus.CORRECTED: QCoreApplication.translate("Notices", "Corrected"),
        CardStatus.WITHDRAWN: QCoreApplication.translate("Notices", "Withdrawn"),
    }[card.status]


def is_urgent_now(announcement: Announcement, today: date) -> bool:
    """Whether it is urgent and its day is not over."""
    published = announcement.state is AnnouncementState.PUBLISHED
    return announcement.urgent and published and not announcement.is_past(today)


def card_note(card: AnnouncementCard, language: Language, locale: QLocale, today: date) -> str:
    """The line under a title on the list: how it stands, when, from whom and whether sure.

    The weekday stands in the notice itself: here it would cost each card a second line.
    """
    day = _short_day_of(card, locale)
    return " · ".join([*_standing(card, today), day, from_whom(card, language)])


def short_card_note(card: AnnouncementCard, locale: QLocale, today: date) -> str:
    """The same where there is little room: how it stands, when, and whether it was checked."""
    return " · ".join([*_standing(card, today), _short_day_of(card, locale), checked_word(card)])


def _short_day_of(card: AnnouncementCard, locale: QLocale) -> str:
    moment = card.announcement.revised_at or card.announcement.published_at
    return short_day(local_day(moment), locale)


def _standing(card: AnnouncementCard, today: date) -> list[str]:
    parts = [status_word(card)]
    if is_urgent_now(card.announcement, today):
        parts.insert(0, QCoreApplication.translate("Notices", "Urgent"))
    if card.announcement.is_past(today):
        parts.append(QCoreApplication.translate("Notices", "its day is over"))
    return parts


def card_tone(card: AnnouncementCard, today: date) -> Tone:
    """The colour of the line under a title."""
    if is_urgent_now(card.announcement, today):
        return Tone.URGENT
    if card.status in (CardStatus.CORRECTED, CardStatus.WITHDRAWN):
        return Tone.CARE
    return Tone.PRIMARY if card.status is CardStatus.NEW else Tone.INK2


def notes(
    card: AnnouncementCard, language: Language, locale: QLocale, today: date
) -> tuple[tuple[str, Tone], ...]:
    """What must be said before the text: withdrawn, corrected, past its day."""
    announcement = card.announcement
    found: list[tuple[str, Tone]] = []
    change = pick_text(announcement.change_note, language)
    if card.status is CardStatus.WITHDRAWN:
        text = QCoreApplication.translate("Notices", "This notice was withdrawn. {reason}")
        found.append((text.format(reason=change).strip(), Tone.CARE))
    elif announcement.revision > 1 and change:
        text = QCoreApplication.translate("Notices", "This notice was corrected. {change}")
        found.append((text.format(change=change).strip(), Tone.CARE))
    elif card.status is CardStatus.CORRECTED:
        text = QCoreApplication.translate("Notices", "This notice was sent out once more.")
        found.append((text, Tone.CARE))
    elif is_urgent_now(announcement, today):
        found.append((QCoreApplication.translate("Notices", "This is urgent."), Tone.URGENT))
    if card.status is not CardStatus.WITHDRAWN:
        # For who has read what stood before: nothing that changed since is left out.
        before = QCoreApplication.translate("Notices", "Before that: {change}")
        for missed in reversed(card.missed):
            note = pick_text(missed.note, language)
            found.append((before.format(change=note), Tone.CARE))
    if announcement.is_past(today) and announcement.expires_on is not None:
        text = QCoreApplication.translate("Notices", "This was good until {day}. That is over.")
        day = day_in_words(announcement.expires_on, locale, today)
        found.append((text.format(day=day), Tone.CARE))
    return tuple(found)


def topic_icon(topic: str | None, icons: dict[str, str]) -> str:
    """The icon of a topic, from the community's own list."""
    return icons.get(topic or "", "news")
