"""What is said in between: an urgent message comes first, then the reading goes on where it was."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from app.speech.reader import Finished, Passage, Reader, ReaderState, State
from app.speech.reader import SentenceStarted as Sentence
from app.speech.reader import WordStarted as Word
from tests.contract.speech.conftest import Listener, wait_until
from tests.heard import find_torn, said
from tests.sound import RATE, VirtualSound

RATE_NOW = 320.0
LANE = "We walk along the lane and over the bridge."
HALL = "Ask Anna in the hall."
STORM = Passage("storm", "A storm is coming.")
FLOOD = Passage("flood", "The river is high.")


@pytest.fixture
def reader(shared_reader: Reader, sound: VirtualSound) -> Reader:
    """The shared reader, at one speed."""
    shared_reader.set_rate(RATE_NOW, RATE_NOW)
    return shared_reader


def sentences(listener: Listener) -> list[str]:
    """The passages whose sentences were begun, in order."""
    return [event.passage_key for event in listener.sentences()]


def test_an_urgent_message_is_said_at_once_and_then_it_goes_on_at_the_word(
    reader: Reader, listener: Listener, sound: VirtualSound
) -> None:
    with sound.record() as recording:
        reader.read([Passage("lane", LANE), Passage("hall", HALL)])
        at = listener.wait_for(Word("lane", 8, 13))
        reader.interject([STORM], urgent=True)
        at = listener.wait_for(Sentence("storm", 0, 18), Word("storm", 11, 17), after=at)
        listener.wait_for(Sentence("lane", 0, len(LANE)), Sentence("hall", 0, 21), Finished(True),
                          after=at)  # fmt: skip
        wait_until(lambda: recording.quiet_for(0.5))
    lit = [word.start for word in listener.words() if word.passage_key == "lane"]
    # The word at which it goes on is lit again; at most one more had begun meanwhile.
    assert list(dict.fromkeys(lit)) == [0, 3, 8, 14, 18, 23, 27, 32, 36]
    assert len(lit) <= 11
    assert sentences(listener) == ["lane", "storm", "lane", "hall"]
    assert listener.finished() == [True]
    heard = recording.samples
    places = [_place(heard, text) for text in (STORM.text, HALL)]
    assert _place(heard, LANE, said(LANE, "en", RATE_NOW).words[2][0]) < places[0] < places[1]
    again = said("walk along the lane", "en", RATE_NOW).seconds
    assert (places[1] - places[0]) / RATE > again, "the reading did not go on after the message"


def _place(heard: numpy.ndarray, text: str, seconds: float = 60.0) -> int:
    """Where the first seconds of `text` are in the sound."""
    found = find_torn(heard, said(text, "en", RATE_NOW).samples[: int(seconds * RATE)])
    assert found.like > 0.7, text
    return found.start


def test_another_message_waits_for_the_end_of_the_sentence(
    reader: Reader, listener: Listener
) -> None:
    reader.read([Passage("hall", HALL), Passage("lane", LANE)])
    listener.wait_for(Word("hall", 4, 8))
    reader.interject([STORM])
    reader.interject([FLOOD], urgent=False)
    listener.wait_for(Sentence("lane", 0, len(LANE)), Finished(True))
    assert sentences(listener) == ["hall", "storm", "flood", "lane"]
    lit = [word.start for word in listener.words() if word.passage_key == "hall"]
    assert lit == [0, 4, 9, 12, 16], "the sentence before it was not said whole, or not once"


def test_behind_the_last_sentence_it_is_still_said(reader: Reader, listener: Listener) -> None:
    reader.read([Passage("hall", HALL)])
    listener.wait_for(Word("hall", 4, 8))
    reader.interject([STORM])
    at = listener.wait_for(Sentence("storm", 0, 18), Finished(True))
    reader.say_again()
    listener.wait_for(Sentence("hall", 0, 21), Finished(True), after=at)


def test_what_was_paused_stays_paused(reader: Reader, listener: Listener) -> None:
    reader.read([Passage("lane", LANE)])
    listener.wait_for(Word("lane", 8, 13))
    reader.pause()
    at = listener.wait_for(ReaderState(State.PAUSED))
    reader.interject([STORM], urgent=True)
    at = listener.wait_for(Sentence("storm", 0, 18), ReaderState(State.PAUSED), after=at)
    reader.resume()
    listener.wait_for(Word("lane", 36, 42), Finished(True), after=at)


def test_stop_ends_all_of_it(reader: Reader, listener: Listener) -> None:
    reader.read([Passage("lane", LANE)])
    listener.wait_for(Word("lane", 8, 13))
    reader.interject([STORM, FLOOD], urgent=True)
    reader.interject([FLOOD])
    listener.wait_for(Sentence("storm", 0, 18), Word("storm", 0, 1))
    reader.stop()
    listener.wait_for(ReaderState(State.IDLE), Finished(False))
    assert sentences(listener) == ["lane", "storm"]


def test_next_ends_the_message_and_the_reading_goes_on(reader: Reader, listener: Listener) -> None:
    reader.read([Passage("lane", LANE)])
    listener.wait_for(Word("lane", 8, 13))
    reader.interject([STORM], urgent=True)
    at = listener.wait_for(Word("storm", 0, 1))
    reader.next_sentence()
    listener.wait_for(Sentence("lane", 0, len(LANE)), Word("lane", 14, 17), Finished(True),
                      after=at)  # fmt: skip


def test_a_recording_goes_on_too(
    reader: Reader, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    wave = 0.3 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(2 * RATE) / RATE)
    soundfile.write(tmp_path / "tone.wav", wave, RATE)
    with sound.record() as recording:
        reader.play(tmp_path / "tone.wav")
        wait_until(lambda: recording.voiced_seconds() > 0.8)
        reader.interject([STORM], urgent=True)
        listener.wait_for(Sentence("storm", 0, 18), Finished(True))
        wait_until(lambda: recording.quiet_for(0.5))
    spoken = said(STORM.text, "en", RATE_NOW)
    assert recording.voiced_seconds() > 1.9 + spoken.seconds / 2
    assert len(recording.stretches(0.03)) >= 3


def test_where_nothing_is_read_it_is_read(reader: Reader, listener: Listener) -> None:
    reader.interject([STORM])
    listener.wait_for(Sentence("storm", 0, 18), Finished(True))
