"""What a screen says about itself, in one description that the voice and other readers share."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.speech.reader import Passage


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of text with a key to light it by; `language` None means the interface's own."""

    key: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be pressed; `number` is its number key, None for what stands on another page."""

    name: str
    number: int | None = None

    def spoken(self) -> str:
        """“1: Notices. 2 new.”"""
        if self.number is None:
            return self.name
        pattern = QCoreApplication.translate("Description", "{number}: {name}")
        return pattern.format(number=self.number, name=self.name)


@dataclass(frozen=True, slots=True)
class Description:
    """A screen in words: where one is, what it is for, what is there, what can be done.

    `choices` can be pressed, in the order of their number keys; `further` after turning a page.
    """

    title: str
    where: str = ""
    purpose: str = ""
    error: str = ""
    text: tuple[Spoken, ...] = ()
    choices: tuple[Choice, ...] = ()
    choices_intro: str = ""
    further: tuple[Choice, ...] = ()
    further_intro: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def passages(self, language: str) -> tuple[Passage, ...]:
        """What to read aloud, in order."""
        spoken = [Spoken("title", self.title), Spoken("error", self.error)]
        spoken += [Spoken("purpose", self.purpose), *self.text]
        spoken += _read("choice", self.choices_intro, self.choices)
        spoken += _read("further", self.further_intro, self.further)
        return tuple(
            Passage(part.key, part.text, part.language or language)
            for part in spoken
            if part.text.strip()
        )


def _read(key: str, intro: str, choices: tuple[Choice, ...]) -> list[Spoken]:
    """Choices as they are read aloud; nothing where there are none."""
    if not choices:
        return []
    read = [Spoken(f"{key}-{n}", choice.spoken()) for n, choice in enumerate(choices, 1)]
    return [Spoken(f"{key}-intro", intro), *read]
