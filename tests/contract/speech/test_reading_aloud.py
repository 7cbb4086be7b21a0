"""Reading aloud as it is heard: real voice, real sound, captured from a virtual card."""

from __future__ import annotations

import threading

import pytest

from app.domain.segment import words
from app.speech.drivers.libespeak import LibEspeak
from app.speech.lit_words import lit_words
from app.speech.reader import (
    Finished,
    Passage,
    Reader,
    ReaderState,
    SentenceStarted,
    State,
    WordStarted,
)
from app.speech.synthesiser import EspeakDriver
from app.speech.voice import Voice
from tests.contract.speech.conftest import Listener, wait_until
from tests.sound import RATE, Recording, VirtualSound

FAST = (500.0, 500.0)
NOTICE = [
    Passage("title", "Water is off on Tuesday.", "en"),
    Passage("body", "Fill a kettle tonight. It is back by noon.", "en"),
    Passage("help", "Ask Anna in the hall.", "en"),
]
SENTENCES = [
    SentenceStarted("title", 0, 24),
    SentenceStarted("body", 0, 22),
    SentenceStarted("body", 23, 42),
    SentenceStarted("help", 0, 21),
]
PAUSE = 0.25  # seconds; longer than any gap within these sentences
LONG = "We walk along the lane and over the bridge to the hall by the river " * 5


def voiced_seconds(text: str, language: str, rate: float) -> float:
    """How much sound the voice makes of it, made in memory."""
    library = LibEspeak.shared()
    driver = EspeakDriver()
    sound = bytearray()

    def receive(piece: bytes, _marks: object) -> bool:
        sound.extend(piece)
        return True

    voice = driver.voice_for(None, language)
    library.synthesise(text, str(voice), driver.engine_rate(language, rate), receive)
    recording = Recording()
    recording.add(bytes(sound))
    return recording.voiced_seconds() * RATE / library.sample_rate


