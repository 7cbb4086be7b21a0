"""`python -m app pack add|list|remove|make`: speech packs without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.domain.speech_pack import LANGUAGES, SpeechPack
from app.errors import PackProblem
from app.paths import Paths
from app.speech.hearing import hearings
from app.speech.pack_making import make_pack
from app.speech.packs import SpeechPacks

WORDS = {
    "pack_none": "There is no speech pack there.",
    "pack_several": "There is more than one speech pack there. Choose one of them.",
    "pack_damaged": "The speech pack is damaged. Copy it anew. Nothing was changed.",
    "pack_newer": "The speech pack is for a newer Footbridge. Nothing was changed.",
    "pack_unsafe": "The speech pack is not safe. Nothing was changed.",
    "pack_locked": "The speech pack can't be opened: it has a password. Nothing was changed.",
    "pack_language": "It doesn't tell its language. Give one with --language.",
    "pack_gone": "The speech pack can't be read. Is the stick still in? Nothing was changed.",
    "pack_no_room": "There is not enough room on the disk. Nothing was changed.",
    "pack_not_kept": "The folder for speech packs can't be written to. Nothing was changed.",
    "pack_busy": "Another speech pack is being put in just now. Try again when it is done.",
    "pack_cancelled": "It was stopped. Nothing was changed.",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `pack`."""
    commands = parser.add_subparsers(required=True, metavar="ADD|LIST|REMOVE|MAKE", dest="what")
    adding = commands.add_parser("add", help="put a pack in: a folder or a ZIP")
    adding.add_argument("path", type=Path)
    adding.add_argument("--language", choices=LANGUAGES, help="for a model that doesn't tell")
    adding.set_defaults(pack=_add)
    listing = commands.add_parser("list", help="what is there, and what hears each language")
    listing.set_defaults(pack=_list)
    removing = commands.add_parser("remove", help="take a pack out")
    removing.add_argument("id")
    removing.set_defaults(pack=_remove)
    making = commands.add_parser("make", help="make a pack of a model's folder")
    making.add_argument("folder", type=Path)
    making.add_argument("target", type=Path, help="the ZIP to write; must not be there yet")
    making.add_argument("--id", help="lower-case letters, digits, . _ -; else the folder's name")
    making.add_argument("--name-en", required=True)
    making.add_argument("--name-zh", required=True)
    making.add_argument("--language", choices=LANGUAGES, help="where the folder doesn't tell")
    making.add_argument("--version", default="")
    making.add_argument("--licence", required=True, help="as SPDX writes it: Apache-2.0")
    making.set_defaults(pack=_make)
    for one in (adding, listing, removing):
        one.add_argument("--data", type=Path, help="the folder with the store")


def pack_command(given: argparse.Namespace) -> int:
    """Do one of them; 0 when all is well, 1 when something is not."""
    data = getattr(given, "data", None)
    paths = Paths(data) if data else Paths.default()
    try:
        return int(given.pack(given, paths))
    except PackProblem as problem:
        sys.stderr.write(f"{WORDS[problem.code]} ({problem.code})\n")
    except OSError as error:
        sys.stderr.write(f"The pack can't be written: {error.strerror}.\n")
    except ValueError:
        sys.stderr.write("That id is none: lower-case letters, digits, . _ and - only.\n")
    return 1


def _add(given: argparse.Namespace, paths: Paths) -> int:
    def tell(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done * 100 // max(whole, 1)} %")

    put_in = SpeechPacks(paths).add(given.path, given.language, tell)
    _say(f"put in: {_line(put_in.pack)}")
    _say(str(put_in.path))
    return 0


def _list(_given: argparse.Namespace, paths: Paths) -> int:
    installed = SpeechPacks(paths).installed()
    for one in installed:
        _say(_line(one.pack))
    for hearing in hearings(paths.speech, installed):
        _say(f"{hearing.language} is heard by: {hearing.recogniser or 'nothing yet'}")
        for pack in hearing.unread:
            _say(f"  {pack.id} can't be used: the package {pack.kind} is not installed")
    return 0


def _remove(given: argparse.Namespace, paths: Paths) -> int:
    if not SpeechPacks(paths).remove(given.id):
        sys.stderr.write("There is no speech pack with that id.\n")
        return 1
    _say(f"taken out: {given.id}")
    return 0


def _make(given: argparse.Namespace, _paths: Paths) -> int:
    name = {"en": given.name_en, "zh-CN": given.name_zh}
    pack = make_pack(
        given.folder,
        given.target,
        name=name,
        language=given.language,
        version=given.version,
        licence=given.licence,
        pack_id=given.id,
    )
    _say(f"made: {_line(pack)}")
    return 0


def _line(pack: SpeechPack) -> str:
    checked = "checked" if pack.checked else "not checked"
    parts = (pack.id, pack.language, str(pack.kind), pack.version, f"{pack.size} bytes", checked)
    return "  ".join(part for part in parts if part)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
