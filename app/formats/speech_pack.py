"""The manifest of a speech pack, `footbridge-pack.json`; see docs/speech-packs.md."""

from __future__ import annotations

import json

from app.domain.safe_names import is_safe_path
from app.domain.speech_pack import (
    ID_PATTERN,
    LANGUAGES,
    PackFile,
    PackKind,
    SpeechPack,
)
from app.errors import BadData
from app.formats.fields import Fields, load_json, one_line

MANIFEST = "footbridge-pack.json"
FORMAT = 1
MANIFEST_LIMIT = 1024 * 1024
MOST_FILES = 2000
LARGEST = 8 * 1024**3
"""Bytes of a whole pack; the largest models that are of use here have about 3 GB."""
_LONGEST_NAME = 80


class NewerPack(BadData):
    """The pack is made for a newer Footbridge: another format, or a kind not known yet."""


def read_manifest(data: bytes) -> SpeechPack:
    """The pack that a manifest describes.

    Raises NewerPack for a format or a kind that this version doesn't know, BadData for what is no
    manifest.
    """
    fields = Fields(load_json(data, "pack", MANIFEST_LIMIT), "pack")
    if fields.integer("format", 1) > FORMAT:
        raise NewerPack("pack.format: newer than this program")
    kind = fields.text("kind")
    if kind not in list(PackKind):
        raise NewerPack("pack.kind: not known")
    language, identifier = fields.text("language"), fields.text("id")
    if language not in LANGUAGES:
        raise NewerPack("pack.language: not known")
    if not ID_PATTERN.fullmatch(identifier) or not is_safe_path(identifier):
        raise fields.bad("id", "not an id")
    return SpeechPack(
        id=identifier,
        name=_name(fields),
        language=language,
        kind=PackKind(kind),
        version=fields.line("version")[:_LONGEST_NAME],
        licence=fields.line("licence")[:_LONGEST_NAME],
        files=_files(fields),
        checked=fields.raw("checked") is None or fields.flag("checked"),
    )


def _name(fields: Fields) -> dict[str, str]:
    value = fields.raw("name")
    if not isinstance(value, dict):
        raise fields.bad("name", "not an object")
    names = Fields(value, fields.path("name"))
    name = {tag: one_line(names.text(tag))[:_LONGEST_NAME] for tag in ("en", "zh-CN")}
    if not all(name.values()):
        raise fields.bad("name", "empty")
    return name


def _files(fields: Fields) -> tuple[PackFile, ...]:
    value = fields.raw("files")
    if not isinstance(value, list) or not 0 < len(value) <= MOST_FILES:
        raise fields.bad("files", "not a list of files")
    files = tuple(_file(Fields(one, "pack.files")) for one in value)
    if len({file.path.casefold() for file in files}) != len(files):
        raise fields.bad("files", "one file twice")
    if sum(file.size for file in files) > LARGEST:
        raise fields.bad("files", "too large")
    return files


def _file(fields: Fields) -> PackFile:
    path = fields.text("path")
    if not is_safe_path(path) or path.casefold() == MANIFEST:
        raise fields.bad("path", "not a way inside the pack")
    return PackFile(path, fields.integer("size", 0, LARGEST), fields.sha256("sha256"))


def write_manifest(pack: SpeechPack) -> bytes:
    """The manifest of `pack`."""
    manifest = {
        "format": FORMAT,
        "id": pack.id,
        "name": dict(pack.name),
        "language": pack.language,
        "kind": str(pack.kind),
        "version": pack.version,
        "licence": pack.licence,
        "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in pack.files],
    }
    if not pack.checked:
        manifest["checked"] = False
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
