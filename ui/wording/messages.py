"""Names of kinds, topics and places, and the first words of a message."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from app.domain.community import Community
from app.domain.feedback import FeedbackKind
from app.domain.feedback_steps import OTHER_TOPIC
from app.domain.language import Language, pick_text
from app.domain.segment import CHINESE, language_of
from app.domain.segment import ENGLISH as ENGLISH_CODE

#: The kinds that one can choose, in this order, with their icons.
KIND_ICONS = {
    FeedbackKind.IDEA: "bulb",
    FeedbackKind.PROBLEM: "alert-circle",
    FeedbackKind.QUESTION: "help-circle",
    FeedbackKind.THANKS: "heart",
    FeedbackKind.CONFIDENTIAL: "lock",
}
OTHER_ICON = "dots"


def kind_name(kind: FeedbackKind | None) -> str:
    """What a kind is called; empty for none and for a follow-up."""
    table = {
        FeedbackKind.IDEA: QCoreApplication.translate("Messages", "An idea"),
        FeedbackKind.PROBLEM: QCoreApplication.translate("Messages", "A problem"),
        FeedbackKind.QUESTION: QCoreApplication.translate("Messages", "A question"),
        FeedbackKind.THANKS: QCoreApplication.translate("Messages", "Thanks"),
        FeedbackKind.CONFIDENTIAL: QCoreApplication.translate("Messages", "In confidence"),
    }
    return table.get(kind, "") if kind else ""


def topic_name(topic: str | None, community: Community | None, language: Language) -> str:
    """A topic's name; empty when the community no longer has it."""
    if topic == OTHER_TOPIC:
        return QCoreApplication.translate("Messages", "Something else")
    topics = community.topics if community else ()
    return next((pick_text(t.name, language) for t in topics if t.id == topic), "")


def place_name(place: str | None, community: Community | None, language: Language) -> str:
    """A place's name; empty when the community no longer has it."""
    places = community.places if community else ()
    return next((pick_text(p.name, language) for p in places if p.id == place), "")


def written_language(text: str, interface: Language) -> Language:
    """The language that a text is written in, so that the right voice reads it."""
    default = CHINESE if interface is Language.CHINESE else ENGLISH_CODE
    return Language.CHINESE if language_of(text, default) == CHINESE else Language.ENGLISH


#: From here on letters are two columns wide, and are written without spaces between words.
_WIDE = "\u2e80"
_SPACE = re.compile(r"(?s).?\s+.?")


def _one_space(found: re.Match[str]) -> str:
    """One space for several; none between two letters that are written without."""
    before, after = found.group()[:1].strip(), found.group()[-1:].strip()
    wide = before >= _WIDE and after >= _WIDE
    return before + ("" if wide else " ") + after


def first_words(text: str, most: int = 60) -> str:
    """The start of a text on one line: at most `most` columns, a Chinese character counting two.

    Cut between words where there are spaces, and then ended by “…”.
    """
    line = _SPACE.sub(_one_space, text.strip())
    used = 0
    for index, letter in enumerate(line):
        used += 2 if letter >= _WIDE else 1
        if used > most:
            cut = line[:index]
            space = cut.rfind(" ")
            if space > index // 2 and not line[index].isspace():
                cut = cut[:space]
            return cut.rstrip(" ,;:，、；：") + "…"
    return line