@pytest.mark.usefixtures("sound")
class TestOrder:
    """What is read, in which order, and how it ends."""

    def test_every_sentence_and_every_word_in_order(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.set_rate(*FAST)
        shared_reader.read(NOTICE)
        listener.wait_for(Finished(True))
        assert listener.sentences() == SENTENCES
        assert listener.words() == [
            WordStarted(passage.key, word.start, word.end)
            for passage in NOTICE
            for word in words(passage.text)
        ]
        states = [event.state for event in listener.events if isinstance(event, ReaderState)]
        assert states == [State.STARTING, State.SPEAKING, State.IDLE]
        assert shared_reader.state is State.IDLE

    def test_words_belong_to_the_sentence_started_before_them(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.set_rate(*FAST)
        shared_reader.read(NOTICE, start=1)
        listener.wait_for(Finished(True))
        current = None
        for event in listener.events:
            if isinstance(event, SentenceStarted):
                current = event
            elif isinstance(event, WordStarted):
                assert current is not None
                assert event.passage_key == current.passage_key
                assert current.start <= event.start < event.end <= current.end
        assert listener.sentences() == SENTENCES[1:]

    def test_pause_and_resume_go_on_at_the_word(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.read(NOTICE)
        at = listener.wait_for(WordStarted("title", 9, 12))
        shared_reader.pause()
        at = listener.wait_for(ReaderState(State.PAUSED), after=at)
        shared_reader.set_rate(*FAST)
        shared_reader.resume()
        listener.wait_for(WordStarted("title", 13, 15), after=at)
        listener.wait_for(Finished(True))
        assert listener.sentences() == SENTENCES
        lit = [event.start for event in listener.words() if event.passage_key == "title"]
        # The word at which it went on is lit again; at most one more had begun meanwhile.
        assert list(dict.fromkeys(lit)) == [0, 6, 9, 13, 16]
        assert len(lit) <= 6

    def test_next_previous_and_again(self, shared_reader: Reader, listener: Listener) -> None:
        shared_reader.read(NOTICE)
        at = listener.wait_for(SENTENCES[0], WordStarted)
        shared_reader.next_sentence()
        at = listener.wait_for(SENTENCES[1], WordStarted, after=at)
        shared_reader.next_sentence()
        at = listener.wait_for(SENTENCES[2], WordStarted, after=at)
        shared_reader.previous_sentence()
        at = listener.wait_for(SENTENCES[1], WordStarted, after=at)
        shared_reader.say_again()
        at = listener.wait_for(SENTENCES[1], WordStarted, after=at)
        shared_reader.previous_sentence()
        at = listener.wait_for(SENTENCES[0], WordStarted, after=at)
        shared_reader.previous_sentence()
        at = listener.wait_for(SENTENCES[0], WordStarted, after=at)
        shared_reader.set_rate(*FAST)
        shared_reader.read_from(2, 5)
        listener.wait_for(SENTENCES[3], Finished(True), after=at)
        order = [SENTENCES.index(event) for event in listener.sentences()]
        assert order == [0, 1, 2, 1, 1, 0, 0, 3]
        assert listener.finished() == [True]

    def test_next_after_the_last_sentence_is_the_end(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.read(NOTICE, start=2)
        listener.wait_for(WordStarted)
        shared_reader.next_sentence()
        listener.wait_for(ReaderState(State.IDLE), Finished(True))

    def test_again_after_the_end_says_the_last_sentence(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.set_rate(*FAST)
        shared_reader.read(NOTICE, start=2)
        at = listener.wait_for(Finished(True))
        shared_reader.say_again()
        listener.wait_for(SENTENCES[3], WordStarted, Finished(True), after=at)

    def test_next_while_paused_reads_on(self, shared_reader: Reader, listener: Listener) -> None:
        shared_reader.read(NOTICE)
        listener.wait_for(WordStarted)
        shared_reader.pause()
        at = listener.wait_for(ReaderState(State.PAUSED))
        shared_reader.set_rate(*FAST)
        shared_reader.next_sentence()
        listener.wait_for(SENTENCES[1], ReaderState(State.SPEAKING), Finished(True), after=at)

    def test_a_new_text_takes_the_place_of_the_old(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.read([Passage("old", LONG)])
        at = listener.wait_for(WordStarted)
        shared_reader.set_rate(*FAST)
        shared_reader.read([Passage("new", "Now this.")])
        at = listener.wait_for(Finished(False), SentenceStarted("new", 0, 9), after=at)
        listener.wait_for(Finished(True), after=at)
        assert all(
            event.passage_key == "new"
            for event in listener.events[at:]
            if isinstance(event, WordStarted | SentenceStarted)
        )

    def test_a_change_of_speed_goes_on_at_the_word(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        shared_reader.read(NOTICE)
        listener.wait_for(WordStarted("title", 9, 12))
        shared_reader.set_rate(*FAST)
        listener.wait_for(Finished(True))
        assert listener.sentences() == SENTENCES
        lit = [(event.passage_key, event.start) for event in listener.words()]
        assert list(dict.fromkeys(lit)) == [
            (passage.key, word.start) for passage in NOTICE for word in words(passage.text)
        ]

    @pytest.mark.parametrize("text", ["", "  \n ", "😀", "……", "---"])
    def test_nothing_to_say_is_finished_at_once(
        self, shared_reader: Reader, listener: Listener, text: str
    ) -> None:
        shared_reader.read([Passage("a", text)])
        listener.wait_for(Finished(True))
        assert listener.sentences() == []

    def test_mixed_text_lights_every_word_of_both_languages(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        text = "欢迎来到柳巷。请10:30到，拨打12345😀。 Please come to 柳巷 on Tuesday."
        shared_reader.set_rate(*FAST)
        shared_reader.read([Passage("a", text, "zh-CN")])
        listener.wait_for(Finished(True))
        lit = [text[event.start : event.end] for event in listener.words()]
        assert lit == [word.of(text) for word in lit_words(text)]
        assert lit[:4] == ["欢迎", "来到", "柳", "巷"]

    def test_a_chinese_word_is_gone_on_with_from_its_first_hanzi(
        self, shared_reader: Reader, listener: Listener
    ) -> None:
        text = "社区活动室明天上午停水。"
        shared_reader.set_rate(120, 120)
        shared_reader.read([Passage("a", text, "zh-CN")])
        at = listener.wait_for(WordStarted("a", 2, 5))
        shared_reader.pause()
        at = listener.wait_for(ReaderState(State.PAUSED), after=at)
        shared_reader.set_rate(*FAST)
        shared_reader.resume()
        listener.wait_for(Finished(True), after=at)
        lit = [text[event.start : event.end] for event in listener.words()]
        assert list(dict.fromkeys(lit)) == ["社区", "活动室", "明天", "上午", "停水"]

    @pytest.mark.expected_log("an event was not taken")
    def test_a_screen_that_fails_does_not_end_the_voice(self, shared_voice: Voice) -> None:
        heard = Listener()

        def emit(event: object) -> None:
            heard(event)  # type: ignore[arg-type]
            raise RuntimeError("a screen's fault")

        Reader(shared_voice, emit).read([Passage("a", "Tea.")])
        heard.wait_for(SentenceStarted, WordStarted, Finished(True))
        done = threading.Event()
        shared_voice.post(done.set)
        assert done.wait(60)


class TestSound:
    """What comes out of the speaker."""

    def test_all_sentences_are_heard_and_none_twice(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        with sound.record() as recording:
            shared_reader.set_rate(200, 200)
            shared_reader.read(NOTICE)
            listener.wait_for(Finished(True))
            wait_until(lambda: recording.quiet_for(0.5))
        assert len(recording.stretches(PAUSE)) == 4
        texts = ["Water is off on Tuesday.", "Fill a kettle tonight.", "It is back by noon.",
                 "Ask Anna in the hall."]  # fmt: skip
        expected = sum(voiced_seconds(text, "en", 200) for text in texts)
        assert expected * 0.8 < recording.voiced_seconds() < expected * 1.25

    def test_mandarin_is_heard(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        with sound.record() as recording:
            shared_reader.read([Passage("a", "今天停水。请您先接好水。", "zh-CN")])
            listener.wait_for(Finished(True))
            wait_until(lambda: recording.quiet_for(0.5))
        assert len(recording.stretches(PAUSE)) == 2
        assert listener.sentences() == [SentenceStarted("a", 0, 5), SentenceStarted("a", 5, 12)]

    def test_stop_is_silence(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        with sound.record() as recording:
            shared_reader.read([Passage("a", LONG)])
            listener.wait_for(WordStarted("a", 3, 7))
            wait_until(lambda: recording.voiced_seconds() > 0.2)
            shared_reader.stop()
            listener.wait_for(ReaderState(State.IDLE), Finished(False))
            wait_until(lambda: recording.quiet_for(0.4))
            told, until = len(listener.events), recording.seconds + 1.5
            wait_until(lambda: recording.seconds > until)
            assert recording.quiet_for(1.4)
        assert len(listener.events) == told

    def test_pause_is_silence_and_resume_is_heard(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        with sound.record() as recording:
            shared_reader.read([Passage("a", "One two three four five six seven.")])
            listener.wait_for(WordStarted("a", 8, 13))
            shared_reader.pause()
            listener.wait_for(ReaderState(State.PAUSED))
            wait_until(lambda: recording.quiet_for(1.0))
            before = recording.voiced_seconds()
            shared_reader.resume()
            listener.wait_for(Finished(True))
            wait_until(lambda: recording.quiet_for(0.5))
        assert recording.voiced_seconds() > before + 0.5

    def test_without_volume_the_light_moves_and_nothing_is_heard(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        with sound.record() as recording:
            shared_reader.set_volume(0.0)
            shared_reader.read([Passage("a", "Nothing is heard.")])
            listener.wait_for(WordStarted, WordStarted, WordStarted, Finished(True))
        assert recording.voiced_seconds() == 0

    def test_the_speaker_is_let_go_when_there_is_nothing_to_say(
        self, shared_reader: Reader, listener: Listener, sound: VirtualSound
    ) -> None:
        shared_reader.set_rate(*FAST)
        shared_reader.read([Passage("a", "Tea.")])
        listener.wait_for(Finished(True))
        wait_until(lambda: sound.players() == 0)


def test_calls_from_many_threads_end_in_order(
    shared_reader: Reader, listener: Listener, sound: VirtualSound
) -> None:
    calls = [
        shared_reader.next_sentence,
        shared_reader.previous_sentence,
        shared_reader.say_again,
        shared_reader.pause,
        shared_reader.resume,
    ]
    shared_reader.read(NOTICE)
    threads = [threading.Thread(target=call) for call in calls * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared_reader.stop()
    at = listener.wait_for(ReaderState(State.IDLE))
    shared_reader.set_rate(*FAST)
    shared_reader.read(NOTICE, start=2)
    listener.wait_for(SENTENCES[3], Finished(True), after=at)
