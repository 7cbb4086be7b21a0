"""Voice and listening: the settings of the ear, the microphone tried, speech packs put in."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.language import Language
from app.domain.profile import PAUSES, Profile
from app.speech import packs
from app.speech.ear.events import (
    EarEvent,
    EarState,
    HeardText,
    Level,
    NothingHeard,
    NotUnderstood,
    Recorded,
    State,
)
from app.speech.pack_command import WORDS
from app.speech.pack_making import make_pack
from app.speech.reader import VoicesKnown
from tests.fakes import ear_models
from tests.fakes.ear import ScriptedEar
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.screens.microphone import MicrophoneScreen
from ui.wording.problems import problem_text


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path / "data", "joined") as made:
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


@pytest.fixture
def ear(stage: Stage) -> ScriptedEar:
    stage.services.ear = made = ScriptedEar(stage.services)  # type: ignore[assignment]
    return made


@pytest.fixture
def trial(stage: Stage) -> Path:
    return stage.services.paths.trial


def kept(hands: Hands) -> Profile:
    return hands.running.services.profiles.load()


def open_screen(hands: Hands, name: str, **values: object) -> None:
    hands.window.go(Route.to(name, **values))
    hands.settle()


# --- the settings -----------------------------------------------------------------------------


def test_each_row_says_what_is_chosen_and_leads_there(hands: Hands) -> None:
    open_screen(hands, "settings")
    hands.press("settings-voice-listening")
    words = hands.words()
    for chosen in ("Normal speed", "I wait 3 seconds", "Tones on, listening only when asked"):
        assert chosen in words
    for name in ("voice-speed", "waiting", "tones", "microphone", "understands"):
        hands.press(f"settings-{name}")
        assert hands.where == name
        hands.window.back()
        assert hands.where == "voice-listening"


def test_the_voice_of_each_language_is_told_and_one_that_does_not_work(hands: Hands) -> None:
    reader = hands.running.services.reader
    open_screen(hands, "voice-speed")
    assert "read by" not in hands.words()
    reader._voice.speaks = {"en": "piper anna.onnx", "zh": "nsss fake.zh"}
    reader._voice.refused = ("spoilt.onnx",)
    hands.running.services.events.emit(VoicesKnown())
    hands.settle()
    for line in (
        "English: read by the voice “anna”.",
        "Chinese: read by this computer's voice.",
        "The voice “spoilt” does not work here.",
    ):
        assert line in hands.words()


def test_waiting_is_kept_reaches_the_ear_and_is_put_back(hands: Hands, ear: ScriptedEar) -> None:
    open_screen(hands, "waiting")
    hands.press("longer")
    assert hands.screen.where == "I wait 4 seconds after your last word"
    assert kept(hands).pause == 3
    assert ear.told[-2:] == ["pause 4.0", "cues True"]
    for _ in PAUSES:
        hands.press("longer")
    assert hands.banner() == "This is the longest."
    hands.press("put-back")
    assert kept(hands).pause == 2
    for _ in PAUSES:
        hands.press("shorter")
    assert hands.banner() == "This is the shortest."
    assert hands.screen.where == "I wait 1.5 seconds after your last word"


def test_tones_and_always_listening_are_switched_and_put_back(
    hands: Hands, ear: ScriptedEar
) -> None:
    open_screen(hands, "tones")
    assert "Nothing you say leaves this computer" in hands.words()
    hands.press("switch-cues")
    hands.press("switch-always")
    assert (kept(hands).cues, kept(hands).always_listening) == (False, True)
    assert ear.told[-1] == "cues False"
    assert not hands.button("switch-cues").isChecked()
    assert hands.button("switch-always").title == "Always listening: on"
    hands.press("put-back")
    assert (kept(hands).cues, kept(hands).always_listening) == (True, False)


def test_recordings_are_locked_from_the_next_one_on_and_put_back(hands: Hands) -> None:
    keys = hands.running.services.recordings._keys
    assert keys is not None
    open_screen(hands, "tones")
    hands.press("to-keeping")
    hands.press("keeping-locked")
    assert "Only this program can open your recordings." in hands.words()
    assert (kept(hands).seal_recordings, keys.sealing) == (True, True)
    assert hands.button("keeping-locked").isChecked()
    hands.press("put-back")
    assert (kept(hands).seal_recordings, keys.sealing) == (False, False)


def test_on_a_shared_computer_nobody_reads_what_was_sent(hands: Hands) -> None:
    services = hands.running.services
    keys = services.recordings._keys
    assert keys is not None
    open_screen(hands, "keeping")
    hands.press("keeping-nobody")
    assert "only the office can read it" in hands.words()
    services.sync._count()
    hands.settle()
    assert "The community has no key for this yet." in hands.words()
    assert (kept(hands).shared, services.sending.shared, keys.sealing) == (True, True, True)
    hands.press("put-back")
    assert (kept(hands).shared, services.sending.shared, keys.sealing) == (False, False, False)
    # Where many people use the computer in any case there is nothing to choose.
    hands.running.context.kiosk = True
    services.share_always()
    open_screen(hands, "tones")
    assert "Nobody can read it on this computer." in hands.words()
    assert "to-keeping" not in hands.names()
    hands.press("switch-cues")
    assert services.sending.shared
    open_screen(hands, "helper")
    services.sync._count()
    hands.settle()
    assert "Messages can't be sealed yet" in hands.words()


# --- the microphone ---------------------------------------------------------------------------


def spoken(hands: Hands, ear: ScriptedEar, trial: Path, *end: EarEvent) -> None:
    """Somebody has pressed and spoken."""
    open_screen(hands, "microphone")
    hands.press("speak-now")
    ear.tell(Level(0.5))
    assert hands.screen.sign.meter.level == 0.5  # type: ignore[attr-defined]
    hands.press("finished")
    assert ear.told[-1] == "finish"
    ear.tell(Recorded(trial, 3.0), EarState(State.THINKING), EarState(State.IDLE), *end)
    hands.settle()


def test_what_was_said_is_seen_heard_and_then_gone(
    hands: Hands, ear: ScriptedEar, trial: Path
) -> None:
    spoken(hands, ear, trial, HeardText("good morning", 0.9))
    assert "I understood: “good morning”" in hands.words()
    assert trial.exists()
    hands.press("hear-yourself")
    hands.press("microphone-good")
    assert ear.told[-1] == "discard"
    assert not trial.exists()


def test_without_words_the_voice_is_there_all_the_same(
    hands: Hands, ear: ScriptedEar, trial: Path
) -> None:
    spoken(hands, ear, trial, NotUnderstood())
    assert "I could not make words of it. Your voice is there." in hands.words()
    hands.press("speak-now")
    ear.tell(Recorded(trial, 3.0), EarState(State.IDLE), NotUnderstood("no_recogniser"))
    hands.settle()
    assert problem_text("no_recogniser") in hands.words()


def test_silence_is_told(hands: Hands, ear: ScriptedEar, trial: Path) -> None:
    open_screen(hands, "microphone")
    hands.press("speak-now")
    ear.tell(EarState(State.IDLE), NothingHeard())
    hands.settle()
    assert hands.banner().startswith("I heard nothing.")
    assert hands.button("speak-now").filled
    assert not trial.exists()


@pytest.mark.parametrize(
    "reason", ["no_microphone", "microphone_failed", "ear_failed", "voice_speaks", "no_room"]
)
def test_what_is_in_the_way_is_told_and_it_can_be_tried_again(
    hands: Hands, ear: ScriptedEar, reason: str
) -> None:
    open_screen(hands, "microphone")
    hands.press("speak-now")
    ear.tell(EarState(State.UNAVAILABLE, reason))
    hands.settle()
    assert hands.banner() == problem_text(reason) != problem_text(None)
    hands.press("speak-now")
    assert ear.asked.count("dictate en") == 2


def test_pulled_out_while_speaking_what_came_can_be_heard(
    hands: Hands, ear: ScriptedEar, trial: Path
) -> None:
    open_screen(hands, "microphone")
    hands.press("speak-now")
    ear.tell(Recorded(trial, 2.0), EarState(State.UNAVAILABLE, "microphone_failed"))
    hands.settle()
    assert hands.banner() == problem_text("microphone_failed")
    assert "hear-yourself" in hands.names()


@pytest.mark.parametrize("way", ["never-mind", "escape", "home", "stopped"])
def test_whoever_goes_leaves_nothing(
    hands: Hands, ear: ScriptedEar, trial: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.ear_session.STOPPED_AFTER_MS", 1)
    open_screen(hands, "microphone")
    hands.press("speak-now")
    assert trial.exists()
    if way == "never-mind":
        hands.press("never-mind")
    elif way == "escape":
        hands.key(Qt.Key.Key_Escape)
        assert hands.where == "microphone"
    elif way == "home":
        hands.window.home()
    else:  # the voice began to read
        ear.tell(EarState(State.IDLE))
        hands.wait(lambda: isinstance(hands.screen, MicrophoneScreen) and not hands.screen.sign)
    assert not trial.exists()
    assert "discard" in ear.told


def test_a_trial_that_a_crash_left_is_gone_at_the_next_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    trial = tmp_path / "data" / "trial.ogg"
    trial.parent.mkdir()
    trial.write_bytes(b"a voice")
    with staged(tmp_path / "data", "joined"):
        assert not trial.exists()


def test_the_first_start_asks_and_one_press_goes_on(hands: Hands, ear: ScriptedEar) -> None:
    open_screen(hands, "start-ear")
    assert hands.screen.where == "Step 4 of 5"
    hands.press("start-ear-on")
    assert hands.where == "start-join"
    assert ear.asked == []


# --- speech packs -----------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with a pack for Chinese, and a model that doesn't tell its language."""
    folder = tmp_path / "stick"
    folder.mkdir()
    model = ear_models.vosk_folder(tmp_path / "model")
    (model / "am" / "final.mdl").write_bytes(os.urandom(5_000_000))
    make_pack(
        model,
        folder / "ears.zip",
        name={"en": "Ears", "zh-CN": "耳朵"},
        language="zh",
        version="1",
        licence="MIT",
        pack_id="ears",
    )
    ear_models.whisper_folder(folder / "base")
    return folder


