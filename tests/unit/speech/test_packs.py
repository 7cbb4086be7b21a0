"""Speech packs: whole or not at all, whatever a stick, a disk or a stranger does."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.safe_names import is_safe_path
from app.domain.speech_pack import (
    PackFile,
    PackKind,
    SpeechPack,
    kind_of,
    language_in_name,
)
from app.errors import BadData, PackProblem
from app.formats.speech_pack import MANIFEST, read_manifest, write_manifest
from app.paths import Paths
from app.speech import pack_source, packs
from app.speech.hearing import hearings
from app.speech.pack_command import WORDS
from app.speech.pack_making import make_pack
from app.speech.pack_places import packs_on
from app.speech.packs import SpeechPacks

NAMES = {"en": "Good ears", "zh-CN": "好耳朵"}


def model(folder: Path, size: int = 3_000) -> Path:
    """The layout of a published Vosk model."""
    for name in ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))
    return folder


def voice(folder: Path, code: str = "zh_CN") -> Path:
    folder.mkdir(parents=True)
    (folder / "huayan.onnx").write_bytes(b"voice")
    (folder / "huayan.onnx.json").write_text(json.dumps({"language": {"code": code}}))
    return folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data")


@pytest.fixture
def pack(stick: Path, tmp_path: Path) -> Path:
    """A pack as `make` makes it, on a stick."""
    made = stick / "ears.zip"
    make_pack(
        model(tmp_path / "vosk-model-small-cn"),
        made,
        name=NAMES,
        language=None,
        version="0.22",
        licence="Apache-2.0",
        pack_id="ears",
    )
    return made


def problem(work: Callable[[], object]) -> str:
    with pytest.raises(PackProblem) as caught:
        work()
    assert caught.value.code in WORDS
    return caught.value.code


def nothing_of_it(paths: Paths) -> bool:
    """Neither a pack nor a rest of one."""
    rests = [path for path in paths.data.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return SpeechPacks(paths).installed() == [] and rests == []


# --- putting in and taking out --------------------------------------------------------------------


def test_a_pack_is_put_in_listed_replaced_and_taken_out(pack: Path, paths: Paths) -> None:
    shelf = SpeechPacks(paths)
    told: list[tuple[int, int]] = []
    done = shelf.add(pack, progress=lambda *one: told.append(one))
    assert done.path == paths.speech / "zh" / "ears"
    assert told[-1] == (12_000, 12_000)
    assert shelf.installed() == [done]
    assert (done.pack.name, done.pack.version, done.pack.licence) == (NAMES, "0.22", "Apache-2.0")
    assert done.pack.checked
    before = (done.path / "am" / "final.mdl").stat().st_ino
    shelf.add(pack)
    assert shelf.installed() == [done]
    assert (done.path / "am" / "final.mdl").stat().st_ino != before
    assert shelf.remove("ears")
    assert not shelf.remove("ears")
    assert nothing_of_it(paths)


def test_a_folder_is_as_good_as_an_archive(pack: Path, stick: Path, paths: Paths) -> None:
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(stick)
    done = SpeechPacks(paths).add(stick / "ears")
    assert done.pack == SpeechPacks(paths).add(pack).pack
    assert SpeechPacks(paths).look(stick / "ears" / MANIFEST).pack == done.pack


@pytest.mark.parametrize("packed", [False, True])
def test_a_published_model_is_known_for_what_it_is_and_not_checked(
    stick: Path, paths: Paths, packed: bool
) -> None:
    there = model(stick / "vosk-model-small-en-us-0.15")
    if packed:
        there = Path(shutil.make_archive(str(there), "zip", stick, there.name))
        shutil.rmtree(there.with_suffix(""))
    done = SpeechPacks(paths).add(there)
    assert (done.pack.kind, done.pack.language, done.pack.checked) == (PackKind.VOSK, "en", False)
    assert done.path == paths.speech / "en" / "vosk-model-small-en-us-0.15"
    assert SpeechPacks(paths).installed() == [done]


def test_a_model_that_does_not_tell_its_language_is_asked_for(stick: Path, paths: Paths) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (stick / name).write_text("{}")
    shelf = SpeechPacks(paths)
    assert shelf.look(stick / "model.bin").asks_language
    assert problem(lambda: shelf.add(stick)) == "pack_language"
    done = shelf.add(stick, "zh")
    assert (done.pack.kind, done.pack.language) == (PackKind.WHISPER, "zh")


def test_a_voice_goes_to_the_voices(stick: Path, paths: Paths) -> None:
    shelf = SpeechPacks(paths)
    done = shelf.add(voice(stick / "voices"))
    assert (done.pack.kind, done.pack.language, done.pack.id) == (PackKind.PIPER, "zh", "huayan")
    assert done.path == paths.voices / "huayan.onnx"
    assert (paths.voices / "huayan.onnx.json").is_file()
    shelf.add(stick / "voices")
    assert shelf.installed() == [done]
    assert shelf.remove("huayan")
    assert nothing_of_it(paths)
    assert problem(lambda: shelf.add(voice(stick / "other", "fr_FR"))) == "pack_newer"


def test_what_somebody_laid_there_by_hand_is_listed(paths: Paths) -> None:
    model(paths.speech / "zh" / "mine")
    (only,) = SpeechPacks(paths).installed()
    assert (only.pack.id, only.pack.kind, only.pack.checked) == ("mine", PackKind.VOSK, False)


def test_settings_are_told_what_hears(pack: Path, paths: Paths) -> None:
    shelf = SpeechPacks(paths)
    english, chinese = hearings(paths.speech, shelf.installed())
    assert (english.recogniser, chinese.recogniser) == ("pocketsphinx", None)
    shelf.add(pack)
    english, chinese = hearings(paths.speech, shelf.installed())
    assert chinese.recogniser == "vosk"
    assert chinese.pack is not None
    assert chinese.pack.name == NAMES


# --- the stick ----------------------------------------------------------------------------------


def test_packs_are_found_at_the_top_of_a_stick_and_in_a_folder_of_ours(
    pack: Path, stick: Path
) -> None:
    model(stick / "footbridge" / "vosk-model-small-en-us")
    (stick / "pictures").mkdir()
    (stick / "letter.zip").write_bytes(b"no archive")
    found = packs_on([stick, stick / "gone"])
    assert [(one.pack.id, one.pack.checked) for one in found] == [
        ("ears", True),
        ("vosk-model-small-en-us", False),
    ]


def test_a_stick_pulled_out_half_way_leaves_nothing(stick: Path, paths: Paths) -> None:
    there = model(stick / "vosk-model-en", 2 * pack_source.PIECE)

    def pull(_done: int, _all: int) -> None:
        if there.exists():
            stick.rename(stick.with_name("pulled"))

    assert problem(lambda: SpeechPacks(paths).add(there, progress=pull)) == "pack_gone"
    assert nothing_of_it(paths)


def test_a_zip_on_a_failing_stick_leaves_nothing(pack: Path, paths: Paths) -> None:
    with pack.open("r+b") as file:  # what is read comes out otherwise than it was
        file.seek(200)
        file.write(b"\0" * 600)
    assert problem(lambda: SpeechPacks(paths).add(pack)) == "pack_damaged"
    pack.write_bytes(pack.read_bytes()[:4_000])
    assert problem(lambda: SpeechPacks(paths).add(pack)) == "pack_damaged"
    assert problem(lambda: SpeechPacks(paths).add(pack.with_name("gone.zip"))) == "pack_gone"
    assert nothing_of_it(paths)


def test_stopping_leaves_nothing_and_closing_stops(pack: Path, paths: Paths) -> None:
    shelf = SpeechPacks(paths)
    assert problem(lambda: shelf.add(pack, cancelled=lambda: True)) == "pack_cancelled"
    shelf.close()
    assert problem(lambda: shelf.add(pack)) == "pack_cancelled"
    assert nothing_of_it(paths)


# --- the disk, and the end in the middle ----------------------------------------------------------


def test_room_is_looked_for_first(
    pack: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(paths.data.parent)
    monkeypatch.setattr(packs, "SPARE_ROOM", usage.total * 2)
    assert problem(lambda: SpeechPacks(paths).add(pack)) == "pack_no_room"
    assert nothing_of_it(paths)


def test_a_disk_that_fills_up_half_way_leaves_what_was_there(
    pack: Path, paths: Paths, stick: Path
) -> None:
    shelf = SpeechPacks(paths)
    done = shelf.add(pack)
    large = model(stick / "vosk-model-cn", 400_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        assert problem(lambda: shelf.add(large)) == "pack_no_room"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert shelf.installed() == [done]
    assert not (paths.speech / ".coming").exists()


CRASHING = """
import os, signal, sys
from pathlib import Path
from app.paths import Paths
from app.speech.packs import SpeechPacks

