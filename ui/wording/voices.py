"""What reads aloud, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.wording.hearing import language_name

_SAYS_NOTHING = "silence"
_ENDING = ".onnx"


def voice_in_words(language: str, speaks: str) -> str:
    """“English: read by the voice “Anna”.”, of `Reader.what_speaks`; empty for silence."""
    driver, _, name = speaks.partition(" ")
    if driver == _SAYS_NOTHING:
        return ""
    if driver == "espeak":
        pattern = QCoreApplication.translate("Voices", "{language}: read by the built-in voice.")
    elif driver == "piper":
        pattern = QCoreApplication.translate("Voices", "{language}: read by the voice “{name}”.")
    else:
        pattern = QCoreApplication.translate("Voices", "{language}: read by this computer's voice.")
    return pattern.format(language=language_name(language), name=name.removesuffix(_ENDING))


def refused_in_words(file: str) -> str:
    """That an added voice can't be used, and that something else reads."""
    text = QCoreApplication.translate(
        "Voices", "The voice “{name}” does not work here. Another one reads for you."
    )
    return text.format(name=file.removesuffix(_ENDING))
