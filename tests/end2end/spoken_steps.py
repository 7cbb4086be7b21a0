"""Speaking to the program: a synthetic voice into the virtual microphone."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import parsers, then, when

from tests.end2end.outside import wait_for
from tests.end2end.person import Person
from tests.sound import VirtualSound
from tests.spoken import speak

VOICE = "flite/rms"
LISTENS = "I am listening. Speak now."
FAILURES = ("I heard nothing.", "I did not understand that.")
#: A voice made for a loudspeaker, on a busy machine: as a person would, it says it again.
TRIES = 4


@when(parsers.parse('I say "{phrase}"'))
def say(person: Person, sound: VirtualSound, tmp_path: Path, phrase: str) -> None:
    """Press *Speak*, wait for the sign, say it; again where it was not understood."""
    for _ in range(TRIES):
        person.press("Speak")
        if speak_once(person, sound, tmp_path, phrase):
            return
    raise AssertionError(f"“{phrase}” was not understood {TRIES} times")


@when(parsers.parse('I answer "{phrase}"'))
def answer(person: Person, sound: VirtualSound, tmp_path: Path, phrase: str) -> None:
    """Say it once the program listens by itself, which it does twice; then it must be pressed."""
    for again in range(TRIES):
        if again > 1:
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