def installed(hands: Hands) -> list[str]:
    return [one.pack.id for one in hands.running.services.packs.installed()]


def test_a_pack_on_a_stick_is_found_put_in_used_and_taken_out(hands: Hands, stick: Path) -> None:
    open_screen(hands, "understands")
    assert "English: built in, simple." in hands.words()
    assert "Chinese: nothing yet." in hands.words()
    open_screen(hands, "packs", folders=[stick])
    assert "2 speech packs were found." in hands.words()
    hands.press("pack-0")  # the one that can be checked
    assert hands.where == "pack-add"
    assert "understands Chinese" in hands.words()
    hands.press("pack-put-in")
    hands.wait(lambda: "pack-good" in hands.names())
    assert installed(hands) == ["ears"]
    hands.press("pack-good")
    assert "Chinese: good, by Ears." in hands.words()
    hands.press("take-out")
    hands.press("pack-ears")
    assert hands.screen.title == "Take it out?"
    hands.press("pack-keep")
    assert installed(hands) == ["ears"]
    hands.press("pack-ears")
    hands.press("pack-remove")
    hands.wait(lambda: hands.where == "packs-out" and "There is no" in hands.words())
    assert installed(hands) == []


def test_a_model_without_a_language_is_asked_for_one(hands: Hands, stick: Path) -> None:
    open_screen(hands, "pack-add", path=str(stick / "base"))
    assert "can't be checked" in hands.words()
    hands.press("pack-put-in-zh")
    hands.wait(lambda: "pack-good" in hands.names())
    (only,) = hands.running.services.packs.installed()
    assert (only.pack.language, only.pack.checked) == ("zh", False)


