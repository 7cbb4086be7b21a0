"""What understands a person, in words; and speech packs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.language import Language, pick_text
from app.domain.segment import ENGLISH
from app.domain.speech_pack import PackKind, SpeechPack
from app.speech.hearing import Hearing

_MEGABYTE = 1_000_000


def language_name(language: str) -> str:
    """A pack's language in the language of the interface."""
    if language == ENGLISH:
        return QCoreApplication.translate("Hearing", "English")
    return QCoreApplication.translate("Hearing", "Chinese")


def hearing_in_words(hearing: Hearing, language: Language) -> str:
    """“English: built in, simple.” or “Chinese: nothing yet.”"""
    patterns = {
        None: QCoreApplication.translate("Hearing", "{language}: nothing yet."),
        "pocketsphinx": QCoreApplication.translate("Hearing", "{language}: built in, simple."),
        "vosk": QCoreApplication.translate("Hearing", "{language}: good, by {pack}."),
        "faster-whisper": QCoreApplication.translate(
            "Hearing", "{language}: very good, but slow, by {pack}."
        ),
    }
    name = pack_name(hearing.pack, language) if hearing.pack else ""
    name = name or QCoreApplication.translate("Hearing", "a speech pack")
    return patterns[hearing.recogniser].format(language=language_name(hearing.language), pack=name)


def hearing_advice(hearing: Hearing, language: Language) -> str:
    """What that means, and what to do about it; empty where all is well."""
    if hearing.unread and hearing.recogniser in (None, "pocketsphinx"):
        text = QCoreApplication.translate(
            "Hearing", "{pack} is here, but this Footbridge lacks the part that reads it."
        )
        return text.format(pack=pack_name(hearing.unread[0], language))
    if hearing.recogniser is None:
        return QCoreApplication.translate(
            "Hearing",
            "Your voice is kept as a recording. With a speech pack I can write it down too.",
        )
    if hearing.recogniser == "pocketsphinx":
        return QCoreApplication.translate(
            "Hearing", "Short, clear sentences go best. A speech pack understands more."
        )
    return ""


def pack_name(pack: SpeechPack, language: Language) -> str:
    """Its name in the interface's language."""
    return pick_text(pack.name, language) or pack.id


def pack_purpose(pack: SpeechPack) -> str:
    """“understands Chinese” or “a voice for Chinese”; without the language where it is unknown."""
    if pack.kind is PackKind.PIPER:
        pattern = QCoreApplication.translate("Hearing", "a voice for {language}")
    elif not pack.language:
        return QCoreApplication.translate("Hearing", "understands speech")
    else:
        pattern = QCoreApplication.translate("Hearing", "understands {language}")
    return pattern.format(language=language_name(pack.language))


def megabytes(size: int) -> str:
    """“42 MB”; never less than one."""
    return QCoreApplication.translate("Hearing", "{number} MB").format(
        number=max(1, round(size / _MEGABYTE))
    )


def pack_note(pack: SpeechPack) -> str:
    """“understands Chinese, 42 MB, not checked”."""
    parts = [pack_purpose(pack), megabytes(pack.size)]
    if not pack.size:
        parts.pop()
    if not pack.checked:
        parts.append(QCoreApplication.translate("Hearing", "not checked"))
    return QCoreApplication.translate("Hearing", ", ").join(parts)


def joined(*sentences: str, language: Language) -> str:
    """Sentences one after the other; Chinese ones without a space between."""
    return ("" if language is Language.CHINESE else " ").join(one for one in sentences if one)
