"""Say it, type it, or just record it: what is said is kept, read back, and sent as one wishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.feedback import Draft
from app.domain.language import Language
from app.speech.reader import State as ReaderState
from tests.fakes.ear_child import Told, scripted_ear, write_recording
from tests.loud import ExpectedLog
from tests.sample_store import conversation_id, fill_messages
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from tests.unit.ui.test_tell import current, only_one, walk
from ui.context import Route
from ui.screens.tell_listen import TellListenScreen
from ui.screens.tell_read_back import TellReadBackScreen
from ui.screens.write_back import WriteBackScreen

HEARD = "the lamp near the school is broken full stop it is dark"
WRITTEN = "The lamp near the school is broken. It is dark."
SPOKEN: list[Told] = [
    "listening", ("level", 0.5), ("partial", "the lamp"), "FINISH",
    "thinking", ("recorded", 2.0), ("heard", HEARD, 0.9),
]  # fmt: skip
MUMBLED: list[Told] = ["listening", "thinking", ("recorded", 2.0), ("not_understood", None)]
QUIET: list[Told] = ["listening", "nothing"]
ENDLESS: list[Told] = ["listening", "FINISH"]


def again(text: str, confidence: float = 0.9) -> list[Told]:
    return ["listening", "thinking", ("recorded", 3.0), ("heard", text, confidence)]


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        made.window.home()
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def begin(hands: Hands, *listenings: list[Told]) -> None:
    """At the step of the words, with an ear that will hear this."""
    scripted_ear(hands.running.services, *listenings)
    walk(hands, "tell-words")


def arrive(hands: Hands, where: str) -> None:
    """Wait until the screen is there and filled."""
    hands.wait(lambda: hands.where == where, f"not at {where}")
    hands.settle()


def sign(hands: Hands) -> str:
    """What the ear's sign says."""
    screen = hands.screen
    assert isinstance(screen, TellListenScreen)
    return screen.dictation.sign.accessibleName()


def listen(hands: Hands, way: str = "say-it") -> None:
    """Choose to speak, and wait until the microphone is open."""
    hands.press(way)
    arrive(hands, "tell-listen")
    hands.wait(lambda: sign(hands) == "I am listening. Speak now.")


def dictate(hands: Hands) -> None:
    """Say the words, and be where they are read back."""
    listen(hands)
    hands.press("finished")
    arrive(hands, "tell-read-back")


def voice_file(hands: Hands) -> Path | None:
    """The recording of the current draft, where it is."""
    return hands.running.services.recordings.path_of(current(hands).id)


def to_the_end(hands: Hands) -> None:
    """From the place to the summary."""
    for name in ("place-none", "answer-no"):
        hands.press(name)
    assert hands.where == "tell-send"


def recordings_left(hands: Hands) -> list[str]:
    return [path.name for path in hands.running.services.paths.recordings.glob("*")]


# --- say it ---------------------------------------------------------------------------------------


def test_the_words_step_offers_three_ways_and_one_is_filled(hands: Hands) -> None:
    begin(hands, SPOKEN)
    hands.settle()
    assert hands.names() == ["say-it", "type-it", "record-it"]
    assert [name for name in hands.names() if hands.button(name).filled] == ["say-it"]


def test_what_is_said_is_shown_and_read_back_by_itself_with_the_words_lit(hands: Hands) -> None:
    begin(hands, SPOKEN)
    listen(hands)
    screen = hands.screen
    assert isinstance(screen, TellListenScreen)
    hands.wait(lambda: screen.dictation.sign.partial == "the lamp")
    assert screen.dictation.sign.meter.level == 0.5
    hands.press("finished")
    arrive(hands, "tell-read-back")
    assert hands.names() == ["right", "say-again", "just-voice", "change"]
    assert current(hands).text == WRITTEN
    read_back = hands.screen
    assert isinstance(read_back, TellReadBackScreen)
    assert read_back._said is not None
    view = read_back._said.view
    hands.wait(lambda: view.lit_text == "The lamp near the school is broken.")
    hands.wait(lambda: view.lit_word == "lamp")


def test_words_sent_without_the_wish_to_send_the_voice_delete_the_recording(
    hands: Hands,
) -> None:
    begin(hands, SPOKEN)
    dictate(hands)
    assert voice_file(hands) is not None
    hands.press("right")
    to_the_end(hands)
    hands.press("send")
    assert only_one(hands).entries[0].text == WRITTEN
    hands.wait(lambda: recordings_left(hands) == [])