def test_going_away_does_not_stop_it_and_stop_does(
    hands: Hands, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, waiting = threading.Event(), threading.Event()
    real = packs._write_all

    def slow(write: object, piece: bytes) -> None:
        waiting.set()
        assert going.wait(20)
        real(write, piece)  # type: ignore[arg-type]

    monkeypatch.setattr(packs, "_write_all", slow)
    route = Route.to("pack-add", path=str(stick / "ears.zip"))
    hands.window.go(route)
    hands.press("pack-put-in")
    assert waiting.wait(20)
    hands.window.home()
    hands.window.go(route)
    hands.wait(lambda: "pack-stop" in hands.names())
    hands.press("pack-stop")
    going.set()
    hands.wait(lambda: hands.banner() == problem_text("pack_cancelled"))
    assert installed(hands) == []
    hands.press("pack-again")
    hands.press("pack-put-in")
    hands.wait(lambda: "pack-good" in hands.names())
    assert installed(hands) == ["ears"]


def test_closing_the_program_stops_it(hands: Hands, stick: Path) -> None:
    """The fixture's end closes the program, and the suite sees that no thread is left."""
    open_screen(hands, "pack-add", path=str(stick / "ears.zip"))
    hands.press("pack-put-in")


def test_a_damaged_pack_is_told(hands: Hands, stick: Path) -> None:
    with (stick / "ears.zip").open("r+b") as file:
        file.seek(2_000_000)
        file.write(b"\0" * 1_000)
    open_screen(hands, "pack-add", path=str(stick / "ears.zip"))
    hands.press("pack-put-in")
    hands.wait(lambda: hands.banner() == problem_text("pack_damaged"))
    assert installed(hands) == []


@pytest.mark.expected_log("a task failed: pack_gone")
def test_a_pack_that_is_gone_is_told(hands: Hands, tmp_path: Path) -> None:
    open_screen(hands, "pack-add", path=str(tmp_path / "gone.zip"))
    hands.wait(lambda: hands.banner() == problem_text("pack_gone"))


def test_a_file_is_chosen_at_home_and_never_on_a_public_machine(
    hands: Hands, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)  # the system's own window
    open_screen(hands, "packs", folders=[])
    assert hands.button("look-again").filled
    hands.press("choose-file")
    dialog = hands.screen.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(stick / "ears.zip"))
    dialog.reject()
    hands.settle()
    assert hands.where == "pack-add"
    hands.running.context.kiosk = True
    open_screen(hands, "packs", folders=[])
    assert hands.names() == ["look-again"]


def test_every_trouble_with_a_pack_has_a_sentence_in_both_languages(hands: Hands) -> None:
    english = {code: problem_text(code) for code in WORDS}
    assert len(set(english.values())) == len(WORDS)
    assert problem_text(None) not in english.values()
    hands.running.context.navigator.settle(Profile(language=Language.CHINESE, started=True))
    hands.settle()
    for code, text in english.items():
        assert problem_text(code) != text
        assert not any(letter in problem_text(code) for letter in ".,?")
