"""What a screen says about itself, in one description that the voice and other readers share."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.speech.reader import Passage


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of text with a key to light it by; `language` None means the interface's own."""

    key: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A screen in words: where one is, what it is for, what is there, what can be done.

    `choices` are the names of what can be pressed, in the order of their number keys.
    """

    title: str
    where: str = ""
    purpose: str = ""
    error: str = ""
    text: tuple[Spoken, ...] = ()
    choices: tuple[str, ...] = ()
    choices_intro: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def passages(self, language: str) -> tuple[Passage, ...]:
        """What to read aloud, in order."""
        spoken = [Spoken("title", self.title), Spoken("error", self.error)]
        spoken += [Spoken("purpose", self.purpose), *self.text]
        if self.choices:
            spoken.append(Spoken("choices-intro", self.choices_intro))
            spoken += [Spoken(f"choice-{n}", name) for n, name in enumerate(self.choices, 1)]
        return tuple(
            Passage(part.key, part.text, part.language or language)
            for part in spoken
            if part.text.strip()
        )