def test_the_voice_goes_along_when_wished(hands: Hands) -> None:
    begin(hands, SPOKEN)
    dictate(hands)
    hands.press("right")
    to_the_end(hands)
    assert "Send my voice along too" in hands.words()
    for _ in range(3):
        hands.press("along")
    assert hands.button("along").isChecked()
    assert "Your voice goes along: 2 seconds" in hands.words()
    draft = current(hands)
    assert draft.send_voice
    assert draft.recording is not None
    assert draft.recording.seconds == 2.0
    hands.press("send")
    assert recordings_left(hands) == [f"{only_one(hands).id}.ogg"]


def test_saying_it_again_replaces_only_what_was_said_last(hands: Hands) -> None:
    begin(hands, again("it is broken"), again("it is dark", 0.9), again("it is cold"))
    listen_and_end(hands, "say-it")
    assert current(hands).text == "It is broken."
    hands.press("right")
    hands.key(Qt.Key.Key_Escape)
    hands.key(Qt.Key.Key_Escape)
    arrive(hands, "tell-words")
    listen_and_end(hands, "say-it")
    assert current(hands).text == "It is broken. It is dark."
    assert "just-voice" not in hands.names()
    assert current(hands).recording is None  # no longer all that was said
    listen_and_end(hands, "say-again")
    assert current(hands).text == "It is broken. It is cold."


def listen_and_end(hands: Hands, way: str) -> None:
    hands.press(way)
    hands.wait(lambda: hands.where == "tell-read-back")
    hands.settle()


def test_never_mind_keeps_what_was_there(hands: Hands) -> None:
    begin(hands, again("it is broken"), ENDLESS)
    listen_and_end(hands, "say-it")
    before = current(hands)
    for by_key in (False, True):
        listen(hands, "say-again")
        if by_key:
            hands.key(Qt.Key.Key_Escape)
        else:
            hands.press("never-mind")
        assert hands.where == "tell-read-back"
        assert replace(current(hands), step=before.step) == before
        assert voice_file(hands) is not None
    assert len(recordings_left(hands)) == 1


def test_never_mind_the_first_time_leaves_nothing(hands: Hands) -> None:
    begin(hands, ENDLESS)
    listen(hands)
    hands.press("never-mind")
    assert hands.where == "tell-words"
    assert hands.names() == ["say-it", "type-it", "record-it"]
    assert current(hands).recording is None


def test_listen_pressed_while_it_listens_is_never_mind_first(hands: Hands) -> None:
    begin(hands, ENDLESS)
    listen(hands)
    hands.key(Qt.Key.Key_F2)
    arrive(hands, "tell-words")
    reader = hands.running.services.reader
    hands.wait(lambda: reader.state is ReaderState.SPEAKING)
    assert current(hands).recording is None


