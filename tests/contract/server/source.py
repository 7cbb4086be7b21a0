"""Small communities written as source files."""

import json
import shutil
from pathlib import Path
from typing import Any

GOLDEN_SOURCE = Path(__file__).resolve().parent.parent / "golden" / "source"


def copy_of_golden(folder: Path) -> Path:
    """The golden community's files, to be changed by a test."""
    shutil.copytree(GOLDEN_SOURCE, folder)
    return folder


def change(path: Path, edit: Any) -> None:
    """Reads a JSON file, lets `edit(value)` change it in place, and writes it."""
    value = json.loads(path.read_text(encoding="utf-8"))
    edit(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def second_community(folder: Path) -> Path:
    """A community `stone-bridge` with one notice and a media file of its own."""
    copy_of_golden(folder)
    shutil.copy(folder / "media" / "bell.ogg", folder / "media" / "own.ogg")
    with (folder / "media" / "own.ogg").open("ab") as file:
        file.write(b"stone-bridge")

    def rename(value: dict[str, Any]) -> None:
        value["slug"] = "stone-bridge"
        value["name"] = {"en": "Stone Bridge", "zh-CN": "石桥社区"}
        value["office"] = {"en": "Stone Bridge Street Office", "zh-CN": "石桥街道办事处"}

    def one_notice(value: list[dict[str, Any]]) -> None:
        del value[1:]
        value[0]["id"] = "99999999-9999-4999-8999-999999999999"
        value[0]["media"] = [
            {
                "role": "sound",
                "file": "media/own.ogg",
                "type": "audio/ogg",
                "description": {"en": "A bell"},
            }
        ]

    change(folder / "community.json", rename)
    change(folder / "announcements.json", one_notice)
    return folder