def tell(done, whole):
    if done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[3] == "rename":
    import pathlib
    rename = pathlib.Path.rename
    def dying(self, target):
        rename(self, target)
        os.kill(os.getpid(), signal.SIGKILL)
    pathlib.Path.rename = dying
    tell = lambda done, whole: None
SpeechPacks(Paths(Path(sys.argv[2]))).add(Path(sys.argv[1]), progress=tell)
"""


@pytest.mark.parametrize("moment", ["1", "9000", "rename"])
def test_killed_in_the_middle_there_is_the_old_pack_or_the_new_one(
    pack: Path, paths: Paths, moment: str
) -> None:
    done = SpeechPacks(paths).add(pack)
    command = [sys.executable, "-c", CRASHING, str(pack), str(paths.data), moment]
    assert subprocess.run(command, timeout=60, check=False).returncode == -signal.SIGKILL
    assert SpeechPacks(paths).remove("no such pack") is False  # any work here tidies up first
    assert SpeechPacks(paths).installed() == [done]
    assert sorted(path.name for path in paths.speech.iterdir()) == ["zh"]
    assert SpeechPacks(paths).add(pack) == done


def test_two_at_once_do_not_mix(pack: Path, paths: Paths) -> None:
    def meanwhile(_done: int, _all: int) -> None:
        assert problem(lambda: SpeechPacks(paths).add(pack)) == "pack_busy"

    SpeechPacks(paths).add(pack, progress=meanwhile)


# --- strangers ------------------------------------------------------------------------------------


def archive(path: Path, files: dict[str, bytes], link: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if name == link else 0o100644) << 16
            made.writestr(entry, data)
    return path


VOSK = {"am/final.mdl": b"a", "conf/model.conf": b"b"}


@pytest.mark.parametrize(
    "name",
    ["../out", "am/../../out", "/etc/out", "C:/out", "am\\..\\out", "am/con", "am//two", "a" * 300],
)
def test_a_way_out_of_the_pack_is_refused(stick: Path, paths: Paths, name: str) -> None:
    bad = archive(stick / "vosk-en.zip", {**VOSK, name: b"out"})
    assert problem(lambda: SpeechPacks(paths).add(bad)) == "pack_unsafe"
    assert nothing_of_it(paths)
    assert not (stick / "out").exists()


def test_links_are_refused(stick: Path, paths: Paths) -> None:
    bad = archive(stick / "vosk-en.zip", {**VOSK, "graph": b"/etc"}, link="graph")
    assert problem(lambda: SpeechPacks(paths).add(bad)) == "pack_unsafe"
    folder = model(stick / "vosk-model-en")
    (folder / "graph" / "words.txt").symlink_to("/etc/passwd")
    assert problem(lambda: SpeechPacks(paths).add(folder)) == "pack_unsafe"
    assert nothing_of_it(paths)


def test_bombs_are_refused_before_anything_is_written(
    stick: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = archive(stick / "vosk-en.zip", {**VOSK, "graph/HCLr.fst": bytes(150_000_000)})
    assert bomb.stat().st_size < 200_000
    assert problem(lambda: SpeechPacks(paths).look(bomb)) == "pack_unsafe"
    many = archive(stick / "many-en.zip", {**VOSK, **{f"conf/{n}": b"" for n in range(2_001)}})
    assert problem(lambda: SpeechPacks(paths).look(many)) == "pack_unsafe"
    monkeypatch.setattr(pack_source, "LIMITS", replace(pack_source.LIMITS, listing=1_000))
    assert problem(lambda: SpeechPacks(paths).look(many)) == "pack_unsafe"
    assert nothing_of_it(paths)


def remade(pack: Path, change: Callable[[dict[str, object]], object]) -> Path:
    """The pack with another manifest."""
    with zipfile.ZipFile(pack) as old:
        files = {one.filename: old.read(one) for one in old.infolist()}
    manifest = json.loads(files[f"ears/{MANIFEST}"])
    change(manifest)
    files[f"ears/{MANIFEST}"] = json.dumps(manifest).encode()
    return archive(pack.with_name("remade.zip"), files)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": 2}, "pack_newer"),
        ({"kind": "telepathy"}, "pack_newer"),
        ({"language": "fr"}, "pack_newer"),
        ({"kind": "faster-whisper"}, "pack_damaged"),
        ({"id": "../up"}, "pack_damaged"),
        ({"name": "ears"}, "pack_damaged"),
        ({"files": []}, "pack_damaged"),
        ({"files": [{"path": "../x", "size": 1, "sha256": "0" * 64}]}, "pack_damaged"),
    ],
)
def test_a_manifest_that_cannot_be_is_told(
    pack: Path, paths: Paths, change: dict[str, object], code: str
) -> None:
    assert problem(lambda: SpeechPacks(paths).add(remade(pack, lambda m: m.update(change)))) == code
    assert nothing_of_it(paths)


def test_another_digest_or_size_is_damage(pack: Path, paths: Paths) -> None:
    for harm in ({"sha256": "0" * 64}, {"size": 2_999}):
        bad = remade(pack, lambda m, harm=harm: m["files"][1].update(harm))  # type: ignore[index]
        assert problem(lambda bad=bad: SpeechPacks(paths).add(bad)) == "pack_damaged"
    assert nothing_of_it(paths)


def test_what_is_no_pack_and_what_is_two_are_told(stick: Path, paths: Paths) -> None:
    shelf = SpeechPacks(paths)
    assert problem(lambda: shelf.look(stick)) == "pack_none"
    (stick / "letter.txt").write_text("dear")
    assert problem(lambda: shelf.look(stick / "letter.txt")) == "pack_none"
    (stick / "letter.zip").write_text("dear")
    assert problem(lambda: shelf.look(stick / "letter.zip")) == "pack_damaged"
    model(stick / "en")
    model(stick / "cn")
    assert problem(lambda: shelf.look(stick)) == "pack_several"


def test_a_folder_that_cannot_be_written_is_told(pack: Path, paths: Paths) -> None:
    paths.data.mkdir()
    paths.speech.write_text("a file where the folder should be")
    assert problem(lambda: SpeechPacks(paths).add(pack)) == "pack_not_kept"


# --- the format -----------------------------------------------------------------------------------


def test_the_manifest_comes_back_as_it_was() -> None:
    files = (PackFile("am/final.mdl", 3, "0" * 64), PackFile("conf/a", 0, "1" * 64))
    whole = SpeechPack("ears", NAMES, "zh", PackKind.VOSK, "1", "MIT", files)
    for one in (whole, replace(whole, checked=False)):
        assert read_manifest(write_manifest(one)) == one


@settings(max_examples=50)
@given(st.binary(max_size=50) | st.text(max_size=50).map(str.encode))
def test_any_bytes_are_a_manifest_or_bad_data(data: bytes) -> None:
    with contextlib.suppress(BadData):
        read_manifest(data)


@given(st.text(max_size=40))
def test_a_safe_path_stays_below(path: str) -> None:
    if is_safe_path(path):
        assert Path(os.path.normpath(f"/pack/{path}")).is_relative_to("/pack")
        assert os.path.normpath(f"/pack/{path}") != "/pack"
        assert "\\" not in path


def test_what_names_and_files_tell() -> None:
    assert kind_of(["am/final.mdl", "conf/x"]) is PackKind.VOSK
    assert kind_of(["model.bin", "config.json", "tokenizer.json"]) is PackKind.WHISPER
    assert kind_of(["a.onnx", "a.onnx.json"]) is PackKind.PIPER
    assert kind_of(["a.onnx", "a.onnx.json", "b.onnx", "b.onnx.json"]) is None
    assert kind_of(["am/final.mdl"]) is None
    names = ("vosk-model-small-cn-0.22", "tiny.en", "zh_CN", "base")
    assert [language_in_name(name) for name in names] == ["zh", "en", "zh", None]


# --- without a window -----------------------------------------------------------------------------


def test_the_command_puts_in_lists_and_takes_out(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.__main__ import main

    data = ["--data", str(tmp_path / "own")]
    assert main(["pack", "add", str(pack), *data]) == 0
    assert main(["pack", "list", *data]) == 0
    said = capsys.readouterr().out
    assert "ears  zh  vosk  0.22  12000 bytes  checked" in said
    assert "zh is heard by: vosk" in said
    assert main(["pack", "remove", "ears", *data]) == 0
    assert main(["pack", "remove", "ears", *data]) == 1
    assert main(["pack", "add", str(tmp_path / "gone.zip"), *data]) == 1
    assert capsys.readouterr().err.endswith(f"{WORDS['pack_gone']} (pack_gone)\n")
    made = tmp_path / "made.zip"
    asked = ["--name-en", "Ears", "--name-zh", "耳朵", "--licence", "MIT", "--language", "en"]
    assert main(["pack", "make", str(model(tmp_path / "m")), str(made), *asked]) == 0
    assert SpeechPacks(Paths(tmp_path / "own")).look(made).pack.checked
    assert main(["pack", "make", str(tmp_path / "m"), str(made), *asked]) == 1
