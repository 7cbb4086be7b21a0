"""Speaking to the program: a synthetic voice into the virtual microphone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

from pytest_bdd import parsers, then, when

from app.paths import Paths
from tests.end2end.outside import Node, NotSeen, wait_for
from tests.end2end.person import Person
from tests.end2end.staff import Staff
from tests.sound import VirtualSound
from tests.spoken import speak

VOICE = "flite/rms"
LISTENS = "I am listening. Speak now."
FAILURES = ("I heard nothing.", "I did not understand that.")
#: A voice made for a loudspeaker, on a busy machine: as a person would, it says it again.
TRIES = 4
#: So long nothing may seem to come of what was said before it is said again; seconds.
ANSWERS_WITHIN_S = 8.0
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


# --- asked for one command ----------------------------------------------------------------------


@when(parsers.parse('I press Speak and say "{phrase}"'))
def press_and_say(person: Person, sound: VirtualSound, tmp_path: Path, phrase: str) -> None:
    """Press *Speak*, wait for the sign, say it; again where it was not understood."""
    for _ in range(TRIES):
        person.press("Speak")
        if speak_once(person, sound, tmp_path, phrase):
            return
    raise AssertionError(f"“{phrase}” was not understood {TRIES} times")


def speak_once(person: Person, sound: VirtualSound, folder: Path, phrase: str) -> bool:
    """Wait until it listens, speak, and wait for the end; whether something was understood."""
    program, said = person.program, person.say(LISTENS)
    wait_for("it to listen", lambda: program.find(lambda n: said in n.words))
    sound.speak_into_microphone(speak(phrase, VOICE, folder))
    busy = (said, person.say("I am thinking."), person.say("Wait a moment."))
    wait_for("the end", lambda: not program.find(lambda n: any(b in n.words for b in busy)))
    failures = tuple(person.say(failure) for failure in FAILURES)
    return program.find(lambda n: any(f in n.words for f in failures)) is None


@then(parsers.parse('it understood "{phrase}"'))
def understood(person: Person, phrase: str) -> None:
    person.program.see(person.say("I understood: {phrase}.").format(phrase=f"“{phrase}”"))


# --- hands off ----------------------------------------------------------------------------------


def say_until(
    person: Person, sound: VirtualSound, folder: Path, phrase: str, look: Callable[[], object]
) -> None:
    """Say it whenever the program shows that it hears, until something comes of it."""
    for _ in range(TRIES):
        wait_for("it to hear", lambda: person.program.find(_hears))
        sound.speak_into_microphone(speak(phrase, VOICE, folder))
        missed = _Missed(person, phrase)
        with contextlib.suppress(NotSeen):
            wait_for(phrase, lambda missed=missed: look() or missed(), ANSWERS_WITHIN_S)
        if look():
            return
    raise AssertionError(f"nothing came of “{phrase}”: {person.program.everything()}")


class _Missed:
    """Whether the program has stopped hearing, hears again, and tells of no such phrase."""

    def __init__(self, person: Person, phrase: str) -> None:
        self._program, self._rested = person.program, False
        note = person.say("I understood: {phrase}.")
        self._understood = note.format(phrase=f"“{phrase}”")

    def __call__(self) -> bool:
        hears = self._program.find(_hears) is not None
        again = hears and self._rested
        self._rested = self._rested or not hears
        return again and self._program.find(lambda n: self._understood in n.words) is None


def _hears(node: Node) -> bool:
    return node.words.startswith(("I can hear", LISTENS))


@when(parsers.parse('I say "{phrase}" and see "{words}"'))
def say_and_see(
    person: Person, sound: VirtualSound, tmp_path: Path, phrase: str, words: str
) -> None:
    say_until(person, sound, tmp_path, phrase, lambda: _seen(person, words))


def _seen(person: Person, words: str) -> Node | None:
    return person.program.find(lambda n: words in n.words)


@when(parsers.parse('I say the number of "{name}" and see "{words}"'))
def say_number(person: Person, sound: VirtualSound, tmp_path: Path, name: str, words: str) -> None:
    """The number that its key has; where it stands on another page, turn pages first."""
    while (number := _number_of(person, name)) is None:
        before = _page(person)
        say_until(person, sound, tmp_path, "next page", lambda: _page(person) != before)  # noqa: B023
    say_until(
        person, sound, tmp_path, f"number {NUMBERS[number - 1]}", lambda: _seen(person, words)
    )


def _page(person: Person) -> str:
    more = person.program.find(lambda n: n.id == "more")
    return more.name if more else "the last"


def _number_of(person: Person, name: str) -> int | None:
    def look() -> Node | None:
        return person.program.find(lambda n: n.called(name) and bool(n.description))

    with contextlib.suppress(NotSeen):
        found = wait_for(name, look, 2.0 if _page(person) != "the last" else ANSWERS_WITHIN_S)
        key = re.search(r"Key: (\d)", found.description)
        return int(key.group(1)) if key else None
    return None


@when(parsers.parse('I say "{phrase}" and see the answer'))
def say_and_see_the_answer(
    person: Person, sound: VirtualSound, tmp_path: Path, phrase: str
) -> None:
    say_and_see(person, sound, tmp_path, phrase, person.answer)


@when(parsers.parse('I say "{phrase}" and hear it'))
def say_and_hear(person: Person, sound: VirtualSound, tmp_path: Path, phrase: str) -> None:
    """And hear it to its end: only then it listens again."""
    hearing = person.hearing
    assert hearing is not None
    before = hearing.voiced_seconds()
    say_until(person, sound, tmp_path, phrase, lambda: hearing.voiced_seconds() > before + 1.5)
    wait_for("the end of the reading", lambda: person.program.find(_hears))


# --- a message --------------------------------------------------------------------------------


@when(parsers.parse('I tell it "{words}"'))
def tell_it(person: Person, sound: VirtualSound, tmp_path: Path, words: str) -> None:
    person.see(LISTENS)
    person.seen["said"] = words
    sound.speak_into_microphone(speak(words, "flite/slt", tmp_path))


@then("my words are shown, and a voice reads them")
def read_back(person: Person) -> None:
    shown = wait_for("the words", lambda: _text(person))
    # The recogniser may mistake a word, never most of them.
    heard = set(shown.text.lower().replace(".", "").split())
    said = set(person.seen["said"].split())
    assert len(heard & said) >= len(said) // 2, shown.text
    person.message = shown.text.strip()
    person.hear()


def _text(person: Person) -> Node | None:
    return person.program.find(lambda n: n.id == "reading-text" and bool(n.text.strip()))


def recordings(person: Person) -> list[Path]:
    """The recordings on this computer."""
    return list(Paths(person.data).recordings.glob("*"))


@then("no recording is left on this computer")
def none_left(person: Person) -> None:
    wait_for("no recording", lambda: not recordings(person))


@then("the staff see that it is solved")
def solved(person: Person, staff: Staff) -> None:
    address = staff.inbox(person.number)[0]
    wait_for("the verdict", lambda: "<strong>" in staff.conversation(address))
