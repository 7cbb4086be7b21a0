"""The vosk and faster-whisper packages themselves: loading, refusing, and that they stay at home.

Real words need real models, which no test may fetch; the contract of the words is in
test_ear_recognisers.py, and here is looked after that its stand-ins keep to the packages.
"""

from __future__ import annotations

import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import faster_whisper
import numpy
import pytest
import vosk

from app.speech.ear import vosk_recogniser
from app.speech.ear.choose import choices, choose_recogniser
from app.speech.ear.ear import Ear, EarState, HeardText, NotUnderstood, State
from app.speech.ear.recogniser import audio_data, recognise
from app.speech.ear.whisper_recogniser import WhisperRecogniser
from tests.contract.speech.conftest import Listener
from tests.fakes import ear_models
from tests.loud import ExpectedLog
from tests.sound import VirtualSound
from tests.spoken import speak
from tests.tiny_models import tiny_whisper

LOUD = (numpy.random.default_rng(2).standard_normal(16_000) * 3_000).astype(numpy.int16).tobytes()


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with a Whisper for English."""
    folder = tmp_path_factory.mktemp("speech")
    tiny_whisper(folder / "en" / "tiny")
    return folder


def test_whisper_loads_from_its_folder_and_makes_no_words_of_what_it_does_not_understand(
    speech: Path,
) -> None:
    made = choose_recogniser("en", speech)
    assert made is not None
    assert made.name == "faster-whisper"
    for sound in (LOUD, bytes(32_000), b""):
        assert recognise(made, audio_data(sound)) is None
    made.begin()
    made.feed(LOUD)
    assert made.partial() == ""
    made.begin()
    assert made.finish() is None


def test_an_english_whisper_is_not_taken_for_chinese(speech: Path) -> None:
    with pytest.raises(ValueError, match="English"):
        WhisperRecogniser(speech / "en" / "tiny", "zh")


@pytest.mark.parametrize("harm", ["cut", "other"])
def test_a_broken_whisper_is_passed_over(
    speech: Path, tmp_path: Path, expected_log: ExpectedLog, harm: str
) -> None:
    expected_log("ear: faster-whisper does not load: ValueError")
    folder = tmp_path / "en" / "broken"
    folder.mkdir(parents=True)
    for file in (speech / "en" / "tiny").iterdir():
        data = file.read_bytes()
        if file.name == "model.bin":
            data = {"cut": data[: len(data) // 2], "other": b"x" * 5_000}[harm]
        (folder / file.name).write_bytes(data)
    made = choose_recogniser("en", tmp_path)
    assert made is not None
    assert made.name == "pocketsphinx"


@pytest.mark.parametrize("harm", ["empty", "other"])
def test_a_broken_vosk_is_passed_over(tmp_path: Path, expected_log: ExpectedLog, harm: str) -> None:
    expected_log("ear: vosk does not load: ValueError")
    folder = ear_models.vosk_folder(tmp_path / "en" / "broken")
    if harm == "other":
        (folder / "am" / "final.mdl").write_bytes(b"x" * 5_000)
        (folder / "conf" / "mfcc.conf").write_text("--sample-frequency=16000\n")
        (folder / "conf" / "model.conf").write_text("--min-active=200\n")
    for commands in (False, True):
        made = choose_recogniser("en", tmp_path, commands)
        assert made is not None
        assert made.name == "pocketsphinx"


def test_vosk_has_what_is_called(tmp_path: Path) -> None:
    """As `VoskRecogniser` calls it; the wheel has no model to call it with."""
    assert vosk_recogniser.NAME in {one.name for one in choices("en", _vosk(tmp_path))}
    for name in ("AcceptWaveform", "Result", "PartialResult", "FinalResult", "Reset", "SetWords"):
        assert callable(getattr(vosk.KaldiRecognizer, name))
    assert list(inspect.signature(vosk.Model.__init__).parameters)[1] == "model_path"
    assert callable(vosk.SetLogLevel)


def _vosk(folder: Path) -> Path:
    ear_models.vosk_folder(folder / "en" / "small")
    return folder


def test_whisper_takes_what_is_given() -> None:
    made = inspect.signature(faster_whisper.WhisperModel.__init__).parameters
    assert {"device", "compute_type", "local_files_only"} <= set(made)
    asked = inspect.signature(faster_whisper.WhisperModel.transcribe).parameters
    assert {"language", "beam_size", "temperature", "condition_on_previous_text"} <= set(asked)


GUARDED = """
import json, sys
from pathlib import Path

def no_sockets(event, arguments):
    if event.startswith("socket."):
        import traceback
        traceback.print_stack()
        sys.stdout.flush()
        sys.exit(7)

sys.addaudithook(no_sockets)
from app.speech.ear.choose import choose_recogniser
from app.speech.ear.ear import Ear, EarState, HeardText, NotUnderstood, State
from app.speech.ear.recogniser import audio_data, recognise

folder, sound = Path(sys.argv[1]), bytes(2_000) * 20
found = []
for language, commands in (("en", False), ("zh", False), ("en", True)):
    made = choose_recogniser(language, folder, commands)
    found.append(made and made.name)
    if made:
        recognise(made, audio_data(sound))
loaded = [name for name in ("vosk", "faster_whisper") if name in sys.modules]
print(json.dumps({"found": found, "loaded": loaded}))
"""


def test_with_both_libraries_loaded_no_socket_is_opened(speech: Path, tmp_path: Path) -> None:
    """Neither when a model loads, nor when one does not, nor while they hear."""
    folder = tmp_path / "speech"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "tiny").symlink_to(speech / "en" / "tiny")
    ear_models.vosk_folder(folder / "zh" / "broken")
    (folder / "zh" / "tiny").symlink_to(speech / "en" / "tiny")
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["found"] == ["faster-whisper", None, "pocketsphinx"]
    assert told["loaded"] == ["vosk", "faster_whisper"]


def test_a_model_put_in_is_used_from_the_next_listening_on(
    speech: Path, listener: Listener, sound: VirtualSound, tmp_path: Path
) -> None:
    """And taken out, no more; the ear's process stays the same."""
    folder = tmp_path / "speech"
    ear = Ear(listener, folder=folder)
    at, pids = 0, set()
    try:
        for there, wanted in ((False, HeardText), (True, NotUnderstood), (False, HeardText)):
            if there:
                shutil.copytree(speech / "en" / "tiny", folder / "en" / "tiny")
            else:
                shutil.rmtree(folder / "en", ignore_errors=True)
            ear.dictate("en")
            at = listener.wait_for(EarState(State.LISTENING), after=at)
            pids.add(ear.pid)
            sound.speak_into_microphone(speak("next page", "flite/rms", tmp_path))
            ear.finish()
            at = listener.wait_for(wanted, after=at)
    finally:
        ear.close()
    assert len(pids) == 1
