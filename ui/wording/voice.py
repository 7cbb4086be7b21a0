"""Recordings in words: how long they are, and what stands for one where words would stand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.feedback import Conversation, Draft, Entry, Sealed
from app.domain.feedback_steps import is_voice_only
from ui.wording.messages import first_words, kind_name


class Voice(QObject):
    """Only to have its words translated: Qt's tools know a number's forms by `tr` alone."""

    def minutes(self, number: int) -> str:
        """“1 minute”."""
        return self.tr("%n minute(s)", "", number)

    def seconds(self, number: int) -> str:
        """“20 seconds”."""
        return self.tr("%n second(s)", "", number)


def duration_in_words(seconds: float) -> str:
    """“42 seconds”, “1 minute 20 seconds”, “2 minutes”; never less than a second."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    words = Voice()
    if minutes and rest:
        both = QCoreApplication.translate("Voice", "{minutes} {seconds}")
        return both.format(minutes=words.minutes(minutes), seconds=words.seconds(rest))
    return words.minutes(minutes) if minutes else words.seconds(rest)


def voice_in_words(seconds: float | None = None) -> str:
    """“A message in your own voice, 42 seconds”; without the length where it is not known."""
    if not seconds:
        return QCoreApplication.translate("Voice", "A message in your own voice")
    return QCoreApplication.translate("Voice", "A message in your own voice, {length}").format(
        length=duration_in_words(seconds)
    )


def draft_in_words(draft: Draft, most: int = 60) -> str:
    """The first words of a draft, or what stands for a voice alone; empty where there is neither.

    `most` is as in `first_words`.
    """
    if is_voice_only(draft) and draft.recording is not None:
        return voice_in_words(draft.recording.seconds)
    return first_words(draft.text, most)


def is_voice_entry(entry: Entry) -> bool:
    """Whether something sent was the person's voice alone: said by them, without a word."""
    return entry.mine and not entry.has_words and entry.verdict is None and entry.sealed is None


def is_spoken(entry: Entry) -> bool:
    """Whether somebody at the other end hears it, and reads nothing."""
    return is_voice_entry(entry) or entry.sealed is Sealed.VOICE


def sealed_in_words(entry: Entry) -> str:
    """The sentence in the place of what only the office can read; empty for what is not sealed."""
    if entry.sealed is None:
        return ""
    if entry.sealed is Sealed.VOICE:
        return QCoreApplication.translate(
            "Voice", "Your voice is sealed. Only the office can hear it."
        )
    return QCoreApplication.translate(
        "Voice", "What you said is sealed. Only the office can read it."
    )


def conversation_in_words(conversation: Conversation, most: int = 60) -> str:
    """How a message is called: by its first words, else by its kind, which says that it is sealed.

    `most` is as in `first_words`.
    """
    first = next(iter(conversation.entries), None)
    kind = kind_name(conversation.kind)
    if first is not None and first.sealed is not None:
        return QCoreApplication.translate("Voice", "{kind}, sealed").format(kind=kind)
    return (entry_in_words(first, most) if first else "") or kind


def entry_in_words(entry: Entry, most: int = 60) -> str:
    """The first words of something said, or what stands for a voice alone."""
    if is_voice_entry(entry):
        return voice_in_words(entry.recording.seconds if entry.recording else None)
    return first_words(entry.text, most)
