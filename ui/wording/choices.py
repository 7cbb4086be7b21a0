"""The settings in words: how big, how fast, how patient, which colours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.language import Language
from app.domain.profile import PAUSES, SPEEDS, TEXT_SIZES, Theme

#: Each language in its own script, the same whatever the interface speaks.
OWN_NAME = {Language.ENGLISH: "English", Language.CHINESE: "中文"}


def size_in_words(text_size: int) -> str:
    """“Size 3 of 8”, with a word where it is the smallest or the biggest."""
    number = TEXT_SIZES.index(text_size) + 1
    pattern = QCoreApplication.translate("Choices", "Size {number} of {count}")
    if number == 1:
        pattern = QCoreApplication.translate("Choices", "Size {number} of {count}, the smallest")
    if number == len(TEXT_SIZES):
        pattern = QCoreApplication.translate("Choices", "Size {number} of {count}, the biggest")
    return pattern.format(number=number, count=len(TEXT_SIZES))


def speed_in_words(speed: int) -> str:
    """“Normal speed”, “slow” and so on, for an index into `SPEEDS`."""
    names = (
        QCoreApplication.translate("Choices", "The slowest"),
        QCoreApplication.translate("Choices", "Slow"),
        QCoreApplication.translate("Choices", "A little slow"),
        QCoreApplication.translate("Choices", "Normal speed"),
        QCoreApplication.translate("Choices", "A little fast"),
        QCoreApplication.translate("Choices", "Fast"),
        QCoreApplication.translate("Choices", "The fastest"),
    )
    assert len(names) == len(SPEEDS)
    return names[speed]


def pause_in_words(pause: int) -> str:
    """“I wait 3 seconds after your last word.”, for an index into `PAUSES`."""
    pattern = QCoreApplication.translate("Choices", "I wait {seconds} seconds after your last word")
    return pattern.format(seconds=f"{PAUSES[pause]:g}")


def keeping_in_words(*, locked: bool, shared: bool) -> str:
    """“Nobody can read my messages here” and so on."""
    if shared:
        return QCoreApplication.translate("Choices", "Nobody can read messages here")
    if locked:
        return QCoreApplication.translate("Choices", "Messages stay, recordings are locked")
    return QCoreApplication.translate("Choices", "Messages can be read again")


def listening_in_words(*, cues: bool, always: bool) -> str:
    """“tones on, not always listening” and so on."""
    tones = (
        QCoreApplication.translate("Choices", "Tones on")
        if cues
        else QCoreApplication.translate("Choices", "Tones off")
    )
    listens = (
        QCoreApplication.translate("Choices", "always listening")
        if always
        else QCoreApplication.translate("Choices", "listening only when asked")
    )
    return QCoreApplication.translate("Choices", "{tones}, {listens}").format(
        tones=tones, listens=listens
    )


def colours_in_words(theme: Theme) -> str:
    """The name of a theme."""
    return {
        Theme.LIGHT: QCoreApplication.translate("Choices", "Light"),
        Theme.DARK: QCoreApplication.translate("Choices", "Dark"),
        Theme.YELLOW: QCoreApplication.translate("Choices", "Black on yellow"),
        Theme.SYSTEM: QCoreApplication.translate("Choices", "As the computer has it"),
    }[theme]


def sample_sentence() -> str:
    """A sentence to look at and to hear, in the interface's language."""
    return QCoreApplication.translate("Choices", "Come to tea on Tuesday at three.")