def test_the_words_need_not_be_waited_for_but_a_press_too_many_does_no_harm(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dictating.PATIENCE_MS", 300)
    begin(hands, ["listening", "FINISH", "thinking", ("recorded", 2.0), "FINISH"])
    listen(hands)
    hands.press("finished")
    hands.wait(lambda: sign(hands) == "I am thinking.")
    hands.press("finished")
    assert hands.where == "tell-listen"
    hands.wait(lambda: hands.button("finished").title == "Do not wait")
    hands.wait(lambda: current(hands).recording is not None)
    hands.press("finished")
    arrive(hands, "tell-read-back")
    assert current(hands).text == ""
    assert voice_file(hands) is not None


def test_going_home_while_it_thinks_keeps_what_was_said(hands: Hands) -> None:
    begin(hands, ["listening", "FINISH", "thinking", ("recorded", 2.0), "FINISH"])
    listen(hands)
    hands.press("finished")
    hands.wait(lambda: current(hands).recording is not None)
    hands.window.home()
    hands.settle()
    hands.window.go(Route.to("tell-kind"))
    hands.settle()
    assert "A message in your own voice, 2 seconds" in hands.words()
    assert voice_file(hands) is not None


# --- when it fails --------------------------------------------------------------------------------


def test_silence_says_so_and_never_becomes_text(hands: Hands) -> None:
    begin(hands, QUIET)
    hands.press("say-it")
    hands.wait(lambda: hands.where == "tell-words" and hands.banner())
    assert hands.banner().startswith("I heard nothing.")
    assert hands.names() == ["type-it", "record-it", "say-it"]
    assert hands.button("type-it").filled
    assert (current(hands).text, current(hands).recording) == ("", None)


def test_what_is_not_understood_is_still_a_message(hands: Hands) -> None:
    begin(hands, MUMBLED)
    listen_and_end(hands, "say-it")
    assert hands.screen.title == "I could not write that down"
    assert hands.names() == ["just-voice", "listen-to-it", "change", "say-again"]
    hands.press("just-voice")
    to_the_end(hands)
    assert "A message in your own voice, 2 seconds" in hands.words()


def test_doubtful_words_offer_the_other_ways_first(hands: Hands) -> None:
    begin(hands, again("the luckiest colours", 0.3))
    listen_and_end(hands, "say-it")
    assert hands.names() == ["just-voice", "change", "say-again", "right"]
    assert [name for name in hands.names() if hands.button(name).filled] == ["just-voice"]
    hands.press("change")
    assert hands.where == "tell-words"
    assert hands.screen.typing()


@pytest.mark.parametrize(
    "reason",
    ["no_microphone", "microphone_failed", "ear_failed", "no_room", "voice_speaks"],
)
def test_without_a_microphone_typing_goes_on(
    hands: Hands, reason: str, expected_log: ExpectedLog
) -> None:
    expected_log("ear: ")
    begin(hands, [("failed", reason)])
    hands.press("say-it")
    hands.wait(lambda: hands.where == "tell-words" and hands.banner())
    assert "again" in hands.banner() or "type" in hands.banner()
    assert "Something did not work" not in hands.banner()
    assert "words-edit" in [w.objectName() for w in hands.screen.focus_order()]


def test_a_microphone_pulled_out_leaves_what_was_said(
    hands: Hands, expected_log: ExpectedLog
) -> None:
    expected_log("ear: ")
    begin(hands, ["listening", ("recorded", 4.0), ("failed", "microphone_failed")])
    listen_and_end(hands, "say-it")
    assert "What you said until then is kept." in hands.banner()
    recording = current(hands).recording
    assert recording is not None
    assert recording.seconds == 4.0


# --- just record it -------------------------------------------------------------------------------


def test_a_voice_alone_is_heard_summed_up_sent_and_on_the_card(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(hands, SPOKEN)
    listen(hands, "record-it")
    hands.press("finished")
    arrive(hands, "tell-read-back")
    assert current(hands).text == ""
    played: list[str] = []
    monkeypatch.setattr(hands.running.services.reader, "play", played.append)
    hands.press("listen-to-it")
    assert played == [str(voice_file(hands))]
    hands.press("right")
    to_the_end(hands)
    assert "A message in your own voice, 2 seconds" in hands.words()
    hands.press("send")
    assert hands.where == "receipt"
    assert recordings_left(hands) == [f"{only_one(hands).id}.ogg"]
    hands.window.go(Route.to("messages"))
    hands.settle()
    assert "A message in your own voice" in hands.words()


def test_throwing_the_draft_away_deletes_the_recording(hands: Hands) -> None:
    begin(hands, SPOKEN)
    dictate(hands)
    hands.window.home()
    hands.window.go(Route.to("tell-kind"))
    hands.press("start-new")
    hands.press("throw-away")
    assert recordings_left(hands) == []


def test_a_language_that_cannot_be_written_down_is_recorded_and_that_is_said(
    qapp: QApplication, tmp_path: Path
) -> None:
    with staged(tmp_path, "joined", Language.CHINESE) as stage:
        hands = hands_on(stage)
        begin(
            hands, ["listening", "thinking", ("recorded", 2.0), ("not_understood", "no_recogniser")]
        )
        hands.settle()
        assert hands.names() == ["record-it", "type-it"]
        assert hands.button("record-it").filled
        assert "这台电脑还不会把您说的话写成字" in hands.words()
        listen_and_end(hands, "record-it")
        assert hands.screen.title == "这就是您的消息"
        assert hands.names()[0] == "right"


# --- a recording that nobody noted ----------------------------------------------------------------


def test_a_recording_from_before_a_crash_is_offered(hands: Hands, stage: Stage) -> None:
    walk(hands, "tell-words")
    hands.settle()
    draft = current(hands)
    forget_desk(hands)
    write_recording(stage.services.recordings.path_for(draft.id), 5.0)
    hands.window.home()
    hands.window.go(Route.to("tell-kind"))
    hands.settle()
    assert "There is a recording from before:" in hands.words()
    hands.press("go-on")
    assert hands.screen.title == "There is a recording from before"
    assert hands.names() == ["right", "listen-to-it", "say-again", "change"]
    hands.press("right")
    assert hands.where == "tell-place"
    recording = current(hands).recording
    assert recording is not None
    assert recording.seconds == pytest.approx(5.0, abs=0.2)


def test_a_locked_recording_is_kept_offered_after_a_crash_and_gone_with_the_draft(
    hands: Hands, stage: Stage
) -> None:
    recordings = stage.services.recordings
    stage.services.share_always()
    begin(hands, SPOKEN)
    listen(hands, "record-it")
    hands.press("finished")
    arrive(hands, "tell-read-back")
    path, draft = voice_file(hands), current(hands)
    assert path is not None
    assert draft.recording is not None
    assert b"OggS" not in path.read_bytes()
    assert recordings.piece(path.name, 0, 4) == b"OggS"
    # The program ended before it was noted; the setting was changed since.
    stage.services.drafts.save(replace(draft, recording=None, step="words"))
    recordings.set_sealing(False)
    forget_desk(hands)
    hands.window.home()
    hands.window.go(Route.to("tell-kind"))
    hands.settle()
    hands.press("go-on")
    assert hands.screen.title == "There is a recording from before"
    assert recordings.measured(draft.id, draft.recording.seconds) == draft.recording
    recordings.discard(draft.id)
    with stage.services.store.read() as connection:
        assert connection.execute("SELECT count(*) FROM recording_key").fetchone() == (0,)


def test_a_recording_that_has_gone_is_not_promised(hands: Hands, stage: Stage) -> None:
    begin(hands, SPOKEN)
    listen(hands, "record-it")
    hands.press("finished")
    arrive(hands, "tell-read-back")
    path = voice_file(hands)
    assert path is not None
    path.unlink()
    forget_desk(hands)
    hands.window.home()
    hands.window.go(Route.to("tell-kind"))
    hands.press("go-on")
    assert hands.where == "tell-words"


def forget_desk(hands: Hands) -> None:
    """As after a start: the draft is in the store only."""
    from ui.drafting import desk_of

    desk_of(hands.running.context).draft = None


# --- writing back ---------------------------------------------------------------------------------


def test_an_answer_is_said_read_back_and_sent(hands: Hands, stage: Stage) -> None:
    fill_messages(stage.services, stage.clock, stage.language)
    scripted_ear(stage.services, again("thank you"), again("thanks to all"))
    values = {"conversation_id": conversation_id("answered")}
    hands.window.go(Route("write-back", values))
    hands.press("say-it")
    hands.wait(lambda: "right" in hands.names())
    assert "Thank you." in hands.words()
    hands.press("say-again")
    hands.wait(lambda: "Thanks to all." in hands.words())
    hands.press("right")
    screen = hands.screen
    assert isinstance(screen, WriteBackScreen)
    assert screen.field.text() == "Thanks to all."
    assert hands.window.focusWidget() is hands.button("send")
    hands.press("send")
    said = stage.services.conversations.get(conversation_id("answered"))
    assert said is not None
    assert said.entries[-1].text == "Thanks to all."


def test_an_answer_that_was_not_heard_is_typed(hands: Hands, stage: Stage) -> None:
    fill_messages(stage.services, stage.clock, stage.language)
    scripted_ear(stage.services, QUIET)
    hands.window.go(Route("write-back", {"conversation_id": conversation_id("answered")}))
    hands.press("say-it")
    hands.wait(lambda: hands.where == "write-back" and hands.banner())
    assert hands.banner().startswith("I heard nothing.")


def test_a_draft_knows_its_voice_in_words() -> None:
    from app.domain.feedback import Recording
    from ui.wording.voice import draft_in_words, duration_in_words

    assert draft_in_words(Draft(recording=Recording("0" * 64, 1, 61.0))) == (
        "A message in your own voice, 1 minute 1 second"
    )
    assert duration_in_words(0.2) == "1 second"
    assert duration_in_words(120) == "2 minutes"
    assert draft_in_words(Draft(text="A bench")) == "A bench"
